// SPDX-License-Identifier: Apache-2.0
// What the hub says reaches every page that a browser has open, by one event stream.
const {test, expect} = require('./fixtures');

const PATHS = ['/', '/door', '/manager', '/figures', '/complaints', '/', '/door', '/manager'];

/* A supervisor's pages in one browser, each to its end. */
async function openMany(open, paths, more) {
	const first = await open(paths[0], 'supervisor', Object.assign({language: 'en'}, more));
	const pages = [first];
	for (const path of paths.slice(1)) {
		const page = await first.context().newPage();
		await page.goto(new URL(path, first.url()).href);
		pages.push(page);
	}
	return pages;
}

/* Each counter's page joins counter 1. */
async function join(page) {
	await page.locator('.counter-choice').first().click();
	await page.locator('form.card button.lead.big').click();
	await expect(page.locator('section.ticket')).toBeVisible();
}

const waiting = (page) => page.locator('.tab .count').first();

test('eight pages of one browser hear of a ticket at once, by one stream', async ({hall, open}) => {
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	const pages = await openMany(open, PATHS);
	const counters = pages.filter((page) => new URL(page.url()).pathname === '/');
	for (const page of counters) {
		await join(page);
	}
	await hall.issue('A');
	for (const page of counters) {
		await expect(waiting(page)).toHaveText('1', {timeout: 5000});
	}
	expect(await hall.streams()).toBe(1);
	/* The one that came first goes; the others hear on. */
	await pages[0].close();
	await hall.issue('A');
	await expect(waiting(counters[1])).toHaveText('2', {timeout: 5000});
	expect(await hall.streams()).toBe(1);
	await pages[1].reload();
	await expect(pages[1].getByRole('heading', {name: 'Take a number for a visitor'})).toBeVisible();
	for (const page of pages.slice(1)) {
		await page.close();
	}
	await expect.poll(() => hall.streams()).toBe(0);
});

const WITHOUT = {
	'knows no shared workers': () => { delete window.SharedWorker; },
	'knows no modules in them': () => {
		window.SharedWorker = class extends EventTarget {
			constructor() {
				super();
				this.port = {postMessage() {}};
				setTimeout(() => this.onerror(new Event('error')));
			}
		};
	},
	'has one that never answers': () => {
		window.SharedWorker = class {
			constructor() {
				this.port = {postMessage() {}};
			}
		};
	},
};
for (const [what, init] of Object.entries(WITHOUT)) {
	test(`a page has a stream of its own where the browser ${what}`, async ({hall, open}) => {
		await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
		const clerk = await open('/', 'clerk', {name: 'quay-1', language: 'en'});
		await clerk.addInitScript(init);
		await clerk.reload();
		await join(clerk);
		await expect.poll(() => hall.streams()).toBe(1);
		await hall.issue('A');
		await expect(waiting(clerk)).toHaveText('1', {timeout: 5000});
	});
}

test('all pages hear again of a hub that was away', async ({hall, open}) => {
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	const pages = await openMany(open, ['/', '/']);
	for (const page of pages) {
		await join(page);
	}
	await hall.kill();
	for (const page of pages) {
		await expect(page.locator('.away')).toBeVisible();
	}
	await hall.startHub();
	for (const page of pages) {
		await expect(page.locator('.away')).toBeHidden();
	}
	await hall.issue('A');
	for (const page of pages) {
		await expect(waiting(page)).toHaveText('1', {timeout: 5000});
	}
	await expect.poll(() => hall.streams()).toBe(1);
});
