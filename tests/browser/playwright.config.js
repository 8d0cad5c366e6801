// SPDX-License-Identifier: Apache-2.0
// Two files at a time, each with a browser, Debian's; each test starts a hub of its own
// (fixtures.js), so that they share nothing.
const path = require('path');
const {ZONE} = require('./zone');

const results = process.env.LAYSO_RESULTS || path.join(__dirname, '../../build-test/results');

module.exports = {
	testDir: __dirname,
	testMatch: '*.spec.js',
	workers: 2,
	retries: 1, /* fixtures.js says when not, and that there was one */
	timeout: 90000,
	globalTimeout: 40 * 60000,
	expect: {timeout: 15000},
	forbidOnly: true,
	outputDir: path.join(results, 'browser-left'),
	reporter: [['list'], ['junit', {outputFile: path.join(results, 'browser.xml')}]],
	use: {
		browserName: 'chromium',
		headless: true,
		viewport: {width: 1366, height: 768},
		locale: 'vi-VN',
		timezoneId: ZONE,
		actionTimeout: 15000,
		trace: 'off',
		screenshot: 'only-on-failure',
		launchOptions: {
			executablePath: process.env.LAYSO_CHROMIUM || '/usr/bin/chromium',
			args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
		},
	},
};
