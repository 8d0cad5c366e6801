// SPDX-License-Identifier: Apache-2.0
// The figures page, and how citizens rate: on the tablet and on their phone.
const {execFileSync} = require('child_process');
const path = require('path');
const {test, expect, LOOKS} = require('./fixtures');

/* As wide as A4 lying down is between its margins, in pixels. */
const PAPER = {width: 1032, height: 700};
const POINTS_8 = 8 * 96 / 72;

/* What is there on paper: whose figures, all of the texts, large enough, and nothing to press. */
async function expectOnPaper(page, centre) {
	await page.setViewportSize(PAPER);
	await page.emulateMedia({media: 'print'});
	await expect(page.locator('.print-head b')).toHaveText(centre);
	await expect(page.locator('.print-head')).toContainText(/\d\d:\d\d/);
	const seen = await page.evaluate(() => {
		const shown = [...document.querySelectorAll('body *')].filter((one) => one.getClientRects().length);
		const texts = shown.filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
		const size = (one) => parseFloat(getComputedStyle(one).fontSize) *
			(one.ownerSVGElement ? one.getScreenCTM().a : 1);
		return {
			controls: shown.filter((one) => one.matches('button, input, select, a, summary')).length,
			smallest: Math.min(...texts.map(size)),
			cut: texts.filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.textContent),
			heads: shown.filter((one) => one.matches('thead')).map((one) => getComputedStyle(one).display),
		};
	});
	expect(seen.controls).toBe(0);
	expect(seen.smallest).toBeGreaterThanOrEqual(POINTS_8 - 0.01);
	expect(seen.cut).toEqual([]);
	expect(new Set(seen.heads)).toEqual(new Set(['table-header-group']));
}

async function visit(hall, counter, service, finish) {
	const ticket = await hall.issue(service);
	await hall.counter(counter, 'call', {ticket: ticket.id});
	await hall.counter(counter, 'appear');
	await hall.counter(counter, 'finish', finish);
	return ticket;
}

const REPORTS = ['days', 'weeks', 'months', 'hours', 'counters', 'lanes', 'staff', 'ratings',
	'pauses', 'slips'];
const ARTICLE = {
	from: '2025-07-01', to: '2025-11-27', received: 1881, received_online: 1832,
	received_offline: 49, resolved: 1844, resolved_early: 1246, resolved_on_time: 597,
	in_progress_in_time: 37,
};

