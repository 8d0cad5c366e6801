// SPDX-License-Identifier: Apache-2.0
// Every field that people write has one limit, on the page and at the hub: at the limit both take it;
// one over, the page says so at the field before anything is sent, and the hub refuses it at the path
// that leads there. The fields are the page's own: one that is not in the table fails.
const fs = require('fs');
const path = require('path');
const {test, expect} = require('./fixtures');

const WEB = path.join(__dirname, '../../ui/web');
const letters = (n) => 'ệ'.repeat(n);
/* What is typed at the limit, and beyond it. */
const text = (n) => ({at: letters(n), over: [letters(n + 1)]});
const ascii = (n) => ({at: 'a'.repeat(n), over: ['a'.repeat(n + 1)]});
const number = (from, to) => ({at: String(to), over: [String(to + 1), String(from - 1)]});
const link = (n, middle = '') => ({at: `https://a.vn/${middle}${'b'.repeat(n - 13 - middle.length)}`,
	over: [`https://a.vn/${middle}${'b'.repeat(n - 12 - middle.length)}`]});

/* Paths as the hub names them, with [] for any index and WORDS for any language. */
const FIELDS = {
	services: {
		'services[].name.WORDS': text(500), 'services[].id': ascii(31),
		'services[].series': {at: 'ABC', over: ['ABCD', 'AI']}, 'services[].serving_time_s': number(1, 240),
		'services[].wait_target_s': number(0, 1440), 'services[].daily_limit': number(0, 9999),
		'services[].bring.WORDS': {at: Array(6).fill(letters(60)).join('\n'), over: [letters(61), 'a\n'.repeat(6) + 'a']},
		'groups[].name.WORDS': text(500), 'groups[].id': ascii(31),
	},
	counters: {'counters[].number': number(1, 99), 'counters[].name.WORDS': text(500)},
	hours: {
		day_end: {at: '24:00', over: ['25:00']}, 'closed_days[].day': {at: '31/12/2026', over: ['32/12/2026']},
		'closed_days[].name.WORDS': text(500),
	},
	texts: {
		'name.WORDS': text(500), 'texts.contact.WORDS': text(500), 'texts.slip_advice.WORDS': text(500),
		'texts.kiosk_welcome.WORDS': text(500), 'texts.hall_welcome.WORDS': text(500),
		public_url: {at: `http://${'a'.repeat(193)}`, over: [`http://${'a'.repeat(194)}`]},
		timezone: {at: 'Asia/Ho_Chi_Minh', over: ['Asia/Nowhere']},
		'priority_reasons[].name.WORDS': text(500), 'priority_reasons[].id': ascii(31),
		'outcomes[].name.WORDS': text(500), 'outcomes[].id': ascii(31),
	},
	rules: {
		'rules.priority_in_a_row': number(1, 20), 'rules.age_limit_s': number(0, 1440),
		'rules.call_attempts': number(1, 20), 'rules.absent_behind': number(0, 50),
		'rules.recall_interval_s': number(0, 120), 'rules.undo_finish_s': number(0, 3600),
		'rules.take_back_s': number(0, 1440), number_digits: number(2, 4),
	},
	kiosks: {'kiosks[].name': ascii(31), 'devices[].name.WORDS': text(60), 'devices[].id': ascii(31)},
	complaints: {
		'complaints.subjects[].name.WORDS': text(120), 'complaints.subjects[].id': ascii(31),
		'complaints.days': number(1, 366), 'complaints.official.words.WORDS': text(120),
		'complaints.official.link': link(213),
	},
	procedures: {
		'catalogue.posted': number(0, 10000), 'catalogue.free_online': number(0, 10000),
		'catalogue.posted_codes': {at: '1.013313', over: ['ệ']}, 'catalogue.free_codes': {at: '1.013313', over: ['ệ']},
		'catalogue.words[].everyday': text(200), 'catalogue.words[].official': text(200),
		'catalogue.sector_names.ho-tich': text(500), 'catalogue.links.procedure': link(213, '{code}'),
		'catalogue.links.sector': link(213, '{sector}'), 'catalogue.links.centre': link(213),
		'catalogue.links.own[]': ascii(31), 'catalogue.links.own[].link': link(213),
	},
};

