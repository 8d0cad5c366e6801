// SPDX-License-Identifier: Apache-2.0
// Complaints and suggestions: entered, answered, corrected and counted on their page; overdue ones
// are an alarm of the manager's.
const {test, expect, LOOKS} = require('./fixtures');

const COMPLAINTS = {
	subjects: [
		{id: 'waiting', name: {vi: 'Thời gian chờ đợi', en: 'Waiting'}, service: 'A'},
		{id: 'conduct', name: {vi: 'Thái độ, trách nhiệm của cán bộ', en: 'Conduct of staff'}, service: 'B'},
	],
	days: 5, count: 'calendar',
	official: {link: 'https://example.vn/pakn', words: {vi: 'Hệ thống tiếp nhận', en: 'The national system'}},
};
test.use({siteChanges: {complaints: COMPLAINTS}});

async function today(hall) {
	return (await hall.get('/complaints')).today;
}

function daysBefore(day, n) {
	const date = new Date(`${day}T12:00:00Z`);
	date.setUTCDate(date.getUTCDate() - n);
	return date.toISOString().slice(0, 10);
}

const typed = (day) => day.split('-').reverse().join('/');

async function enter(hall, changes) {
	return (await hall.post('/complaints', Object.assign(
		{subject: 'waiting', channel: 'phone', about: 'Chờ hai giờ ở quầy 3'}, changes))).complaint;
}

for (const {look, language, phone} of LOOKS) {
	test(`the page of complaints, ${look}`, async ({hall, open, axe, shot}) => {
		const day = await today(hall);
		await enter(hall, {day: daysBefore(day, 9)});
		await enter(hall, {subject: 'conduct', channel: 'box',
			about: 'Đề nghị có ghế cho người già và chỗ để xe, hướng dẫn rõ hơn ở cửa ra vào, loa gọi số to hơn vì ngồi cuối phòng không nghe thấy'});
		const done = await enter(hall, {channel: 'online', about: 'Máy lấy số hết giấy'});
		await hall.post(`/complaints/${done.id}/answer`, {outcome: 'remedied', note: 'Đã thay giấy'});
		const page = await open('/complaints', 'supervisor', {language, phone});
		await expect(page.locator('.complaint')).toHaveCount(2);
		await expect(page.locator('.complaint.overdue')).toHaveCount(1);
		await page.locator('[data-filter="all"]').click();
		await expect(page.locator('.complaint')).toHaveCount(3);
		await page.locator('details summary').click();
		await expect(page.locator('.table-box tbody tr').first().locator('td').first()).toHaveText('3');
		const columns = page.locator('details.columns');
		await columns.locator('summary').click();
		await columns.locator('input[name="received"]').uncheck();
		const report = (await hall.get(`/reports/complaints?language=${language}`)).columns;
		await expect(page.locator('.table-box thead th')).toHaveText([/./].concat(report.slice(1).map(({label}) => label)));
		for (const kind of ['pdf', 'xlsx', 'csv']) {
			const file = await page.request.get(await page.locator(`a.download[href*="complaints.${kind}"]`).first().evaluate((a) => a.href));
			expect(file.status(), kind).toBe(200);
			expect(file.url()).toContain(`columns=${encodeURIComponent(report.slice(1).map(({name}) => name).join(','))}`);
		}
		expect(await axe(page)).toEqual([]);
		const wide = await page.evaluate(() =>
			document.documentElement.scrollWidth - document.documentElement.clientWidth);
		expect(wide, 'it is not wider than the screen').toBeLessThanOrEqual(0);
		await shot(page, `complaints-${look}`, {fullPage: true});
		await page.locator('.complaint.overdue button.lead').click();
		await expect(page.getByRole('dialog')).toBeVisible();
		expect(await axe(page)).toEqual([]);
		await shot(page, `complaints-answer-${look}`);
	});
}

