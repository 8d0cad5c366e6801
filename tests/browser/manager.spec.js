// SPDX-License-Identifier: Apache-2.0
// The manager's page: what is going on, who may do what, editing the site with two people, moving
// services, notices, export, import and backup.
const fs = require('fs');
const {test, expect, LOOKS} = require('./fixtures');

const TABS = {
	supervisor: ['now', 'assign', 'notices', 'voice', 'procedures', 'people'],
	director: ['now', 'notices', 'voice', 'procedures', 'people'],
	admin: ['now', 'assign', 'notices', 'voice', 'procedures', 'people', 'services', 'counters', 'hours', 'texts',
		'rules', 'kiosks', 'complaints', 'data'],
};

/* A hall at work: two counters, somebody waiting, a printer without paper. */
async function work(hall) {
	const [one, two] = hall.site.staff.filter((person) => person.active !== false);
	await hall.counter(1, 'open', {staff: one.id});
	await hall.counter(2, 'open', {staff: two.id});
	for (const service of ['A', 'A', 'B', 'C', 'C', 'F']) {
		await hall.issue(service);
	}
	await hall.counter(1, 'call-next');
	await hall.counter(1, 'appear');
	await hall.counter(2, 'pause', {note: 'Họp giao ban'});
	const kiosk = await hall.token('kiosk');
	const health = (name, state, fault) => hall.asToken(kiosk, 'POST', '/health',
		{name, state, fault});
	await health('printer', 'paper_out', 'device');
	await health('panel', 'ok', 'none');
	await health('screen', 'ok', 'none');
}

const bar = (page) => page.locator('.m-bar');
const open = (page, id) => page.locator(`.m-nav a[href="#${id}"]`).click();

for (const role of Object.keys(TABS)) {
	test(`a ${role} sees what is theirs`, async ({open: visit}) => {
		const page = await visit('/manager', role);
		await expect(page.locator('.m-tile').first()).toBeVisible();
		const links = await page.locator('.m-nav a').evaluateAll((all) =>
			all.map((one) => one.getAttribute('href').slice(1)));
		expect(links).toEqual(TABS[role]);
		await page.goto(`${page.url().split('#')[0]}#data`);
		if (role !== 'admin') {
			await expect(page.locator('.m-tile').first()).toBeVisible();
		}
	});
}

for (const role of ['helper', 'clerk']) {
	test(`a ${role} is sent elsewhere`, async ({open: visit}) => {
		const page = await visit('/manager', role, {language: 'en'});
		await expect(page.locator('.m-nav')).toHaveCount(0);
		await expect(page.getByRole('main')).toBeVisible();
	});
}

test('now is live', async ({hall, open: visit, shot}) => {
	const page = await visit('/manager', 'supervisor', {language: 'en'});
	await expect(page.locator('.m-tile').first()).toContainText('0');
	await hall.issue('A');
	await expect(page.locator('.m-tile').first()).toContainText('1');
	await expect(page.locator('.m-alarms')).toContainText('no counter serves it');
	await hall.counter(1, 'open', {staff: hall.site.staff[0].id});
	await expect(page.locator('.m-card.OPEN')).toContainText(hall.site.staff[0].name);
	await expect(page.locator('.m-alarms')).toBeEmpty();
	await hall.counter(1, 'call-next');
	await expect(page.locator('.m-card.OPEN .m-ticket')).toContainText('A001');
	await hall.counter(1, 'pause-after', {note: 'Họp'});
	await expect(page.locator('.m-card.OPEN')).toContainText('Pauses after this number · Họp');
	await shot(page.locator('.m-card.OPEN'), 'manager-pause-after');
	await hall.restart();
	await hall.issue('B');
	await expect(page.locator('.m-tile').first()).toContainText('1');
	await expect(page.locator('.m-card.OPEN .m-ticket')).toContainText('A001');
});

const TAKEN_BACK = {
	vi: {button: 'Mở lại số vừa xong', label: 'Số cần mở lại', submit: 'Mở lại',
		said: 'Số A001 đã vào hàng lại.', again: 'Số A001: Đang chờ. Không có gì để mở lại.'},
	en: {button: 'Reopen a number', label: 'Number to reopen', submit: 'Reopen',
		said: 'A001 is back in line.', again: 'A001: Waiting. There is nothing to reopen.'},
};
for (const language of ['vi', 'en']) {
	test(`a supervisor takes back what was void by mistake (${language})`,
		async ({hall, open: visit, axe, shot}) => {
			const words = TAKEN_BACK[language];
			const ticket = await hall.issue('A');
			await hall.post(`/tickets/${ticket.id}/void`, {});
			const page = await visit('/manager', 'supervisor', {language});
			await shot(page, `manager-take-back-${language}`);
			for (const said of [words.said, words.again]) {
				await page.getByRole('button', {name: words.button}).click();
				await page.getByLabel(words.label).fill('A001');
				expect(await axe(page)).toEqual([]);
				await page.getByRole('button', {name: words.submit, exact: true}).click();
				await expect(page.locator('.said:not([hidden])')).toHaveText(said);
			}
			const {events} = await hall.get(`/tickets/${ticket.id}/history`);
			expect(events.map((event) => event.kind)).toEqual(['issue', 'void', 'undo_void']);
		});
}

