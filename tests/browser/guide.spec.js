// SPDX-License-Identifier: Apache-2.0
// The guides: over the page by F1, as pages and sheets of their own, with pictures of the pages as
// they are. A picture that is older than its page fails here; LAYSO_RENEW_PICTURES=1 makes all anew:
//   LAYSO_RENEW_PICTURES=1 node …/cli.js test -c tests/browser/playwright.config.js guide.spec.js
const fs = require('fs');
const path = require('path');
const {test, expect} = require('./fixtures');
const {PICTURES, SIZE, putMarks, smallPng, wordsOf} = require('./guide-pictures');

const GUIDES = path.resolve(__dirname, '../../ui/guide');
const STRINGS = path.resolve(__dirname, '../../ui/strings');
const WORDS = path.join(__dirname, 'guide-pictures.json');
const RENEW = Boolean(process.env.LAYSO_RENEW_PICTURES);
const PICTURE_BYTES_MAX = 60000;
const PAGE_OF = {clerk: 'counter', helper: 'door', complaints: 'complaints', manager: 'manager',
	director: 'figures'};
const LANGUAGES = fs.readdirSync(STRINGS).filter((name) => name.endsWith('.json')).map((name) => path.parse(name).name);
const textsOf = (language) => JSON.parse(fs.readFileSync(path.join(STRINGS, `${language}.json`), 'utf8'));

const SITE = {complaints: {
	subjects: [
		{id: 'waiting', name: {vi: 'Thời gian chờ đợi', en: 'Waiting time'}, service: 'A'},
		{id: 'place', name: {vi: 'Nơi ngồi chờ', en: 'The waiting area'}, service: 'A'},
	],
	days: 5, count: 'calendar',
}};

test.use({siteChanges: SITE});

/* A morning: people who wait and were served, one at counter 1, and a printer nearly out of paper. */
async function fillHall(hall) {
	await hall.device('kiosk-1', 'printer', 'paper_low', 'device');
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	for (let i = 0; i < 9; i++) {
		await hall.issue('AB'[i % 2], i % 4 === 3 ? {lane: 'priority', reason: 'elderly'} : {});
	}
	for (let i = 0; i < 3; i++) {
		await hall.counter(1, 'call-next');
		await hall.counter(1, 'appear', {});
		await hall.counter(1, 'finish', {});
	}
	await hall.counter(1, 'call-next');
	await hall.post('/complaints', {subject: 'place', channel: 'box', about: 'Thiếu ghế ngồi ở sảnh'});
	await hall.post('/complaints', {subject: 'waiting', channel: 'counter', about: 'Chờ lâu đầu giờ sáng'});
}

const sizeOf = (role) => Object.assign({}, SIZE, {height: PICTURES[role].height || SIZE.height});

async function showPage(hall, open, role, language, more) {
	const {path: where, role: as, name, ready} = PICTURES[role];
	const page = await open(where, as, Object.assign({name, language, viewport: sizeOf(role)}, more));
	if (role === 'clerk') {
		const button = page.locator('form.card button.lead.big'), card = page.locator('section.ticket');
		await card.or(button).waitFor();
		if (await button.isVisible()) {
			await page.locator('.counter-choice').first().click();
			await button.click();
		}
	}
	await page.locator(ready).first().waitFor();
	return page;
}

/* A counter with somebody at it, and a complaint. */
async function fillHallBriefly(hall) {
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	await hall.issue('A');
	await hall.counter(1, 'call-next');
	await hall.post('/complaints', {subject: 'place', channel: 'box', about: 'Thiếu ghế ngồi ở sảnh'});
}

function keepWords(name, words) {
	const all = fs.existsSync(WORDS) ? JSON.parse(fs.readFileSync(WORDS, 'utf8')) : {};
	all[name] = words;
	const sorted = Object.fromEntries(Object.keys(all).sort().map((key) => [key, all[key]]));
	fs.writeFileSync(WORDS, `${JSON.stringify(sorted, null, '\t')}\n`);
}

/* The picture as pixels, from the browser that made it. */
async function pixelsOf(page, png) {
	const data = await page.evaluate(async (base64) => {
		const image = new Image();
		image.src = `data:image/png;base64,${base64}`;
		await image.decode();
		const canvas = document.createElement('canvas');
		canvas.width = image.width;
		canvas.height = image.height;
		const context = canvas.getContext('2d');
		context.drawImage(image, 0, 0);
		const bytes = context.getImageData(0, 0, canvas.width, canvas.height).data;
		let text = '';
		for (let at = 0; at < bytes.length; at += 30000) {
			text += String.fromCharCode(...bytes.subarray(at, at + 30000));
		}
		return btoa(text);
	}, png.toString('base64'));
	return Buffer.from(data, 'base64');
}

async function renew(page, role, name) {
	await page.evaluate(() => document.activeElement && document.activeElement.blur());
	expect(await page.evaluate(putMarks, PICTURES[role].marks), 'marks without a place').toEqual([]);
	const png = await page.screenshot({animations: 'disabled'});
	fs.writeFileSync(path.join(GUIDES, `${name}.png`),
		smallPng(sizeOf(role).width, sizeOf(role).height, await pixelsOf(page, png)));
	keepWords(name, await page.evaluate(wordsOf));
}