test('a clerk enters and answers with the keyboard alone', async ({hall, open}) => {
	const day = await today(hall);
	const page = await open('/complaints', 'clerk', {language: 'en'});
	await page.locator('select[name=subject]').focus();
	await page.keyboard.type('Con');
	await page.keyboard.press('Tab');
	await page.keyboard.type('tel');
	await page.keyboard.press('Tab');
	await expect(page.getByLabel('Received on')).toHaveValue(typed(day));
	await page.keyboard.press('Tab');
	await page.keyboard.type('Nobody was at counter 3, call 0912345678');
	await page.keyboard.press('Enter');
	await expect(page.locator('form .wrong-text')).toContainText('telephone number');
	expect((await hall.get('/complaints')).complaints).toEqual([]);
	await page.getByLabel('In a few words').fill('Nobody was at counter 3');
	await page.keyboard.press('Enter');
	await expect(page.locator('.told')).toContainText('Saved. Answer due:');
	const card = page.locator('.complaint');
	await expect(card).toContainText('Nobody was at counter 3');
	await expect(page.locator('select[name=subject]')).toBeFocused();
	await card.getByRole('button', {name: /^Enter the answer/}).focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('2');
	await page.keyboard.press('Enter');
	await expect(page.locator('.complaint')).toHaveCount(0);
	const [one] = (await hall.get('/complaints')).complaints;
	expect(one).toMatchObject({subject: 'conduct', channel: 'phone', day, state: 'answered',
		outcome: 'explained', answered: day});
	await page.locator('[data-filter="answered"]').click();
	await card.getByRole('button', {name: /^Correct/}).click();
	await page.getByRole('dialog').getByLabel('In a few words').fill('Nobody was at counter 4');
	await page.getByRole('button', {name: 'Save', exact: true}).last().click();
	await expect(card).toContainText('counter 4');
	await expect(card.getByRole('button', {name: /^(Withdraw|Reopen)/})).toHaveCount(0);
	await card.getByRole('button', {name: /^History/}).click();
	await expect(page.getByRole('dialog').locator('li')).toHaveCount(3);
	await expect(page.getByRole('dialog')).toContainText('counter 3');
});

test('what the hub refuses stays typed', async ({hall, open}) => {
	const one = await enter(hall, {});
	const page = await open('/complaints', 'supervisor', {language: 'en'});
	const dialog = page.getByRole('dialog');
	await page.getByRole('button', {name: /^Enter the answer/}).click();
	await dialog.getByRole('button', {name: 'Save'}).click();
	await expect(dialog).toContainText('Please choose the outcome.');
	await dialog.locator('.choice').first().click();
	await dialog.getByLabel('What was answered').fill('x'.repeat(301));
	await dialog.getByRole('button', {name: 'Save'}).click();
	await expect(dialog).toContainText('Too long.');
	await dialog.getByLabel('What was answered').fill('mail a@b.vn');
	await dialog.getByRole('button', {name: 'Save'}).click();
	await expect(dialog).toContainText('mail address');
	await expect(dialog.getByLabel('What was answered')).toHaveValue('mail a@b.vn');
	await dialog.getByLabel('What was answered').fill('A counter more is open');
	await dialog.getByRole('button', {name: 'Save'}).click();
	await expect(dialog).toHaveCount(0);
	expect((await hall.get(`/complaints/${one.id}`)).complaint.note).toBe('A counter more is open');
});

test('all of a long list can be reached, and what is read again stays', async ({hall, open}) => {
	for (let i = 0; i < 5; i++) {
		await enter(hall, {about: `Đợi lâu, lần thứ ${i + 1}`});
	}
	const page = await open('/complaints', 'clerk', {language: 'vi'});
	await page.route(/\/complaints\?/, (route) => route.continue(
		{url: route.request().url().replace(/limit=\d+/, 'limit=2')}));
	await page.locator('[data-filter="all"]').click();
	await expect(page.locator('.complaint')).toHaveCount(5);
	await expect(page.locator('.complaint').first()).toContainText('lần thứ 5'); /* not the open ones */
	/* Who stands on a button there stays on it when the same are read again. */
	const first = page.locator('.complaint').first();
	await first.getByRole('button', {name: /^Lịch sử/}).focus();
	await first.evaluate((card) => card.setAttribute('data-same', ''));
	const answers = [];
	page.on('response', (response) => answers.push(response.url()));
	await page.evaluate(() => document.querySelector('[data-filter="all"]').click());
	await expect.poll(() => answers.filter((url) => /\/complaints\?/.test(url)).length).toBe(3);
	await page.evaluate(() => fetch('/api/v1/').then((later) => later.text()));
	await expect(page.locator('.complaint[data-same] button:focus')).toHaveCount(1);
});

