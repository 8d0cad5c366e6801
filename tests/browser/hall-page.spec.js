// SPDX-License-Identifier: Apache-2.0
// The hall's screen in a browser.
const fs = require('fs');
const path = require('path');
const {spawnSync} = require('child_process');
const {test, expect, waitFor} = require('./fixtures');
const {png} = require('./png');

const TV = {viewport: {width: 1280, height: 720}};

async function makeToken(hall) {
	await hall.counter(1, 'open', {staff: 'quay-1'});
	return (await hall.ask('POST', '/tokens', {name: 'tivi-1', role: 'screen'})).token;
}

async function screen(hall, open, more, options) {
	return open(`/hall#token=${await makeToken(hall)}${more || ''}`, '',
		Object.assign({}, TV, options));
}

test('shows what the hub says, and recalls in words', async ({hall, open, shot}) => {
	const page = await screen(hall, open);
	const over = await open(`/hall#token=${page.url().split('token=')[1]}&counter=2`, '', TV);
	await expect(page.locator('#sentence-0')).toContainText('Kính chào');
	await shot(page, 'hall-page-welcome');
	/* The key for the sound covers nothing while it waits, and its place is used afterwards. */
	const bottom = async (id) => page.locator(id).evaluate((e) => e.getBoundingClientRect().bottom);
	const key = page.locator('#sound');
	expect((await key.boundingBox()).y).toBeGreaterThanOrEqual(await bottom('#notice'));
	await key.click();
	await expect(key).toBeHidden();
	await expect.poll(() => bottom('#notice')).toBeGreaterThan(700);
	await hall.issue('A');
	await hall.issue('B');
	await hall.counter(1, 'call-next');
	await expect(page.locator('#number')).toHaveText('A001');
	await expect(page.locator('#counter')).toHaveText('1');
	await expect(page.locator('#main')).toHaveClass(/fresh/);
	await expect(page.locator('.row .number').first()).toHaveText('A001');
	const {view} = await page.evaluate(async () => (await fetch('/api/v1/hall?width=1280&height=720&inches=43',
		{headers: {Authorization: `Bearer ${location.hash.split('token=')[1]}`}})).json());
	expect(await page.locator('.row .state').first().textContent()).toBe(view.list.rows[0].state);
	expect(await page.locator('#label').innerText()).toContain(view.main.label[0]);
	const digits = await page.locator('#number').evaluate((e) => parseFloat(e.style.fontSize) * 0.714);
	expect(digits * 952 / 1280).toBeGreaterThanOrEqual(100); /* mm on 43 inches */
	await shot(page, 'hall-page-call');
	await waitFor(async () => (await hall.raw('POST', '/counters/1/recall')).status === 200,
		'a call is old enough to be repeated');
	await expect(page.locator('#label')).toContainText('Gọi lại lần 2');
	await hall.counter(1, 'appear');
	await expect(page.locator('.row .state').first()).toHaveText('Đang phục vụ');
	await shot(page, 'hall-page-served');
	await expect(over.locator('#number')).toHaveText('2');
	await expect(over.locator('#list')).toBeHidden();
	await shot(over, 'hall-page-counter');
});

test('says that it is not up to date, and goes on by itself', async ({hall, open, shot}) => {
	const page = await screen(hall, open, '', {viewport: {width: 720, height: 1280}});
	await hall.issue('A');
	await hall.counter(1, 'call-next');
	await expect(page.locator('#number')).toHaveText('A001');
	await page.context().setOffline(true);
	await page.evaluate(() => window.dispatchEvent(new Event('resize'))); /* asks anew */
	await expect(page.locator('#strip')).toContainText('Mất kết nối', {timeout: 15000});
	await expect(page.locator('#number')).toHaveText('A001');
	await expect(page.locator('#main')).not.toHaveClass(/fresh/, {timeout: 10000});
	await shot(page, 'hall-page-away');
	await hall.counter(1, 'appear');
	await page.context().setOffline(false);
	await expect(page.locator('.row .state').first()).toHaveText('Đang phục vụ', {timeout: 20000});
	await expect(page.locator('#strip')).toBeHidden();
	await hall.raw('DELETE', '/tokens/tivi-1');
	await expect(page.locator('#help-title')).toContainText('không còn dùng được');
	await shot(page, 'hall-page-refused');
});

