// SPDX-License-Identifier: Apache-2.0
// The training centre beside a hall: a second hub, and the real one's pages lead to it.
const {spawn} = require('child_process');
const fs = require('fs');
const path = require('path');
const {exchange, freePort, waitFor, FAULT, HUBD, SANITIZERS} = require('./hall');

class Training {
	async start(hall) {
		this.hall = hall;
		this.port = await freePort();
		this.url = `http://127.0.0.1:${this.port}`;
		this.socket = path.join(hall.folder, 'practice.sock');
		this.log = path.join(hall.folder, 'practice.log');
		const config = path.join(hall.folder, 'training.conf');
		fs.writeFileSync(config, ['[hub]', 'training = yes', `data = ${hall.folder}/practice`,
			'[training]', `source = ${hall.socket}`, `link = :${hall.port}`,
			'[http]', `listen = 127.0.0.1:${this.port}`, `socket = ${this.socket}`, ''].join('\n'));
		const out = fs.openSync(this.log, 'a');
		this.process = spawn(HUBD, ['--config', config], {
			stdio: ['ignore', out, out],
			env: Object.assign({}, SANITIZERS, process.env, {LAYSO_DATADIR: hall.datadir}),
		});
		fs.closeSync(out);
		this.ended = new Promise((resolve) => this.process.on('exit', resolve));
		await waitFor(() => this.get('/state').catch(() => null), 'the training centre answers');
		fs.appendFileSync(path.join(hall.folder, 'hubd.conf'), `[training]\nlink = :${this.port}\n`);
		hall.process.kill('SIGHUP');
		await waitFor(async () => (await hall.get('/training')).link, 'the hall names it');
		return this;
	}

	/* For signIn() of fixtures.js: the accounts of the real one when it was started. */
	account(role, name) {
		return this.hall.account(role, name);
	}

	async get(url) {
		const {status, json} = await exchange({socketPath: this.socket}, 'GET', url);
		return status === 200 ? json : null;
	}

	/* Gives '', or its fault. */
	async stop() {
		this.process.kill('SIGTERM');
		const status = await this.ended;
		const log = fs.readFileSync(this.log, 'utf8');
		return status === 0 && !FAULT.test(log) ? '' : `it ended with ${status}:\n${log.slice(-6000)}`;
	}
}

module.exports = {Training};