test('a page that was left open takes no complaint for the day before', async ({hall, open}) => {
	const day = await today(hall);
	const page = await open('/complaints', 'clerk', {language: 'en'});
	await page.route(/\/complaints\?/, async (route) => {
		const response = await route.fetch();
		await route.fulfill({response,
			json: Object.assign(await response.json(), {today: daysBefore(day, 1)})});
	});
	await page.locator('[data-filter="all"]').click();
	await expect(page.getByLabel('Received on')).toHaveValue(typed(daysBefore(day, 1)));
	await page.locator('select[name=subject]').selectOption('conduct');
	await page.locator('select[name=channel]').selectOption('phone');
	await page.getByLabel('In a few words').fill('Nobody was at counter 3');
	await page.keyboard.press('Enter');
	await expect(page.locator('.told')).toContainText('Saved');
	expect((await hall.get('/complaints')).complaints[0].day).toBe(day);
	await page.getByLabel('Received on').fill(typed(daysBefore(day, 3)));
	await page.locator('select[name=subject]').selectOption('conduct');
	await page.locator('select[name=channel]').selectOption('phone');
	await page.getByLabel('In a few words').fill('Nobody was at counter 4');
	await page.keyboard.press('Enter');
	await expect(page.locator('.complaint')).toHaveCount(2);
	expect((await hall.get('/complaints')).complaints[0].day).toBe(daysBefore(day, 3));
});

test('a history that cannot be read says so', async ({hall, open}) => {
	await enter(hall, {});
	const page = await open('/complaints', 'clerk', {language: 'en'});
	await page.route(/\/complaints\/\d+$/, (route) => route.abort());
	await page.locator('.complaint').getByRole('button', {name: /^History/}).click();
	await expect(page.locator('.told')).not.toHaveText('');
});

test('who leads looks at complaints, and changes none', async ({hall, open}) => {
	await enter(hall, {});
	const page = await open('/complaints', 'director', {language: 'en'});
	await expect(page.locator('.complaint')).toHaveCount(1);
	await expect(page.locator('.complaint button')).toHaveCount(1); /* the history */
	await expect(page.getByLabel('In a few words')).toHaveCount(0);
});

for (const language of ['vi', 'en']) {
	test(`overdue complaints are an alarm of the manager's, ${language}`, async ({hall, open, shot}) => {
		const one = await enter(hall, {day: daysBefore(await today(hall), 30)});
		const page = await open('/manager', 'supervisor', {language});
		const alarm = page.locator('.m-alarms');
		const words = language === 'vi' ? '1 phản ánh, kiến nghị quá hạn' : '1 complaint is overdue';
		await expect(alarm).toContainText(words);
		await shot(page, `manager-complaints-${language}`);
		await hall.post(`/complaints/${one.id}/answer`, {outcome: 'explained'});
		await expect(alarm).not.toContainText(words);
	});
}

test.describe('without a known clock', () => {
	test.use({clockTrusted: false});
	test('the page says that days are not known', async ({hall, open, axe, shot}) => {
		await enter(hall, {});
		const page = await open('/complaints', 'clerk', {language: 'vi'});
		await expect(page.getByText('Máy chủ chưa biết hôm nay là ngày nào')).toBeVisible();
		await expect(page.locator('.complaint')).toContainText('chưa tính được');
		expect(await axe(page)).toEqual([]);
		await shot(page, 'complaints-timeless-vi');
	});
});

test.describe('a centre that takes none', () => {
	test.use({siteChanges: {}});
	test('has no way to the page, which says why', async ({open}) => {
		const page = await open('/', 'clerk', {language: 'en'});
		await expect(page.locator('nav a[href="/door"]')).toBeVisible();
		await expect(page.locator('nav a[href="/complaints"]')).toHaveCount(0);
		await page.goto(new URL('/complaints', page.url()).href);
		await expect(page.getByText('name no subjects for complaints')).toBeVisible();
	});
});