for (const {look, language, phone} of LOOKS) {
	test(`the figures page, ${look}`, async ({hall, open, axe, shot}) => {
		const staff = hall.site.staff[0].id;
		const services = hall.site.services.map((one) => one.id);
		await hall.counter(1, 'open', {staff, services});
		for (let i = 0; i < 12; i++) {
			const ticket = await visit(hall, 1, services[i % services.length]);
			if (i % 2) {
				await hall.post(`/public/${ticket.token}/rate`, {score: 1 + i % 5});
			}
		}
		await hall.post('/portal', {down: true, note: 'bảo trì'});
		await hall.post('/portal', {down: false});
		await hall.ask('POST', '/dossiers/import', {entries: [ARTICLE]});
		const page = await open('/figures?by=services', 'director', {language, phone});
		await expect(page.locator('tfoot td').first()).toHaveText('12');
		expect(await axe(page)).toEqual([]);
		await shot(page, `figures-services-${look}`, {fullPage: true});
		await page.goto(`${hall.url}/figures?by=dossiers&from=2025-07-01&to=2025-11-30`);
		await expect(page.locator('.dossier .uneven')).toContainText(
			language === 'vi' ? '1.844' : '1,844');
		await expect(page.locator('.dossier')).toContainText(
			language === 'vi' ? '97,40 %' : '97.40 %');
		await expect(page.locator('.dossier')).toContainText(
			language === 'vi' ? '99,95 %' : '99.95 %');
		expect(await axe(page)).toEqual([]);
		const side = (name) => page.locator(`.dossier .counts >> nth=0 >> ${name} >> nth=-1`)
			.evaluate((cell) => Math.round(cell.getBoundingClientRect().right));
		expect(await side('thead th'), 'a heading is above its counts').toBe(await side('tbody td'));
		await shot(page, `figures-dossiers-${look}`, {fullPage: true});
		for (const by of REPORTS) {
			await page.goto(`${hall.url}/figures?by=${by}`);
			await expect(page.locator(by === 'slips' ? 'p.nothing' : '.table-box tfoot')).toBeVisible();
			expect(await axe(page), by).toEqual([]);
			const wide = await page.evaluate(() =>
				document.documentElement.scrollWidth - document.documentElement.clientWidth);
			expect(wide, `${by} is not wider than the screen`).toBeLessThanOrEqual(0);
			await shot(page, `figures-${by}-${look}`, {fullPage: true});
		}
	});

	test(`the figures of look-ups, ${look}`, async ({hall, open, axe, shot}) => {
		const english = language === 'en';
		const checked_day = (await hall.get('/state')).time.slice(0, 10);
		const records = Array.from({length: 33}, (_, i) => ({code: `1.0000${String(i).padStart(2, '0')}`, checked_day,
			name: `${i === 0 ? 'Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con có yếu tố nước ngoài tại khu vực ' +
				'biên giới đối với người chưa đủ giấy tờ' : 'Thủ tục'} ${i}`, sector: 'Hộ tịch'}));
		const wish = {file: 'list.json', text: JSON.stringify(records)};
		const {digest, catalogue} = await hall.post('/procedures/import', wish);
		await hall.post('/procedures/import', Object.assign({digest, catalogue}, wish));
		const page = await open('/figures?by=lookups', 'supervisor', {language, phone});
		await expect(page.locator('p.nothing')).toContainText(english ? 'no figures of look-ups' : 'không có số liệu');
		for (let i = 0; i < 33; i++) {
			const path = `/procedures/1.0000${String(i).padStart(2, '0')}/looked-up`;
			await hall.post(path, {place: ['kiosk', 'phone', 'staff'][i % 3]});
			if (i < 3) {
				await hall.post('/procedures/1.000000/looked-up', {place: 'kiosk'});
				await hall.post(path, {place: 'kiosk', printed: true});
			}
		}
		await expect.poll(async () => (await hall.get('/procedures/search?q=thu+tuc+1')).hits.length).toBeGreaterThan(0);
		await hall.get('/procedures/search?q=xylophon');
		const now = await hall.get('/reports/lookups');
		const searched = now.rows[0].searches;
		await page.reload();
		const tiles = page.locator('.tile dd');
		await expect(tiles).toHaveText(['36', '3', String(searched), '1', /^\d+[.,]\d\d\s%$/]);
		await expect(page.locator('.uneven')).toHaveCount(0);
		const tables = page.locator('.table-box table');
		await expect(tables.nth(0).locator('tbody tr').first()).toContainText(english ? 'Look-up machine' : 'Máy tra cứu');
		await expect(tables.nth(1).locator('tbody tr')).toHaveCount(30);
		await expect(tables.nth(1).locator('tbody tr').first()).toContainText('yếu tố nước ngoài');
		await expect(page.locator('.hint:not(.more-beside)').first()).toContainText('3');
		await expect(page.locator('.plot .plot-bar')).toHaveCount(24);
		const box = (one) => one.evaluate((element) => element.getBoundingClientRect().toJSON());
		const [inside, around] = [await box(tables.nth(0)), await box(page.locator('.table-box').first())];
		expect(inside.right, 'a table fills its place').toBeGreaterThanOrEqual(around.right - 1);
		await expect(page.locator('.more-beside').first()).toBeVisible({visible: phone});
		expect((await box(page.locator('p.downloads > *').first())).top - (await box(page.locator('.hint').last())).bottom,
			'a text does not touch the buttons').toBeGreaterThan(8);
		expect(await page.locator('.plot-text').first().evaluate((text) => text.getScreenCTM().a),
			'the texts of a plot have their size').toBeCloseTo(1, 1);
		const isWide = () => page.evaluate(() =>
			document.documentElement.scrollWidth - document.documentElement.clientWidth);
		expect(await axe(page)).toEqual([]);
		expect(await isWide()).toBeLessThanOrEqual(0);
		await shot(page, `figures-lookups-${look}`, {fullPage: true});
		/* Months without figures say so, and are not 0. */
		const before = new Date(Date.now() - 100 * 86400000).toISOString().slice(0, 10);
		await page.goto(`${hall.url}/figures?by=lookups&from=${before}&to=${checked_day}&service=A`);
		await expect(page.locator('.uneven')).toHaveCount(1);
		await expect(tables.nth(1).locator('tbody tr').first().locator('td').first()).toHaveText('–');
		await expect(page.locator('.plot')).toHaveCount(2);
		const months = await tables.nth(1).locator('tbody tr').count();
		await expect(page.locator('.plot-unknown')).toHaveCount(months - 1);
		await expect(page.locator('.hint').last()).toContainText(english ? 'all services' : 'mọi dịch vụ');
		expect(await axe(page)).toEqual([]);
		expect(await isWide()).toBeLessThanOrEqual(0);
		await shot(page, `figures-lookups-months-${look}`, {fullPage: true});
		if (!phone) {
			await expectOnPaper(page, hall.site.name[language]);
		}
	});

	test(`the rating tablet, ${look}`, async ({hall, open, axe, shot}) => {
		await hall.counter(1, 'open', {staff: hall.site.staff[0].id});
		const page = await open('/rate/1', 'kiosk', {language, phone});
		await expect(page.getByRole('heading')).toHaveText('Xin chào ông/bà');
		if (language === 'en') {
			await page.getByRole('button', {name: 'English'}).click();
		}
		const service = hall.site.counters[0].services[0];
		const ticket = await visit(hall, 1, service);
		const best = page.getByRole('button',
			{name: language === 'vi' ? 'Rất hài lòng' : 'Very satisfied'});
		await expect(best).toBeVisible();
		await expect(page.locator('.rate-number')).toContainText(ticket.number);
		expect(await axe(page)).toEqual([]);
		await shot(page, `rate-${look}`);
		await best.click();
		await expect(page.getByRole('heading')).toHaveText(
			language === 'vi' ? 'Xin cảm ơn ông/bà' : 'Thank you');
		const rows = (await hall.get('/reports/ratings')).rows;
		expect(rows[rows.length - 1]).toMatchObject({served: 1, rated: 1, rated_5: 1});
	});
}