test('a device in trouble says whose fault it is and what to do', async ({hall, open: visit}) => {
	await work(hall);
	const page = await visit('/manager', 'supervisor', {language: 'en'});
	const device = page.locator('.m-devices li.bad');
	await expect(device).toContainText('Printer of kiosk 1');
	await expect(device).toContainText('out of paper');
	await expect(device).toContainText('The device\'s fault.');
	await expect(device).toContainText('Put in a new roll');
});

/* The words of drivers/printer-status.c, which the kiosk notes. */
const NO_PRINTER = ['not_found', 'busy', 'no_permission', 'other_language', 'no_usb', 'failed',
	'silent', 'garbled', 'refused', 'unreachable', 'unknown_name'];

for (const language of ['vi', 'en']) {
	test(`why there is no printer is said in words (${language})`,
		async ({hall, open: visit, shot}) => {
			const kiosk = await hall.token('kiosk');
			const page = await visit('/manager', 'supervisor', {language});
			const said = new Set();
			for (const note of NO_PRINTER) {
				await hall.asToken(kiosk, 'POST', '/health',
					{name: 'printer', state: 'offline', fault: 'device', note});
				await page.reload();
				const device = page.locator('.m-devices li.bad').first();
				await expect(device).toBeVisible();
				const text = await device.innerText();
				expect(text).not.toContain(note);
				expect(text).not.toContain('no_printer');
				said.add(text);
			}
			expect(said.size).toBe(NO_PRINTER.length);
			await shot(page, `no-printer-${language}`, {fullPage: true});
		});
}

/* A hub in all the troubles that it can tell of itself. */
async function trouble(page) {
	await page.route('**/api/v1/health', async (route) => {
		const answer = await route.fetch();
		const health = await answer.json();
		const since = '2026-11-23T08:00:00.000+07:00';
		health.hub.disk = 'nearly_full';
		health.hub.backup = {state: 'missing', day: '2026-11-20', kept: 3, days_behind: 2};
		for (const [part, state] of [['disk', 'nearly_full'], ['backup', 'missing'],
			['database', 'rebuilt'], ['https', 'failed'],
			['integrity', 'damaged'], ['issuing', 'limited'], ['files', 'over']]) {
			health.devices.push({name: `hub/${part}`, state, fault: 'device', note: 'in English', since});
		}
		await route.fulfill({response: answer, json: health});
	});
}

for (const language of ['vi', 'en']) {
	test(`what the hub reports of itself is said in words, once (${language})`,
		async ({open: visit, shot}) => {
			for (const [where, role, size] of [['/manager', 'supervisor', {}],
				['/', 'clerk', {}], ['/manager', 'supervisor', {phone: true}]]) {
				const shown = await visit(where, role, {language, ...size});
				await trouble(shown);
				await shown.reload();
				await expect(shown.locator('.alarm')).toHaveCount(6);
				if (where === '/manager') {
					await expect(shown.locator('.m-devices li.bad')).toHaveCount(7);
				}
				await expect(shown.locator('body')).not.toContainText('hub/');
				await expect(shown.locator('body')).not.toContainText('in English');
				await shot(shown, `trouble-of-the-hub-${role}-${language}${size.phone ? '-phone' : ''}`,
					{fullPage: true});
			}
		});
}

for (const [language, words] of [['vi', {button: 'Đã kiểm tra xong', said: 'Đã ghi nhận'}],
	['en', {button: 'I have checked it', said: 'Noted'}]]) {
	test(`an administrator acknowledges a rebuild (${language})`,
		async ({open: visit, shot}) => {
			const other = await visit('/manager', 'supervisor', {language});
			await trouble(other);
			await other.reload();
			await expect(other.locator('.m-devices li.bad')).toHaveCount(7);
			await expect(other.getByRole('button', {name: words.button})).toHaveCount(0);
			const page = await visit('/manager', 'admin', {language});
			await trouble(page);
			await page.reload();
			const asked = page.waitForRequest('**/api/v1/health/acknowledge');
			await page.getByRole('button', {name: words.button}).click();
			await shot(page, `acknowledge-${language}`, {fullPage: true});
			await page.getByRole('dialog').getByRole('button', {name: words.button}).click();
			expect((await (await asked).response()).status()).toBe(200);
			await expect(page.getByText(words.said)).toBeVisible();
		});
}

