// SPDX-License-Identifier: Apache-2.0
// Everything shown at once, at the sizes of office computers and phones, in both languages: nothing
// overlaps, no text is cut, and what is pressed is large enough.
const {test, expect} = require('./fixtures');

/* The last of a laptop of 1366x768 is what its browser leaves. */
const SIZES = [[1920, 1080], [1366, 625], [1280, 720], [1280, 600], [1024, 768], [1024, 600], [360, 640]];
const TARGET = 44;
const LONG = {
	vi: 'Trung tâm Phục vụ hành chính công xã Nậm Mười Sơn Thượng, huyện Văn Chấn',
	en: 'Public Administration Service Centre of the Commune of Nam Muoi Son Thuong',
};

const COMPLAINTS = {
	subjects: [
		{id: 'waiting', name: {vi: 'Thời gian chờ đợi', en: 'Waiting'}, service: 'A'},
		{id: 'conduct', name: {vi: 'Thái độ, trách nhiệm của cán bộ', en: 'Conduct of staff'}, service: 'B'},
	],
	days: 5, count: 'calendar',
	official: {link: 'https://example.vn/pakn', words: {vi: 'Hệ thống tiếp nhận', en: 'The national system'}},
};

/* Runs in the page: a list of lines, each a fault. */
function faultsOf(target) {
	const faults = [];
	const shown = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}) &&
		one.getClientRects().length > 0;
	const name = (one) => `${one.tagName.toLowerCase()}${one.className && typeof one.className === 'string'
		? `.${one.className.trim().split(/\s+/).join('.')}` : ''} "${one.textContent.trim().slice(0, 30)}"`;
	/* The ancestors that scroll or cut. */
	const framesOf = (one) => {
		const frames = [];
		for (let over = one.parentElement; over; over = over.parentElement) {
			const style = getComputedStyle(over);
			if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
				frames.push(over);
			}
		}
		return frames;
	};
	/* The parts of it that these show: of words in a line, each line's. */
	const seen = (one) => Array.from(one.getClientRects(), (box) => {
		const rect = {left: box.left, top: box.top, right: box.right, bottom: box.bottom};
		framesOf(one).forEach((over) => {
			const frame = over.getBoundingClientRect();
			rect.left = Math.max(rect.left, frame.left);
			rect.top = Math.max(rect.top, frame.top);
			rect.right = Math.min(rect.right, frame.right);
			rect.bottom = Math.min(rect.bottom, frame.bottom);
		});
		return rect;
	}).filter((rect) => rect.right - rect.left > 1 && rect.bottom - rect.top > 1);
	const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
		Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
	const all = Array.from(document.body.querySelectorAll('*')).filter(shown);
	const unseen = (one) => one.closest('.unseen, .skip, [aria-hidden=true], svg, option') !== null;
	const own = (one) => Array.from(one.childNodes).some((node) =>
		node.nodeType === Node.TEXT_NODE && node.data.trim());
	const texts = all.filter((one) => own(one) && !unseen(one));
	const controls = all.filter((one) => !unseen(one) && one.matches('button, select, textarea, nav a, .choice, input:not([type=radio]):not([type=checkbox])'));
	/* Over each other. */
	const pieces = Array.from(new Set(texts.concat(controls)));
	const boxes = pieces.map(seen);
	const within = (one, other) => one.contains(other) || other.contains(one);
	const floats = (one) => Array.from(document.querySelectorAll('.said, .sending, dialog, .dialog, .door-send, .door-ticket > .lead'))
		.some((top) => top.contains(one));
	for (let i = 0; i < pieces.length; i++) {
		for (let j = i + 1; j < pieces.length; j++) {
			if (boxes[i].some((a) => boxes[j].some((b) => meet(a, b))) && !within(pieces[i], pieces[j]) &&
				!floats(pieces[i]) && !floats(pieces[j])) {
				faults.push(`over each other: ${name(pieces[i])} and ${name(pieces[j])}`);
			}
		}
	}
	texts.filter((one) => !one.matches('code, b, small') && /^[a-z_]+(\.[a-z_]+)+$/.test(one.textContent.trim()))
		.forEach((one) => faults.push(`a word that is missing: ${name(one)}`));
	/* Cut: beyond the window's side, above a frame that does not scroll that far, or within its own
	 * box without a mark that there is more. */
	for (const one of texts.concat(controls)) {
		const box = one.getBoundingClientRect(), style = getComputedStyle(one);
		const scrolls = framesOf(one).some((over) => over.scrollWidth > over.clientWidth + 1);
		if (box.right > innerWidth + 1 && !scrolls) {
			faults.push(`beyond the side: ${name(one)}`);
		}
		if (framesOf(one).some((over) => over.scrollTop === 0 &&
			box.top < over.getBoundingClientRect().top - 2)) {
			faults.push(`above its frame: ${name(one)}`);
		}
		if (style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && !one.matches('input, select, textarea') &&
			one.scrollWidth > one.clientWidth + 1) {
			faults.push(`cut: ${name(one)}`);
		}
	}
	for (const one of controls) {
		const box = one.getBoundingClientRect();
		if (box.height < target - 1 || box.width < target - 1) {
			faults.push(`small, ${Math.round(box.width)}x${Math.round(box.height)}: ${name(one)}`);
		}
	}
	if (document.documentElement.scrollWidth > innerWidth + 1) {
		faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
	}
	return faults;
}