test('a phone rates its visit once', async ({hall, open, axe, shot}) => {
	await hall.counter(1, 'open', {staff: hall.site.staff[0].id});
	const ticket = await visit(hall, 1, hall.site.counters[0].services[0]);
	const page = await open(`/t/${ticket.token}`, '', {phone: true});
	const good = page.getByRole('button', {name: 'Hài lòng', exact: true});
	await expect(good).toBeVisible();
	expect(await axe(page)).toEqual([]);
	await shot(page, 'ticket-rate-phone-vi', {fullPage: true});
	await good.click();
	await expect(page.getByText('Xin cảm ơn ông/bà đã đánh giá.')).toBeVisible();
	await page.reload();
	await expect(page.locator('#number')).toHaveText(ticket.number);
	await expect(good).toBeHidden();
	const rows = (await hall.get('/reports/ratings')).rows;
	expect(rows[rows.length - 1]).toMatchObject({rated: 1, rated_4: 1, not_rated: 0});
});

/* Runs in the page: [] when the hint says how many columns are off the screen, else what differs. */
function hintAndTruth() {
	const box = document.querySelector('.table-box');
	const hint = document.querySelector('.more-beside');
	const side = box.getBoundingClientRect();
	const heads = [...box.querySelectorAll('thead th')].map((one) => one.getBoundingClientRect());
	const hidden = heads.slice(1).filter(({left, right}) => right > side.right + 1 || left < heads[0].right - 1).length;
	const said = hint.hidden ? 0 : Number(/\d+/.exec(hint.textContent)[0]);
	return said === hidden ? [] : [said, hidden];
}