for (const {look, language, phone} of LOOKS) {
	test.describe(`the editor, ${look}`, () => {
		test.use({siteChanges: {}});
		test('of what complaints are about', async ({hall, open, axe, shot}) => {
			const say = (vi, en) => language === 'vi' ? vi : en;
			const page = await open('/manager#complaints', 'admin', {language, phone});
			await page.getByRole('button', {name: say('+ Ghi phản ánh', '+ Take complaints')}).click();
			const save = page.getByRole('button', {name: say('Lưu', 'Save'), exact: true});
			const fault = page.locator('.fault:visible');
			await expect(fault).toHaveCount(2); /* no name, and nobody knows how many days */
			await expect(save).toBeDisabled();
			const text = (label) => page.getByLabel(label, {exact: true});
			await page.locator('.c-subject input').first().fill('Thời gian chờ đợi');
			await page.getByLabel(say('Số ngày', 'Days')).fill('10');
			await expect(fault).toHaveCount(0);
			await page.getByRole('button', {name: say('+ Kênh chính thức', '+ The official channel')}).click();
			await text(say('Địa chỉ của kênh chính thức', 'The official channel’s address'))
				.fill('https://example.vn/pakn');
			await page.getByLabel(say('Tên của kênh chính thức (vi)', 'The official channel’s name (vi)'))
				.fill('Hệ thống tiếp nhận phản ánh, kiến nghị');
			await page.getByRole('button', {name: say('+ Thêm nội dung', '+ Add a subject')}).click();
			await expect(page.locator('.c-subject input').nth(3)).toBeFocused();
			await page.keyboard.type('Thái độ, trách nhiệm của cán bộ');
			await expect(save).toBeEnabled();
			expect(await axe(page)).toEqual([]);
			await shot(page, `manager-complaints-editor-${look}`, {fullPage: true});
			await save.click();
			await expect(page.locator('.m-bar')).toBeHidden();
			expect((await hall.get('/site')).site.complaints).toMatchObject({
				days: 10, count: 'working', official: {link: 'https://example.vn/pakn'},
				subjects: [{name: {vi: 'Thời gian chờ đợi'}, service: 'A'},
					{name: {vi: 'Thái độ, trách nhiệm của cán bộ'}}],
			});
			await page.getByRole('button', {name: say('Không ghi nữa', 'Take no more')}).click();
			await page.getByRole('dialog').getByRole('button', {name: say('Không ghi nữa', 'Take no more')}).click();
			await save.click();
			await expect(page.locator('.m-bar')).toBeHidden();
			expect((await hall.get('/site')).site.complaints).toBeUndefined();
		});
	});
}

test('what is being typed stays in another language, and is entered once', async ({hall, open}) => {
	const day = await today(hall);
	const page = await open('/complaints', 'clerk', {language: 'vi'});
	await page.locator('select[name=subject]').selectOption('conduct');
	await page.locator('select[name=channel]').selectOption('box');
	await page.locator('input[name=day]').fill(typed(daysBefore(day, 2)));
	await page.locator('input[name=about]').fill('Không có ai ở quầy 3');
	/* The hub is slow meanwhile. */
	let answered;
	await page.route(/\/complaints$/, async (route) => {
		await new Promise((resolve) => { answered = resolve; });
		await route.continue();
	});
	await page.locator('input[name=about]').press('Enter');
	await expect.poll(() => Boolean(answered)).toBe(true);
	await page.getByRole('button', {name: 'English'}).click();
	await expect(page.getByRole('heading', {name: 'Complaints and suggestions'})).toBeVisible();
	await expect(page.locator('select[name=subject]')).toHaveValue('conduct');
	await expect(page.locator('select[name=channel]')).toHaveValue('box');
	await expect(page.locator('input[name=day]')).toHaveValue(typed(daysBefore(day, 2)));
	await expect(page.locator('input[name=about]')).toHaveValue('Không có ai ở quầy 3');
	answered();
	await expect(page.locator('.told')).toContainText('Saved');
	await expect(page.locator('input[name=about]')).toHaveValue('');
	expect((await hall.get('/complaints')).complaints).toHaveLength(1);
	/* Another one may say the same. */
	await page.unroute(/\/complaints$/);
	for (const n of [2, 3]) {
		await page.locator('select[name=subject]').selectOption('conduct');
		await page.locator('select[name=channel]').selectOption('box');
		await page.locator('input[name=about]').fill('Không có ai ở quầy 3');
		await page.locator('input[name=about]').press('Enter');
		await expect(page.locator('.complaint')).toHaveCount(n);
	}
});