test.describe('a board that does not know the time', () => {
	test.use({clockTrusted: false});

	for (const language of ['vi', 'en']) {
		test(`asks a supervisor for it, and serves on (${language})`,
			async ({hall, open: visit, shot, axe}) => {
				const words = {
					vi: {unsure: 'chưa biết chắc ngày giờ', set: 'Đặt ngày giờ', day: 'Ngày/tháng/năm',
						time: 'Giờ:phút', wrongDay: 'Không có ngày này', wrongTime: 'Không có giờ này',
						check: 'Bây giờ là thứ Ba, 06/05/2031, 08:05. Đúng không?', yes: 'Đúng',
						again: 'Sửa lại', said: 'Đã xác nhận đồng hồ.', unknown: 'chưa rõ ngày',
						known: 'ngày 06/05/2031'},
					en: {unsure: 'not sure of the date', set: 'Set date and time', day: 'Day/month/year',
						time: 'Hour:minute', wrongDay: 'no such day', wrongTime: 'no such hour',
						check: 'It is Tuesday, 6 May 2031, 08:05 now. Is that right?', yes: 'Yes',
						again: 'Change it', said: 'The clock is accepted.', unknown: 'date not known',
						known: '6 May 2031'},
				}[language];
				await hall.issue('A');
				expect((await hall.get('/state')).clock).not.toBe('ok');
				const page = await visit('/manager', 'supervisor', {language, phone: language === 'vi'});
				await expect(page.locator('.alarm').last()).toContainText(words.unsure);
				await expect(page.locator('.m-tile').last()).toContainText(words.unknown);
				await shot(page, `clock-unknown-${language}`, {fullPage: true});
				await open(page, 'notices');
				await expect(page.locator('.m-clock')).toBeVisible();
				expect(await axe(page)).toEqual([]);
				await shot(page, `clock-ask-${language}`, {fullPage: true});
				await page.getByRole('button', {name: words.set}).click();
				const dialog = page.getByRole('dialog');
				const day = dialog.getByLabel(words.day);
				const time = dialog.getByLabel(words.time);
				await expect(day).toHaveValue(/^\d\d\/\d\d\/\d{4}$/);
				await day.fill('31/4/2031');
				await time.fill('half past eight');
				await time.press('Enter');
				await expect(dialog.locator('.field', {has: page.getByLabel(words.day)})).toContainText(words.wrongDay);
				await expect(dialog.locator('.field', {has: page.getByLabel(words.time)})).toContainText(words.wrongTime);
				await expect(day).toBeFocused();
				await expect(time).toHaveAttribute('aria-invalid', 'true');
				expect(await axe(page)).toEqual([]);
				await shot(page, `clock-set-${language}`);
				await day.fill('6-5-31');
				await time.fill('8h5');
				await time.press('Enter');
				await expect(dialog).toContainText(words.check);
				await shot(page, `clock-check-${language}`);
				await dialog.getByRole('button', {name: words.again}).click();
				await expect(day).toHaveValue('6-5-31');
				await day.fill('06052031');
				await dialog.getByRole('button', {name: words.set}).click();
				await expect(dialog).toContainText(words.check);
				await dialog.getByRole('button', {name: words.yes, exact: true}).click();
				await expect(page.getByText(words.said)).toBeVisible();
				await expect(page.locator('.m-clock')).toHaveCount(0);
				await open(page, 'now');
				await expect(page.locator('.m-tile').last()).toContainText(words.known);
				const state = await hall.get('/state');
				expect([state.clock, state.day]).toEqual(['ok', '2031-05-06']);
				expect(state.waiting.map((ticket) => ticket.number)).toEqual(['A001']);
			});
	}
});

test('a supervisor ends somebody else\'s session; the ticket waits again',
	async ({hall, open: visit}) => {
		await work(hall);
		const page = await visit('/manager', 'supervisor', {language: 'en'});
		await page.locator('.m-card.OPEN').getByRole('button', {name: 'End session'}).click();
		await expect(page.getByRole('dialog')).toContainText('will wait again');
		await page.getByRole('dialog').getByRole('button', {name: 'End session'}).click();
		await expect(page.locator('.m-card.OPEN')).toHaveCount(0);
		const state = await hall.get('/state');
		expect(state.counters[0].state).toBe('OFF');
		expect(state.waiting.map((ticket) => ticket.number)).toContain('A001');
	});

test('services move between counters, and the session goes on', async ({hall, open: visit}) => {
	await work(hall);
	const page = await visit('/manager', 'supervisor', {language: 'en'});
	await open(page, 'assign');
	await expect(page.locator('.m-matrix')).toBeVisible();
	const before = (await hall.get('/state')).counters[0];
	await page.getByRole('checkbox', {name: 'Land, Counter 1'}).check();
	await page.getByRole('checkbox', {name: 'Land, Counter 1'}).press('Tab');
	await page.getByRole('checkbox', {name: 'Certification, Counter 1'}).uncheck();
	await page.getByRole('button', {name: 'Apply to 1 counter'}).click();
	await expect(page.getByText('The counters serve this from now on.')).toBeVisible();
	const after = (await hall.get('/state')).counters[0];
	expect(after.services).toEqual(['A', 'C']);
	expect(after.session).toBe(before.session);
	expect(after.ticket.number).toBe(before.ticket.number);
});

test('a change is checked, kept over a reload, and saved', async ({hall, open: visit}) => {
	const page = await visit('/manager#services', 'admin', {language: 'en'});
	await page.locator('summary', {hasText: 'Civil status'}).click();
	const series = page.locator('details[open]').getByLabel('Letter');
	await series.fill('I');
	await expect(page.locator('.fault:visible')).toContainText('read as 1 and 0');
	await expect(series).toHaveAttribute('aria-invalid', 'true');
	await expect(bar(page)).toContainText('1 fault to mend');
	await page.reload();
	await expect(bar(page)).toContainText('1 fault to mend');
	await expect(page.locator('details[open]').getByLabel('Letter')).toHaveValue('I');
	await page.locator('details[open]').getByLabel('Letter').fill('K');
	await expect(bar(page)).toContainText('1 unsaved change');
	await bar(page).getByRole('button', {name: 'Show changes'}).click();
	await expect(bar(page)).toContainText('A → K');
	await page.keyboard.press('Control+s');
	await expect(bar(page)).toBeHidden();
	expect((await hall.get('/site')).site.services[0].series).toBe('K');
	expect((await hall.issue('A')).number).toBe('K001');
});

