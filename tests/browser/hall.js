// SPDX-License-Identifier: Apache-2.0
// A real hub on a folder and a port of its own, with the sample site, always open.
const {execFileSync, spawn} = require('child_process');
const fs = require('fs');
const http = require('http');
const net = require('net');
const os = require('os');
const path = require('path');
const {ZONE} = require('./zone');

const ROOT = path.resolve(__dirname, '../..');
const BUILD = process.env.LAYSO_TEST_BUILD || path.join(ROOT, 'build-test');
const HUBD = path.join(BUILD, 'firmware/hub/layso-hubd');
const SAMPLE = path.join(ROOT, 'firmware/queue/site-sample.json');
const DEADLINE_MS = 30000;
const FAULT = /Sanitizer|runtime error:|: out of memory|Assertion .* failed/;
const NAMES = {
	helper: 'Người hỗ trợ', clerk: 'Cán bộ', supervisor: 'Phụ trách quầy', director: 'Lãnh đạo',
	admin: 'Quản trị viên',
};
const SANITIZERS = {
	ASAN_OPTIONS: 'exitcode=99:detect_stack_use_after_return=1:strict_string_checks=1',
	UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1:exitcode=99',
	LSAN_OPTIONS: `suppressions=${ROOT}/tests/lsan.supp:print_suppressions=0`,
};

