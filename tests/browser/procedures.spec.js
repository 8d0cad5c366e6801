// SPDX-License-Identifier: Apache-2.0
// The manager's page of the procedures: a list is looked at before it is taken, read with its fees
// and exemptions, counted against what the centre says, and taken back.
const fs = require('fs');
const {test, expect, LOOKS} = require('./fixtures');

const day = (ago) => new Date(Date.now() - ago * 86400000).toISOString().slice(0, 10);
const LONG = 'Xác nhận về điều kiện diện tích bình quân nhà ở để đăng ký thường trú vào chỗ ở do thuê, ' +
	'mượn, ở nhờ; nhà ở, đất ở không có tranh chấp quyền sở hữu nhà ở, quyền sử dụng đất ở';
const HEADINGS = 'Mã số TTHC\tTên thủ tục\tLĩnh vực\tPhí trực tiếp\tPhí trực tuyến\tMiễn giảm\tNgày cập nhật';
const ROWS = [
	['1.000001', 'Đăng ký khai sinh', 'Hộ tịch', '8.000 đồng', '0 VNĐ', 'người thuộc hộ nghèo', day(10)],
	['1.000002', LONG, 'Cư trú', '10.000 đồng', '5.000 đồng', '', day(400)],
	['1.000003', 'Chứng thực chữ ký', 'Chứng thực', '10.000 đồng', '', '', day(900)],
	['1.000004', 'Đăng ký kết hôn', 'Hộ tịch', '', 'Khác', '', ''],
];
const table = (rows) => [HEADINGS, ...rows.map((row) => row.join('\t'))].join('\n');

function list(rows, name = 'danh-sach.tsv') {
	return {name, mimeType: 'text/tab-separated-values', buffer: Buffer.from(table(rows))};
}

const changed = (rows) => rows.map((row, at) =>
	at === 0 ? [row[0], `${row[1]} có yếu tố nước ngoài`, ...row.slice(2)] : row);

/* A list is taken without the page. */
async function take(hall, rows) {
	const wish = {file: 'danh-sach.tsv', text: table(rows)};
	const seen = await hall.post('/procedures/import', wish);
	return hall.post('/procedures/import',
		Object.assign(wish, {digest: seen.digest, catalogue: seen.catalogue}));
}

const names = async (hall) => (await hall.get('/procedures')).procedures.map((one) => one.name);

