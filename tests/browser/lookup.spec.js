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
		{code: '1.000003', name: 'Tách thửa', sector: 'Đất đai', checked_day},
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
	await page.getByLabel('Ông bà cần làm việc gì?').fill('khai sinh');
	await page.keyboard.press('Enter');
	await expect(page.locator('.bad')).toHaveText('Thủ tục này đã hết hiệu lực.');
	await page.getByText(LONG).click();
	await expect(page.locator('h1')).toHaveText(LONG);
	await expect(page.locator('ol li').first()).toContainText('1 bản chính');
	await page.getByRole('link', {name: 'English'}).click();
	await expect(page.getByRole('heading', {name: 'Papers to bring'})).toBeVisible();
	await expect(page.locator('h1')).toHaveAttribute('lang', 'vi');
});

/* Both languages, both sizes, once each. */
for (const {look, language, phone} of LOOKS.filter((one) => one.phone === (one.language === 'vi'))) {
	test(`the procedures are looked at: ${look}`, async ({hall, open, shot, axe}) => {
		await take(hall);
		const page = await open(`/tra-cuu?lang=${language}`, '',
			phone ? {phone, viewport: {width: 320, height: 640}} : {});
		for (const [name, path] of [['start', ''], ['procedure', '/1.000001'],
			['replaced', '/1.000002'], ['nothing', '?q=sao+hoa']]) {
			await page.goto(`${hall.url}/tra-cuu${path}${path.includes('?') ? '&' : '?'}` +
				`lang=${language}`);
			expect(await axe(page)).toEqual([]);
			await fits(page);
			await shot(page, `lookup-${name}-${look}`, {fullPage: true});
		}
	});
}