/* Nothing of what browsers have learnt since 2011; what it plays is written down. */
function makeOld() {
	['fetch', 'Promise', 'EventSource', 'Symbol', 'Map', 'Set', 'Proxy', 'URL', 'AbortController',
		'customElements', 'Intl'].forEach((name) => delete window[name]);
	['assign', 'entries', 'values'].forEach((name) => delete Object[name]);
	['includes', 'find', 'fill', 'flat'].forEach((name) => delete Array.prototype[name]);
	let allowed = false;
	window.addEventListener('keydown', () => { allowed = true; }, true);
	window.Audio = function () {
		const heard = {};
		this.addEventListener = (kind, on) => { heard[kind] = on; };
		this.play = () => {
			const root = document.documentElement;
			if (!allowed) {
				return;
			}
			root.setAttribute('played', `${root.getAttribute('played') || ''} ${this.src}`);
			setTimeout(() => heard.playing(), 10);
			setTimeout(() => {
				heard.ended();
				root.setAttribute('over', `${root.getAttribute('over') || ''}.`);
			}, 400);
		};
	};
}

test('an old television plays the calls in order after its key', async ({hall, open}) => {
	const token = await makeToken(hall);
	const page = await open('/web/favicon.svg', '', TV);
	await page.addInitScript(makeOld);
	await page.goto(`${hall.url}/hall?token=${token}`);
	await expect(page.locator('#sound')).toHaveText('Bật tiếng – Turn sound on');
	await hall.issue('A');
	await hall.counter(1, 'call-next');
	await expect(page.locator('#number')).toHaveText('A001');
	const root = page.locator('html');
	await expect(root).not.toHaveAttribute('played', /./);
	await page.locator('#sound').press('Enter');
	await expect(page.locator('#sound')).toBeHidden();
	/* What was called in silence is not said afterwards. */
	await hall.counter(1, 'appear');
	await hall.counter(1, 'finish');
	await hall.issue('A');
	await hall.issue('A');
	await hall.counter(1, 'call-next');
	await expect(root).toHaveAttribute('played', / \/web\/silence.wav \/api\/v1\/announcements\/[0-9a-f]{32}$/,
		{timeout: 15000});
});

test('after a restart it says what it has not said, once', async ({hall, open}) => {
	const token = await makeToken(hall);
	await hall.counter(2, 'open', {staff: 'quay-2'});
	const page = await open('/web/favicon.svg', '', TV);
	const offers = [];
	page.on('response', async (response) => {
		const json = response.url().includes('sound=true') && response.status() === 200
			&& await response.json().catch(() => null);
		if (json && json.sound_call) {
			offers.push(json.sound_call);
		}
	});
	await page.addInitScript(makeOld);
	await page.goto(`${hall.url}/hall?token=${token}`);
	const root = page.locator('html');
	await page.locator('#sound').press('Enter');
	await expect(page.locator('#sound')).toBeHidden();
	const first = await hall.issue('A');
	const second = await hall.issue('B');
	await hall.counter(1, 'call-next');
	await expect(root).toHaveAttribute('played', /announcements/);
	await expect(root).toHaveAttribute('over', '..');
	await hall.counter(2, 'call-next');
	await hall.restart();
	await expect(root).toHaveAttribute('played', /announcements.*announcements/, {timeout: 20000});
	await expect(root).toHaveAttribute('over', '...');
	expect(offers.filter((call, i) => call !== offers[i - 1]))
		.toEqual([`${first.id}-1`, `${second.id}-1`]);
	/* A page that is loaded anew meanwhile is offered the same again. */
	offers.length = 0;
	await page.reload();
	await page.locator('#sound').press('Enter');
	await expect.poll(() => offers).toContain(`${second.id}-1`);
	await expect(page.locator('#sound')).toBeHidden();
	await expect(root).not.toHaveAttribute('played', /announcements/);
});

test('shows the pages between the calls, in the centre\'s colours with its emblem', async (
	{hall, open, shot}) => {
	const theme = fs.readFileSync(path.join(__dirname, '../../ui/themes/default.theme'), 'utf8');
	fs.writeFileSync(path.join(hall.folder, 'own.png'), png(80, 80, [90, 160, 255]));
	fs.writeFileSync(path.join(hall.folder, 'own.theme'), theme
		.replace('[theme]', '[theme]\nemblem = own.png').replace(/^night = .*/m, 'night = #102010'));
	const page = await screen(hall, open);
	await expect(page.locator('#sentence-0')).toContainText('Kính chào');
	await expect(page.locator('#emblem')).toBeHidden();
	const conf = path.join(hall.folder, 'hubd.conf');
	fs.writeFileSync(conf, fs.readFileSync(conf, 'utf8')
		.replace('[hub]', `[hub]\ntheme = ${hall.folder}/own.theme`));
	const picture = (await hall.post('/pictures',
		{png: png(640, 360, [30, 140, 60]).toString('base64')})).id;
	await hall.ask('PUT', '/pages', {pages: [
		{picture: 'f'.repeat(32), title: {vi: 'Không còn hình'}, seconds: 300},
		{picture, title: {vi: 'Lịch tiêm chủng tháng 12', en: 'Vaccination in December'}, seconds: 300}]});
	await hall.restart();
	await expect(page.locator('#emblem')).toBeVisible({timeout: 20000});
	expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor))
		.toBe('rgb(16, 32, 16)');
	await expect(page.locator('#picture')).toBeVisible({timeout: 30000});
	await expect(page.locator('#page-title')).toContainText('Lịch tiêm chủng tháng 12');
	const box = await page.locator('#picture').boundingBox();
	expect(Math.abs(box.width / box.height - 640 / 360)).toBeLessThan(0.02);
	await shot(page, 'hall-page-picture');
	await page.setViewportSize({width: 720, height: 1280});
	await expect.poll(async () => (await page.locator('#main').boundingBox()).width).toBeLessThan(720);
	await shot(page, 'hall-page-picture-portrait');
	/* A call takes its place at once. */
	await hall.issue('A');
	await hall.counter(1, 'call-next');
	await expect(page.locator('#number')).toHaveText('A001');
	await expect(page.locator('#picture')).toBeHidden();
	await expect(page.locator('#page-title')).toBeHidden();
	const health = await hall.get('/health');
	expect(health.devices.find((device) => device.name === 'hub/pictures'))
		.toMatchObject({state: 'missing', fault: 'site', note: '1'});
});

