// SPDX-License-Identifier: Apache-2.0
// The procedures on a phone, without a script.
const {test, expect, LOOKS} = require('./fixtures');

const LONG = 'Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con có yếu tố nước ngoài tại khu vực ' +
	'biên giới đối với trường hợp người có hồ sơ, giấy tờ cá nhân chưa đầy đủ theo quy định';

function records() {
	const checked_day = new Date().toISOString().slice(0, 10);
	return [
		{code: '1.000001', name: LONG, sector: 'Hộ tịch', checked_day, deadline: '03 ngày làm việc',
			papers: [{name: 'Tờ khai theo mẫu', originals: 1},
				{name: 'Giấy chứng sinh', originals: 1, copies: 2, note: 'Mang bản chính để đối chiếu'}],
			ways: [{channel: 'direct', fee: '8.000 đồng/bản',
				exempt: 'Trẻ em dưới 6 tuổi; hộ nghèo; người có công'},
			{channel: 'online', fee: '0 đồng', deadline: '02 ngày'}],
			steps: ['Nộp hồ sơ tại quầy.', 'Nhận kết quả.'], result: 'Giấy khai sinh',
			legal: ['Luật Hộ tịch số 60/2014/QH13'], source: 'Danh sách của xã'},
		{code: '1.000002', name: 'Khai sinh theo mẫu cũ', sector: 'Hộ tịch', checked_day,
			state: 'replaced', replaced_by: '1.000001'},
		{code: '1.000003', name: 'Tách thửa', sector: 'Đất đai', checked_day,
			papers: Array.from({length: 12}, (_, i) => ({
				name: `Giấy tờ số ${i + 1} ${i % 4 ? '' : LONG}`, originals: 1, copies: i})),
			ways: ['direct', 'online', 'post'].map((channel) => ({
				channel, fee: `${channel.length}0.000 đồng`,
				exempt: `Miễn ${channel}: trẻ em, hộ nghèo, người cao tuổi`}))},
		{code: '1.000004', name: 'Tách thửa đất cũ', sector: 'Đất đai', checked_day: '2020-01-01',
			papers: [{name: 'Không hiện ra', originals: 1}]},
		{code: '1.000005', name: 'Khai sinh lưu động', sector: 'Hộ tịch lưu động', checked_day},
	];
}

async function take(hall) {
	const wish = {file: 'list.json', text: JSON.stringify(records())};
	const {digest, catalogue} = await hall.post('/procedures/import', wish);
	await hall.post('/procedures/import', Object.assign({digest, catalogue}, wish));
}

test.use({siteChanges: {catalogue: {links: {procedure: 'https://portal.example.vn/{short}'}}}});

/* Nothing is wider than the smallest screen. */
async function fits(page) {
	const wide = await page.evaluate(() => document.documentElement.scrollWidth -
		document.documentElement.clientWidth);
	expect(wide).toBe(0);
}

test('a procedure is found and read without a script', async ({hall, open}) => {
	await take(hall);
	const page = await open('/tra-cuu', '', {
		javaScriptEnabled: false, viewport: {width: 320, height: 568},
	});
	await page.getByLabel('Ông/bà cần làm việc gì?').fill('khai sinh');
	await page.keyboard.press('Enter');
	/* The search asks back, in large links, before it lists all. */
	await page.locator('.choice').filter({hasText: LONG}).click();
	await expect(page.locator('h1')).toHaveText(LONG);
	await expect(page.locator('ol li').first()).toContainText('1 bản chính');
	await page.getByRole('link', {name: 'English'}).click();
	await expect(page.getByRole('heading', {name: 'Papers to bring'})).toBeVisible();
	await expect(page.locator('h1')).toHaveAttribute('lang', 'vi');
	/* Once, however often the page is loaded again. */
	await page.getByRole('button', {name: 'Say that this is wrong'}).click();
	await expect(page.getByRole('status')).toContainText('Thank you');
	await expect(page.getByRole('button', {name: 'Say that this is wrong'})).toHaveCount(0);
	await fits(page);
	await page.reload();
	await expect(page.locator('h1')).toHaveText(LONG);
	expect((await hall.get('/procedures/wrong')).wrong).toMatchObject([{key: '1.000001', count: 1}]);
	expect((await hall.get('/procedures/lookups')).lookups).toMatchObject([{key: '1.000001', place: 'phone'}]);
});

test('a ticket leads to the papers of its service', async ({hall, open}) => {
	const {token} = await hall.issue('A');
	const page = await open(`/t/${token}`, '', {phone: true, language: 'en'});
	await expect(page.locator('#number')).not.toHaveText('…');
	await expect(page.locator('#papers')).toBeHidden();
	await expect(page.locator('#free_online')).toBeHidden();
	await take(hall);
	await expect.poll(async () => (await hall.get(`/public/${token}`)).papers)
		.toBe('/tra-cuu?service=A');
	await page.reload();
	await expect(page.locator('#free_online')).toHaveText(/^Free of charge online: 1 of /);
	await page.getByRole('link', {name: 'Papers and fees for this'}).click();
	await expect(page.locator('h1')).toHaveText('Hộ tịch');
	await expect(page.locator('li a')).toHaveText([LONG]);
});

test('the door says what is free online for the chosen service', async ({hall, open}) => {
	await take(hall);
	await expect.poll(async () => (await hall.get('/state')).services[0].free_online).toBe(1);
	const page = await open('/door', 'admin');
	await page.getByRole('radio', {name: /^Chứng thực/}).check();
	await expect(page.locator('.door-free')).toBeHidden();
	await page.getByRole('radio', {name: /^Hộ tịch/}).check();
	await expect(page.locator('.door-free')).toHaveText(/trực tuyến: 1 thủ tục/);
	await page.getByRole('button', {name: 'Lấy số'}).click();
	await expect(page.locator('.door-ticket .door-free')).toHaveText(/trực tuyến: 1 thủ tục/);
});

/* Both languages, both sizes, once each. */
for (const {look, language, phone} of LOOKS.filter((one) => one.phone === (one.language === 'vi'))) {
	test(`the procedures are looked at: ${look}`, async ({hall, open, shot, axe}) => {
		await take(hall);
		const page = await open(`/tra-cuu?lang=${language}`, '',
			phone ? {phone, viewport: {width: 320, height: 640}} : {});
		for (const [name, path] of [['start', ''], ['procedure', '/1.000001'],
			['replaced', '/1.000002'], ['nothing', '?q=xyzzy'], ['papers', '/1.000003'], ['thanks', '/1.000001?said=wrong'],
			['expired', '/1.000004'], ['found', '?q=khai+sinh'], ['event', '?event=Sinh+con']]) {
			await page.goto(`${hall.url}/tra-cuu${path}${path.includes('?') ? '&' : '?'}` +
				`lang=${language}`);
			expect(await axe(page)).toEqual([]);
			await fits(page);
			await shot(page, `lookup-${name}-${look}`, {fullPage: true});
		}
	});
}