test('of two who edit, neither loses anything', async ({hall, open: visit}) => {
	const mine = await visit('/manager#rules', 'admin', {language: 'en', name: 'admin-1'});
	const theirs = await visit('/manager#rules', 'admin', {language: 'en', name: 'admin-2'});
	await mine.getByLabel('Priority in a row').fill('4');
	await mine.getByLabel('Digits').fill('4');
	await expect(bar(mine)).toContainText('2 unsaved');
	await theirs.getByLabel('Calls').fill('5');
	await theirs.getByLabel('Digits').fill('2');
	await bar(theirs).getByRole('button', {name: 'Save'}).click();
	await expect(bar(theirs)).toBeHidden();
	await expect(bar(mine)).toContainText('Somebody else has just saved');
	await expect(bar(mine)).toContainText('You both changed 1 thing.');
	await bar(mine).getByRole('button', {name: 'Join, then look again'}).click();
	await expect(mine.getByLabel('Calls')).toHaveValue('5');
	await expect(mine.getByLabel('Priority in a row')).toHaveValue('4');
	await bar(mine).getByRole('button', {name: 'Save'}).click();
	await expect(bar(mine)).toBeHidden();
	const {site} = await hall.get('/site');
	expect(site.rules).toMatchObject({priority_in_a_row: 4, call_attempts: 5});
	expect(site.number_digits).toBe(4);
	await expect(theirs.getByLabel('Priority in a row')).toHaveValue('4');
});

test('who was removed meanwhile does not come back with the site', async ({hall, open: visit}) => {
	await hall.account('clerk', 'quay-1');
	await hall.account('clerk', 'gone-1');
	const page = await visit('/manager#rules', 'admin', {language: 'en'});
	await page.getByLabel('Calls').fill('4');
	await expect(bar(page)).toContainText('1 unsaved');
	await hall.ask('DELETE', '/staff/gone-1');
	await bar(page).getByRole('button', {name: 'Save'}).click();
	await expect(bar(page)).toBeHidden();
	const ids = (await hall.get('/staff')).staff.map((one) => one.id);
	expect(ids).toContain('quay-1');
	expect(ids).not.toContain('gone-1');
	expect((await hall.get('/site')).site.rules.call_attempts).toBe(4);
});

test('an imported file adds people, and changes none', async ({hall, open: visit}, info) => {
	await hall.account('clerk', 'quay-1');
	const page = await visit('/manager#data', 'admin', {language: 'en'});
	const {site} = await hall.get('/site');
	const before = site.staff.find((one) => one.id === 'quay-1');
	const file = info.outputPath('people.json');
	fs.writeFileSync(file, JSON.stringify(Object.assign({}, site, {staff: [
		{id: 'quay-1', name: 'Quầy khác', role: 'admin'}, {id: 'moi-1', name: 'Mới', role: 'clerk'},
	]})));
	await page.getByLabel('Site file').setInputFiles(file);
	await expect(page.locator('.m-preview')).toContainText('differs in 1 place');
	await page.getByRole('button', {name: 'Take it into the draft'}).click();
	await bar(page).getByRole('button', {name: 'Save'}).click();
	await expect(bar(page)).toBeHidden();
	const {staff} = await hall.get('/staff');
	expect(staff.find((one) => one.id === 'moi-1')).toMatchObject({has_secret: false});
	expect(staff.find((one) => one.id === 'quay-1')).toMatchObject(
		{name: before.name, role: 'clerk', has_secret: true});
});

test('what is still in use is not taken away', async ({hall, open: visit}) => {
	await hall.counter(1, 'open', {staff: hall.site.staff[0].id});
	const page = await visit('/manager#counters', 'admin', {language: 'en'});
	await page.locator('summary', {hasText: 'Counter 1'}).click();
	await page.locator('details[open]').getByRole('button', {name: 'Remove'}).click();
	await page.getByRole('dialog').getByRole('button', {name: 'Remove'}).click();
	await expect(bar(page)).toContainText('close it before removing it');
	await bar(page).getByRole('button', {name: 'Discard'}).click();
	await page.getByRole('dialog').getByRole('button', {name: 'Discard'}).click();
	await expect(page.locator('summary', {hasText: 'Counter 1'})).toBeVisible();
	await expect(bar(page)).toBeHidden();
});

for (const language of ['vi', 'en']) {
	test(`a day closed by mistake is opened again, ${language}`, async ({hall, open: visit, shot}) => {
		const vietnamese = language === 'vi';
		const left = await hall.issue('A');
		await hall.post(`/tickets/${left.id}/leave`, {note: 'x'});
		const waiting = [await hall.issue('A'), await hall.issue('B')];
		await hall.post('/day', {move: 'close'});
		const page = await visit('/manager#notices', 'supervisor', {language});
		const name = vietnamese ? 'Mở lại ngày đã đóng nhầm' : 'Open the closed day again';
		await page.getByRole('button', {name}).click();
		const asked = page.getByRole('dialog');
		await expect(asked).toContainText(vietnamese ? '2 số đã hết hạn' : '2 numbers that have expired');
		await shot(page, `manager-day-reopen-${language}`);
		await asked.getByRole('button', {name: vietnamese ? 'Hủy bỏ' : 'Cancel'}).click();
		await expect(asked).toBeHidden();
		expect((await hall.get('/state')).day_open).toBe(false);
		await page.getByRole('button', {name}).click();
		await asked.getByRole('button', {name}).click();
		await expect(page.getByRole('status').filter({hasText: vietnamese
			? 'Đã mở lại ngày' : 'The day is open again'})).toBeVisible();
		await expect(page.getByRole('button', {name})).toHaveCount(0);
		for (const ticket of waiting) {
			expect((await hall.get(`/tickets/${ticket.id}`)).state).toBe('WAITING');
		}
		expect((await hall.get(`/tickets/${left.id}`)).state).toBe('LEFT');
	});
}