/* The columns that people chose: on the screen, on paper, in files, and the next time. */
for (const {look, language, phone} of LOOKS) {
	test(`columns are chosen and kept, ${look}`, async ({hall, open, axe, shot}) => {
		await hall.counter(1, 'open', {staff: hall.site.staff[0].id});
		await visit(hall, 1, hall.site.counters[0].services[0]);
		const page = await open('/figures?by=services', 'director', {language, phone});
		const heads = page.locator('.table-box thead th');
		const more = page.locator('.more-beside');
		await expect(more).toBeVisible();
		const all = await heads.count();
		await expect(more).toContainText(/\d+/);
		const screen = page.viewportSize();
		for (const [width, height] of [[1366, 625], [1024, 600], [360, 640], [1920, 1080]]) {
			await page.setViewportSize({width, height});
			await expect.poll(() => page.evaluate(hintAndTruth), `${width}x${height}`).toEqual([]);
		}
		await page.setViewportSize(screen);
		await page.locator('.columns summary').click();
		expect(await axe(page)).toEqual([]);
		await shot(page, `figures-columns-${look}`, {fullPage: true});
		await page.locator('.columns button').nth(1).click();
		await expect.poll(() => heads.count()).toBeLessThan(all);
		for (const box of await page.locator('.columns input').all()) {
			await box.setChecked(['issued', 'wait_median_s'].includes(await box.getAttribute('name')));
		}
		await expect(heads).toHaveCount(3);
		await expect(more).toBeHidden();
		await expect(page.locator('.columns summary')).toContainText(`2 ${language === 'vi' ? 'trong' : 'of'} ${all - 1}`);
		await expect(page.locator('tbody td').first()).toHaveText('1');
		const file = await page.request.get(await page.locator('a.download[href*="csv?"]').first().evaluate((a) => a.href));
		expect((await file.text()).split('\r\n')[0].split(';')).toHaveLength(4);
		await page.reload();
		await expect(heads).toHaveCount(3);
		await shot(page, `figures-columns-chosen-${look}`, {fullPage: true});
		await page.goto(`${hall.url}/figures?by=counters`);
		await expect.poll(() => heads.count(), 'another report has its own choice').toBeGreaterThan(20);
		if (!phone) {
			await page.goto(`${hall.url}/figures?by=services`);
			await expect(heads).toHaveCount(3);
			await expectOnPaper(page, hall.site.name[language]);
		}
	});
}

test('the period before stands beside this one, and no figures are no zeros', async ({hall, open, axe, shot}) => {
	await hall.counter(1, 'open', {staff: hall.site.staff[0].id});
	await visit(hall, 1, hall.site.counters[0].services[0]);
	const day = (await hall.get('/state')).time.slice(0, 10);
	const page = await open(`/figures?by=services&from=${day}&to=${day}`, 'director', {language: 'en'});
	const previous = page.locator('.previous');
	await previous.locator('summary').click();
	await expect(previous.locator('.nothing')).toContainText('no figures of the period before');
	/* Answers of the hub as they would be: a month of 31 days beside one of 30. */
	const figures = (issued, wait, percent) => [{key: 'A', issued, wait_median_s: wait, within_percent: percent},
		{key: 'total', issued, wait_median_s: wait, within_percent: percent}];
	const {columns: all} = await hall.get('/reports/services?language=en');
	const columns = all.filter(({name}) => ['issued', 'wait_median_s', 'within_percent'].includes(name));
	await page.route('**/api/v1/reports/services?*', (route) => {
		const from = new URL(route.request().url()).searchParams.get('from');
		const [to, rows] = from === '2026-10-01' ? ['2026-10-31', figures(1310, 95, 97.4)]
			: ['2026-09-30', figures(1500, 30, null)];
		return route.fulfill({json: {by: 'services', from, to, service: null, columns, plots: [], portal: [],
			previous: {from: '2026-09-01', to: '2026-09-30'}, rows}});
	});
	await page.goto(`${hall.url}/figures?by=services&from=2026-10-01&to=2026-10-31`);
	await expect(previous.locator('summary')).toContainText('1 Sep 2026 – 30 Sep 2026');
	await previous.locator('summary').click();
	await expect(previous.locator('.uneven')).toContainText('31 days, the one before 30');
	await expect(previous.locator('tbody td')).toHaveText(['1,310', '1,500', '−190', /1 min/, /30/, /^\+/, '97.40', '–', '–']);
	expect(await axe(page)).toEqual([]);
	await shot(page, 'figures-previous', {fullPage: true});
});

