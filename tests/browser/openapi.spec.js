// SPDX-License-Identifier: Apache-2.0
// The API's description, as it is built: Redocly's recommended rules find nothing in it.
const {test, expect} = require('@playwright/test');
const {spawnSync} = require('child_process');
const fs = require('fs');
const path = require('path');

const BUILD = process.env.LAYSO_TEST_BUILD || path.join(__dirname, '../../build-test');
const DESCRIPTION = path.join(BUILD, 'share/openapi.json');

/* A form is answered by leading on (303), which the rule does not count as a success. */
function leadsOn(description, problem) {
	const responses = problem.location[0].pointer.slice(2).split('/').reduce((at, key) =>
		at[key.replaceAll('~1', '/').replaceAll('~0', '~')], description);

	return '303' in responses;
}

/* Everything else that Redocly says of a description, warnings too. */
function faults(file) {
	const done = spawnSync(process.execPath, [
		path.join(__dirname, 'node_modules/@redocly/cli/bin/cli.js'), 'lint', file,
		'--extends', 'recommended', '--format', 'json',
	], {
		cwd: __dirname, encoding: 'utf8', timeout: 60000,
		env: {...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true'},
	});
	expect(done.stdout, done.stderr).toContain('"totals"');
	const description = JSON.parse(fs.readFileSync(file, 'utf8'));
	return JSON.parse(done.stdout).problems.filter((problem) => problem.ruleId !==
		'operation-2xx-response' || !leadsOn(description, problem)).map((problem) => `${problem.ruleId}: ${
		problem.message} ${problem.location.map((place) => place.pointer).join(' ')}`);
}

test('Redocly finds no fault in the description of the API', () => {
	expect(faults(DESCRIPTION)).toEqual([]);
});

test('Redocly would find one', ({}, info) => {
	const wrong = JSON.parse(fs.readFileSync(DESCRIPTION, 'utf8'));
	delete wrong.paths['/api/v1/tickets/{id}'].get.parameters;
	wrong.paths['/api/v1/state'].get.operationId = 'getSite';
	const file = info.outputPath('openapi.json');
	fs.mkdirSync(path.dirname(file), {recursive: true});
	fs.writeFileSync(file, JSON.stringify(wrong));
	const found = faults(file).join('\n');
	expect(found).toContain('path-parameters-defined');
	expect(found).toContain('operation-operationId-unique');
});
