// SPDX-License-Identifier: Apache-2.0
// What the hub refuses is said in the page's words at the field that it is about, also when that is
// in another part of the page; how long a text may be is counted in characters, on both sides.
const fs = require('fs');
const {test, expect} = require('./fixtures');

const MEMBER = /\w\[\d+\]|\w+_\w+\./; /* "closed_days[1].day" */
const bar = (page) => page.locator('.m-bar');
const wrong = (page) => page.locator('[aria-invalid="true"]');
const letters = (n) => 'ệ'.repeat(n);

/* A site with one fault goes into the draft as a file. */
async function take(page, hall, info, change) {
	const file = info.outputPath('site.json');
	const {site} = await hall.get('/site');
	change(site);
	fs.writeFileSync(file, JSON.stringify(site));
	await page.goto(`${hall.url}/manager#data`);
	await page.locator('#import-file').setInputFiles(file);
	await page.locator('.m-preview .lead').click();
}

const FAULTS = [
	['hours', 'Ngày nghỉ › 1 (Quốc khánh) › Ngày', 'Ngày chưa đúng.', (site) => {
		site.closed_days = [{day: '2026-9-2', name: {vi: 'Quốc khánh'}}];
	}],
	['hours', 'Giờ làm việc › Thứ Hai › 1', 'Cần hai giờ', (site) => {
		site.hours = {mon: [['17:00', '24:30']]};
	}],
	['services', 'Dịch vụ › 1 (', 'dễ đọc nhầm', (site) => {
		site.services[0].series = 'I';
	}],
	['services', 'Phút cho một người', 'Cần số từ 1 đến 240.', (site) => {
		site.services[1].serving_time_s = 5;
	}],
	['counters', 'Quầy › 2 (', 'Cần số từ 1 đến 99.', (site) => {
		site.counters[1].number = 100;
	}],
	['texts', 'Địa chỉ, điện thoại của trung tâm › Tiếng Việt', 'nhiều nhất 500 ký tự', (site) => {
		site.texts = {contact: {vi: letters(501)}};
	}],
	['texts', 'Địa chỉ cho điện thoại', 'chữ có dấu', (site) => {
		site.public_url = 'http://xã.example';
	}],
	['rules', 'Quy tắc › ', 'Cần số từ 1 đến 20.', (site) => {
		site.rules = {priority_in_a_row: 99};
	}],
	['procedures', 'Thủ tục › Địa chỉ › ', 'Phải bắt đầu bằng', (site) => {
		site.catalogue = {links: {procedure: 'dichvucong/{code}'}};
	}],
	['data', 'Thông báo › 1', 'nhiều nhất 500 ký tự. Sửa trong tệp', (site) => {
		site.notices = [{vi: letters(501)}];
	}],
];

test('each fault of a draft leads to its field, in the page\'s words', async ({hall, open}, info) => {
	test.slow();
	const page = await open('/manager#data', 'admin');
	for (const [part, place, said, change] of FAULTS) {
		await take(page, hall, info, change);
		const link = bar(page).locator('.m-faults button').filter({hasText: place});
		await expect(link).toBeVisible();
		await expect(bar(page)).toContainText(said);
		expect(await bar(page).textContent()).not.toMatch(MEMBER);
		await link.click();
		await expect(page).toHaveURL(new RegExp(`#${part}$`));
		if (part === 'data') {
			await expect(page.locator('#import-file')).toBeFocused();
		} else {
			await expect(wrong(page).first()).toBeVisible();
			await expect(page.locator('.m-main .fault:visible').first()).toContainText(said);
			await expect.poll(() => page.evaluate(() => {
				const marked = document.querySelector('.m-main [aria-invalid="true"]');
				return marked === document.activeElement || marked.contains(document.activeElement);
			})).toBe(true);
		}
		await bar(page).getByRole('button', {name: 'Bỏ', exact: true}).click();
		await page.getByRole('dialog').getByRole('button', {name: 'Bỏ', exact: true}).click();
		await expect(bar(page)).toBeHidden();
	}
});

for (const language of ['vi', 'en']) {
	test(`parts with faults are looked at (${language})`, async ({hall, open, shot}, info) => {
		test.slow();
		const page = await open('/manager#data', 'admin', {language});
		await take(page, hall, info, (site) => {
			FAULTS.forEach(([, , , change]) => change(site));
			site.services[0].name = Object.fromEntries(site.languages.map((one) =>
				[one, 'Dịch vụ có tên rất dài '.repeat(8).trim()]));
		});
		for (const [width, height] of [[1366, 625], [360, 740]]) {
			await page.setViewportSize({width, height});
			for (const part of new Set(FAULTS.map(([one]) => one))) {
				await page.goto(`${hall.url}/manager#${part}`);
				await expect(part === 'data' ? bar(page) : page.locator('.m-main .fault:visible').first()).toBeVisible();
				const box = await bar(page).boundingBox();
				expect(box.height, part).toBeLessThan(height * 0.35);
				expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), part)
					.toBeLessThanOrEqual(0);
				await shot(page, `manager-faults-${part}-${language}-${width}`);
			}
		}
	});
}

/* Fields with a text of their own request: the longest is taken, and one letter more is refused at
 * the field. The texts are of letters that have three bytes. */
async function bothLengths(field, longest, send, {taken, said}) {
	await field.fill(letters(longest + 1));
	await send();
	await expect(field).toHaveAttribute('aria-invalid', 'true');
	await expect(field).toBeFocused();
	await expect(said).toContainText(`nhiều nhất ${longest} ký tự`);
	await field.fill(letters(longest));
	await send();
	await taken();
}