/* A page with a table, whose words are whole, and one whose code a reader reads from the picture. */
test('shows tables and codes', async ({hall, open, shot}, info) => {
	const link = `https://portal.example/tra-cuu?${'x'.repeat(150)}`;
	await hall.ask('PUT', '/pages', {pages: [{title: {vi: 'Lịch', en: 'Dates'}, seconds: 300, table: {
		columns: [{vi: 'Ngày', en: 'Day'}, {vi: 'Nơi', en: 'Where'}, 'SMS', 'Zalo', 'Fax'],
		rows: [...Array(9).keys()].map((i) => [{vi: 'Thứ Tư', en: 'Wednesday'},
			{vi: `Nhà văn hóa thôn Thượng, khu nhà đa năng số ${i}`, en: `Thuong village hall, no. ${i}`},
			'0987654321', '0987654321', '12:30'])}}]});
	const page = await screen(hall, open);
	const cells = page.locator('#page-table td');
	await expect(cells.first()).toHaveText('Thứ TưWednesday', {timeout: 30000});
	expect(await page.locator('#page-table th').allTextContents())
		.toEqual(['NgàyDay', 'NơiWhere', 'SMS', 'Zalo', 'Fax']);
	await expect(page.locator('#page-table .part')).toHaveText(/^1\/[2-5]$/);
	for (const [width, height] of [[1280, 720], [720, 1280]]) {
		await page.setViewportSize({width, height});
		await expect.poll(async () => (await page.locator('#main').boundingBox()).x
			+ (await page.locator('#main').boundingBox()).width).toBeLessThan(width);
		const out = await page.locator('#page-table').evaluate((table) => {
			const box = table.getBoundingClientRect();
			return [...table.querySelectorAll('td div, th div')].filter((cell) => {
				const range = document.createRange();
				range.selectNodeContents(cell);
				const ink = range.getBoundingClientRect();
				return ink.right > cell.getBoundingClientRect().right + 1 || ink.bottom > box.bottom + 1;
			}).map((cell) => cell.textContent);
		});
		expect(out).toEqual([]);
		await shot(page, `hall-page-table-${width}`);
	}
	await hall.ask('PUT', '/pages', {pages: [{title: {vi: 'Tra cứu hồ sơ'}, link: {url: link}, seconds: 300}]});
	await expect(page.locator('#qr path')).toBeVisible();
	await expect(page.locator('#page-table')).toBeHidden();
	await expect(page.locator('#qr-words')).toContainText('quét mã này');
	await shot(page, 'hall-page-code');
	test.skip(spawnSync('zbarimg', ['--version']).status !== 0, 'zbarimg is not installed');
	const file = info.outputPath('code.png');
	await page.screenshot({path: file});
	expect(spawnSync('zbarimg', ['--quiet', '--raw', '--nodbus', '-Sdisable', '-Sqrcode.enable', file])
		.stdout.toString().trim()).toBe(link);
});

test('a notice board shows its pages alone, whatever is called', async ({hall, open, shot}) => {
	await hall.ask('PUT', '/pages', {pages: [
		{title: {vi: 'Đã hết hạn', en: 'Over'}, to: '2020-01-01', seconds: 300},
		{title: {vi: 'Chỉ ở sảnh', en: 'Hall only'}, where: 'hall', seconds: 300},
		{title: {vi: 'Lịch tiêm chủng', en: 'Vaccination'}, where: 'board', seconds: 300}]});
	const page = await screen(hall, open, '&board');
	const title = page.locator('#page-title');
	await expect(title).toContainText('Lịch tiêm chủng');
	await hall.issue('A');
	await hall.counter(1, 'call-next');
	const over = await open(page.url().replace(hall.url, '').replace('&board', ''), '', TV);
	await expect(over.locator('.row .number').first()).toHaveText('A001');
	await expect(title).toContainText('Lịch tiêm chủng');
	for (const id of ['#number', '#list', '#waiting', '#sound']) {
		await expect(page.locator(id)).toBeHidden();
	}
	await shot(page, 'hall-page-board');
});