/* Edited apart from the draft. */
const NOTICES = {
	'notices[].WORDS': text(500), 'pages[].title.WORDS': text(500), 'pages[].text.WORDS': text(500),
	'pages[].link.url': link(200), 'pages[].link.words.WORDS': text(60),
	'pages[].table.columns[]': text(40), 'pages[].table.rows[][]': text(60),
	'pages[].seconds': number(3, 300), 'pages[].from': {at: '1/12/2026', over: ['32/12/2026']},
	'pages[].to': {at: '31/12/2026', over: ['32/12/2026']},
};

const kindOf = (one) => one.replace(/\[\d+\]/g, '[]').replace(/\.(vi|en)$/, '.WORDS');

/* One of everything that has fields. */
function wholeSite(hall) {
	const [service] = hall.site.services;
	const words = {vi: 'Một', en: 'One'};
	return Object.assign({}, hall.site, {
		services: [Object.assign({}, service, {name: words, bring: words})], groups: [{id: 'g', name: words}],
		counters: [{number: 1, name: words}], closed_days: [{day: '2026-09-02', name: words}],
		priority_reasons: [{id: 'p', name: words}], outcomes: [{id: 'o', name: words}],
		kiosks: [{name: 'k'}], devices: [{id: 'd', name: words}], notices: [words],
		pages: [{title: words, text: words, table: {columns: ['1', '2'], rows: [['1', '2']]},
			link: {url: 'https://a.vn/', words}}],
		complaints: {subjects: [{id: 's', name: words, service: service.id}], days: 5, count: 'working',
			official: {words, link: 'https://a.vn/'}},
		catalogue: {words: [{everyday: 'một', official: 'hai'}], sector_names: {'ho-tich': 'Hộ tịch'},
			links: {own: [{procedure: '1.013313', link: 'https://a.vn/'}]}},
	});
}

/* The fields that are written, by the paths that the page ties to them. */
async function pathsOf(page) {
	await page.locator('.m-main details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
	const all = await page.locator('.m-main').locator('input, textarea').evaluateAll((inputs) => inputs
		.filter((one) => !['checkbox', 'radio', 'file', 'search'].includes(one.type) && one.dataset.path !== undefined)
		.map((one) => one.dataset.path));
	return Array.from(new Set(all));
}

/* values: by path. Typed at once, as each field has its own. */
function type(page, values) {
	return page.evaluate((all) => Object.keys(all).forEach((one) => {
		const input = document.querySelector(`input[data-path="${one}"], textarea[data-path="${one}"]`);
		input.value = all[one];
		input.dispatchEvent(new Event('input', {bubbles: true}));
		input.dispatchEvent(new Event('change', {bubbles: true}));
	}), values);
}

/* What the page says at a field. */
const saidAt = (page, one) => page.evaluate((at) => {
	const input = document.querySelector(`input[data-path="${at}"], textarea[data-path="${at}"]`);
	const places = input.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id));
	return input.getAttribute('aria-invalid') !== 'true' ? ''
		: places.filter((place) => place.matches('.fault') && !place.hidden).map((place) => place.textContent).join('');
}, one);

/* What the hub says of the draft when it has these values. */
async function checked(page, values) {
	const answers = [];
	const listen = async (response) => {
		if (response.url().endsWith('/site/check')) {
			answers.push(await response.json());
		}
	};
	page.on('response', listen);
	await type(page, values);
	await expect.poll(() => answers.length, {timeout: 15000}).toBeGreaterThan(0);
	page.off('response', listen);
	return (answers[answers.length - 1].faults || []).map((one) => one.path);
}