test('a list is looked at, taken, read and taken back', async ({hall, open, axe, shot}) => {
	const page = await open('/manager#procedures', 'supervisor', {language: 'vi'});
	const file = page.getByLabel('Tệp danh sách');
	const look = page.getByRole('button', {name: 'Xem trước thay đổi'});
	await expect(page.getByText('Chưa có thủ tục nào.')).toBeVisible();
	await look.click();
	await expect(page.getByText('Hãy chọn tệp danh sách.')).toBeVisible();
	// A file with faults says row, column and why, and nothing is taken.
	await file.setInputFiles(list([...ROWS, ['1.000005', 'x', '', '', '', '', 'hôm qua']]));
	await look.press('Enter');
	const fault = page.locator('.p-faults tbody tr');
	await expect(fault).toContainText('Dòng 6');
	await expect(fault).toContainText('7 · Ngày cập nhật');
	await expect(fault).toContainText('không phải ngày; ghi như 18/3/2025');
	await shot(page, 'procedures-faults-vi', {fullPage: true});
	expect(await axe(page)).toEqual([]);
	await file.setInputFiles({name: 'a.xlsx', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004xx')});
	await look.click();
	await expect(page.getByText('Đây là tệp của chương trình văn phòng')).toBeVisible();
	// What would change, and all of it.
	await file.setInputFiles(list([...ROWS, ['1.0', 'Cấp  bản sao', 'Hộ tịch', '', '', '', day(1)]]));
	await page.getByLabel('Lấy từ đâu').fill('Quyết định 253/QĐ-UBND');
	await page.getByLabel('Ngày kiểm tra', {exact: true}).fill('hôm qua');
	await look.click();
	await expect(page.getByText('Ngày kiểm tra chưa đúng.')).toBeVisible();
	await page.getByLabel('Ngày kiểm tra', {exact: true}).fill('');
	await look.click();
	await expect(page.getByRole('heading', {name: 'danh-sach.tsv có 5 thủ tục'})).toBeFocused();
	await expect(page.locator('.m-preview')).toContainText('chưa có mã mã «1.0» bị cụt');
	expect(await names(hall)).toEqual([]);
	await page.getByRole('button', {name: 'Nhận tất cả thay đổi'}).click();
	await expect(page.getByText('Đã nhận: 5 mới, 0 thay đổi, 0 bãi bỏ.')).toBeVisible();
	// Found without marks, and read: the fee with its exemptions.
	await page.getByLabel('Tìm theo tên hoặc mã').fill('dang ky khai');
	await expect(page.locator('.p-table tbody tr')).toHaveCount(1);
	await page.locator('.p-open').press('Enter');
	await expect(page.getByRole('heading', {name: 'Đăng ký khai sinh'})).toBeFocused();
	await expect(page.locator('.p-ways')).toContainText('8.000 đồng');
	await expect(page.locator('.p-ways tbody tr').first()).toContainText('người thuộc hộ nghèo');
	expect(await axe(page)).toEqual([]);
	await page.getByRole('button', {name: 'Về danh mục'}).first().click();
	await expect(page.locator('.p-open')).toBeFocused();
	// What is too old is never shown as what holds.
	await page.getByLabel('Tìm theo tên hoặc mã').fill('');
	await page.getByLabel('Lần kiểm tra').selectOption('expired');
	await page.locator('.p-open').click();
	await expect(page.getByText('Không đưa ra cho người dân xem: Quá hạn kiểm tra')).toBeVisible();
	await page.getByRole('button', {name: 'Về danh mục'}).first().click();
	await page.locator('.m-nav a[href="#now"]').click();
	await expect(page.locator('.m-alarms')).toContainText('2 thủ tục quá hạn hoặc không rõ ngày kiểm tra');
	await expect(page.locator('.m-alarms')).toContainText('1 thủ tục đã lâu chưa kiểm tra lại');
	await page.locator('.m-nav a[href="#procedures"]').click();
	await page.getByRole('button', {name: 'Hoàn tác lần nhập này'}).click();
	await page.getByRole('dialog').getByRole('button', {name: 'Hoàn tác lần nhập này'}).click();
	await expect(page.getByText('Lần nhập gần nhất đã được hoàn tác')).toBeVisible();
	expect(await names(hall)).toEqual([]);
});

test('long values are cut to where they differ, and codes are read as they are typed', async ({open}) => {
	const page = await open('/manager#procedures', 'supervisor');
	await expect(page.getByText('Chưa có thủ tục nào.')).toBeVisible();
	const said = await page.evaluate(async () => {
		const {changedTexts, codesOf, codeText, cutPair, findProcedures} = await import('/web/procedure-words.js');
		const same = 'a'.repeat(300);
		return [cutPair('cũ', 'mới'), cutPair(`${same}cũ`, `${same}mới`), codesOf(' 1.000001,\n1.000002;'), codesOf(' \n') === undefined,
			findProcedures([{code: '1.000001', name: 'Đổi đất'}, {code: null, name: 'Đôi'}],
				{text: 'DOI dat', sector: '', age: ''}).length,
			changedTexts('steps', ['một', 'hai', 'ba'], ['một', 'hai rưỡi', 'ba']), codeText('1.000001~2')];
	});
	const start = `…${'a'.repeat(30)}`;
	expect(said).toEqual([['cũ', 'mới'], [`${start}cũ`, `${start}mới`], ['1.000001', '1.000002'], true, 1,
		['hai', 'hai rưỡi'], '1.000001']);
});

test('the centre\'s own words, links and sectors are edited, and faults stand at their fields', async ({hall, open, axe, shot}) => {
	await take(hall, ROWS);
	// Until the hub has made the new list ready, nothing is searched.
	const search = (q) => hall.get(`/procedures/search?q=${encodeURIComponent(q)}`).then(({hits}) => hits.length, () => 0);
	await expect.poll(() => search('khai sinh')).toBeGreaterThan(0);
	expect(await search('ngoáp ngoép')).toBe(0);
	const page = await open('/manager#procedures', 'admin', {language: 'vi'});
	const words = page.locator('#p-own-words'), links = page.locator('#p-own-links'), sectors = page.locator('#p-own-sectors');
	await words.locator('summary').click();
	// What is typed and taken away again is no change.
	await page.locator('#p-own-stated summary').click();
	await page.getByLabel('Thủ tục niêm yết', {exact: true}).fill('5');
	await expect(page.locator('.m-bar')).toBeVisible();
	await page.getByLabel('Thủ tục niêm yết', {exact: true}).fill('');
	await expect(page.locator('.m-bar')).toBeHidden();
	await words.getByRole('button', {name: 'Thêm từ ngữ'}).click();
	await expect(words.getByLabel('Người dân nói')).toBeFocused();
	await page.keyboard.type('đẻ, mới sinh');
	await words.getByLabel('Trong tên thủ tục là').fill('?');
	await expect(words.locator('.fault:visible')).toHaveText('Mỗi cách nói cần 1 đến 16 từ.');
	await words.getByLabel('Trong tên thủ tục là').fill('khai sinh');
	await words.getByRole('button', {name: 'Thêm từ ngữ'}).click();
	await words.getByLabel('Người dân nói').last().fill('làm ơn');
	await words.getByLabel('Nghĩa là').last().selectOption('skip');
	await expect(words.getByLabel('Trong tên thủ tục là')).toHaveCount(1);
	const miss = page.locator('.p-misses tbody tr');
	await expect(miss).toContainText('ngoáp ngoép');
	await miss.getByRole('button').click();
	await expect(words.getByLabel('Người dân nói').last()).toHaveValue('ngoáp ngoép');
	await expect(words.getByLabel('Trong tên thủ tục là').last()).toBeFocused();
	await page.keyboard.type('kết hôn');
	await links.locator('> summary').click();
	await links.getByLabel('Địa chỉ của từng thủ tục').fill('https://dichvucong.gov.vn/thu-tuc');
	await expect(links.locator('.fault:visible')).toContainText('Thiếu chỗ cho mã');
	await links.getByLabel('Địa chỉ của từng thủ tục').fill('https://dichvucong.gov.vn/thu-tuc?ma={short}');
	await links.getByRole('button', {name: 'Thêm địa chỉ'}).click();
	await links.getByLabel('Mã thủ tục').fill('1.000001');
	await expect(links.locator('.p-rule')).toContainText('Đăng ký khai sinh');
	await links.getByLabel('Địa chỉ', {exact: true}).fill('https://dichvucong.gov.vn/khai sinh');
	await expect(links.locator('.fault:visible')).toContainText('Có dấu cách hoặc chữ có dấu');
	expect(await axe(page)).toEqual([]);
	await shot(page, 'procedures-own-vi', {fullPage: true});
	await links.getByLabel('Địa chỉ', {exact: true}).fill('https://dichvucong.gov.vn/khai-sinh');
	await sectors.locator('> summary').click();
	await sectors.locator('.m-item summary').first().click();
	await sectors.getByRole('checkbox', {name: 'Hộ tịch'}).first().check();
	await page.locator('.m-bar').getByRole('button', {name: 'Xem thay đổi'}).click();
	await expect(page.locator('.m-bar')).toContainText('đẻ | mới sinh, khai sinh');
	await page.locator('.m-bar .lead').click();
	await expect(page.locator('.m-bar')).toBeHidden();
	const first = hall.site.services[0].id;
	expect((await hall.get('/site')).site.catalogue).toEqual({
		words: [{everyday: 'đẻ | mới sinh', official: 'khai sinh'}, {everyday: 'làm ơn', official: '-'},
			{everyday: 'ngoáp ngoép', official: 'kết hôn'}],
		links: {procedure: 'https://dichvucong.gov.vn/thu-tuc?ma={short}',
			own: [{procedure: '1.000001', link: 'https://dichvucong.gov.vn/khai-sinh'}]},
		sectors: {[first]: ['Hộ tịch']},
	});
	await expect(sectors).toContainText('Chưa dịch vụ nào làm: Chứng thực, Cư trú.');
});

test('what goes wrong with an import is said', async ({hall, open}) => {
	await take(hall, ROWS);
	const page = await open('/manager#procedures', 'director', {language: 'en'});
	const look = page.getByRole('button', {name: 'Show the changes'});
	const takeAll = page.getByRole('button', {name: 'Take all changes'});
	await page.getByLabel('The list\'s file').setInputFiles(list(changed(ROWS).slice(0, 3)));
	await page.getByLabel('The file has all procedures').check();
	await look.click();
	const preview = page.locator('.m-preview');
	await expect(preview).toContainText('1 Ended');
	await expect(preview.locator('del')).toHaveText('Đăng ký khai sinh');
	await expect(preview.locator('ins')).toHaveText('Đăng ký khai sinh có yếu tố nước ngoài');
	// Somebody else is quicker: it is compared anew.
	await take(hall, [[...ROWS[0].slice(0, 1), 'Khai sinh', ...ROWS[0].slice(2)]]);
	await takeAll.click();
	await expect(page.getByText('Somebody else has just changed the list.')).toBeVisible();
	await expect(preview.locator('del')).toHaveText('Khai sinh');
	const answers = {fail: {status: 500, json: {error: 'unknown'}}, large: {status: 413, json: {error: 'too_large'}}};
	let next = 'fail';
	await page.route('**/procedures/import', (route) =>
		next === 'away' ? route.abort() : route.fulfill(answers[next]));
	await takeAll.click();
	await expect(page.getByText('The hub failed at it.')).toBeVisible();
	next = 'away';
	await takeAll.click();
	await expect(page.getByText('it is not known whether the list was taken')).toBeVisible();
	await look.click();
	await expect(page.getByText('Nothing was taken. Check the network')).toBeVisible();
	next = 'large';
	await look.click();
	await expect(page.getByText('Cut the list into several files')).toBeVisible();
	await page.unroute('**/procedures/import');
	await look.click();
	await page.getByRole('button', {name: 'Take nothing'}).click();
	expect((await names(hall))[0]).toBe('Khai sinh');
});

/* Both languages and both sizes, once each. */
for (const {look, language, phone} of LOOKS.filter((one) => one.phone === (one.language === 'vi'))) {
	test(`the procedures are looked at: ${look}`, async ({hall, open, axe, shot}) => {
		await take(hall, ROWS);
		const page = await open('/manager#procedures', 'admin', {language, phone});
		const english = language === 'en';
		await expect(page.locator('.p-table tbody tr')).toHaveCount(4);
		// What the centre says is edited here; each difference is named.
		const stated = page.locator('#p-own-stated');
		await stated.locator('summary').click();
		await stated.locator('input[type=number]').first().fill('5');
		await stated.locator('textarea').first().fill('1.000001\n1.000002, 1.000003\n1.000009');
		await page.locator('.m-bar .lead').click();
		await expect(page.locator('.m-bar')).toBeHidden();
		expect((await hall.get('/site')).site.catalogue).toEqual(
			{posted: 5, posted_codes: ['1.000001', '1.000002', '1.000003', '1.000009']});
		await expect(page.getByText(english ? 'This is not what the centre says' : 'Không khớp với số')).toBeVisible();
		await expect(page.locator('.p-group').filter({hasText: '1.000009'})).toBeVisible();
		await expect(page.locator('.p-group').filter({hasText: '1.000004'})).toContainText('Đăng ký kết hôn');
		await page.locator('#p-file').setInputFiles(list([...changed(ROWS).slice(0, 2),
			['1.0', `${LONG}, ${LONG}`, 'Hộ tịch', '', '', '', day(1)]]));
		await page.locator('#p-whole').check();
		await page.locator('form button[type=submit]').click();
		await expect(page.locator('.m-preview ins')).toBeVisible();
		const isWide = () => page.evaluate(() =>
			document.documentElement.scrollWidth - document.documentElement.clientWidth);
		expect(await axe(page)).toEqual([]);
		expect(await isWide()).toBeLessThanOrEqual(0);
		await shot(page, `procedures-${look}`, {fullPage: true});
		await page.locator('tr[data-key="1.000002"] .p-open').click();
		await expect(page.locator('.p-ways')).toBeVisible();
		expect(await axe(page)).toEqual([]);
		expect(await isWide()).toBeLessThanOrEqual(0);
		await shot(page, `procedures-one-${look}`, {fullPage: true});
		if (look === 'desktop-en') {
			const [download] = await Promise.all([page.waitForEvent('download'),
				page.locator('.p-back button').click().then(() =>
					page.getByRole('link', {name: 'CSV, commas'}).click())]);
			const text = fs.readFileSync(await download.path(), 'utf8');
			expect(text).toContain('1.000003,Chứng thực chữ ký');
		}
	});
}

for (const {look, language, phone} of LOOKS.filter((one) => one.phone === (one.language === 'vi'))) {
	test(`what visitors say is wrong is looked at: ${look}`, async ({hall, open, axe, shot}) => {
		await take(hall, ROWS);
		const wrong = (code) => hall.post(`/procedures/${code}/wrong`, {place: 'kiosk'});
		await wrong('1.000002');
		await wrong('1.000002');
		await wrong('1.000001');
		const english = language === 'en';
		const seen = english ? 'Looked at' : 'Đã xem lại';
		const reader = await open('/manager#procedures', 'director', {language, phone});
		await expect(reader.locator('.p-wrong tbody tr')).toHaveCount(2);
		await expect(reader.getByRole('button', {name: seen})).toHaveCount(0);
		const page = await open('/manager#procedures', 'supervisor', {language, phone});
		const lines = page.locator('.p-wrong tbody tr');
		await expect(lines).toHaveCount(2);
		await expect(lines.first().locator('td').first()).toHaveText('2');
		expect(await axe(page)).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth -
			document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
		await shot(page, `procedures-wrong-${look}`, {fullPage: true});
		/* One comes while somebody looks: it stays. */
		await wrong('1.000002');
		await lines.first().getByRole('button', {name: seen}).click();
		await expect(page.locator('.p-wrong tr[data-key="1.000002"] td').first()).toHaveText('1');
		await page.locator('.p-wrong tr[data-key="1.000002"]').getByRole('button', {name: seen}).click();
		await page.locator('.p-wrong tr[data-key="1.000001"]').getByRole('button', {name: seen}).click();
		await expect(lines).toHaveCount(0);
		await expect(page.locator('.p-wrong')).toBeHidden();
		await expect(page.locator('#p-search')).toBeFocused();
		expect((await hall.get('/procedures/wrong')).wrong).toEqual([]);
	});
}