/* Elements whose text stands out of them or out of the screen. */
function findCut() {
	const cut = [];
	document.querySelectorAll('.pair, #number, #counter, #time, .row .number, .row .counter, .count')
		.forEach((element) => {
			const box = element.getBoundingClientRect();
			const range = document.createRange();
			range.selectNodeContents(element);
			const ink = range.getBoundingClientRect();
			if (element.offsetParent !== null && ink.width > 0 && (ink.left < box.left - 2
				|| ink.right > box.right + 2 || ink.left < -1 || ink.right > innerWidth + 1
				|| (element.className.indexOf('pair') >= 0
					&& (ink.top < box.top - 2 || ink.bottom > box.bottom + 2)))) {
				cut.push(`${element.id || element.className}: ${element.textContent}`);
			}
		});
	return cut;
}

/* The smallest text of the second language at the call and the services, in hundredths of the height
 * or, upright, of the width. */
function leastSecond() {
	const shown = [...document.querySelectorAll('#main .second, .cell .second, #centre .second')]
		.filter((element) => element.offsetHeight > 0 && element.textContent);
	const unit = Math.min(innerHeight - 0.08 * Math.min(innerWidth, innerHeight), innerWidth) / 100;
	return Math.min(...shown.map((element) => parseFloat(getComputedStyle(element).fontSize) / unit));
}

test('long names and twelve counters are whole on every size', async ({hall, open, shot}) => {
	const long = (start, word) => start.padEnd(200, word).slice(0, 200).trim();
	const names = {vi: long('Trung tâm Phục vụ hành chính công xã ', 'Nguyễn Nghiêng '),
		en: long('Commune Public Administrative Service Centre ', 'of Thoroughbrook ')};
	const site = Object.assign({}, hall.site, {name: names});
	site.services.forEach((service, i) => {
		service.name = {vi: `${service.name.vi} – cấp đổi, điều chỉnh và xác nhận giấy tờ liên quan ${i}`,
			en: `${service.name.en}: renewal, correction and confirmation of papers that belong to it ${i}`};
	});
	site.counters = [...Array(12).keys()].map((i) => Object.assign({}, site.counters[0],
		{number: i + 1, name: {vi: `Quầy ${i + 1}`, en: `Counter ${i + 1}`}, services: ['A']}));
	site.staff = site.counters.map((counter) => Object.assign({}, site.staff[0],
		{id: `quay-${counter.number}`}));
	const page = await screen(hall, open);
	const sizes = {vi: [[1280, 720], [1920, 1080], [720, 1280]], en: [[1024, 600], [1080, 1920]]};
	for (const languages of [['vi', 'en'], ['en', 'vi']]) {
		await hall.ask('PUT', '/site', Object.assign({}, site, {languages}));
		for (const counter of languages[0] === 'vi' ? site.counters : []) {
			await hall.raw('POST', `/counters/${counter.number}/open`, {staff: `quay-${counter.number}`});
			await hall.issue('A');
			await hall.counter(counter.number, 'call-next');
		}
		for (const [width, height] of sizes[languages[0]]) {
			await page.setViewportSize({width, height});
			await expect.poll(async () => page.evaluate(() => {
				const box = document.getElementById('list').getBoundingClientRect();
				return document.documentElement.lang + Math.round(box.right / innerWidth * 10);
			})).toMatch(new RegExp(`^${languages[0]}(9|10)$`));
			await expect.poll(() => page.evaluate(findCut), `${languages[0]} ${width}x${height}`).toEqual([]);
			await expect.poll(() => page.evaluate(leastSecond), `${width}x${height}`)
				.toBeGreaterThanOrEqual(1.8);
			await shot(page, `hall-page-long-${languages[0]}-${width}x${height}`);
		}
	}
});

test('the manager makes the address of a screen', async ({hall, open, shot}) => {
	const page = await open('/manager', 'admin');
	await page.locator('button', {hasText: 'Màn hình trình duyệt'}).click();
	await page.locator('input[name=name]').fill('tivi-sanh');
	await page.locator('input[name=counter]').fill('2');
	await page.locator('button[type=submit]', {hasText: 'Tạo địa chỉ'}).click();
	const address = await page.locator('#screen-address').inputValue();
	await shot(page, 'manager-screen');
	const television = await open(address.replace(hall.url, ''), '', TV);
	await expect(television.locator('#number')).toHaveText('2');
	await page.reload();
	await expect(page.locator('.m-devices')).toContainText(/tivi-sanh/i);
});