/* A bad morning at a centre with long names. */
async function fillHall(hall) {
	for (let i = 0; i < 12; i++) {
		await hall.issue('AB'[i % 2], i % 3 ? {} : {lane: 'priority', reason: 'elderly'});
	}
	await hall.device('kiosk-1', 'printer', 'paper_out', 'device');
	await hall.post('/portal', {down: true, note: 'bảo trì đến 10 giờ sáng, xin ông/bà thông cảm'});
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	await hall.counter(2, 'open', {staff: 'quay-2', services: ['A', 'B']});
	await hall.counter(1, 'call-next');
	await hall.counter(1, 'appear');
	await hall.counter(1, 'finish', {outcome: 'done', quantity: 1});
	await hall.counter(2, 'call-next');
	const {ticket} = await hall.counter(2, 'appear', {});
	await hall.counter(2, 'transfer', {counter: 1, expect: ticket.id,
		note: 'thiếu bản sao giấy khai sinh của con thứ hai, đã có đơn'});
	await hall.post('/complaints', {subject: 'conduct', channel: 'box',
		about: 'Đề nghị có ghế cho người già và chỗ để xe, hướng dẫn rõ hơn ở cửa ra vào'});
}

const PAGES = {
	'counter-free': {path: '/', join: true},
	'counter-called': {path: '/', join: true, press: 'call_next'},
	'counter-serving': {path: '/', join: true, press: 'call_next present'},
	'counter-finished': {path: '/', join: true, tab: 4},
	setup: {path: '/', ready: 'form.card', forget: true},
	door: {path: '/door', ready: '.door-services .choice'},
	'door-wrong': {path: '/door', ready: '.door-services .choice', click: ['.door-left button.lead']},
	'door-ticket': {path: '/door', ready: '.door-services .choice',
		click: ['.door-services .choice', '.door-left button.lead'], then: '.door-ticket h2'},
	manager: {path: '/manager', ready: '.m-cards .card, .m-cards > *'},
	figures: {path: '/figures', ready: '.figures-body .tile'},
	'figures-columns': {path: '/figures', ready: '.figures-body .tile', click: ['details.columns summary']},
	complaints: {path: '/complaints', ready: '.complaint', click: ['details summary']},
	'complaints-answer': {path: '/complaints', ready: '.complaint', click: ['.complaint button.lead'], then: '.dialog'},
	guide: {path: '/guide/clerk', ready: 'main.guide'},
};

/* The manager's parts, with what opens there. */
const PARTS = {
	assign: {then: '.m-matrix'}, notices: {then: '.m-notices textarea'}, voice: {then: 'tr[data-clip]'},
	procedures: {then: '#p-file'}, people: {then: '.m-people table'},
	'people-add': {click: ['.m-main .lead'], then: '.dialog'},
	services: {open: true, then: '.m-main input'}, counters: {open: true, then: '.m-main input'}, hours: {open: true, then: '.m-main input'},
	texts: {open: true, then: '.m-main input'}, rules: {open: true, then: '.m-main input'}, kiosks: {then: '.m-main h1'},
	complaints: {open: true, then: '.m-main input'}, data: {then: '#import-file'},
};
Object.entries(PARTS).forEach(([name, {click, then, open}]) => {
	PAGES[`manager-${name}`] = {path: `/manager#${name.split('-')[0]}`, ready: '.m-main h1', click, then, open};
});

async function prepare(page, {join, press, ready, forget, tab, click, then, open}) {
	if (forget) {
		await page.evaluate(() => localStorage.removeItem('layso.counter'));
		await page.reload();
	}
	if (ready) {
		await page.locator(ready).first().waitFor();
	}
	if (join) {
		const card = page.locator('section.ticket'), button = page.locator('form.card button.lead.big');
		await card.or(button).waitFor();
		if (await button.isVisible()) {
			await page.locator('.counter-choice').first().click();
			await button.click();
		}
		await card.waitFor();
	}
	if (tab) {
		await page.locator('.tab').nth(tab).click();
		await page.locator('.rows .row').first().waitFor();
	}
	for (const selector of click || []) {
		await page.locator(selector).first().click();
	}
	if (open) { /* what is folded away, too */
		await page.locator('.m-main details, .m-main input').first().waitFor({state: 'attached'});
		await page.evaluate(() => document.querySelectorAll('.m-main details').forEach((one) => { one.open = true; }));
	}
	await (then && page.locator(then).first().waitFor());
	for (const id of (press || '').split(' ').filter(Boolean)) {
		const button = page.locator(`[data-action="${id}"]`);
		await expect(button.or(page.locator('section.ticket.serving'))).not.toHaveCount(0);
		if (await button.isEnabled()) {
			await button.click();
			await expect(button).toBeDisabled();
		}
	}
}

for (const language of ['vi', 'en']) {
	test.describe(language, () => {
		test.use({siteChanges: {name: LONG, complaints: COMPLAINTS}});

		test(`nothing overlaps, is cut or too small, everything shown at once (${language})`,
			async ({hall, open, shot}) => {
				test.setTimeout(360000);
				await fillHall(hall);
				const page = await open('/', 'admin', {language});
				const faults = [];
				let looks = 0;
				for (const name of Object.keys(PAGES)) {
					await page.setViewportSize({width: 1366, height: 625});
					await page.goto('about:blank'); /* a part of the same page is begun anew, too */
					await page.goto(hall.url + PAGES[name].path + (name === 'guide' ? `?lang=${language}` : ''));
					await prepare(page, PAGES[name]);
					await expect(page.locator('.alarm').or(page.locator('main')).first()).toBeVisible();
					for (const [width, height] of SIZES) {
						await page.setViewportSize({width, height});
						await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
						const found = await page.evaluate(faultsOf, TARGET);
						faults.push(...found.map((fault) => `${name} ${width}x${height}: ${fault}`));
						looks++;
						await shot(page, `layout-${name}-${language}-${width}x${height}`);
					}
				}
				console.log(`${language}: ${Object.keys(PAGES).length} pages, ${looks} looks, ${faults.length} faults`);
				expect(faults).toEqual([]);
			});
	});
}