test('each field of the site has one limit, on the page and at the hub', async ({hall, open}) => {
	test.slow();
	await hall.ask('PUT', '/site', wholeSite(hall));
	const page = await open('/manager#services', 'admin');
	for (const [part, kinds] of Object.entries(FIELDS)) {
		await page.goto(`${hall.url}/manager#${part}`);
		await expect(page.locator('.m-main [data-path]').first()).toBeAttached();
		const paths = await pathsOf(page);
		expect(Array.from(new Set(paths.map(kindOf))).sort(), part).toEqual(Object.keys(kinds).sort());
		const valuesOf = (choose) => Object.fromEntries(paths.map((one) => [one, choose(kinds[kindOf(one)])]));
		const taken = await checked(page, valuesOf(({at}) => at));
		expect(taken.filter((one) => paths.includes(one)), `${part} at the limit`).toEqual([]);
		for (const i of [0, 1]) {
			const refused = await checked(page, valuesOf(({over}) => over[i] || over[0]));
			for (const one of paths) {
				expect(refused.some((fault) => fault === one || fault.startsWith(`${one}[`)), `${one}: ${refused}`).toBe(true);
				await expect.poll(() => saidAt(page, one), {message: one}).not.toBe('');
				expect(await saidAt(page, one), one).not.toContain('Chưa đúng');
				expect(await page.evaluate((at) => import('/web/manager-faults.js').then(({partOf}) => partOf(at)), one)).toBe(part);
			}
		}
		await expect(page.locator('.m-bar .lead')).toBeDisabled();
		await page.locator('.m-bar').getByRole('button', {name: 'Bỏ', exact: true}).click();
		await page.getByRole('dialog').getByRole('button', {name: 'Bỏ', exact: true}).click();
	}
});

test('notices and pages of the board are not sent when they are too long', async ({hall, open}) => {
	await hall.ask('PUT', '/site', wholeSite(hall));
	const page = await open('/manager#notices', 'admin');
	await expect(page.locator('#notice-0-vi')).toBeVisible();
	const paths = await pathsOf(page);
	expect(Array.from(new Set(paths.map(kindOf))).sort()).toEqual(Object.keys(NOTICES).sort());
	const sent = [];
	page.on('request', (request) => request.method() === 'PUT' && sent.push(request.url()));
	for (const one of paths) {
		const {at, over} = NOTICES[kindOf(one)];
		const save = one.startsWith('notices') ? page.locator('.m-part:has(#notice-0-vi) .lead')
			: page.locator('.m-pages .m-actions .lead').last();
		await type(page, {[one]: over[0]});
		await save.click();
		await expect.poll(() => saidAt(page, one), {message: one}).not.toBe('');
		if (over[0].startsWith('ệ')) {
			expect(await saidAt(page, one)).toContain(`nhiều nhất ${over[0].length - 1} ký tự`);
			expect(sent, one).toEqual([]);
		}
		await type(page, {[one]: at});
		await page.locator('.m-part:has(#notice-0-vi), .m-pages').filter({has: page.locator(`[data-path="${one}"]`)})
			.getByRole('button', {name: 'Bỏ', exact: true}).click();
		sent.length = 0;
	}
});

test('the hub refuses at their paths what a page would have stopped', async ({hall}) => {
	const site = wholeSite(hall);
	await hall.ask('PUT', '/site', site);
	const put = async (where, body) => (await hall.raw('PUT', where, body)).json;
	for (const [kind, {at, over}] of Object.entries(NOTICES)) {
		for (const value of [at, over[0]]) {
			const [list, ...steps] = kind.replace('WORDS', 'vi').replace(/\[\]/g, '.0').split('.');
			const changed = JSON.parse(JSON.stringify(site));
			const last = steps.pop();
			const above = steps.reduce((object, step) => object[step], changed[list]);
			above[last] = /^\d+$/.test(value) ? Number(value) : value === '1/12/2026' ? '2026-12-01'
				: value === '31/12/2026' ? '2026-12-31' : value;
			const answer = await put(`/${list}`, {[list]: changed[list]});
			const paths = (answer.faults || []).map((one) => one.path);
			const place = kind.replace('WORDS', 'vi').replace(/\[\]/g, '[0]');
			expect(paths.includes(place), `${kind}: ${paths}`).toBe(value !== at);
			expect((answer.faults || []).every((one) => one.fault), kind).toBe(true);
		}
	}
});