for (const role of Object.keys(PICTURES)) {
	for (const language of LANGUAGES) {
		const name = `${role}-${language}`;

		test(`the picture of a guide shows the page as it is (${name})`, async ({hall, open}) => {
			await fillHall(hall);
			const page = await showPage(hall, open, role, language);
			await expect(page.locator('.alarm').or(page.locator('main.figures')).first()).toBeVisible();
			if (RENEW) {
				await renew(page, role, name);
			}
			const kept = JSON.parse(fs.readFileSync(WORDS, 'utf8'))[name];
			await expect.poll(() => page.evaluate(wordsOf), 'the page has other words than its picture in ' +
				'ui/guide: look at it, then run this file with LAYSO_RENEW_PICTURES=1').toEqual(kept);
			expect(await page.evaluate(putMarks, PICTURES[role].marks)).toEqual([]);
			const {size} = fs.statSync(path.join(GUIDES, `${name}.png`));
			expect(size).toBeLessThan(PICTURE_BYTES_MAX);
		});
	}
}

/* The keys of the keyboard that a guide names before a text of the page: [['F', 'page.action.finish'], …]. */
function keysOf(language, role) {
	const texts = textsOf(language), found = [];
	Object.keys(texts).filter((key) => key.startsWith(`guide.${role}.`)).forEach((key) => {
		for (const [, letter, name] of texts[key].matchAll(/\[([A-Z]|page\.keys\.space)\] \{([\w.]+)\}/g)) {
			found.push([texts[letter] || letter, name]);
		}
	});
	return found;
}

for (const language of LANGUAGES) {
	test(`the counter's guide names each key as the page does (${language})`, async ({hall, open}) => {
		await fillHallBriefly(hall);
		const page = await showPage(hall, open, 'clerk', language);
		const texts = textsOf(language), keys = keysOf(language, 'clerk');
		expect(keys.length).toBeGreaterThan(10);
		for (const [letter, name] of keys) {
			const id = name.replace('page.action.', '').replace(/resume|pause_after/, 'pause');
			const button = page.locator(`[data-action="${id}"]`);
			await expect(button.locator('kbd').first()).toHaveText(letter);
			if (!['resume', 'pause', 'pause_after', 'undo'].some((other) => name.endsWith(other))) {
				await expect(button).toContainText(texts[name]);
			}
		}
	});

	test(`F1 opens the guide over the page, and closes it (${language})`, async ({hall, open, axe, shot}) => {
		await fillHallBriefly(hall);
		const texts = textsOf(language);
		for (const role of Object.keys(PAGE_OF)) {
			const page = await showPage(hall, open, role, language, {viewport: {width: 1366, height: 625}});
			await page.keyboard.press('F1');
			const guide = page.getByRole('dialog', {name: texts[`guide.${role}.title`]});
			await expect(guide).toBeVisible();
			await expect(guide.getByRole('heading', {name: texts[`guide.${role}.1`]})).toBeVisible();
			expect(await guide.locator('img').evaluate((image) => image.decode().then(() => image.width)))
				.toBeGreaterThan(300);
			expect(await axe(page, '.dialog')).toEqual([]);
			await shot(page, `guide-${role}-${language}`);
			await page.keyboard.press('F1');
			await expect(guide).toHaveCount(0);
			const menu = page.locator('.menu-button');
			if (await menu.isVisible()) {
				await menu.click();
			}
			const button = page.locator('.guide-button');
			const {width, height} = await button.boundingBox();
			expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
			await button.click();
			await expect(guide).toBeVisible();
			await page.keyboard.press('Escape');
			await expect(guide).toHaveCount(0);
			await page.context().close();
		}
	});

	for (const phone of [false, true]) {
		test(`a guide is a page of its own (${language}, ${phone ? 'phone' : 'desktop'})`,
			async ({open, axe, shot}) => {
				const page = await open(`/guide/clerk?lang=${language}`, '', {phone});
				await expect(page.getByRole('heading', {level: 1}))
					.toHaveText(textsOf(language)['guide.clerk.title']);
				expect(await axe(page)).toEqual([]);
				expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
					.toBeLessThanOrEqual(0);
				await shot(page, `guide-page-${language}-${phone ? 'phone' : 'desktop'}`, {fullPage: true});
			});
	}
}

test('a guide that was kept can be read without the hub', async ({hall, open}) => {
	await fillHallBriefly(hall);
	const page = await showPage(hall, open, 'clerk', 'vi');
	const texts = textsOf('vi');
	await page.evaluate(async () => (await import('/web/guide.js')).keepGuide('clerk'));
	await hall.kill();
	await page.keyboard.press('F1');
	await expect(page.getByRole('dialog', {name: texts['guide.clerk.title']})).toBeVisible();
	await page.keyboard.press('F1');
	await hall.startHub();
});

test('a guide that cannot be had says why', async ({hall, open}) => {
	await fillHallBriefly(hall);
	const page = await showPage(hall, open, 'helper', 'vi');
	await page.route('**/guide/**', (route) => route.fulfill({status: 500, body: ''}));
	await page.keyboard.press('F1');
	await expect(page.getByRole('dialog')).toContainText('Chưa mở được hướng dẫn: máy chủ gặp lỗi (500)');
	await page.keyboard.press('F1');
	await expect(page.getByRole('dialog')).toHaveCount(0);
});
