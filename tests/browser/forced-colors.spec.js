// SPDX-License-Identifier: Apache-2.0
// Windows' high contrast: what is chosen, under way, off, in trouble or counted can still be told.
const {test, expect} = require('./fixtures');

const CONTRAST = {forcedColors: 'active', colorScheme: 'dark'};
const COMPLAINTS = {
	subjects: [{id: 'waiting', name: {vi: 'Thời gian chờ đợi', en: 'Waiting'}, service: 'A'}],
	days: 5, count: 'calendar',
};

/* Runs in the page: lines, each a thing that does not show. */
function unseen() {
	const shown = (one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
	const all = (selector) => Array.from(document.querySelectorAll(selector)).filter(shown);
	const name = (one) => `${one.tagName} ${one.className.baseVal || one.className} "${one.textContent.trim().slice(0, 20)}"`;
	const look = (one) => {
		const style = getComputedStyle(one);
		return [style.color, style.backgroundColor, style.borderTopStyle, style.borderTopWidth, style.borderTopColor].join();
	};
	const probe = document.body.appendChild(document.createElement('i'));
	probe.style.cssText = 'color: Canvas; background: CanvasText; forced-color-adjust: none';
	const ground = getComputedStyle(probe).color;
	probe.remove();
	const faults = [];
	/* A chosen one and one that is not, of the same group. */
	const differ = (chosen, others, what) => all(chosen).forEach((one) => {
		const other = Array.from(one.closest('nav, ul, [role=group], fieldset, .tabs, .choices, .door-services, .languages, ' +
			'.m-page, form')?.querySelectorAll(others) || []).filter(shown)[0];
		if (other && look(one) === look(other)) {
			faults.push(`${what}: ${name(one)} is as ${name(other)}`);
		}
	});
	differ('[aria-pressed="true"]', '[aria-pressed="false"]', 'pressed');
	differ('a[aria-current]', 'a:not([aria-current])', 'this page');
	differ('.choice input:checked + .choice-text', '.choice input:not(:checked) + .choice-text', 'chosen');
	all('button:disabled').forEach((one) => {
		const other = all('button:enabled:not([aria-pressed])')[0];
		if (other && getComputedStyle(one).color === getComputedStyle(other).color) {
			faults.push(`off: ${name(one)}`);
		}
	});
	all('.dialog, .said, .alarm, .away.shown, .state, .badge, .m-state, .ticket-state, .chip, .card, .m-card').forEach((one) => {
		const style = getComputedStyle(one);
		if (style.borderTopStyle === 'none' || style.borderTopColor === ground) {
			faults.push(`without an edge: ${name(one)}`);
		}
	});
	const bars = new Map();
	all('.plot').forEach((plot) => [1, 2, 3, 4, 5].forEach((n) => {
		const bar = plot.querySelector(`.plot-bar-${n}`);
		if (!bar) {
			return;
		}
		const {fill, stroke} = getComputedStyle(bar);
		const mark = plot.parentNode.querySelector(`.plot-mark-${n}`);
		bars.set(n, fill);
		if (fill === ground && (stroke === 'none' || stroke === ground)) {
			faults.push(`bar ${n} is as the ground`);
		}
		if (mark && getComputedStyle(mark).backgroundColor !== fill) {
			faults.push(`the key of bar ${n} is another colour`);
		}
	}));
	if (new Set(bars.values()).size !== bars.size) {
		faults.push(`bars are alike: ${Array.from(bars.values()).join(' ')}`);
	}
	all('.door-code svg').forEach((code) => {
		if (getComputedStyle(code).backgroundColor !== 'rgb(255, 255, 255)' ||
			getComputedStyle(code.querySelector('path')).fill.match(/\d+/g).some((part) => part > 80)) {
			faults.push('a QR code that is not dark on light');
		}
	});
	/* The ring of where one is. */
	all('button:enabled, nav a, .tab').slice(0, 12).forEach((one) => {
		one.focus();
		const style = getComputedStyle(one);
		const under = parseFloat(style.outlineOffset) < 0 ? style.backgroundColor : ground;
		if (document.activeElement === one && (style.outlineStyle === 'none' || style.outlineColor === under)) {
			faults.push(`no ring: ${name(one)}`);
		}
	});
	return faults;
}

/* A hall with a bit of everything. */
async function fill(hall) {
	for (let i = 0; i < 6; i++) {
		await hall.issue('AB'[i % 2], i % 3 ? {} : {lane: 'priority', reason: 'elderly'});
	}
	await hall.device('kiosk-1', 'printer', 'paper_out', 'device');
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	for (const move of ['call-next', 'appear', 'finish', 'call-next']) {
		await hall.counter(1, move);
	}
	await hall.counter(2, 'open', {staff: 'quay-2'});
	await hall.counter(2, 'pause', {note: 'Họp'});
	await hall.post('/complaints', {subject: 'waiting', channel: 'phone', about: 'Chờ hai giờ'});
}

async function joinCounter(page) {
	const card = page.locator('section.ticket'), join = page.locator('form.card button.lead.big');
	await card.or(join).waitFor();
	if (await join.isVisible()) {
		await page.locator('.counter-choice').first().click();
		await join.click();
	}
	await card.waitFor();
}

const STAFF = {
	setup: ['/', (page) => page.locator('.counter-choice').first().click()],
	counter: ['/', joinCounter],
	door: ['/door', async (page) => {
		await page.locator('.door-services .choice').first().click();
		await page.locator('.door-left button.lead').click();
		await page.locator('.door-code svg').waitFor();
	}],
	manager: ['/manager', (page) => page.locator('.m-card').first().waitFor()],
	notices: ['/manager#notices', (page) => page.locator('button[role=switch]').waitFor()],
	people: ['/manager#people', async (page) => {
		await page.locator('.m-main .lead').click();
		await page.getByRole('dialog').waitFor();
	}],
	assign: ['/manager#assign', (page) => page.locator('.m-matrix input').first().click()],
	figures: ['/figures', (page) => page.locator('.plot-bar').first().waitFor()],
	complaints: ['/complaints', (page) => page.locator('.complaint').waitFor()],
};

test.describe('high contrast', () => {
	test.use({siteChanges: {complaints: COMPLAINTS}});

	test('of the pages of those who work here', async ({hall, open, shot}) => {
		test.setTimeout(180000);
		await fill(hall);
		const page = await open('/', 'admin', {language: 'vi', ...CONTRAST});
		const faults = [];
		for (const [name, [path, prepare]] of Object.entries(STAFF)) {
			await page.goto('about:blank');
			await page.goto(hall.url + path);
			await prepare(page);
			await shot(page, `contrast-${name}`, {fullPage: true});
			faults.push(...(await page.evaluate(unseen)).map((fault) => `${name}: ${fault}`));
		}
		expect(faults).toEqual([]);
	});

	test('of the pages of citizens', async ({hall, open, shot}) => {
		const ticket = await hall.issue('A');
		await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
		await hall.counter(1, 'call-next');
		const phone = await open(`/t/${ticket.token}`, '', {phone: true, ...CONTRAST});
		await expect(phone.locator('#page')).toHaveClass('called');
		await phone.locator('#alert-key').click();
		await shot(phone, 'contrast-ticket', {fullPage: true});
		expect(await phone.evaluate(unseen)).toEqual([]);
		expect(await phone.locator('#now').evaluate((one) => getComputedStyle(one).borderTopStyle)).toBe('double');
		const token = await hall.token('screen', 'tivi-1');
		const television = await open(`/hall#token=${token}`, '', {viewport: {width: 1280, height: 720}, ...CONTRAST});
		await expect(television.locator('#number')).toHaveText('A001');
		/* The band is the theme's, with its sign. */
		const plain = await open(`/hall#token=${token}`, '', {viewport: {width: 1280, height: 720}});
		await expect(plain.locator('#number')).toHaveText('A001');
		const band = (page) => page.locator('#band').evaluate((one) => getComputedStyle(one).backgroundColor);
		expect(await band(television)).toBe(await band(plain));
		await shot(television, 'contrast-hall');
		for (const move of ['appear', 'finish']) {
			await hall.counter(1, move);
		}
		const tablet = await open('/rate/1', 'kiosk', CONTRAST);
		await tablet.locator('.score').first().waitFor();
		expect(await tablet.evaluate(unseen)).toEqual([]);
		await shot(tablet, 'contrast-rate');
		for (const [name, path] of [['lookup', '/tra-cuu'], ['guide', '/guide/clerk'], ['unknown', '/so/1'], ['signin', '/']]) {
			const page = await open(path, '', CONTRAST);
			await page.locator('h1').first().waitFor();
			expect(await page.evaluate(unseen), name).toEqual([]);
			await shot(page, `contrast-${name}`);
		}
	});
});