/* Each text that a dialog asks for says how long it may be, or its own check says what it must be. */
const CHECKED = ['day', 'time', 'valid_day'];
const CHECKED_IN = {'complaints.js': ['about', 'answered', 'note'], 'signin.js': ['name']};

test('each text that a dialog asks for has a limit', () => {
	const asked = [];
	for (const file of fs.readdirSync(WEB).filter((one) => one.endsWith('.js'))) {
		const source = fs.readFileSync(path.join(WEB, file), 'utf8');
		for (const [whole, name] of source.matchAll(/\{\s*type: '(?:text|number)', name(?:: '?(\w+)'?)?, [^{}]*(?:\{[^{}]*\}[^{}]*)*/g)) {
			asked.push(whole);
			const isKnown = /\.\.\.(atMost|between)\(|maxlength:|min:/.test(whole)
				|| CHECKED.concat(CHECKED_IN[file] || []).includes(name);
			expect(isKnown, `${file}: ${whole}`).toBe(true);
		}
	}
	expect(asked.length).toBeGreaterThan(8);
});

test('a clerk\'s note and quantity are refused before they are sent', async ({hall, open}) => {
	await hall.issue('A');
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	await hall.counter(1, 'call-next', {});
	await hall.counter(1, 'appear', {});
	const page = await open('/', 'clerk', {name: 'quay-1'});
	const dialog = page.getByRole('dialog');
	const state = async () => (await hall.get('/state')).counters[0].ticket;
	await page.locator('.counter-choice').first().click();
	await page.locator('form.card button.lead.big').click();
	await expect(page.locator('section.ticket')).toBeVisible();
	const bodies = [];
	page.on('request', (request) => request.method() === 'POST' && bodies.push(request.url()));
	await page.keyboard.press('m');
	const note = dialog.getByRole('textbox');
	await note.fill(letters(121));
	await dialog.locator('.lead').click();
	await expect(dialog.locator('#note-wrong')).toHaveText('Dài quá: nhiều nhất 120 ký tự.');
	expect(bodies.filter((one) => one.includes('supplement'))).toEqual([]);
	const asked = await hall.raw('POST', '/counters/1/supplement', {note: letters(121)});
	expect([asked.status, asked.json.field, asked.json.fault, asked.json.to]).toEqual([400, 'note', 'long', 120]);
	await note.fill(letters(120));
	await dialog.locator('.lead').click();
	await expect.poll(state).toBe(null);
	await hall.issue('A');
	await hall.counter(1, 'call-next', {});
	await hall.counter(1, 'appear', {});
	await expect(page.locator('section.ticket')).toBeVisible();
	const finish = async (quantity) => {
		await dialog.locator('input[name="quantity"]').fill(quantity);
		await dialog.locator('.lead').click();
	};
	await expect(page.locator('[data-action="finish"]')).toBeEnabled();
	await page.keyboard.press('f');
	await expect(dialog).toBeVisible();
	await finish('1000');
	await expect(dialog.locator('#quantity-wrong')).toHaveText('Cần số từ 0 đến 999.');
	const refused = await hall.raw('POST', '/counters/1/finish', {quantity: 1000});
	expect([refused.status, refused.json.field]).toEqual([400, 'quantity']);
	await finish('999');
	await expect.poll(state).toBe(null);
});
