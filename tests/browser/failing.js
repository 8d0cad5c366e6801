// SPDX-License-Identifier: Apache-2.0
// How requests fail, and which sentence a page says then: for the specs of failures.
const STRINGS = require('../../ui/strings/vi.json');

const SAID_MS = 15000; /* a request has eight seconds */
const AT_ONCE = 8;
const json = (status, error) => (route) => route.fulfill({status,
	contentType: 'application/json', body: JSON.stringify({error, message: 'as a test wants it'})});
const answer = (contentType, body) => (route) => route.fulfill({status: 200, contentType, body});
const FAILURES = {
	'ends with an error': json(500, 'storage'),
	'is refused': json(403, 'forbidden'),
	'is not known': json(404, 'not_found'),
	'comes too often': json(429, 'too_many'),
	'finds the hub busy': json(503, 'busy_hub'),
	'is answered by something else': answer('text/html', '<p>Wi-Fi</p>'),
	'is cut off in the middle': answer('application/json', '{"number": "A0'),
	'is never answered': () => {},
	'finds no network': (route) => route.abort('internetdisconnected'),
};
/* What only a press meets. */
const PRESS_FAILURES = Object.assign({'is not allowed': json(409, 'not_allowed')}, FAILURES);
/* No sentences: what a page says before it has begun, and while it waits as ever. */
const WAITING = ['page.boot', 'page.sending', 'browser_hall.boot'].map((key) => STRINGS[key]);
/* What a page says, where it says it. */
const SAYING = ['#boot', '.boot', '.away', '.alarm', '.said', '.sending', '.wrong-text', '.note', '.card > p',
	'[role=alert]', '[role=status]', '#away', '#state', '#hint', '#strip', '#help-title', '.rate-said'].join(',');

/* Takes away what was said before, so that what is said next is heard. */
function hush(page, usual) {
	return page.evaluate(([saying, kept]) => Array.from(document.querySelectorAll(saying))
		.filter((one) => !one.children.length && !kept.includes(one.textContent.trim()))
		.forEach((one) => {
			one.textContent = '';
			one.hidden = one.hidden || one.matches('.said');
		}), [SAYING, usual]);
}

/* The visible sentences: of at least three words. */
function sentences(page) {
	return page.evaluate((saying) => Array.from(document.querySelectorAll(saying))
		.filter((one) => one.checkVisibility({visibilityProperty: true}))
		.map((one) => one.textContent.trim())
		.filter((text) => text.split(/\s+/).length >= 3), SAYING);
}

/* Those of a page that is well: none of them tells of a failure. */
async function usualOf(page) {
	return sentences(page);
}

/* Waits for one that is not said when nothing fails; '' when there is none in time. */
async function newSentence(page, usual) {
	const end = Date.now() + SAID_MS;
	while (Date.now() < end) {
		const found = (await sentences(page)).find((text) => !usual.includes(text) &&
			!WAITING.some((one) => text.includes(one)));
		if (found) {
			return found;
		}
		await page.waitForTimeout(100);
	}
	return '';
}

/* A request without what is different each time. */
function kindOf(request) {
	const {pathname, searchParams} = new URL(request.url());
	['after', 'epoch', 'from', 'to', 'seen', 'heard', 'width', 'height', 'inches']
		.forEach((name) => searchParams.delete(name));
	return `${request.method()} ${pathname}?${searchParams}`;
}

/* What the page asks of the API until it is ready, and what it says then. */
async function whenWell(page, ready) {
	const asked = new Set();
	page.on('request', (request) => {
		if (request.url().includes('/api/v1/')) {
			asked.add(kindOf(request));
		}
	});
	await page.reload();
	await page.locator(ready).first().waitFor();
	for (let before = -1; before < asked.size;) { /* until a second adds nothing */
		before = asked.size;
		await page.waitForTimeout(1000);
	}
	return {asked: Array.from(asked).filter((kind) => !kind.includes('/events')),
		usual: await usualOf(page)};
}

/* Opens the page once more, with that request failing in that way. */
async function tryOne(context, url, kind, failure, usual) {
	const page = await context.newPage();
	await page.route('**/api/v1/**', (route) => kindOf(route.request()) === kind
		? FAILURES[failure](route) : route.continue());
	await page.goto(url);
	const said = await newSentence(page, usual);
	await page.close();
	return said;
}

/* Runs all jobs, a few at a time. */
async function inTurns(jobs) {
	const left = jobs.slice();
	await Promise.all(Array.from({length: AT_ONCE}, async () => {
		while (left.length) {
			await left.shift()();
		}
	}));
}


/* Each of what a page asks first with each failure: {table, silent}, lines. */
async function failEach(page, ready) {
	const {asked, usual} = await whenWell(page, ready);
	const silent = [], table = [];
	await inTurns(asked.flatMap((kind) => Object.keys(FAILURES).map((failure) => async () => {
		const said = await tryOne(page.context(), page.url(), kind, failure, usual);
		table.push(`${kind} ${failure}: ${said}`);
		if (!said) {
			silent.push(`${kind} ${failure}`);
		}
	})));
	return {asked, table: table.sort(), silent};
}

module.exports = {FAILURES, PRESS_FAILURES, failEach, hush, inTurns, newSentence, usualOf};