for (const language of ['vi', 'en']) {
	test(`days are typed as day/month/year in an English browser, ${language}`, async ({open}) => {
		const page = await open('/figures', 'director', {language});
		const from = page.locator('input[name=from]');
		const show = page.locator('form.period button[type=submit]');
		await expect(from).toHaveValue(/^\d\d\/\d\d\/\d{4}$/);
		await page.locator('input[name=to]').fill('7/8/2026');
		await from.fill('31/6/2026');
		await show.click();
		expect(await from.evaluate((input) => input.validationMessage)).toContain(
			language === 'vi' ? 'Không có ngày này' : 'There is no such day');
		await from.fill('5/6/2026');
		const asked = page.waitForRequest(/from=2026-06-05&to=2026-08-07/);
		await show.click();
		await asked;
		await expect(from).toHaveValue('05/06/2026');
	});
}

test('a supervisor enters, imports and removes counts of dossiers', async ({hall, open, axe}) => {
	const page = await open('/figures?by=dossiers', 'supervisor', {language: 'en'});
	await expect(page.getByRole('button', {name: 'Staff', exact: true})).toHaveCount(0);
	await page.getByLabel('Received online').fill('12');
	await page.getByLabel('Resolved early').fill('9');
	await page.getByRole('button', {name: 'Save'}).click();
	await expect(page.locator('.dossier')).toContainText('Entered by day');
	await expect(page.locator('.dossier')).toContainText('100.00 %');
	const file = (text) => ({name: 'counts.csv', mimeType: 'text/csv', buffer: Buffer.from(text)});
	/* The columns that are chosen are those of the card and of the files. */
	const boxes = page.locator('.columns input');
	await page.locator('.columns summary').click();
	for (const box of await boxes.all()) {
		await box.setChecked(['received', 'early_percent'].includes(await box.getAttribute('name')));
	}
	await expect(page.locator('.dossier tbody tr')).toHaveText([/^Received12$/, /^Early \(%\)100.00/]);
	for (const kind of ['pdf', 'xlsx', 'csv']) {
		const link = page.locator(`p.downloads a[href*="dossiers.${kind}"]`).first();
		expect((await page.request.get(await link.evaluate((a) => a.href))).status(), kind).toBe(200);
		await expect(link).toHaveAttribute('href', /columns=received%2Cearly_percent/);
	}
	await page.locator('.columns button').first().click();
	await page.getByLabel('File').setInputFiles(file('from,to,what\n'));
	await page.getByRole('button', {name: 'Import a file'}).click();
	await expect(page.locator('.told.wrong-text')).toContainText(
		'Row 1, column C: “what” is no heading of an import.');
	const month = (await hall.get('/state')).time.slice(0, 8);
	await page.getByLabel('File').setInputFiles(
		file(`from;to;received;received_online\n${month}01;${month}01;5;3\n`));
	await page.getByRole('button', {name: 'Import a file'}).click();
	await expect(page.locator('.dossier .uneven')).toContainText('5 stated, 3 by its parts');
	expect(await axe(page)).toEqual([]);
	const remove = page.getByRole('button', {name: /^Remove the counts/});
	await expect(remove).toHaveCount(2);
	await remove.first().click();
	await expect(remove).toHaveCount(1);
	const left = [...(await hall.get(`/dossiers?from=${month}01`)).entries, ...(await hall.get('/dossiers')).entries];
	expect(new Set(left.map(({id}) => id)).size, 'also on a first of the month, when both are of today').toBe(1);
});

