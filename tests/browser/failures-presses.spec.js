// SPDX-License-Identifier: Apache-2.0
// No press without a sentence, on the pages of the manager, of the figures and of complaints: whatever
// becomes of what a button sends is said, it is sent once however often it is pressed while it is under
// way, and what was typed is still there for the next try.
const {test, expect} = require('./fixtures');
const {PRESS_FAILURES, hush, inTurns, newSentence, usualOf} = require('./failing');
const {png} = require('./png');
const {wav} = require('./wav');
const STRINGS = require('../../ui/strings/vi.json');

const RECEIVED = 'input[name=received_online]:not([type=checkbox])';

const COMPLAINTS = {
	subjects: [{id: 'waiting', name: {vi: 'Thời gian chờ đợi', en: 'Waiting'}, service: 'A'}],
	days: 5, count: 'calendar',
};
const PROCEDURES = 'Mã số TTHC\tTên thủ tục\tLĩnh vực\n1.000001\tĐăng ký khai sinh\tHộ tịch\n';
const SHEET = 'Nhóm chỉ số\tChỉ số\tTử số\tMẫu số\tTỷ lệ (%)\tĐiểm\tĐiểm tối đa\n' +
	'Dịch vụ công trực tuyến\tHồ sơ trực tuyến\t1.832\t1.881\t97,4\t10,5\t12\n';
const file = (name, text) => ({name, mimeType: 'text/plain', buffer: Buffer.from(text)});

const named = (key) => (page) => page.getByRole('button', {name: STRINGS[key], exact: true});
const ofPerson = (key) => (page) => page.getByRole('button', {name: `${STRINGS[key]}: `});
const inDialog = (page) => page.getByRole('dialog').locator('button[type=submit]');

/* Presses what opens the dialog, unless it is still there. */
function opens(locator, fill) {
	return async (page) => {
		if (!await page.getByRole('dialog').isVisible()) {
			await locator(page).first().click();
			await page.getByRole('dialog').waitFor();
			await (fill ? fill(page) : null);
		}
	};
}

/* Types it, unless it is still there. */
function types(selector, text) {
	return async (page) => {
		const field = page.locator(selector).first();
		if (await field.inputValue() !== text) {
			await field.fill(text);
		}
	};
}

/* What is pressed: how one gets to the button, the button, and what it sends; draft: the field that
 * was filled, which keeps it; fresh: each try on a page of its own, for what is repeated until it is
 * answered; isLong: the hub may take longer than this waits, and the page says that it is sent. */