/* Asks until the condition gives something true, and gives that. */
async function waitFor(condition, what) {
	const end = Date.now() + DEADLINE_MS;
	for (;;) {
		const value = await condition();
		if (value) {
			return value;
		}
		if (Date.now() > end) {
			throw new Error(`after ${DEADLINE_MS} ms still not: ${what}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/* A port that no outgoing connection takes while a hub is started again (net.ipv4.ip_local_port_range
   begins at 32768): tests/testlib/processes.py does the same. */
function freePort() {
	return new Promise((resolve) => {
		const probe = net.createServer();
		probe.on('error', () => resolve(freePort()));
		probe.listen(20000 + Math.floor(Math.random() * 12000), '127.0.0.1', () => {
			const {port} = probe.address();
			probe.close(() => resolve(port));
		});
	});
}

/* One exchange in JSON: {status, json}. */
function exchange(where, method, url, body, headers) {
	const text = body === undefined ? null : JSON.stringify(body);
	const more = text === null ? {} : {
		'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text),
	};
	const options = Object.assign({
		method, path: `/api/v1${url}`, agent: false, headers: Object.assign(more, headers),
	}, where);
	return new Promise((resolve, reject) => {
		const request = http.request(options, (response) => {
			let data = '';
			response.setEncoding('utf8');
			response.on('data', (piece) => { data += piece; });
			response.on('end', () => {
				const known = (response.headers['content-type'] || '').includes('json');
				resolve({status: response.statusCode, json: data && known ? JSON.parse(data) : data});
			});
		});
		request.on('error', reject);
		request.end(text);
	});
}

class Hall {
	/* moreLanguages: {code: texts}, each a file more in ui/strings. */
	async start(changes, clockTrusted = true, moreLanguages = {}) {
		this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layso-'));
		this.socket = path.join(this.folder, 'hub.sock');
		this.log = path.join(this.folder, 'hub.log');
		this.port = await freePort();
		this.url = `http://127.0.0.1:${this.port}`;
		this.people = {};
		fs.mkdirSync(path.join(this.folder, 'data'));
		fs.writeFileSync(path.join(this.folder, 'hubd.conf'), ['[hub]',
			`data = ${this.folder}/data`, 'volatile_ok = yes', `clock_trusted = ${clockTrusted ? 'yes' : 'no'}`,
			'[http]',
			`listen = 127.0.0.1:${this.port}`, `socket = ${this.socket}`, ''].join('\n'));
		this.datadir = this.makeDatadir(moreLanguages);
		this.hubd('--create');
		await this.startHub();
		this.site = Object.assign(JSON.parse(fs.readFileSync(SAMPLE, 'utf8')),
			{hours: 'always', timezone: ZONE, public_url: 'http://192.0.2.1:8080'}, changes);
		if (!changes) { /* just installed: nobody has imported one */
			return this;
		}
		await this.ask('PUT', '/site', this.site);
		return this;
	}

	/* The build's data, with more languages in a folder of words of its own. */
	makeDatadir(moreLanguages) {
		const share = path.join(BUILD, 'share'), own = path.join(this.folder, 'share');
		fs.mkdirSync(own);
		fs.readdirSync(share).filter((name) => name !== 'strings').forEach((name) =>
			fs.symlinkSync(fs.realpathSync(path.join(share, name)), path.join(own, name)));
		fs.cpSync(path.join(share, 'strings/'), path.join(own, 'strings'), {recursive: true});
		Object.keys(moreLanguages).forEach((code) => fs.writeFileSync(
			path.join(own, 'strings', `${code}.json`), JSON.stringify(moreLanguages[code])));
		return own;
	}

	/* One of the hub's own commands. */
	hubd(option) {
		execFileSync(HUBD,
			[option, '--config', path.join(this.folder, 'hubd.conf')],
			{env: Object.assign({}, SANITIZERS, process.env), stdio: 'pipe'});
	}

	async startHub() {
		const out = fs.openSync(this.log, 'a');
		this.process = spawn(HUBD,
			['--config', path.join(this.folder, 'hubd.conf')], {
				stdio: ['ignore', out, out],
				env: Object.assign({}, SANITIZERS, process.env,
					{LAYSO_DATADIR: this.datadir}),
			});
		fs.closeSync(out);
		this.ended = new Promise((resolve) => this.process.on('exit',
			(code, signal) => resolve(signal || code)));
		await waitFor(async () => {
			if (this.process.exitCode !== null) {
				throw new Error(`the hub ended: ${fs.readFileSync(this.log, 'utf8')}`);
			}
			const answer = await this.raw('GET', '/state').catch(() => null);
			return answer && answer.status === 200;
		}, 'the hub answers');
	}

	/* As a power cut does: at once. */
	async kill() {
		this.process.kill('SIGKILL');
		await this.ended;
	}

	async restart() {
		await this.kill();
		await this.startHub();
	}

	/* What the administrator on the hub's own computer asks; whatever the answer is. */
	raw(method, url, body) {
		return exchange({socketPath: this.socket}, method, url, body);
	}

	/* What must succeed; gives the JSON. */
	async ask(method, url, body) {
		const answer = await this.raw(method, url, body);
		if (answer.status >= 300) {
			throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.json)}`);
		}
		return answer.json;
	}

	get(url) {
		return this.ask('GET', url);
	}

	post(url, body) {
		return this.ask('POST', url, body || {});
	}

	counter(number, move, body) {
		return this.post(`/counters/${number}/${move}`, body);
	}

	issue(service, more) {
		return this.post('/tickets', Object.assign({service}, more));
	}

	/* How many event streams are open. */
	async streams() {
		return (await this.get('/health')).hub.streams;
	}

	/* A kiosk reports one of its devices: fault none, device, site or ours. */
	async device(kiosk, name, state, fault) {
		const answer = await exchange({socketPath: this.socket}, 'POST', '/health',
			{name, state, fault: fault || 'none'},
			{'X-Layso-Name': kiosk, 'X-Layso-Role': 'kiosk'});
		if (answer.status >= 300) {
			throw new Error(`${kiosk}/${name}: ${JSON.stringify(answer.json)}`);
		}
	}

	/* A kiosk is heard, takes a ticket for a slip, and is heard no more: gives the ticket. */
	kioskTakesOneAndIsGone(kiosk, service) {
		const headers = {'X-Layso-Name': kiosk, 'X-Layso-Role': 'kiosk'};
		const where = {socketPath: this.socket};
		return new Promise((resolve, reject) => {
			const request = http.request(Object.assign(
				{path: '/api/v1/events', agent: false, headers}, where), () => {
				exchange(where, 'POST', '/tickets',
					{service, print: true, press_id: `${kiosk}-once`}, headers)
					.then((answer) => {
						request.destroy();
						resolve(answer.json);
					}, reject);
			});
			request.on('error', () => {});
			request.end();
		});
	}

	/* The events of the log so far, of some kinds: [{id, kind, data}]. */
	events(kinds) {
		return new Promise((resolve, reject) => {
			this.get('/state').then(({seq}) => {
				const request = http.request({
					socketPath: this.socket, path: '/api/v1/events?after=0', agent: false,
				}, (response) => {
					let text = '';
					response.setEncoding('utf8');
					response.on('data', (piece) => {
						text += piece;
						const all = text.split('\n\n').slice(0, -1).map((block) => ({
							id: Number((/^id: (?:[0-9a-f]+-)?(\d+)/m.exec(block) || [])[1]),
							kind: (/^event: (\w+)/m.exec(block) || [])[1],
							data: JSON.parse((/^data: (.*)/m.exec(block) || [0, 'null'])[1]),
						})).filter((event) => event.kind);
						if (all.some((event) => event.id >= seq)) {
							request.destroy();
							resolve(all.filter((event) => kinds.includes(event.kind)));
						}
					});
				});
				request.on('error', reject);
				request.end();
			}, reject);
		});
	}

	/* A token of a role, for a device or a keypad. */
	async token(role, name) {
		const made = await this.post('/tokens', {name: name || `${role}-1`, role});
		return made.token;
	}

	/* What signs somebody of this role in: the body of POST /sign-in. A device's is a token; a
	 * person's account is made once, id is its name (the role's when left out). */
	async account(role, id) {
		const name = id || role;
		if (!this.people[name]) {
			this.people[name] = NAMES[role] ? await this.hire(role, name)
				: {token: await this.token(role, name)};
		}
		return this.people[name];
	}

	async hire(role, id) {
		const secret = `thu-${id}-24680`;
		const {staff} = await this.get('/staff');
		if (staff.some((one) => one.id === id)) {
			await this.ask('PUT', `/staff/${id}`, {role, secret});
		} else {
			await this.post('/staff', {id, name: NAMES[role], role, secret});
		}
		return {name: id, secret};
	}

	/* Asks over TCP as somebody who is signed in with a token. */
	asToken(token, method, url, body) {
		return exchange({host: '127.0.0.1', port: this.port}, method, url, body,
			{Authorization: `Bearer ${token}`});
	}

	/* Ends the hub as systemd would. Gives '', or its fault: it must have run without one. */
	async stop() {
		const early = this.process.exitCode;
		this.process.kill('SIGTERM');
		const status = await this.ended;
		const log = fs.readFileSync(this.log, 'utf8');
		fs.rmSync(this.folder, {recursive: true, force: true});
		return early === null && status === 0 && !FAULT.test(log) ? ''
			: `the hub ended with ${status}:\n${log.slice(-6000)}`;
	}
}

module.exports = {Hall, waitFor, exchange, freePort, FAULT, HUBD, SANITIZERS};