/* A file as Excel saves it in Vietnam, and what is wrong with one. */
for (const {look, language, phone} of LOOKS) {
	test(`a file of an office program is imported, ${look}`, async ({hall, open, axe, shot}) => {
		const page = await open('/figures?by=dossiers&from=2026-04-01&to=2026-04-30', 'supervisor',
			{language, phone});
		const utf16 = (text) => Buffer.concat([Buffer.from([0xFF, 0xFE]), Buffer.from(text, 'utf16le')]);
		const choose = async (name, buffer) => {
			await page.locator('input[type=file]').setInputFiles({name, mimeType: 'text/plain', buffer});
			await page.locator('form:has(input[type=file]) button.lead').click();
		};
		const said = page.locator('form:has(input[type=file]) .told');
		const head = 'Từ ngày\tĐến ngày\tLĩnh vực\tĐã tiếp nhận\tGiải quyết đúng hạn\t\r\n';
		await choose('thang4.txt', utf16(
			`${head}13/4/2026\t13/4/2026\t\tmười hai\t1.5\t\r\n31/4/2026\t30/4/2026\t\t1\t\t\r\n`));
		await expect(said.locator('li')).toHaveText(language === 'vi' ? [
			'Dòng 2, cột D (Đã tiếp nhận): “mười hai” không phải số nguyên từ 0 đến 10.000.000.',
			'Dòng 2, cột E (Giải quyết đúng hạn): “1.5” không phải số nguyên từ 0 đến 10.000.000.',
			'Dòng 3, cột A (Từ ngày): “31/4/2026” không phải ngày như 13/4/2026 hoặc 2026-04-13.',
		] : [
			'Row 2, column D (Đã tiếp nhận): “mười hai” is no whole number from 0 to 10,000,000.',
			'Row 2, column E (Giải quyết đúng hạn): “1.5” is no whole number from 0 to 10,000,000.',
			'Row 3, column A (Từ ngày): “31/4/2026” is no day such as 13/4/2026 or 2026-04-13.',
		]);
		expect(await axe(page)).toEqual([]);
		await shot(page, `figures-import-${look}`, {fullPage: true});
		await choose('a.csv', Buffer.from('from,to,received\n13/4/2026,13/4/2026,1\0\n'));
		await expect(said.locator('li')).toContainText([language === 'vi' ? 'Dòng 2, cột C' : 'Row 2, column C']);
		await choose('a.json', Buffer.from('\uFEFF[1,'));
		await expect(said).toHaveText(language === 'vi' ? 'Không đọc được tệp này.' : 'This file cannot be read.');
		await choose('ngay-mai.csv', Buffer.from('from,to,received\n1/1/2099,1/1/2099,1\n'));
		await expect(said).toHaveText(language === 'vi' ? 'Dòng 2: đến ngày là một ngày chưa tới.'
			: 'Row 2: the last day is a day to come.');
		await choose('a.csv', Buffer.alloc(200 * 1024, 'x'));
		await expect(said).toContainText(language === 'vi' ? '200 kB, hệ thống nhận nhiều nhất 128 kB'
			: '200 kB, and the hub takes 128 kB at most');
		expect((await hall.get('/dossiers?from=2026-04-01&to=2026-04-30')).entries).toEqual([]);
		await choose('thang4.txt', utf16(`${head}13/4/2026\t30/4/2026 0:00\t\t1.234\t1,000\t\r\n\t\t\t\t\t\r\n`));
		await expect(page.locator('.dossier')).toContainText(language === 'vi' ? '1.234' : '1,234');
		const [entry] = (await hall.get('/dossiers?from=2026-04-01&to=2026-04-30')).entries;
		expect(entry).toMatchObject({from: '2026-04-13', to: '2026-04-30', received: 1234, resolved_on_time: 1000});
		await choose('thang4.txt', utf16(`${head}14/4/2026\t30/4/2026\t\t1\t1\t\r\n`));
		await expect(said).toContainText(language === 'vi' ? 'Dòng 2: trùng ngày' : 'Row 2: its days');
	});
}

