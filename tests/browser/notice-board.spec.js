// SPDX-License-Identifier: Apache-2.0
// The notice board: a screen of its own in a browser, and what the manager sees of its pages.
const {test, expect} = require('./fixtures');
const {wallTime} = require('./zone');
const {png} = require('./png');

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
			{vi: `Nhà văn hóa thôn ${i + 1}`, en: `Village hall ${i + 1}`}, '07:30'])}};
	for (const languages of [['vi', 'en'], ['en', 'vi']]) {
		await hall.ask('PUT', '/site', Object.assign({}, hall.site, {languages, pages: [RICH]}));
		const page = await board(hall, open, UPRIGHT);
		await expect(page.locator('#page-title .first')).toHaveText(RICH.title[languages[0]]);
		await expect(page.locator('#qr-words .second')).toHaveText(LINK.words[languages[1]]);
		expect(await page.evaluate(findOut)).toEqual([]);
		expect(await page.locator('#date').evaluate((e) => e.scrollWidth - e.clientWidth)).toBeLessThan(1);
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
	const until = wallTime(Date.now() + 10 * 60000);
	await hall.ask('PUT', '/pages', {pages: [Object.assign({}, RICH, {to: until})]});
	await context.reload();
	const title = context.locator('#page-title');
	await expect(title).toContainText('Tra cứu hồ sơ');
	await hall.kill();
	await context.clock.fastForward(60000);
	await expect(context.locator('#strip')).toContainText('thông báo mới sau');
	await expect(context.locator('#strip')).not.toContainText('số trên bảng');
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

test('an upright picture stands whole on a board that lies, also without the hub', async (
	{hall, open, shot}) => {
	const {id} = await hall.post('/pictures', {png: png(400, 1000, [30, 140, 60]).toString('base64')});
	await hall.ask('PUT', '/pages', {pages: [{picture: id, title: RICH.title, seconds: 300}]});
	const page = await board(hall, open);
	const picture = page.locator('#picture');
	await expect(picture).toBeVisible();
	const [box, main] = await Promise.all([picture.boundingBox(), page.locator('#main').boundingBox()]);
	expect(Math.abs(box.width / box.height - 0.4)).toBeLessThan(0.01);
	expect(box.height).toBeGreaterThan(main.height * 0.7);
	expect(box.y + box.height).toBeLessThanOrEqual(main.y + main.height);
	expect(Math.abs(box.x + box.width / 2 - main.x - main.width / 2)).toBeLessThan(2);
	await hall.kill();
	await expect(page.locator('#strip')).toContainText('thông báo mới sau', {timeout: 20000});
	await expect(picture).toBeVisible();
	await shot(page, 'board-picture-upright-away');
	await hall.startHub();
	await hall.ask('PUT', '/pages', {pages: [{picture: id, seconds: 300, to: '2020-01-01'}]});
	await expect(picture).toBeHidden({timeout: 30000});
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

test.describe('the preview', () => {
	const begin = async (open, options) => {
		const page = await open('/manager#notices', 'supervisor',
			Object.assign({language: 'en', viewport: {width: 1366, height: 1400}}, options));
		await page.locator('.m-pages').getByText('Preview as on the screen').first().click();
		const frame = page.frameLocator('.m-frame iframe');
		return {page, frame, pages: page.locator('.m-pages')};
	};

	test('is what the screens show, with the code', async ({hall, open, shot, axe}) => {
		await hall.ask('PUT', '/pages', {pages: [RICH]});
		const {page, frame, pages} = await begin(open);
		const real = await board(hall, open);
		const all = async (where) => {
			await expect(where.locator('#qr path')).toHaveCount(1);
			await expect(where.locator('#page-text .first')).toBeVisible();
			return [await where.locator('#qr path').getAttribute('d'),
				...await Promise.all(['#page-title', '#page-text', '#qr-words', '#qr', '#main'].map((id) =>
					where.locator(id).evaluate((e) => `${e.style.cssText} ${e.innerHTML.replace(/<path.*/, '')}`)))];
		};
		await pages.getByLabel('Screen', {exact: true}).selectOption('board');
		for (const [shape, size] of [['lying', LYING], ['upright', UPRIGHT]]) {
			await real.setViewportSize(size.viewport);
			await pages.getByLabel('Mounted').selectOption(shape);
			await expect.poll(async () => JSON.stringify(await all(frame)) === JSON.stringify(await all(real)))
				.toBe(true);
			await expect(pages.getByText('All of it can be read from up to')).toBeVisible();
			const box = await pages.locator('.m-frame').boundingBox();
			expect(Math.abs(box.width / box.height - size.viewport.width / size.viewport.height))
				.toBeLessThan(0.01);
			await shot(page, `preview-board-${shape}`, {fullPage: true});
		}
		expect(await axe(page)).toEqual([]);
		await pages.getByLabel('Screen', {exact: true}).selectOption('hall');
		await expect(frame.locator('#waiting')).toBeVisible();
		await expect(frame.locator('#qr path')).toHaveCount(1);
		await shot(page, 'preview-hall-upright', {fullPage: true});
		await pages.getByLabel('Mounted').selectOption('lying');
		await shot(page, 'preview-hall-lying', {fullPage: true});
		expect((await hall.get('/site')).site.pages).toEqual([RICH]);
	});

	test('follows what is written, and says what is too full', async ({hall, open, shot}) => {
		await hall.ask('PUT', '/pages', {pages: [{title: {vi: 'Nghỉ lễ', en: 'Holiday'}}]});
		const {page, frame, pages} = await begin(open);
		await expect(frame.locator('#page-title .first')).toHaveText('Nghỉ lễ');
		await expect(pages.getByRole('status')).toContainText('All of it can be read from up to');
		await expect(pages.locator('.m-preview .m-warning')).toHaveCount(0);
		await pages.getByLabel('Text (vi)').fill('Không làm việc ngày lễ, xin mời trở lại hôm sau. '.repeat(6));
		await pages.getByLabel('Text (en)').fill('No work on holidays, please come on the next day. '.repeat(6));
		await expect(frame.locator('#page-text .first')).toContainText('Không làm việc');
		const warning = pages.locator('.m-preview .m-warning');
		await expect(warning).toContainText(/Text: capitals are only \d+ mm high/);
		await expect(warning).toContainText('Please shorten the text');
		await shot(page, 'preview-too-full', {fullPage: true});
		await pages.getByLabel('To be read from').selectOption('2');
		await pages.getByLabel('Size of the screen').selectOption('75');
		await expect(warning).toHaveCount(0);
		await pages.getByLabel('Screen', {exact: true}).selectOption('board');
		await pages.getByLabel('Size of the screen').selectOption('32');
		await pages.getByLabel('To be read from').selectOption('8');
		await expect(warning).toContainText('This is the largest type'); /* the title's */
		await pages.getByLabel('Size of the screen').selectOption('75');
		await pages.getByLabel('To be read from').selectOption('2');
		await expect(warning).toHaveCount(0);
		await pages.getByLabel('Title (vi)').fill('');
		await expect(warning).toContainText('Title › Tiếng Việt: This is missing.');
		await hall.kill();
		await pages.getByLabel('Title (vi)').fill('Nghỉ');
		await expect(warning).toContainText('No preview now');
		await hall.startHub();
		await pages.getByLabel('Title (vi)').fill('Nghỉ lễ');
		await expect(frame.locator('#page-title .first')).toHaveText('Nghỉ lễ');
		await expect(warning).toHaveCount(0);
	});

	test('shows the parts of a table at its limits', async ({hall, open, shot}) => {
		await hall.ask('PUT', '/pages', {pages: [{where: 'board', table: {
			columns: [...Array(5).keys()].map((i) => ({vi: `Cột số ${i} của bảng`, en: `Column no. ${i}`})),
			rows: [...Array(30).keys()].map((i) => [...Array(5).keys()].map((j) => ({
				vi: `Hàng ${i} ô ${j}: nhà văn hóa của thôn, khu nhà đa năng, tầng 2`.slice(0, 60),
				en: `Row ${i} cell ${j}: the village hall, its second floor, on left`.slice(0, 60)})))}}]});
		const {page, frame, pages} = await begin(open);
		await expect(frame.locator('#page-table td').first()).toContainText('Hàng 0 ô 0');
		const turn = pages.getByRole('button', {name: /^Part 1\/\d+ · show the next$/});
		await expect(turn).toBeVisible();
		await expect(pages.locator('.m-preview .m-warning'))
			.toContainText(/Table: it comes in \d+ parts and takes \d+ minutes/);
		await expect(pages.locator('.m-preview .m-warning')).toContainText('Please use fewer columns');
		await shot(page, 'preview-table', {fullPage: true});
		await turn.click();
		await expect(frame.locator('#page-table td').first()).not.toContainText('Hàng 0 ô');
		await expect(frame.locator('#page-table .part')).toHaveText(/^2\//);
		await expect(pages.getByLabel('Screen', {exact: true}).locator('option')).toHaveCount(1);
	});
});
