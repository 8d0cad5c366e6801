// SPDX-License-Identifier: Apache-2.0
// The notice board: a screen of its own in a browser.
const {test, expect} = require('./fixtures');

const LYING = {viewport: {width: 1920, height: 1080}};
const UPRIGHT = {viewport: {width: 1080, height: 1920}};
const LINK = {url: 'https://portal.example/tra-cuu', words: {vi: 'Quét để tra cứu', en: 'Scan to look up'}};
const RICH = {title: {vi: 'Tra cứu hồ sơ', en: 'Look up your case'}, seconds: 300, link: LINK,
	text: {vi: 'Nhập mã hồ sơ ghi trên giấy tiếp nhận.', en: 'Enter the number on your receipt.'}};

async function board(hall, open, options) {
	const {token} = await hall.ask('POST', '/tokens', {name: 'bang-1', role: 'screen'});
	return open(`/hall#token=${token}&board`, '', Object.assign({}, LYING, options));
}

/* Elements of the page that stand out of the screen or of their place. */
function findOut() {
	return [...document.querySelectorAll('#main > *')].filter((element) => {
		const box = element.getBoundingClientRect();
		const range = document.createRange();
		range.selectNodeContents(element);
		const ink = range.getBoundingClientRect();
		return element.offsetParent !== null && box.width > 0 && (box.right > innerWidth + 1
			|| box.bottom > innerHeight + 1 || ink.bottom > box.bottom + 2 || ink.right > box.right + 2);
	}).map((element) => element.id);
}

test('a board upright has everything whole, in each order of languages', async ({hall, open, shot}) => {
	const long = {title: RICH.title, seconds: 300, table: {
		columns: [{vi: 'Ngày', en: 'Day'}, {vi: 'Nơi', en: 'Where'}, 'Giờ'],
		rows: [...Array(30).keys()].map((i) => [`${i + 1}/12`,
			{vi: `Nhà văn hoá thôn ${i + 1}`, en: `Village hall ${i + 1}`}, '07:30'])}};
	for (const languages of [['vi', 'en'], ['en', 'vi']]) {
		await hall.ask('PUT', '/site', Object.assign({}, hall.site, {languages, pages: [RICH]}));
		const page = await board(hall, open, UPRIGHT);
		await expect(page.locator('#page-title .first')).toHaveText(RICH.title[languages[0]]);
		await expect(page.locator('#qr-words .second')).toHaveText(LINK.words[languages[1]]);
		expect(await page.evaluate(findOut)).toEqual([]);
		const [code, text] = await Promise.all(['#qr', '#page-text'].map((id) =>
			page.locator(id).boundingBox()));
		expect(code.y).toBeGreaterThan(text.y + text.height - 1); /* below it, where it is high */
		await shot(page, `board-upright-${languages[0]}`);
		await hall.ask('PUT', '/pages', {pages: [long]});
		await expect(page.locator('#page-table td').first()).toBeVisible();
		await expect(page.locator('#page-table .part')).toHaveText(/^1\/[2-9]$/);
		expect(await page.evaluate(findOut)).toEqual([]);
		await shot(page, `board-upright-table-${languages[0]}`);
		await hall.ask('DELETE', '/tokens/bang-1');
	}
});

test('a board without pages greets, and has nothing of a hall', async ({hall, open, shot}) => {
	const page = await board(hall, open);
	await expect(page.locator('#sentence-0')).toContainText('Kính chào');
	for (const id of ['#list', '#waiting', '#notice', '#sound', '#page-title', '#qr', '#picture']) {
		await expect(page.locator(id)).toBeHidden();
	}
	await shot(page, 'board-empty');
	await hall.ask('PUT', '/pages', {pages: [RICH]});
	await expect(page.locator('#page-title')).toContainText('Tra cứu hồ sơ');
	await hall.ask('PUT', '/pages', {pages: []});
	await expect(page.locator('#page-title')).toBeHidden();
	await expect(page.locator('#sentence-0')).toContainText('Kính chào');
});

test('a board without its hub says so, and takes off what ends meanwhile', async ({hall, open, shot}) => {
	const context = await board(hall, open);
	await context.clock.install();
	const until = new Date(Date.now() + 7 * 3600000 + 10 * 60000).toISOString().slice(0, 16);
	await hall.ask('PUT', '/pages', {pages: [Object.assign({}, RICH, {to: until})]});
	await context.reload();
	const title = context.locator('#page-title');
	await expect(title).toContainText('Tra cứu hồ sơ');
	await hall.kill();
	await context.clock.fastForward(60000);
	await expect(context.locator('#strip')).toContainText('Mất kết nối');
	await expect(title).toBeVisible();
	await shot(context, 'board-away');
	await context.clock.fastForward(10 * 60000);
	await expect(title).toBeHidden();
	await expect(context.locator('#sentence-0')).toContainText('Kính chào');
	await expect(context.locator('#qr')).toBeHidden();
	await shot(context, 'board-away-ended');
	await hall.ask('PUT', '/pages', {pages: [RICH]}).catch(() => null); /* nobody is there */
	await hall.startHub();
	await hall.ask('PUT', '/pages', {pages: [RICH]});
	await context.clock.fastForward(20000);
	await expect(title).toContainText('Tra cứu hồ sơ');
	await expect(context.locator('#strip')).toBeHidden();
});

test.describe('after a power cut, without a clock', () => {
	test.use({clockTrusted: false});

	test('what has an end waits for the date, and goes in the minute of its end', async ({hall, open, shot}) => {
		await hall.ask('PUT', '/pages', {pages: [Object.assign({}, RICH, {to: '2031-05-06T16:30'})]});
		const page = await board(hall, open);
		await expect(page.locator('#notice-text')).toContainText('Bảng chưa biết ngày giờ');
		await expect(page.locator('#sentence-0')).toContainText('Kính chào');
		await expect(page.locator('#page-title')).toBeHidden();
		await shot(page, 'board-undated');
		await hall.post('/clock', {day: '2031-05-06', time: '16:29'}); /* 16:29:30 */
		await expect(page.locator('#page-title')).toContainText('Tra cứu hồ sơ');
		await expect(page.locator('#notice')).toBeHidden();
		await expect(page.locator('#page-title')).toBeHidden({timeout: 45000});
		await expect(page.locator('#time')).toHaveText('16:30');
		await expect(page.locator('#qr')).toBeHidden();
	});
});

test('the manager makes the address of a notice board', async ({hall, open, shot}) => {
	await hall.ask('PUT', '/pages', {pages: [RICH]});
	const page = await open('/manager', 'admin');
	await page.locator('button', {hasText: 'Màn hình trình duyệt'}).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByText('Bảng thông báo: chỉ các trang thông báo').click();
	await dialog.locator('input[name=name]').fill('bang-cua');
	await dialog.locator('input[name=counter]').fill('2');
	const make = dialog.locator('button[type=submit]');
	await make.click();
	await expect(dialog).toContainText('Bảng thông báo không theo quầy');
	await dialog.locator('input[name=counter]').fill('');
	await make.click();
	const address = await page.locator('#screen-address').inputValue();
	expect(address).toMatch(/\/hall#token=[\w-]+&board$/);
	await shot(page, 'board-address');
	const television = await open(address.replace(hall.url, ''), '', LYING);
	await expect(television.locator('#page-title')).toContainText('Tra cứu hồ sơ');
	await expect(television.locator('#list')).toBeHidden();
});