/* The national evaluation: a file as Excel saves it, looked at, taken, and beside the centre's own. */
const SHEET = ['Nhóm chỉ số\tChỉ số\tTử số\tMẫu số\tTỷ lệ (%)\tĐiểm\tĐiểm tối đa',
	'Dịch vụ công trực tuyến\t\t\t\t\t10,5\t12', '\tTỷ lệ hồ sơ trực tuyến\t1.832\t1.881\t97,6\t10,5\t12',
	'Tiến độ giải quyết\t\t\t\t\t\t20', '\tĐúng hạn và trước hạn\t1.843\t1.844\t99,94\t\t20',
	'Tổng cộng\t\t\t\t\t29,5\t32'].join('\r\n');
const WORDS = {
	vi: {look: 'Xem trước', take: 'Nhận số liệu này', missing: 'không có số liệu', period: 'Kỳ',
		source: 'Nguồn số liệu', day: 'Ngày lấy số liệu', ratio: 'Tỷ lệ ghi 97,6 %; 1.832/1.881 là 97,40 %.',
		own: 'Hồ sơ nộp trực tuyến', shown: '97,40 % (1.832/1.881)',
		fault: 'Dòng 2, cột C (Tử số): “x” không phải số nguyên từ 0 đến 1.000.000.000. Không có số liệu thì để trống.'},
	en: {look: 'Look at it', take: 'Take these figures', missing: 'no figure', period: 'Period',
		source: 'Source of the figures', day: 'Figures taken on',
		ratio: '97.6 % is printed; 1,832/1,881 is 97.40 %.', own: 'Dossiers filed online', shown: '97.40 % (1,832/1,881)',
		fault: 'Row 2, column C (Tử số): “x” is no whole number from 0 to 1,000,000,000. Leave it empty where there is none.'},
};

for (const {look, language, phone} of LOOKS) {
	test(`the evaluation is imported and stands beside the centre's own figures, ${look}`, async ({hall, open, axe, shot}) => {
		const words = WORDS[language];
		await hall.ask('POST', '/dossiers/import', {entries: [ARTICLE]});
		const page = await open('/figures?by=evaluation', 'admin', {language, phone});
		const choose = async (text) => {
			await page.locator('input[type=file]').setInputFiles({name: 'a.txt', mimeType: 'text/plain',
				buffer: Buffer.concat([Buffer.from([0xFF, 0xFE]), Buffer.from(text, 'utf16le')])});
			await page.getByRole('button', {name: words.look}).click();
		};
		await expect(page.locator('p.nothing')).toBeVisible();
		await page.getByLabel(words.period, {exact: true}).fill('2025');
		await page.getByLabel(words.source).fill('Cổng Dịch vụ công quốc gia');
		await page.getByLabel(words.day).fill('2/1/2026');
		await choose(SHEET.split('\r\n')[0] + '\r\nA\t\tx\t\t\t\t\r\n');
		await expect(page.locator('.told.wrong-text li')).toHaveText(words.fault);
		expect(await axe(page)).toEqual([]);
		await choose(SHEET);
		const preview = page.locator('section:has(#e-preview)');
		await expect(preview.locator('.doubt')).toHaveCount(3);
		await expect(preview.locator('.doubt').first()).toContainText(words.ratio);
		expect((await hall.get('/evaluations')).evaluations).toEqual([]);
		await preview.locator('select').nth(1).selectOption('online');
		expect(await axe(page)).toEqual([]);
		await shot(page, `figures-evaluation-preview-${look}`, {fullPage: true});
		await page.getByRole('button', {name: words.take}).click();
		const table = page.locator('table.evaluation');
		await expect(table.locator('tr.e-item td.own')).toContainText([words.own]);
		await expect(table.locator('td.own')).toContainText(words.shown);
		await expect(table.locator('tr').nth(4).locator('td').nth(3)).toHaveText(words.missing);
		expect(await axe(page)).toEqual([]);
		const wide = await page.evaluate(() =>
			document.documentElement.scrollWidth - document.documentElement.clientWidth);
		expect(wide, 'it is not wider than the screen').toBeLessThanOrEqual(0);
		await shot(page, `figures-evaluation-${look}`, {fullPage: true});
		if (!phone) {
			const before = page.viewportSize();
			await expectOnPaper(page, hall.site.name[language]);
			await page.emulateMedia({media: null});
			await page.setViewportSize(before);
		}
		// Who may only read has neither the form nor the button to remove.
		const reader = await open('/figures?by=evaluation', 'director', {language, phone});
		await expect(reader.locator('table.evaluation td.own')).toContainText(words.shown);
		await expect(reader.locator('input[type=file], details.card:not(.monthly):not(.columns)')).toHaveCount(0);
		await page.locator('details.card:not(.monthly):not(.columns) summary').click();
		await page.locator('details.card:not(.columns) button').click();
		await expect(page.locator('p.nothing')).toBeVisible();
		expect((await hall.get('/evaluations')).evaluations).toEqual([]);
	});
}

