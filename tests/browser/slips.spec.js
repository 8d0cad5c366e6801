// SPDX-License-Identifier: Apache-2.0
// Printers in trouble: which slips come by themselves, which somebody prints again; what devices are
// called; and addresses that no phone reaches.
const {test, expect} = require('./fixtures');

const WORDS = {
	vi: {later: 'sẽ tự in khi máy in dùng lại được', again: (n) => `In lại ${n}`,
		printer: 'Máy in của máy lấy số 1', promise: 'sẽ tự in'},
	en: {later: 'print themselves when the printer works again', again: (n) => `Print ${n} again`,
		printer: 'Printer of kiosk 1', promise: 'print themselves'},
};

/* A ticket whose slip has come to this. */
async function taken(hall, paper) {
	const ticket = await hall.post('/tickets', {service: 'A', print: true, kiosk: 'kiosk-1'});
	await hall.post(`/tickets/${ticket.id}/paper`, {state: paper});
	return ticket;
}

for (const language of ['vi', 'en']) {
	const words = WORDS[language];
	test(`the manager hears what becomes of slips (${language})`,
		async ({hall, open, shot, axe}) => {
			await hall.device('kiosk-1', 'printer', 'paper_out', 'device');
			const page = await open('/manager', 'supervisor', {language});
			const slips = page.locator('.m-slips'), device = page.locator('.m-devices li.bad');
			await expect(device).toContainText(words.printer);
			/* Nothing waits: nothing is promised. */
			await expect(device).not.toContainText(words.promise);
			await expect(slips).toHaveText('');
			await taken(hall, 'PRINTED');
			const later = await taken(hall, 'LATER'), other = await taken(hall, 'LATER');
			const failed = await taken(hall, 'FAILED');
			await taken(hall, 'UNKNOWN');
			await expect(slips).toContainText(words.later);
			await expect(slips).toContainText(`${later.number}, ${other.number}`);
			await expect(device).toContainText(words.promise);
			await expect(slips.getByRole('button')).toHaveCount(2);
			expect(await axe(page)).toEqual([]);
			await shot(page, `slips-manager-${language}`, {fullPage: true});
			await slips.getByRole('button', {name: words.again(failed.number)}).click();
			await expect(slips.getByRole('button')).toHaveCount(1);
			expect((await hall.get(`/tickets/${failed.id}`)).paper).toBe('QUEUED');
			for (const one of [later, other]) {
				await hall.post(`/tickets/${one.id}/paper`, {state: 'PRINTED'});
			}
			await expect(slips).not.toContainText(words.later);
			await expect(device).not.toContainText(words.promise);
		});

	test(`a helper at the door prints a lost slip again (${language})`,
		async ({hall, open, shot, axe}) => {
			await hall.device('kiosk-1', 'printer', 'cover_open', 'device');
			const page = await open('/door', 'helper', {language});
			const slips = page.locator('[aria-labelledby=door-slips]');
			await expect(slips).toBeHidden();
			const later = await taken(hall, 'LATER'), failed = await taken(hall, 'FAILED');
			await expect(slips).toContainText(later.number);
			expect(await axe(page)).toEqual([]);
			await shot(page, `slips-door-${language}`, {fullPage: true});
			await slips.getByRole('button', {name: words.again(failed.number)}).click();
			await expect(slips.getByRole('button')).toHaveCount(0);
			expect((await hall.events(['reprint'])).length).toBe(1);
		});

	test(`a device gets a name from people (${language})`, async ({hall, open, shot, axe}) => {
		await hall.device('kiosk-1', 'printer', 'paper_out', 'device');
		await hall.device('hall-1', 'screen', 'ok');
		const page = await open('/manager', 'admin', {language});
		const rows = page.locator('.m-devices');
		await expect(rows).toContainText(language === 'vi' ? 'Màn hình của sảnh 1' : 'Screen of hall 1');
		expect(await rows.innerText()).not.toMatch(/kiosk-1|hall-1/);
		await rows.locator('li', {hasText: language === 'vi' ? 'máy lấy số 1' : 'kiosk 1'})
			.getByRole('button').click();
		const dialog = page.getByRole('dialog');
		const name = 'Máy lấy số cạnh cửa chính của khu tiếp nhận hồ sơ tầng một';
		await dialog.locator('input').nth(0).fill(name);
		await dialog.locator('input').nth(1).fill('Kiosk by the main door of the reception on the ground floor');
		expect(await axe(page)).toEqual([]);
		await shot(page, `device-name-${language}`);
		await dialog.getByRole('button').first().click();
		const shown = language === 'vi' ? name : 'Kiosk by the main door';
		await expect(rows).toContainText(shown);
		await expect(page.locator('.m-alarms')).toContainText(shown);
		await shot(page, `device-named-${language}`, {fullPage: true});
		expect((await hall.get('/site')).site.devices).toMatchObject([{id: 'kiosk-1', name: {vi: name}}]);
		const counter = await open('/', 'clerk', {language});
		await expect(counter.locator('.alarm.strong')).toContainText([shown]);
	});

	test(`an address that no phone reaches is said at its field (${language})`,
		async ({open, shot, axe}) => {
			const page = await open('/manager#texts', 'admin', {language});
			const field = page.getByLabel(language === 'vi' ? 'Địa chỉ trang cho điện thoại'
				: 'Address for citizens\' phones');
			await field.fill('http://localhost:8080');
			await expect(page.locator('.fault:visible')).toContainText('localhost');
			expect(await axe(page)).toEqual([]);
			await shot(page, `public-url-${language}`);
			await field.fill('http://mayso.local');
			await expect(page.locator('.fault:visible')).toContainText('.local');
			await field.fill('https://so.example.vn');
			await expect(page.locator('.fault:visible')).toHaveCount(0);
		});
}

test('an address that no phone reaches is a trouble of the hub', async ({hall, open}) => {
	const page = await open('/manager', 'admin', {language: 'vi'});
	await hall.ask('PUT', '/site', Object.assign({}, hall.site, {public_url: 'http://localhost:8080'}));
	await expect(page.locator('.m-devices li.bad')).toContainText('điện thoại không mở được', {timeout: 20000});
	await expect(page.locator('.m-devices li.bad')).toContainText('Địa chỉ trang cho điện thoại');
});