test('a service, a counter and a closed day are added by keyboard', async ({hall, open: visit}) => {
	const page = await visit('/manager#services', 'admin', {language: 'en'});
	await page.getByRole('button', {name: 'Add a service'}).press('Enter');
	await expect(page.locator('details[open]').getByLabel('Name (vi)')).toBeFocused();
	await page.keyboard.type('Tư pháp');
	await open(page, 'counters');
	await page.getByRole('button', {name: 'Add a counter'}).press('Enter');
	await page.locator('details[open]').getByLabel('Tư pháp').check();
	await open(page, 'hours');
	await page.getByRole('button', {name: 'Add a closed day'}).click();
	await page.locator('details[open]').getByLabel('Day', {exact: true}).fill('7/2/2027');
	await bar(page).getByRole('button', {name: 'Save'}).click();
	await expect(bar(page)).toBeHidden();
	const {site} = await hall.get('/site');
	const made = site.services[site.services.length - 1];
	expect(made.name.vi).toBe('Tư pháp');
	expect(site.counters[site.counters.length - 1].services).toEqual([made.id]);
	expect(site.closed_days.map((one) => one.day)).toContain('2027-02-07');
});

test('a service gets a group, a pictogram and what to bring', async ({hall, open: visit}) => {
	const page = await visit('/manager#services', 'admin', {language: 'en'});
	await page.getByRole('button', {name: '+ Add a group of services'}).click();
	const item = page.locator('details.m-item').first();
	await item.locator('summary').first().click();
	await item.locator('summary', {hasText: 'Pictogram'}).click();
	await item.getByText('Land', {exact: true}).click();
	await expect(item.locator('summary svg').first()).toBeVisible();
	await item.getByLabel('Group').selectOption('group-1');
	await item.getByRole('button', {name: 'Remove: What to bring'}).click();
	await item.getByRole('button', {name: '+ What to bring'}).click();
	await item.getByLabel('What to bring (vi)').fill(`Sổ đỏ ${'x'.repeat(60)}`);
	await expect(item).toContainText('A line has more than 60 characters.');
	await item.getByLabel('What to bring (vi)').fill('Căn cước\nSổ đỏ');
	await bar(page).getByRole('button', {name: 'Save'}).click();
	await expect(bar(page)).toBeHidden();
	const {site} = await hall.get('/site');
	expect(site.groups.map((group) => group.id)).toEqual(['group-1']);
	expect(site.services[0]).toMatchObject(
		{group: 'group-1', pictogram: 'land', bring: {vi: 'Căn cước\nSổ đỏ'}});
});

test('a kiosk is told what it offers, its name taken from its report',
	async ({hall, open: visit, axe, shot}) => {
		await work(hall);
		const page = await visit('/manager#kiosks', 'admin', {language: 'vi'});
		await page.getByRole('button', {name: 'Thêm máy lấy số'}).click();
		const item = page.locator('details[open]');
		await expect(item.getByLabel('Tên máy')).toHaveValue('kiosk-1');
		await item.getByLabel('Phát mọi dịch vụ').uncheck();
		await item.getByLabel('A Hộ tịch').uncheck();
		await item.getByPlaceholder('Tên nút').fill('green');
		await item.getByRole('button', {name: 'Thêm nút'}).click();
		await item.getByLabel('green', {exact: true}).selectOption('B');
		expect(await axe(page)).toEqual([]);
		await shot(page, 'manager-kiosk-edited', {fullPage: true});
		await bar(page).getByRole('button', {name: 'Lưu', exact: true}).click();
		await expect(bar(page)).toBeHidden();
		expect((await hall.get('/site')).site.kiosks).toEqual([
			{name: 'kiosk-1', services: ['B', 'C', 'D', 'E', 'F', 'G'], buttons: {green: 'B'}}]);
	});

test('a page with a picture goes to the halls', async ({hall, open: visit, axe}) => {
	const page = await visit('/manager#notices', 'supervisor', {language: 'en'});
	const pages = page.locator('.m-pages');
	await pages.getByRole('button', {name: '+ Add a page'}).click();
	await pages.getByLabel('Title (vi)').fill('Hội chợ');
	const jpeg = await page.evaluate(async () => {
		const canvas = document.createElement('canvas');
		canvas.width = 3000;
		canvas.height = 1500;
		canvas.getContext('2d').fillRect(0, 0, 1500, 1500);
		return canvas.toDataURL('image/jpeg').split(',')[1];
	});
	await pages.getByLabel('Picture').setInputFiles({name: 'fair.jpg', mimeType: 'image/jpeg',
		buffer: Buffer.from(jpeg, 'base64')});
	await expect(pages.locator('.m-picture canvas')).toBeVisible();
	await pages.getByLabel('To the day, inclusive').fill('31/12/2026');
	await pages.getByRole('button', {name: 'Show the pages'}).click();
	await expect(page.getByText('The pages are on the displays.')).toBeVisible();
	const {site} = await hall.get('/site');
	expect(site.pages).toEqual([{title: {vi: 'Hội chợ'}, picture: site.pages[0].picture, to: '2026-12-31'}]);
	const png = Buffer.from((await hall.get(`/pictures/${site.pages[0].picture}`)).png, 'base64');
	expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 960]);
	expect(await axe(page)).toEqual([]);
	await pages.getByLabel('From the day').fill('1/1/2027');
	await pages.getByRole('button', {name: 'Show the pages'}).click();
	await expect(pages.locator('.fault:visible')).toHaveText('Earlier than the beginning.');
});

