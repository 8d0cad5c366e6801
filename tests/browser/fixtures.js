// SPDX-License-Identifier: Apache-2.0
// What every browser test has at hand:
//   hall                   a running hub with the sample site (hall.js)
//   open(path, role, o)    a page of a browser context of its own, signed in as that role ('' for
//                          nobody); o: {name, language, phone, ...context options}
//   shot(page, name)       a picture of the page, kept in the results folder, to be looked at
//   axe(page)              what is wrong by WCAG 2.2 AA, as lines; [] is right
// A test fails when any page said an error in its console: a script's, or one of the policy.
const base = require('@playwright/test');
const fs = require('fs');
const path = require('path');
const {Hall, waitFor} = require('./hall');

const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RESULTS = process.env.LAYSO_RESULTS || path.join(__dirname, '../../build-test/results');
const PICTURES = path.join(RESULTS, 'pictures');
const DESKTOP = {viewport: {width: 1366, height: 768}};
const PHONE = {
	viewport: {width: 390, height: 844}, deviceScaleFactor: 2, hasTouch: true, isMobile: true,
};
/* The browser says so when the network is away or the hub refuses; that is no fault of a page. */
const NETWORK = /Failed to load resource|net::ERR_/;

async function signIn(context, hall, role, name) {
	const answer = await context.request.post(`${hall.url}/api/v1/sign-in`, {
		data: await hall.account(role, name), headers: {Origin: hall.url},
	});
	base.expect(answer.status(), await answer.text()).toBe(200);
}

/* What the first try of a test failed with, kept for its second one (retries). */
const firstFailure = (info) => path.join(RESULTS, `browser-${info.testId}.first`);

/* The results name a test's second time and why there was one. A hub that ended with a fault is
 * never excused: then it fails again. */
function beginTry(info) {
	if (info.retry > 0) {
		const file = firstFailure(info);
		const {text, fault} = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8'))
			: {text: 'there was no hub', fault: ''};
		info.annotations.push({type: 'rerun', description: text});
		base.expect(fault, 'the first time').toBe('');
	}
}

function endTry(info, fault) {
	const text = info.errors.map((error) => error.message).join('\n')
		.replace(/\x1b\[[0-9;]*m/g, ''); /* no colours */
	if (fault || text) {
		fs.writeFileSync(firstFailure(info), JSON.stringify({text, fault}));
	}
}

const test = base.test.extend({
	siteChanges: [{}, {option: true}],
	clockTrusted: [true, {option: true}],
	moreLanguages: [{}, {option: true}],

	hall: async ({siteChanges, clockTrusted, moreLanguages}, use, info) => {
		beginTry(info);
		const hall = await new Hall().start(siteChanges, clockTrusted, moreLanguages);
		await use(hall);
		const fault = await hall.stop();
		endTry(info, fault);
		if (fault) {
			throw new Error(fault);
		}
	},

	open: async ({browser, hall}, use) => {
		const contexts = [];
		const faults = [];
		await use(async (where, role, options) => {
			const {name, language, phone, ...more} = options || {};
			const remembered = [{name: 'layso.language', value: language || 'vi'}];
			const context = await browser.newContext(Object.assign({
				storageState: {cookies: [], origins: [{origin: hall.url, localStorage: remembered}]},
			}, phone ? PHONE : DESKTOP, more));
			contexts.push(context);
			context.on('weberror', (error) => faults.push(String(error.error())));
			context.on('console', (message) => {
				if (message.type() === 'error' && !NETWORK.test(message.text())) {
					faults.push(message.text());
				}
			});
			if (role) {
				await signIn(context, hall, role, name);
			}
			const page = await context.newPage();
			await page.goto(hall.url + where);
			return page;
		});
		for (const context of contexts) {
			await context.close();
		}
		base.expect(faults, 'what the pages said in the console').toEqual([]);
	},

	shot: async ({}, use) => {
		fs.mkdirSync(PICTURES, {recursive: true});
		await use((page, name, options) => page.screenshot(Object.assign(
			{path: path.join(PICTURES, `${name}.png`), animations: 'disabled'}, options)));
	},

	axe: async ({}, use) => {
		await use(async (page, context) => {
			/* Evaluated, not loaded: the page's own policy stays as strict as it is. */
			await page.evaluate(AXE);
			const result = await page.evaluate((where) => window.axe.run(where || document, {
				runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
			}), context || null);
			return result.violations.map((fault) => `${fault.id}: ${fault.help}: ` +
				fault.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | '));
		});
	},
});

/* Desktop and phone in both languages: what every page is looked at in. */
const LOOKS = [
	{look: 'desktop-vi', language: 'vi', phone: false},
	{look: 'desktop-en', language: 'en', phone: false},
	{look: 'phone-vi', language: 'vi', phone: true},
	{look: 'phone-en', language: 'en', phone: true},
];

module.exports = {test, expect: base.expect, waitFor, signIn, LOOKS, DESKTOP, PHONE};