test('a notice may be as long as the hub takes it, and is refused at its field', async ({hall, open}) => {
	const page = await open('/manager#notices', 'admin');
	await page.getByRole('button', {name: 'Thêm thông báo'}).click();
	const field = page.locator('#notice-0-vi');
	await bothLengths(field, 500, () => page.locator('.m-part:has(#notice-0-vi) .lead').click(), {
		said: page.locator('#notice-0-vi-wrong'),
		taken: async () => expect.poll(async () => (await hall.get('/site')).site.notices[0].vi)
			.toBe(letters(500)),
	});
	const english = page.locator('#notice-0-en');
	await english.fill('Only this');
	await field.fill('');
	await page.locator('.m-part:has(#notice-0-vi) .lead').click();
	await expect(page.locator('#notice-0-vi-wrong')).toHaveText('Chưa điền.');
	await expect(field).toBeFocused();
});

test('what is said of the portal is refused at its field', async ({hall, open}) => {
	const page = await open('/manager#notices', 'admin');
	await bothLengths(page.locator('#portal-note'), 120, () => page.getByRole('switch').click(), {
		said: page.locator('#portal-note-wrong'),
		taken: async () => expect.poll(async () => (await hall.get('/state')).portal)
			.toMatchObject({down: true, note: letters(120)}),
	});
});

test('a page of the notice board is refused at its field', async ({hall, open}) => {
	const page = await open('/manager#notices', 'admin');
	const part = page.locator('.m-pages');
	const save = () => part.locator('.m-actions .lead').last().click();
	await part.locator('.m-add').first().click();
	await bothLengths(page.locator('#page-0-head-vi'), 500, save, {
		said: page.locator('#page-0-head-vi-wrong'),
		taken: async () => expect.poll(async () => ((await hall.get('/site')).site.pages || []).length).toBe(1),
	});
	await page.locator('.m-page-table button').first().click();
	await page.locator('#page-0-table--1-0').fill('Giờ');
	await page.locator('#page-0-table--1-1').fill('Nơi');
	await bothLengths(page.locator('#page-0-table-0-1'), 60, save, {
		said: page.locator('.m-page-table td .fault:visible'),
		taken: () => expect(page.locator('.m-page-table .fault:visible').first()).toContainText('Bảng rộng quá'),
	});
	await page.locator('#page-0-table-0-1').fill('Nhà văn hoá');
	await page.locator('#page-0-to-day').fill('30/11/2026');
	await page.locator('#page-0-to-time').fill('25:10');
	await save();
	await expect(page.locator('#page-0-to-day')).toHaveAttribute('aria-invalid', 'true');
	await page.locator('#page-0-to-time').fill('24h');
	await save();
	await expect.poll(async () => (await hall.get('/site')).site.pages[0].to).toBe('2026-11-30');
});

test('the last administrator stays, and the page says so where it was asked', async ({hall, open}) => {
	const page = await open('/manager#people', 'admin');
	const {staff} = await hall.get('/staff');
	const admin = staff.find((one) => one.role === 'admin' && one.has_secret);
	const row = page.locator('tr', {hasText: admin.id});
	await row.getByRole('button', {name: /^Sửa/}).click();
	const dialog = page.getByRole('dialog');
	await dialog.locator('input[name="role"][value="clerk"]').check();
	await dialog.locator('.lead').click();
	await expect(dialog.locator('#role-wrong')).toContainText('cần ít nhất một người quản trị');
	await expect(dialog).not.toContainText('Tên đăng nhập chỉ gồm');
	await dialog.locator('input[name="role"][value="admin"]').check();
	await dialog.locator('input[name="active"][value="false"]').check();
	await dialog.locator('.lead').click();
	await expect(dialog.locator('#active-wrong')).toContainText('cần ít nhất một người quản trị');
	await dialog.locator('input[name="active"][value="true"]').check();
	await bothLengths(dialog.locator('input[name="name"]'), 120, () => dialog.locator('.lead').click(), {
		said: dialog.locator('#name-wrong'), taken: () => expect(dialog).toBeHidden(),
	});
	await row.getByRole('button', {name: /^Xóa|^Xoá/}).click();
	await dialog.locator('.danger').click();
	await expect(page.locator('.said.wrong')).toContainText('người quản trị duy nhất');
});

test('hours are typed and shown to the end of the day, whatever the browser\'s language', async ({hall, open}) => {
	const week = {mon: [['00:00', '24:00']]};
	await hall.ask('PUT', '/site', Object.assign({}, hall.site, {hours: week, day_end: '24:00'}));
	const page = await open('/manager#hours', 'admin', {locale: 'en-US'});
	const times = page.locator('.m-span input');
	await expect(times.nth(0)).toHaveValue('00:00');
	await expect(times.nth(1)).toHaveValue('24:00');
	await times.nth(1).fill('25h');
	await expect(page.locator('.m-span .fault')).toContainText('Cần hai giờ');
	await times.nth(0).fill('7h30');
	await times.nth(1).fill('24h');
	await times.nth(1).press('Tab');
	await expect(times.nth(0)).toHaveValue('07:30');
	await bar(page).locator('.lead').click();
	await expect.poll(async () => (await hall.get('/site')).site.hours).toEqual({mon: [['07:30', '24:00']]});
	for (const part of ['hours', 'notices', 'people']) {
		await page.goto(`${hall.url}/manager#${part}`);
		await expect(page.locator('.m-main h1')).toBeVisible();
		await expect(page.locator('input[type="date"], input[type="time"]')).toHaveCount(0);
	}
});