test('a photo gets as few pixels as it must, and what is no picture is refused', async (
	{hall, open: visit}) => {
	const page = await visit('/manager#notices', 'supervisor', {language: 'en'});
	const pages = page.locator('.m-pages');
	await pages.getByRole('button', {name: '+ Add a page'}).click();
	await pages.getByLabel('Picture').setInputFiles({name: 'plan.png', mimeType: 'image/png',
		buffer: Buffer.from('this is a text')});
	await expect(page.getByText('This picture cannot be read.')).toBeVisible();
	/* Upright, and of colours that no PNG makes small. */
	const noise = await page.evaluate(async () => {
		const canvas = document.createElement('canvas');
		canvas.width = 1500;
		canvas.height = 2000;
		const context = canvas.getContext('2d');
		const data = context.createImageData(1500, 2000);
		for (let i = 0; i < data.data.length; i += 4) {
			data.data.set([Math.random() * 256, Math.random() * 256, Math.random() * 256, 255], i);
		}
		context.putImageData(data, 0, 0);
		return canvas.toDataURL('image/jpeg').split(',')[1];
	});
	await pages.getByLabel('Picture').setInputFiles({name: 'photo.jpg', mimeType: 'image/jpeg',
		buffer: Buffer.from(noise, 'base64')});
	await expect(pages.locator('.m-picture canvas')).toBeVisible();
	await pages.getByRole('button', {name: 'Show the pages'}).click();
	await expect(page.getByText('The pages are on the displays.')).toBeVisible();
	const {site} = await hall.get('/site');
	const png = Buffer.from((await hall.get(`/pictures/${site.pages[0].picture}`)).png, 'base64');
	const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
	expect(height).toBeLessThan(1080);
	expect(Math.abs(width / height - 0.75)).toBeLessThan(0.01);
});

test('a page gets a table out of a spreadsheet, times and a place', async ({hall, open: visit, axe, shot}) => {
	const page = await visit('/manager#notices', 'supervisor', {language: 'en'});
	const pages = page.locator('.m-pages');
	await pages.getByRole('button', {name: '+ Add a page'}).click();
	await pages.getByRole('button', {name: '+ Table'}).click();
	const paste = (cell, text) => cell.evaluate((input, data) => {
		const clipboard = new DataTransfer();
		clipboard.setData('text/plain', data);
		input.dispatchEvent(new ClipboardEvent('paste', {clipboardData: clipboard, bubbles: true,
			cancelable: true}));
	}, text);
	await paste(pages.getByLabel('Heading of column 1'),
		'Ngày\tNơi\tGiờ\r\nThứ Ba 24/11\tThôn Đoài\t07:30\r\nThứ Tư 25/11\tThôn Thượng\t13:30\r\n');
	await expect(pages.getByLabel('Row 2, column 3')).toHaveValue('13:30');
	await pages.getByLabel('Language of the table').selectOption('en');
	await pages.getByLabel('Row 1, column 1').fill('Tuesday 24/11');
	await pages.getByRole('button', {name: 'Remove column 3'}).click();
	await pages.getByRole('button', {name: '+ row'}).click();
	await pages.getByRole('button', {name: 'Remove row 3'}).click();
	await pages.getByLabel('Shown on').selectOption('board');
	await pages.getByLabel('From the day').fill('1/11/2026');
	await pages.getByLabel('To the day, inclusive').fill('31/12/2026');
	await pages.getByLabel('Until the time').fill('16:30');
	await pages.getByText('Preview as on the screen').click();
	await expect(page.frameLocator('.m-frame iframe').locator('#page-table td').nth(0))
		.toHaveText('Thứ Ba 24/11Tuesday 24/11');
	expect(await axe(page)).toEqual([]);
	await shot(page, 'manager-page-table');
	await pages.getByRole('button', {name: 'Show the pages'}).click();
	await expect(page.getByText('The pages are on the displays.')).toBeVisible();
	expect((await hall.get('/site')).site.pages).toEqual([{table: {columns: ['Ngày', 'Nơi'],
		rows: [[{vi: 'Thứ Ba 24/11', en: 'Tuesday 24/11'}, 'Thôn Đoài'], ['Thứ Tư 25/11', 'Thôn Thượng']]},
	where: 'board', from: '2026-11-01', to: '2026-12-31T16:30'}]);
	await pages.getByLabel('Heading of column 1').fill('');
	await pages.getByLabel('Language of the table').selectOption('vi');
	await pages.getByLabel('Heading of column 2').fill('');
	await pages.getByRole('button', {name: 'Show the pages'}).click();
	await expect(pages.locator('.fault:visible')).toHaveText(['This is missing.', 'This is missing.']);
});