for (const [name, answer] of [
	['refuses with 500', (route) => route.fulfill({status: 500, json: {error: 'internal', message: 'x'}})],
	['is busy', (route) => route.fulfill({status: 503, json: {error: 'busy_hub', message: 'x'}})],
	['answers nonsense', (route) => route.fulfill({status: 502, body: '<html>'})],
	['is gone', (route) => route.abort()],
]) {
	test(`a hub that ${name} loses nothing of the page`, async ({hall, open}) => {
		await enter(hall, {});
		const page = await open('/complaints', 'clerk', {language: 'en'});
		await expect(page.locator('.complaint')).toHaveCount(1);
		await page.route(/\/complaints(\?|$|\/)/, answer);
		await page.locator('select[name=subject]').selectOption('conduct');
		await page.locator('select[name=channel]').selectOption('phone');
		await page.locator('input[name=about]').fill('Nobody was at counter 3');
		await page.locator('input[name=about]').press('Enter');
		await expect(page.locator('form .wrong-text')).not.toHaveText('');
		await expect(page.locator('input[name=about]')).toHaveValue('Nobody was at counter 3');
		await page.evaluate(() => document.querySelector('[data-filter="open"]').click());
		await expect(page.locator('main > .wrong-text')).not.toHaveText('');
		await expect(page.locator('.complaint')).toHaveCount(1);
		await page.locator('[data-filter="answered"]').click();
		await expect(page.locator('.complaint')).toHaveCount(0);
		await page.unroute(/\/complaints(\?|$|\/)/);
		await page.locator('[data-filter="all"]').click();
		await expect(page.locator('.complaint')).toHaveCount(1);
		await expect(page.locator('main > .wrong-text')).toHaveText('');
		await page.locator('input[name=about]').press('Enter');
		await expect(page.locator('.complaint')).toHaveCount(2);
	});
}

test('a sign-in that ended in the middle of a complaint loses nothing', async ({hall, open}) => {
	const page = await open('/complaints', 'clerk', {language: 'en'});
	await page.locator('select[name=subject]').selectOption('conduct');
	await page.locator('select[name=channel]').selectOption('phone');
	await page.locator('input[name=about]').fill('Nobody was at counter 3');
	let over = true;
	await page.route(/\/complaints$/, (route) => over
		? route.fulfill({status: 401, json: {error: 'unauthorized', message: 'x'}}) : route.continue());
	await page.locator('input[name=about]').press('Enter');
	await expect(page.locator('.signin')).toBeVisible();
	await page.locator('.signin').getByRole('button', {name: 'Tiếng Việt'}).click();
	await expect(page.locator('input[name=about]')).toHaveValue('Nobody was at counter 3');
	over = false;
	expect((await hall.get('/complaints')).complaints).toEqual([]);
});

for (const {look, language, phone} of LOOKS) {
	test(`a number for a complaint says so to who serves it, ${look}`, async ({hall, open, axe, shot}) => {
		const words = language === 'vi' ? 'Phản ánh, kiến nghị: Thời gian chờ đợi' : 'Complaint or suggestion: Waiting';
		await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
		await hall.post('/tickets', {service: 'A', subject: 'waiting', lane: 'priority', reason: 'elderly'});
		await hall.post('/tickets', {service: 'A', subject: 'waiting'});
		await hall.counter(1, 'call-next');
		const page = await open('/', 'clerk', {name: 'quay-1', language, phone});
		await page.locator('.counter-choice').first().click();
		await page.locator('form.card button.lead.big').click();
		await expect(page.locator('.ticket-complaint')).toContainText(words);
		await expect(page.locator('.row').first()).toContainText(words);
		expect(await axe(page)).toEqual([]);
		const hidden = await page.locator('section.ticket').evaluate((card) =>
			card.scrollHeight - card.clientHeight);
		expect(hidden, 'all of it is in the card').toBeLessThanOrEqual(0);
		await shot(page, `counter-complaint-${look}`);
		await page.locator('.ticket-complaint a').click();
		await expect(page.locator('select[name=subject]')).toHaveValue('waiting');
		await expect(page.locator('select[name=channel]')).toHaveValue('kiosk');
	});
}

test('at the door a number can be taken for a complaint', async ({hall, open, axe, shot}) => {
	const page = await open('/door', 'helper', {language: 'en'});
	await page.getByRole('radio', {name: /Civil status/}).check();
	await page.getByRole('radio', {name: 'Waiting', exact: true}).check();
	expect(await axe(page)).toEqual([]);
	await shot(page, 'door-complaint-en', {fullPage: true});
	await page.getByRole('button', {name: 'Take a number'}).click();
	await expect(page.locator('.door-ticket')).toContainText('Complaint or suggestion: Waiting');
	expect((await hall.get('/tickets')).tickets[0]).toMatchObject({service: 'A', subject: 'waiting'});
});
