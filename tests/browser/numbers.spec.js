// SPDX-License-Identifier: Apache-2.0
// Numbers in Vietnamese words, 0 to 9,999, as read-vietnamese-number reads them: a source that knows
// nothing of ICU, which tests/daemon/test_voice.py asks.
const {test, expect} = require('@playwright/test');
const {execFileSync} = require('child_process');
const path = require('path');
const {ReadingConfig, doReadNumber} = require('read-vietnamese-number');

const BUILD = process.env.LAYSO_TEST_BUILD || path.join(__dirname, '../../build-test');

/* What is said otherwise here, and why: [theirs, ours]. */
const DIFFERENCES = [
	['lẻ', 'linh'], /* for tens that are not there: the South's word, and the North's */
];

test('every number is said as another program reads it', () => {
	const ours = execFileSync(path.join(BUILD, 'tests/daemon/say-numbers'), ['vietnamese'],
		{encoding: 'utf8'}).trimEnd().split('\n');
	const config = new ReadingConfig();
	const different = DIFFERENCES.map(() => 0);

	config.unit = [];
	expect(ours.length).toBe(10000);
	const theirs = ours.map((_, value) => DIFFERENCES.reduce((said, [from, to], i) => {
		const words = said.split(' ');

		different[i] += words.includes(from);
		return words.map((word) => word === from ? to : word).join(' ');
	}, doReadNumber(String(value), config)));
	expect(ours).toEqual(theirs);
	/* x01 to x09 of each hundred but the first. */
	expect(different).toEqual([99 * 9]);
});
