// SPDX-License-Identifier: Apache-2.0
// The manager's part that shows what the screens show: a picture, one that is away, a browser's.
const http = require('http');
const zlib = require('zlib');
const {test, expect, waitFor, LOOKS} = require('./fixtures');
const {crc} = require('./guide-pictures');

/* A PNG of stripes, 320 x 180, in base64. */
function png(colour) {
	const chunk = (kind, data) => {
		const body = Buffer.concat([Buffer.from(kind), data]), ends = Buffer.alloc(8);
		ends.writeUInt32BE(data.length, 0);
		ends.writeUInt32BE(crc(body), 4);
		return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(320, 0);
	head.writeUInt32BE(180, 4);
	head.set([8, 2], 8);
	const rows = Buffer.concat(Array.from({length: 180}, (_, y) => Buffer.concat([Buffer.from([0]),
		Buffer.alloc(320 * 3, Buffer.from(y % 60 < 40 ? colour : [255, 255, 255]))])));
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
		chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]).toString('base64');
}

/* A device with a screen and an event stream, on which it is told that somebody looks. */
async function connect(hall, role, name) {
	const token = await hall.token(role, name);
	const device = {token, looks: 0};
	const request = http.get(`${hall.url}/api/v1/events`, {
		headers: {Authorization: `Bearer ${token}`}, agent: false,
	}, (response) => response.setEncoding('utf8').on('data', (text) => {
		device.looks += text.includes('event: look') ? 1 : 0;
	}));
	request.on('error', () => {});
	device.end = () => request.destroy();
	expect((await hall.asToken(token, 'POST', '/health', {name: 'screen', state: 'ok'})).status).toBe(200);
	device.put = (picture) => hall.asToken(token, 'POST', '/screens', {png: picture});
	return device;
}

/* A television's browser: one request after the other for the view that comes next. */
async function follow(hall, token, tv) {
	for (let tag = ''; tv.on;) {
		const answer = await hall.asToken(token, 'GET',
			`/hall?width=1280&height=720${tag && `&seen=${tag}`}`).catch(() => null);
		tv.on = tv.on && answer !== null;
		tag = answer && answer.json && answer.json.tag ? answer.json.tag : tag;
	}
}

const WORDS = {
	vi: {begin: 'Xem màn hình', end: 'Dừng xem', age: /^\d+ giây trước$/, away: 'Mất liên lạc',
		gone: /^Mất liên lạc · \d+ giây trước$/, browser: 'không có hình', waits: 'Đang chờ hình',
		refused: 'không được xem'},
	en: {begin: 'Look at the screens', end: 'Stop looking', age: /^\d+ s ago$/,
		away: 'Not reachable', gone: /^Not reachable · \d+ s ago$/, browser: 'no picture',
		waits: 'Waiting for the picture', refused: 'may not look'},
};

for (const {look, language, phone} of LOOKS) {
	test(`what the screens show (${look})`, async ({hall, open: visit, shot, axe}) => {
		const words = WORDS[language];
		const shown = await connect(hall, 'hall', 'sanh-chinh-phia-dong-1');
		const away = await connect(hall, 'kiosk', 'kiosk-2');
		const tv = {on: true};
		follow(hall, await hall.token('screen', 'tivi-1'), tv);
		const page = await visit('/manager', 'supervisor', {language, phone});
		const item = (name) => page.locator('.m-shown li', {hasText: name});
		await expect(page.getByRole('button', {name: words.begin})).toBeVisible();
		expect(shown.looks).toBe(0);
		expect((await shown.put(png([20, 90, 160]))).status).toBe(409);
		await page.getByRole('button', {name: words.begin}).click();
		await waitFor(() => shown.looks > 0 && away.looks > 0, 'both are told');
		await expect(item('sanh-chinh')).toContainText(words.waits);
		expect((await away.put(png([120, 40, 40]))).status).toBe(204);
		expect((await shown.put(png([20, 90, 160]))).status).toBe(204);
		await expect(item('sanh-chinh').locator('canvas')).toHaveCount(1);
		await expect(item(/^(Máy lấy số|Kiosk) 2/).locator('canvas')).toHaveCount(1);
		await expect(item('sanh-chinh').locator('.m-shown-words')).toHaveText(words.age);
		await expect(item(/tivi-1/i)).toContainText(words.browser);
		await expect(item(/tivi-1/i).locator('canvas')).toHaveCount(0);
		tv.on = false;
		away.end();
		await expect(item(/^(Máy lấy số|Kiosk) 2/)).toContainText(words.away, {timeout: 15000});
		await expect(item(/^(Máy lấy số|Kiosk) 2/).locator('.m-shown-words')).toHaveText(words.gone);
		const colour = await item('sanh-chinh').locator('canvas').evaluate((canvas) =>
			Array.from(canvas.getContext('2d').getImageData(5, 5, 1, 1).data));
		expect(colour).toEqual([20, 90, 160, 255]);
		await page.locator('.m-shown').scrollIntoViewIfNeeded();
		await shot(page, `screens-${look}`, {fullPage: true});
		expect(await axe(page)).toEqual([]);
		/* Pictures go on getting older while the hub does not answer, and go with the right to look. */
		let status = 503;
		await page.route('**/api/v1/screens', (route) => route.fulfill({status, json: {error: 'x'}}));
		const line = item('sanh-chinh').locator('.m-shown-words');
		const age = async () => parseInt((await line.textContent()).match(/\d+/)[0], 10);
		const before = await age();
		await expect.poll(age).toBeGreaterThan(before + 1);
		status = 403;
		await expect(page.locator('.m-shown li')).toHaveCount(0);
		await expect(page.locator('.m-shown').locator('..')).toContainText(words.refused);
		await page.getByRole('button', {name: words.end}).click();
		await expect(page.locator('.m-shown li')).toHaveCount(0);
		shown.end();
	});
}