test('the page on looking up one\'s case has words, and waits for the address', async ({hall, open: visit}) => {
	const page = await visit('/manager#notices', 'supervisor', {language: 'en'});
	const pages = page.locator('.m-pages');
	await pages.getByRole('button', {name: 'Look up your case'}).click();
	await expect(pages.getByLabel('Title (vi)')).toHaveValue('Tra cứu hồ sơ');
	await expect(pages.getByLabel('Title (en)')).toHaveValue('Look up your case');
	const url = pages.getByLabel('Address for a QR code');
	await expect(url).toBeFocused();
	await pages.getByLabel('Title (en)').fill('Your case');
	await pages.getByRole('button', {name: 'Show the pages'}).click();
	await expect(pages.locator('.fault:visible')).toHaveText('This is missing.');
	await url.fill('https://portal.example/tra-cuu');
	await pages.getByRole('button', {name: 'Show the pages'}).click();
	await expect(page.getByText('The pages are on the displays.')).toBeVisible();
	expect((await hall.get('/site')).site.pages[0]).toMatchObject({title: {vi: 'Tra cứu hồ sơ', en: 'Your case'},
		link: {url: 'https://portal.example/tra-cuu'}});
});

test('a director puts a notice on the displays', async ({hall, open: visit}) => {
	const page = await visit('/manager#notices', 'director', {language: 'en'});
	await page.getByRole('button', {name: 'Add a notice'}).click();
	const notices = page.locator('.m-notice').last();
	await notices.locator('textarea').first().fill('Chiều nay nghỉ');
	await page.reload();
	await expect(page.locator('.m-notice').last().locator('textarea').first())
		.toHaveValue('Chiều nay nghỉ');
	await page.getByRole('button', {name: 'Show on the displays'}).click();
	await expect(page.getByText('The notices are on the displays.')).toBeVisible();
	const {site} = await hall.get('/site');
	expect(site.notices[site.notices.length - 1]).toEqual({vi: 'Chiều nay nghỉ'});
});

test('the portal is said to be down, and works again', async ({hall, open: visit, axe}) => {
	const page = await visit('/manager#notices', 'supervisor', {language: 'en'});
	await page.getByLabel('Note (may be left empty)').fill('Bảo trì đến 10 giờ');
	await page.getByRole('switch').click();
	await expect(page.locator('.m-portal')).toContainText('The portal is down');
	expect((await hall.get('/state')).portal).toMatchObject({down: true, note: 'Bảo trì đến 10 giờ'});
	expect(await axe(page)).toEqual([]);
	await open(page, 'now');
	await expect(page.locator('.m-alarms')).toContainText('portal');
	await open(page, 'notices');
	await page.getByRole('switch').click();
	await expect(page.locator('.m-portal')).toContainText('The portal works');
	expect((await hall.get('/state')).portal.down).toBe(false);
});

/* Signs in as somebody at a desk does; the status. */
async function signsIn(hall, name, secret) {
	const answer = await fetch(`${hall.url}/api/v1/sign-in`, {method: 'POST',
		headers: {'Content-Type': 'application/json', Origin: hall.url},
		body: JSON.stringify({name, secret})});
	return answer.status;
}

async function handedOver(page) {
	const text = await page.getByRole('dialog').locator('p').first().textContent();
	const [, id, secret] = /name: (\S+) · Secret: (\S+) ·/.exec(text);
	await page.getByRole('button', {name: 'Noted'}).click();
	return {id, secret};
}

test('an account is made, gets a new PIN, is locked and removed',
	async ({hall, open: visit, axe}) => {
		const page = await visit('/manager#people', 'admin', {language: 'en'});
		await page.getByRole('button', {name: 'Add somebody'}).click();
		await page.getByLabel('Full name').fill('Người hỗ trợ thử');
		await page.getByRole('dialog').getByText('Volunteer').or(
			page.getByRole('dialog').getByText('Helper', {exact: true})).first().click();
		expect(await axe(page)).toEqual([]);
		await page.getByRole('button', {name: 'Make the account'}).click();
		const made = await handedOver(page);
		expect(made.id).toBe('nguoi-ho-tro-thu');
		const row = page.locator('tr', {hasText: 'Người hỗ trợ thử'});
		await expect(row).toContainText('only');
		expect(await signsIn(hall, made.id, made.secret)).toBe(200);
		await row.getByRole('button', {name: /New PIN/}).click();
		await page.getByRole('dialog').getByRole('button', {name: 'Save'}).click();
		const again = await handedOver(page);
		expect(await signsIn(hall, made.id, made.secret)).toBe(401);
		expect(await signsIn(hall, made.id, again.secret)).toBe(200);
		await row.getByRole('button', {name: /Edit/}).click();
		await page.getByRole('dialog').getByText('Locked').click();
		await page.getByRole('dialog').getByRole('button', {name: 'Save'}).click();
		await expect(row).toContainText('locked');
		expect(await signsIn(hall, made.id, again.secret)).toBe(403);
		await row.getByRole('button', {name: /Remove/}).click();
		await page.getByRole('dialog').getByRole('button', {name: 'Remove'}).click();
		await expect(row).toHaveCount(0);
		await page.reload();
		await expect(page.locator('.m-log').last()).toContainText('nguoi-ho-tro-thu');
	});

test('a supervisor closes and opens the day', async ({hall, open: visit}) => {
	const page = await visit('/manager#notices', 'supervisor', {language: 'en'});
	await page.getByRole('button', {name: 'Close the day now'}).click();
	await page.getByRole('dialog').getByRole('button', {name: 'Close the day now'}).click();
	await expect(page.getByRole('button', {name: 'Open the day now'})).toBeVisible();
	expect((await hall.get('/state')).day_open).toBe(false);
	await page.getByRole('button', {name: 'Open the day now'}).click();
	await expect(page.getByRole('button', {name: 'Close the day now'})).toBeVisible();
});