/* As a version that knows more figures may leave it. */
test('an evaluation that cannot be read says what is wrong, and can be removed', async ({hall, open, axe, shot}) => {
	const wish = {text: SHEET, period: '2025', source: 'Cổng Dịch vụ công quốc gia', taken_day: '2026-01-02'};
	const {digest, rows} = await hall.post('/evaluations/import', wish);
	await hall.post('/evaluations/import', Object.assign(
		{digest, own: rows.map((row, i) => i === 1 ? 'online' : null)}, wish));
	await hall.kill();
	execFileSync('python3', ['-c', 'import sqlite3, sys\n' +
		'with sqlite3.connect(sys.argv[1]) as db:\n' +
		' db.execute("UPDATE evaluation SET json = replace(json, ?, ?)", ("\\"online\\"", "\\"speed\\""))',
	path.join(hall.folder, 'data/layso.db')]);
	await hall.startHub();
	const reader = await open('/figures?by=evaluation', 'director', {});
	await expect(reader.locator('.wrong-text li')).toContainText('“speed” không phải số liệu nào của trung tâm');
	await expect(reader.locator('input[type=file], details.card:not(.monthly):not(.columns), table')).toHaveCount(0);
	const page = await open('/figures?by=evaluation&period=2025', 'admin', {language: 'en'});
	await expect(page.locator('.wrong-text li')).toContainText('“speed” is no figure of the centre.');
	await expect(page.locator('table')).toHaveCount(0);
	expect(await axe(page)).toEqual([]);
	await shot(page, 'figures-evaluation-unreadable', {fullPage: true});
	await page.locator('details.card:not(.monthly):not(.columns) summary').click();
	await page.locator('details.card:not(.columns) button').click();
	await expect(page.locator('p.nothing')).toBeVisible();
});

test('a group that has no row of its own is named once, above its indicators', async ({hall, open}) => {
	const wish = {period: '2026-Q3', source: 'a file', taken_day: '2026-10-02',
		text: 'group;name;ratio\nTiến độ;Đúng hạn;97\nTiến độ;Sớm hạn;60\nHài lòng;Mức;99\n'};
	const {digest} = await hall.post('/evaluations/import', wish);
	await hall.post('/evaluations/import', Object.assign({digest}, wish));
	const page = await open('/figures?by=evaluation', 'director');
	await expect(page.locator('table.evaluation tbody th'))
		.toHaveText(['Tiến độ', 'Đúng hạn', 'Sớm hạn', 'Hài lòng', 'Mức']);
});