const MANAGER = {
	'end a session': {part: 'now', sends: /POST .*\/counters\/1\/close/, button: inDialog,
		prepare: opens((page) => page.locator('.m-card.OPEN').getByRole('button', {name: STRINGS['manager.now.end_session']}))},
	'print a slip again': {part: 'now', fresh: true, sends: /POST .*\/reprint/, button: (page) => page.locator('.m-slips button')},
	'make a screen': {part: 'now', sends: /POST .*\/tokens/, button: inDialog, draft: '.dialog input[name=name]',
		prepare: opens((page) => page.locator('button', {hasText: 'Màn hình trình duyệt'}), types('.dialog input[name=name]', 'tivi-2'))},
	'name a device': {part: 'now', sends: /PUT .*\/site$/, button: inDialog, draft: '.dialog input[name=vi]',
		prepare: opens((page) => page.locator('.m-rename'), types('.dialog input[name=vi]', 'Máy ở cửa'))},
	'take back a number': {part: 'now', fresh: true, sends: /POST .*\/undo-void/, button: inDialog,
		prepare: opens(named('page.action.take_back'), types('.dialog input[name=number]', 'A002'))},
	'move services': {part: 'assign', sends: /POST .*\/services/, button: (page) => page.locator('.m-actions .lead'),
		prepare: async (page) => {
			const tick = page.locator('.m-matrix input').nth(2);
			await tick.waitFor();
			if (!await page.locator('.m-matrix td.changed').count()) {
				await tick.click();
			}
		}},
	'turn the portal off': {part: 'notices', sends: /POST .*\/portal/, button: (page) => page.locator('button[role=switch]'),
		draft: '#portal-note', prepare: types('#portal-note', 'bảo trì')},
	'save notices': {part: 'notices', sends: /PUT .*\/notices/, button: named('manager_edit.notice.save'), draft: '#notice-0-vi',
		prepare: async (page) => {
			if (!await page.locator('#notice-0-vi').count()) {
				await page.locator('.m-notices .m-add').first().click();
			}
			await types('#notice-0-vi', 'Nghỉ chiều thứ Sáu')(page);
		}},
	'close the day': {part: 'notices', sends: /POST .*\/day/, button: inDialog, prepare: opens(named('manager_edit.day.close'))},
	'save pages': {part: 'notices', sends: /PUT .*\/pages$/, button: named('board_page.save'), draft: '#page-0-head-vi',
		prepare: async (page) => {
			if (!await page.locator('#page-0-head-vi').count()) {
				await page.locator('.m-pages .m-add').first().click();
			}
			await types('#page-0-head-vi', 'Lịch tiếp dân')(page);
		}},
	'upload a picture': {part: 'notices', sends: /POST .*\/pictures/, prepare: async (page) => {
		if (!await page.locator('#page-0-picture').count()) {
			await page.locator('.m-pages .m-add').first().click();
		}
	}, press: (page) => page.locator('#page-0-picture').setInputFiles({name: 'a.png', mimeType: 'image/png',
		buffer: png(32, 20, [9, 9, 90])})},
	'upload a voice': {part: 'voice', sends: /PUT .*\/clips/, prepare: async (page) => {
		await types('#voice-speaker', 'Bà An')(page);
		await page.locator('#voice-consent').check();
	}, press: (page) => page.locator('tr[data-clip] input[type=file]').first().setInputFiles(
		{name: 'a.wav', mimeType: 'audio/wav', buffer: wav(0.5, 0.1)})},
	'make an account': {part: 'people', sends: /POST .*\/staff$/, button: inDialog, draft: '.dialog input[name=name]',
		prepare: opens((page) => page.locator('.m-main .lead'), types('.dialog input[name=name]', 'Trần Thị Mới'))},
	'change an account': {part: 'people', sends: /PUT .*\/staff\//, button: inDialog, draft: '.dialog input[name=name]',
		prepare: opens(ofPerson('manager_edit.people.edit'), types('.dialog input[name=name]', 'Trần Thị Khác'))},
	'give a PIN': {part: 'people', sends: /PUT .*\/staff\//, button: inDialog, draft: '.dialog input[name=secret]',
		prepare: opens(ofPerson('manager_edit.people.secret'), types('.dialog input[name=secret]', 'mat-khau-moi-2468'))},
	'end sign-ins': {part: 'people', sends: /DELETE .*\/sign-ins/, button: inDialog, prepare: opens(ofPerson('manager_edit.people.end'))},
	'remove an account': {part: 'people', sends: /DELETE .*\/staff\//, button: inDialog, prepare: opens(ofPerson('manager_edit.list.remove'))},
	'save the site': {part: 'texts', sends: /PUT .*\/site$/, button: (page) => page.locator('.m-save .lead, .m-bar .lead'),
		prepare: types('.m-main input[type=text]', 'Trung tâm mới')},
	'look at a list': {part: 'procedures', isLong: true, sends: /POST .*\/procedures\/import/, button: named('catalogue.preview'),
		prepare: (page) => page.locator('#p-file').setInputFiles(file('b.tsv', PROCEDURES.replace('khai sinh', 'kết hôn')))},
	'take a list': {part: 'procedures', isLong: true, sends: /POST .*\/procedures\/import/, button: named('catalogue.take'),
		prepare: async (page) => {
			if (!await named('catalogue.take')(page).count()) {
				await page.locator('#p-file').setInputFiles(file('b.tsv', PROCEDURES.replace('khai sinh', 'kết hôn')));
				await named('catalogue.preview')(page).click();
				await named('catalogue.take')(page).waitFor();
			}
		}},
	'note what is wrong': {part: 'procedures', sends: /POST .*\/wrong\/seen/, button: (page) => page.locator('.p-wrong td button.small')},
	'take a list back': {part: 'procedures', sends: /POST .*\/procedures\/undo/, button: inDialog, prepare: opens(named('catalogue.undo'))},
};

const FIGURES = {
	'enter dossiers': {path: '/figures?by=dossiers', sends: /POST .*\/dossiers$/, draft: RECEIVED,
		button: (page) => page.locator(`form:has(${RECEIVED}) .lead`), prepare: types(RECEIVED, '12')},
	'import dossiers': {path: '/figures?by=dossiers', sends: /POST .*\/dossiers\/import/,
		button: (page) => page.locator('form:has(input[type=file]) .lead'),
		prepare: (page) => page.locator('input[type=file]').setInputFiles(file('a.csv', 'from;to;received\n2026-01-01;2026-01-01;5\n'))},
	'remove dossiers': {path: '/figures?by=dossiers', sends: /DELETE .*\/dossiers/, button: (page) => page.locator('.entries button')},
	'look at an evaluation': {path: '/figures?by=evaluation', sends: /POST .*\/evaluations\/import/, draft: 'input[name=period]',
		button: (page) => page.locator('form:has(input[name=source]) .lead'), prepare: async (page) => {
			await types('input[name=period]', '2025')(page);
			await types('input[name=source]', 'Cổng')(page);
			await types('input[name=taken_day]', '02/01/2026')(page);
			await page.locator('input[type=file]').setInputFiles(file('a.txt', SHEET));
		}},
	'take an evaluation': {path: '/figures?by=evaluation', sends: /POST .*\/evaluations\/import/, button: named('figures.evaluation.take'),
		prepare: async (page) => {
			if (!await named('figures.evaluation.take')(page).count()) {
				await types('input[name=period]', '2025')(page);
				await types('input[name=source]', 'Cổng')(page);
				await types('input[name=taken_day]', '02/01/2026')(page);
				await page.locator('input[type=file]').setInputFiles(file('a.txt', SHEET));
				await page.locator('form:has(input[name=source]) .lead').click();
				await named('figures.evaluation.take')(page).waitFor();
			}
		}},
	'remove an evaluation': {path: '/figures?by=evaluation', sends: /DELETE .*\/evaluations/, button: (page) =>
		page.locator('details.card:not(.monthly):not(.columns) button'), prepare: async (page) => {
		if (!await page.locator('details.card:not(.monthly):not(.columns) button').isVisible()) {
			await page.locator('details.card:not(.monthly):not(.columns) summary').click();
		}
	}},
};

const onCard = (name, state, fill) => async (page) => {
	if (!await page.getByRole('dialog').isVisible()) {
		await page.locator(`[data-filter=${state}]`).click();
	}
	await opens((where) => where.locator('.complaint').getByRole('button', {name: STRINGS[`complaints.do.${name}`]}), fill)(page);
};
const CASES = {
	'enter a complaint': {path: '/complaints', sends: /POST .*\/complaints$/, draft: 'input[name=about]',
		button: (page) => page.locator('form.card .lead'), prepare: async (page) => {
			await page.locator('select[name=subject]').selectOption('waiting');
			await page.locator('select[name=channel]').selectOption('phone');
			await types('input[name=about]', 'Chờ hai giờ')(page);
		}},
	'answer a complaint': {path: '/complaints', sends: /POST .*\/answer$/, button: inDialog, draft: '.dialog input[name=note]',
		prepare: onCard('answer', 'open', async (page) => {
			await page.locator('.dialog .choice').first().click();
			await types('.dialog input[name=note]', 'Đã thêm ghế')(page);
		})},
	'correct a complaint': {path: '/complaints', sends: /POST .*\/correct$/, button: inDialog, draft: '.dialog input[name=about]',
		prepare: onCard('correct', 'open', types('.dialog input[name=about]', 'Chờ ba giờ'))},
	'withdraw a complaint': {path: '/complaints', sends: /POST .*\/withdraw$/, button: inDialog, draft: '.dialog input[name=note]',
		prepare: onCard('withdraw', 'open', types('.dialog input[name=note]', 'Ghi hai lần'))},
	'open a complaint again': {path: '/complaints', sends: /POST .*\/reopen$/, button: inDialog, prepare: onCard('reopen', 'answered')},
};

/* A hall in which all of that can be pressed. */
async function fill(hall) {
	await hall.account('admin');
	await hall.account('clerk', 'quay-1');
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	const slip = await hall.post('/tickets', {service: 'A', print: true, kiosk: 'kiosk-1'});
	await hall.post(`/tickets/${slip.id}/paper`, {state: 'FAILED'});
	await hall.post(`/tickets/${(await hall.issue('A')).id}/void`, {});
	await hall.device('kiosk-1', 'printer', 'paper_out', 'device');
	const list = {file: 'a.tsv', text: PROCEDURES};
	const {digest, catalogue} = await hall.post('/procedures/import', list);
	await hall.post('/procedures/import', Object.assign({digest, catalogue}, list));
	await hall.post('/procedures/1.000001/wrong', {place: 'phone'});
	await hall.ask('POST', '/dossiers', {day: (await hall.get('/state')).day, received_online: 3});
	const sheet = {text: SHEET, period: '2024', source: 'Cổng', taken_day: '2026-01-02'};
	await hall.post('/evaluations/import', Object.assign({digest: (await hall.post('/evaluations/import', sheet)).digest}, sheet));
	const complaint = {subject: 'waiting', channel: 'phone', about: 'Chờ hai giờ'};
	await hall.post('/complaints', complaint);
	const done = (await hall.post('/complaints', complaint)).complaint;
	await hall.post(`/complaints/${done.id}/answer`, {outcome: 'remedied', note: 'Đã thay'});
}

/* One press with one failure: '' it was as it should be, else what was not. */
async function pressOnce(page, {sends, prepare, button, press, draft, fresh, isLong}, failure, usual) {
	const sent = new Set(), held = [];
	await (prepare && prepare(page));
	const before = draft && await page.locator(draft).first().inputValue();
	await hush(page, usual);
	await page.route('**/api/v1/**', (route) => {
		const request = route.request(), what = `${request.method()} ${new URL(request.url()).pathname}`;
		if (!sends.test(what)) {
			return route.fallback();
		}
		sent.add((request.postDataJSON() || {}).idempotency_key || sent.size);
		held.push(route);
		return PRESS_FAILURES[failure](route);
	});
	if (press) {
		await press(page);
	} else {
		await button(page).first().evaluate((one) => {
			one.click();
			one.click(); /* as a finger that trembles */
		});
	}
	const isSaid = failure !== 'is never answered' ||
		await page.locator('.sending').waitFor({timeout: 3000}).then(() => true, () => false);
	const waits = isLong && failure === 'is never answered';
	const said = waits || await newSentence(page, usual);
	if (!fresh && !waits) {
		await expect(page.locator('.sending')).toBeHidden();
		await page.unrouteAll({behavior: 'ignoreErrors'});
	}
	await Promise.all(held.map((route) => route.abort().catch(() => null))); /* never carried out later */
	const kept = draft ? await page.locator(draft).first().inputValue({timeout: 5000}).catch(() => null) : before;
	return [!isSaid && 'not said that it is sent', !said && 'silent', sent.size !== 1 && `sent ${sent.size} times`,
		kept !== before && `what was typed is ${kept}`].filter(Boolean).join(', ');
}

async function tryPress(context, url, what, press) {
	const wrong = [];
	let page = null, usual = [], waits = false;
	for (const failure of Object.keys(PRESS_FAILURES)) {
		if (!page || press.fresh || waits) {
			if (page) {
				await page.goto('about:blank'); /* what it repeats would reach the hub while it is closed */
				await page.close();
			}
			page = await context.newPage();
			await page.goto(url);
			await page.locator('.m-main h1, main.figures h1').first().waitFor();
			usual = await usualOf(page);
		}
		const found = await pressOnce(page, press, failure, usual).catch((error) => error.message.slice(0, 400));
		if (found) {
			wrong.push(`${what} ${failure}: ${found}`);
		}
		waits = press.isLong && failure === 'is never answered';
	}
	await page.close();
	return wrong;
}

for (const [name, path, presses] of [['manager', '/manager', MANAGER], ['figures', '/figures', FIGURES],
	['complaints', '/complaints', CASES]]) {
	test.describe(name, () => {
		test.use({siteChanges: {complaints: COMPLAINTS}});

		test(`whatever becomes of a press of ${name} is said, it is sent once, and drafts stay`, async ({hall, open}, info) => {
			test.setTimeout(480000);
			await fill(hall);
			const first = await open(path, 'admin', {language: 'vi'});
			const only = process.env.LAYSO_PRESS;
			const wrong = [], tried = Object.entries(presses).filter(([what]) => !only || what.includes(only));
			await inTurns(tried.map(([what, press]) => async () => {
				const url = press.part ? `${hall.url}/manager#${press.part}` : hall.url + press.path;
				wrong.push(...await tryPress(first.context(), url, what, press));
			}));
			console.log(`${name}: ${tried.length} presses, ${tried.length * Object.keys(PRESS_FAILURES).length} failures, ` +
				`${wrong.length} wrong`);
			await info.attach(`presses-${name}.txt`, {body: wrong.join('\n')});
			expect(wrong).toEqual([]);
		});
	});
}