test('the site goes out as a file and comes in with its differences shown',
	async ({hall, open: visit}, info) => {
		const page = await visit('/manager#data', 'admin', {language: 'en'});
		const [download] = await Promise.all([page.waitForEvent('download'),
			page.getByRole('button', {name: 'Download the file'}).click()]);
		const exported = JSON.parse(fs.readFileSync(await download.path(), 'utf8'));
		expect(exported).toEqual((await hall.get('/site')).site);
		exported.number_digits = 4;
		exported.services[0].series = 'O';
		const file = info.outputPath('site.json');
		fs.writeFileSync(file, JSON.stringify(exported));
		await page.getByLabel('Site file').setInputFiles(file);
		await expect(page.locator('.m-preview')).toContainText('differs in 2 places');
		expect((await hall.get('/site')).site.number_digits).toBe(3);
		await page.getByRole('button', {name: 'Take it into the draft'}).click();
		await expect(bar(page)).toContainText('1 fault to mend');
		await expect(bar(page).getByRole('button', {name: 'Save'})).toBeDisabled();
		await expect(bar(page)).toContainText('Services › 1 (Civil status');
		fs.writeFileSync(file, '{"format": "other"}');
		await page.getByLabel('Site file').setInputFiles(file);
		await expect(page.locator('.m-preview')).toContainText('not a site of layso');
	});

test('a backup is downloaded while the hall works', async ({hall, open: visit}) => {
	await hall.issue('A');
	const page = await visit('/manager#data', 'admin', {language: 'en'});
	const [download] = await Promise.all([page.waitForEvent('download'),
		page.getByRole('link', {name: 'Download a backup'}).click()]);
	const data = fs.readFileSync(await download.path());
	expect(data.subarray(0, 15).toString()).toBe('SQLite format 3');
	expect(download.suggestedFilename()).toMatch(/^layso-\d{4}-\d\d-\d\d-\d{4}\.db$/);
	expect((await hall.issue('A')).number).toBe('A002');
});

for (const {look, language, phone} of LOOKS) {
	test(`every part is looked at: ${look}`, async ({hall, open: visit, shot, axe}) => {
		await work(hall);
		const page = await visit('/manager', 'admin', {language, phone});
		for (const part of TABS.admin) {
			await page.goto(`${hall.url}/manager#${part}`);
			await expect(page.locator('.m-main h1')).toHaveCount(1);
			if (part === 'now') {
				await expect(page.locator('.m-devices li').first()).toBeVisible();
			}
			const first = page.locator('details.m-item').first();
			if (await first.count()) {
				await first.locator('summary').first().click();
			}
			expect(await axe(page), part).toEqual([]);
			const wide = await page.evaluate(() =>
				document.documentElement.scrollWidth - document.documentElement.clientWidth);
			expect(wide, `${part} is not wider than the screen`).toBeLessThanOrEqual(0);
			await shot(page, `manager-${part}-${look}`, {fullPage: true});
		}
	});

	test(`every box that asks is looked at: ${look}`, async ({hall, open: visit, shot, axe}) => {
		await work(hall);
		const page = await visit('/manager', 'admin', {language, phone});
		const person = 'tbody tr:nth-child(2) button';
		const boxes = [
			['now', '.m-card .m-actions button >> nth=1', 'end'],
			['people', '.m-actions .lead', 'add'], ['people', `${person} >> nth=0`, 'edit'],
			['people', `${person} >> nth=1`, 'secret'], ['people', `${person}.m-remove`, 'remove'],
			['services', 'details.m-item[open] .m-remove', 'item'],
			['notices', '.danger >> nth=-1', 'day'],
		];
		for (const [part, button, name] of boxes) {
			await page.goto(`${hall.url}/manager#${part}`);
			if (part === 'services') {
				await page.locator('details.m-item summary').first().click();
			}
			await page.locator(`.m-main ${button}`).click();
			await expect(page.getByRole('dialog')).toBeVisible();
			expect(await axe(page), `${part}, ${name}`).toEqual([]);
			await shot(page, `manager-box-${name}-${look}`);
			await page.keyboard.press('Escape');
			await expect(page.getByRole('dialog')).toHaveCount(0);
		}
	});
}


test.describe('the first start', () => {
	test.use({siteChanges: null});

	for (const language of ['vi', 'en']) {
		test(`takes a former board's file (${language})`, async ({hall, open: visit, shot, axe}, info) => {
			const page = await visit('/manager', 'admin', {language});
			await expect(page.getByText('sudo layso setup')).toBeVisible();
			const kiosk = await hall.token('kiosk');
			await hall.asToken(kiosk, 'POST', '/health', {name: 'printer', state: 'paper_out', fault: 'device'});
			await expect(page.locator('.m-first-device')).toHaveCount(1);
			await axe(page);
			await shot(page, `manager-first-${language}`, {fullPage: true});
			const file = info.outputPath('site.json');
			const input = page.locator('#first-file');
			fs.writeFileSync(file, '{"format": "layso-site/1"}');
			await input.setInputFiles(file);
			await expect(page.getByRole('alert')).toBeVisible();
			fs.writeFileSync(file, JSON.stringify(hall.site));
			await input.setInputFiles(file);
			await expect(page.locator('.m-tile').first()).toBeVisible();
			expect((await hall.get('/site')).site.services.length).toBe(hall.site.services.length);
		});
	}
});
