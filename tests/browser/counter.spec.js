// SPDX-License-Identifier: Apache-2.0
// The counter page: every action with its key, and what goes wrong around it.
const {test, expect, LOOKS} = require('./fixtures');

const WEIGHT_MAX = 150 * 1024;

/* A clerk's page with the session open at counter 1. */
async function atCounter(hall, open, options) {
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	const page = await open('/', 'clerk', Object.assign({name: 'quay-1', language: 'en'}, options));
	await join(page);
	return page;
}

async function join(page) {
	const card = page.locator('section.ticket');
	const button = page.locator('form.card button.lead.big');
	await expect(card.or(button)).toBeVisible();
	if (await button.isVisible()) {
		await page.locator('.counter-choice').first().click();
		await button.click();
	}
	await expect(card).toBeVisible();
}

const number = (page) => page.locator('.ticket-number');
const action = (page, id) => page.locator(`[data-action="${id}"]`);
const dialog = (page) => page.getByRole('dialog');

test('a clerk opens a session with the services that they serve', async ({hall, open, axe}) => {
	const page = await open('/', 'clerk', {name: 'quay-3', language: 'en'});
	await expect(page.getByRole('heading', {name: 'Open a session'})).toBeVisible();
	expect(await axe(page)).toEqual([]);
	await page.locator('.counter-choice', {hasText: 'Counter 3'}).click();
	await expect(page.getByText('You open the counter as')).toBeVisible();
	await page.locator('.choice', {hasText: 'Certification'}).click();
	await page.getByRole('button', {name: 'Open counter'}).click();
	await expect(page.getByRole('heading', {name: 'Counter 3'})).toBeVisible();
	const counter = (await hall.get('/state')).counters[2];
	expect(counter).toMatchObject({state: 'OPEN', staff: 'quay-3', services: ['C', 'B']});
});

const TAKEN_BACK = {
	vi: {said: 'Số A001 chưa xong: đang tạm giữ tại quầy 1.', nothing: 'Số A003: Đang chờ.',
		none: 'Hôm nay không có số Z999.'},
	en: {said: 'A001 is not finished: on hold at counter 1.', nothing: 'A003: Waiting.',
		none: 'There is no number Z999 today.'},
};
for (const language of ['vi', 'en']) {
	test(`wrong keys are taken back, beside the next ticket (${language})`,
		async ({hall, open, axe, shot}) => {
			const words = TAKEN_BACK[language];
			for (let i = 0; i < 3; i++) {
				await hall.issue('A');
			}
			const page = await atCounter(hall, open, {language});
			const press = async (key, id) => {
				await expect(action(page, id)).toBeEnabled();
				await page.keyboard.press(key);
			};
			const takeBack = async (text) => {
				await press('z', 'take_back');
				await dialog(page).getByRole('combobox').fill(text);
				await page.keyboard.press('Enter');
			};
			await press('Space', 'call_next');
			await press('p', 'present'); /* nobody came */
			await expect(page.locator('.ticket.serving')).toBeVisible();
			await shot(page, `undo-present-${language}`);
			await press('u', 'undo');
			await expect(page.locator('.ticket.called')).toBeVisible();
			await press('p', 'present');
			await press('f', 'finish');
			await page.keyboard.press('Enter');
			await press('Space', 'call_next');
			await expect(number(page)).toHaveText('A002');
			await press('z', 'take_back');
			const asked = dialog(page).getByRole('combobox');
			await expect(asked).toHaveValue('A001'); /* the latest that ended here */
			await expect(asked).toBeFocused();
			expect(await axe(page)).toEqual([]);
			await shot(page, `take-back-${language}`);
			await page.keyboard.press('Enter');
			await expect(page.locator('.said:not([hidden])')).toHaveText(words.said);
			await expect(number(page)).toHaveText('A002');
			await expect(page.locator('.tab').nth(1)).toContainText('1');
			await shot(page, `taken-back-${language}`);
			expect((await hall.get('/tickets?number=A001')).tickets[0])
				.toMatchObject({state: 'HELD', counter: 1});
			await takeBack('Á3'); /* VNI's A13: asked, and there is none */
			await page.keyboard.press('1');
			await expect(page.locator('.said.wrong')).toContainText('A013');
			await takeBack('A003');
			await expect(page.locator('.said.wrong')).toContainText(words.nothing);
			await takeBack('Z999');
			await expect(page.locator('.said.wrong')).toHaveText(words.none);
		});
}

test('every action has its key, from the first call to the last', async ({hall, open, axe}) => {
	for (let i = 0; i < 4; i++) {
		await hall.issue('A');
	}
	const page = await atCounter(hall, open);
	const press = (key) => page.keyboard.press(key);
	await press('Space');
	await expect(number(page)).toHaveText('A001');
	expect(await axe(page)).toEqual([]);
	await expect(action(page, 'present')).toBeEnabled();
	await press('p');
	await expect(action(page, 'finish')).toBeEnabled();
	expect(await axe(page)).toEqual([]);
	await expect(action(page, 'add_service')).toBeEnabled();
	await press('s'); /* add a service */
	await expect(dialog(page)).toBeVisible();
	await press('1');
	await press('Enter');
	await expect(page.locator('.ticket-service')).toHaveText('Certification');
	await expect(action(page, 'hold')).toBeEnabled();
	await press('h'); /* hold, with a reason */
	await expect(dialog(page)).toContainText('Fetching copies');
	expect(await axe(page)).toEqual([]);
	await press('1');
	await press('Enter');
	await expect(page.locator('.nothing')).toBeVisible();
	expect((await hall.get('/tickets?number=A001')).tickets[0])
		.toMatchObject({state: 'HELD', note: 'Fetching copies'});
	await page.getByRole('button', {name: /^On hold/}).click();
	await page.locator('[data-row="resume"]').click();
	await expect(number(page)).toHaveText('A001');
	await expect(action(page, 'finish')).toBeEnabled();
	await press('f');
	await expect(dialog(page).getByLabel('Dossiers', {exact: true})).toHaveValue('1');
	expect(await axe(page)).toEqual([]);
	await press('2');
	await page.getByLabel('Dossiers', {exact: true}).fill('3');
	await dialog(page).getByText('Dossiers received and resolved').click();
	await page.getByLabel('Received online').fill('2');
	expect(await axe(page)).toEqual([]);
	await press('Enter');
	await expect(action(page, 'undo')).toContainText('Undo finish');
	expect((await hall.get('/tickets?number=A001')).tickets[0])
		.toMatchObject({state: 'FINISHED', outcome: 'received', quantity: 3});
	await press('u');
	await expect(number(page)).toHaveText('A001');
	await expect(action(page, 'supplement')).toBeEnabled();
	await press('m'); /* papers missing */
	await page.keyboard.type('birth certificate');
	await press('Enter');
	await expect(page.locator('.nothing')).toBeVisible();
	expect((await hall.get('/tickets?number=A001')).tickets[0])
		.toMatchObject({state: 'SUPPLEMENT', note: 'birth certificate'});
	await expect(action(page, 'call')).toBeEnabled();
	await press('c'); /* a given number */
	await page.keyboard.type('a003');
	await press('Enter');
	await expect(number(page)).toHaveText('A003');
	await expect(action(page, 'undo')).toBeEnabled();
	await press('u'); /* undo the call */
	await expect(page.locator('.nothing')).toBeVisible();
	await expect(action(page, 'call_next')).toBeEnabled();
	await press('n');
	await expect(number(page)).toHaveText('A002');
	await expect(action(page, 'absent')).toBeEnabled();
	await press('a'); /* absent: waits again */
	await expect(page.locator('.nothing')).toBeVisible();
	await expect(action(page, 'call_next')).toBeEnabled();
	await press('n');
	await expect(action(page, 'present')).toBeEnabled();
	await press('p');
	await expect(action(page, 'transfer')).toBeEnabled();
	const moved = await number(page).textContent();
	await press('t');
	await dialog(page).locator('.choice', {hasText: 'Land'}).click();
	await press('Enter');
	await expect(page.locator('.nothing')).toBeVisible();
	expect((await hall.get(`/tickets?number=${moved}`)).tickets[0])
		.toMatchObject({state: 'WAITING', service: 'C'});
	await expect(action(page, 'services')).toBeEnabled();
	await press('d'); /* the session's services */
	await dialog(page).locator('.choice', {hasText: 'Certification'}).click();
	await press('Enter');
	await expect(dialog(page)).toHaveCount(0);
	await expect.poll(async () => (await hall.get('/state')).counters[0].services).toEqual(['A']);
	await expect(action(page, 'pause')).toBeEnabled();
	await press('b'); /* pause, with a reason */
	await press('1');
	await press('Enter');
	await expect(page.locator('.nothing')).toHaveText('The counter is paused');
	await expect(action(page, 'call_next')).toBeDisabled();
	expect(await axe(page)).toEqual([]);
	await press('b');
	await expect(action(page, 'call_next')).toBeEnabled();
	await expect(action(page, 'close')).toBeEnabled();
	await press('k'); /* close */
	await press('Enter');
	await expect(page.getByRole('heading', {name: 'Open a session'})).toBeVisible();
});

for (const language of ['vi', 'en']) {
	test(`one key finishes and calls the next, and takes both back (${language})`, async ({hall, open, axe, shot}) => {
		for (let i = 0; i < 2; i++) {
			await hall.issue('A');
		}
		const page = await atCounter(hall, open, {language});
		const press = async (key, id) => {
			await expect(action(page, id)).toBeEnabled();
			await page.keyboard.press(key);
		};
		await expect(action(page, 'finish_next')).toBeHidden();
		await press('Space', 'call_next');
		await press('p', 'present');
		await expect(action(page, 'call_next')).toBeHidden();
		await expect(action(page, 'finish_next')).toBeEnabled();
		expect(await axe(page)).toEqual([]);
		/* Pressed twice at once, and the first answer is lost. */
		let sent = 0;
		await page.route('**/finish-next', async (route) => {
			sent++;
			await route.fetch();
			return route.abort();
		}, {times: 1});
		await page.keyboard.press('x');
		await page.keyboard.press('x');
		await expect(number(page)).toHaveText('A002');
		await expect(page.locator('.said:not([hidden])')).toHaveText(language === 'vi' ? 'Xong số A001.' : 'A001 is finished.');
		expect(sent).toBe(1);
		expect((await hall.events(['finish', 'call'])).map((event) => `${event.kind} ${event.data.number}`))
			.toEqual(['call A001', 'finish A001', 'call A002']);
		expect((await hall.get('/tickets?number=A001')).tickets[0]).toMatchObject({outcome: 'done', quantity: 1});
		await expect(action(page, 'undo')).toContainText(language === 'vi' ? 'Mở lại A001 (' : 'Reopen A001 (');
		await shot(page, `finish-next-${language}`);
		await press('u', 'undo');
		await expect(number(page)).toHaveText('A001');
		await expect(page.locator('.ticket.serving')).toBeVisible();
		await expect(page.locator('.row-number')).toHaveText('A002');
		await press('x', 'finish_next');
		await press('p', 'present');
		await press('x', 'finish_next');
		await expect(page.locator('.said:not([hidden])')).toHaveText(language === 'vi'
			? 'Xong số A002. Không có ai đang chờ.' : 'A002 is finished. Nobody is waiting.');
		await expect(page.locator('.nothing')).toBeVisible();
		await press('u', 'undo');
		await expect(number(page)).toHaveText('A002');
	});
}

test('the keys are shown on the buttons and with ?', async ({hall, open, axe}) => {
	const page = await atCounter(hall, open);
	for (const [id, key] of [['call_next', 'Space'], ['finish', 'F'], ['transfer', 'T']]) {
		await expect(action(page, id).locator('kbd').first()).toHaveText(key);
	}
	await page.keyboard.press('?');
	await expect(dialog(page)).toContainText('Papers missing');
	expect(await axe(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(dialog(page)).toHaveCount(0);
	await page.keyboard.press('Space'); /* the keys work again: nobody waits */
	await expect(page.getByRole('status').filter({hasText: 'Nobody is waiting'})).toBeVisible();
});

test('every target is large enough', async ({hall, open}) => {
	await hall.issue('A');
	const page = await atCounter(hall, open, {phone: true});
	await action(page, 'call_next').click();
	await expect(number(page)).toHaveText('A001');
	const small = await page.evaluate(() => Array.from(document.querySelectorAll('button, a[href]'))
		.filter((one) => one.offsetParent && !one.classList.contains('skip'))
		.map((one) => [one.textContent, one.getBoundingClientRect()])
		.filter(([, box]) => box.height < 44 || box.width < 44)
		.map(([text, box]) => `${text}: ${box.width} × ${box.height}`));
	expect(small).toEqual([]);
});

test('the page weighs little', async ({hall, open}) => {
	const page = await atCounter(hall, open);
	const parts = await page.evaluate(() => performance.getEntriesByType('resource')
		.filter((one) => !one.name.includes('/api/'))
		.map((one) => one.decodedBodySize));
	const document_bytes = await page.evaluate(() =>
		performance.getEntriesByType('navigation')[0].decodedBodySize);
	const total = parts.reduce((sum, size) => sum + size, document_bytes);
	expect(parts.length).toBeGreaterThan(15);
	expect(parts.every((size) => size > 0)).toBe(true);
	expect(total).toBeLessThanOrEqual(WEIGHT_MAX);
	test.info().annotations.push({type: 'weight', description: `${total} bytes`});
});

test('who waits too long, a printer without paper: said, and taken back', async ({hall, open}) => {
	await hall.issue('A');
	const page = await atCounter(hall, open);
	await hall.device('kiosk-1', 'printer', 'paper_out', 'device');
	await expect(page.locator('.alarm')).toContainText(['Printer (kiosk 1): out of paper']);
	await hall.device('kiosk-1', 'printer', 'ready');
	await expect(page.locator('.alarm')).toHaveCount(0);
	/* The same answer two hours later: only when the ticket was taken is another. */
	await page.route('**/api/v1/state', async (route) => {
		const response = await route.fetch();
		const state = await response.json();
		state.waiting.forEach((ticket) => {
			ticket.issued_at = new Date(Date.parse(ticket.issued_at) - 7200000).toISOString();
		});
		await route.fulfill({response, json: state});
	});
	await hall.issue('C');
	await expect(page.locator('.alarm')).toContainText(['A001 has waited']);
});

test('a ticket tells its history at the counter', async ({hall, open}) => {
	await hall.issue('A');
	const page = await atCounter(hall, open);
	await page.keyboard.press('Space');
	await expect(number(page)).toHaveText('A001');
	await page.keyboard.press('i');
	await expect(dialog(page).locator('.history li')).toHaveCount(2);
	await expect(dialog(page)).toContainText('Counter 1');
});

test('two tabs never call two', async ({hall, open}) => {
	for (let i = 0; i < 4; i++) {
		await hall.issue('A');
	}
	const one = await atCounter(hall, open);
	const two = await one.context().newPage();
	await two.goto(hall.url);
	await join(two);
	await Promise.all([one.keyboard.press('Space'), two.keyboard.press('Space')]);
	await expect(number(one)).toHaveText('A001');
	await expect(number(two)).toHaveText('A001');
	expect((await hall.events(['call'])).length).toBe(1);
});

test('a number typed with VNI is called when it is meant', async ({hall, open}) => {
	await hall.issue('A');
	await hall.issue('A');
	const page = await atCounter(hall, open);
	const ask = async (typed) => {
		await page.keyboard.press('c');
		await page.getByRole('dialog').locator('input[name=number]').fill(typed);
		await page.keyboard.press('Enter');
	};
	await ask('À');
	await expect(page.getByRole('dialog')).toContainText('A002');
	await page.keyboard.press('Escape');
	expect((await hall.events(['call'])).length).toBe(0);
	await ask('à');
	await page.getByRole('dialog').getByRole('button', {name: 'A002'}).click();
	await expect(number(page)).toHaveText('A002');
});

const WRONG_NUMBER = {
	vi: {none: 'Hôm nay không có số A044.', state: 'Số A001: Vắng mặt. Không gọi được.', away: 'Máy chủ đang bận.'},
	en: {none: 'There is no number A044 today.', state: 'A001: Absent. It cannot be called.', away: 'The hub is busy.'},
};
for (const language of ['vi', 'en']) {
	test(`a wrong number is said where it was typed, which stays open (${language})`, async ({hall, open, axe, shot}) => {
		const words = WRONG_NUMBER[language];
		await hall.issue('A');
		await hall.issue('A');
		const page = await atCounter(hall, open, {language});
		for (let i = 0; i < 3; i++) {
			await hall.counter(1, 'call', {number: 'A001'});
			await hall.counter(1, 'absent');
		}
		await expect(page.locator('.tab').nth(2)).toContainText('1');
		const field = dialog(page).getByRole('combobox');
		const wrong = dialog(page).locator('#number-wrong');
		await expect(action(page, 'call')).toBeEnabled();
		await page.keyboard.press('c');
		await page.keyboard.press('Enter');
		await expect(wrong).not.toHaveText('');
		for (const [typed, text] of [['a44', words.none], ['a001', words.state]]) {
			await page.keyboard.type(typed);
			await page.keyboard.press('Enter');
			await expect(wrong).toHaveText(text);
			await expect(field).toBeFocused();
			await expect(field).toHaveAttribute('aria-invalid', 'true');
		}
		expect(await axe(page)).toEqual([]);
		await shot(page, `call-wrong-${language}`);
		/* The keyboard made another letter of it: what was meant is asked, and is wrong as well. */
		await page.keyboard.type('Á44');
		await page.keyboard.press('Enter');
		await expect(field).toHaveCount(0);
		await page.keyboard.press('1');
		await expect(field).toHaveValue('Á44');
		await expect(wrong).toContainText('A144');
		await expect(page.locator('.said:not([hidden])')).toHaveCount(0);
		await page.keyboard.type('a2');
		await page.keyboard.press('Enter');
		await expect(dialog(page)).toHaveCount(0);
		await expect(number(page)).toHaveText('A002');
	});

	test(`finished numbers are looked up and opened again (${language})`, async ({hall, open, axe, shot}) => {
		for (let i = 0; i < 5; i++) {
			await hall.issue('AB'[i % 2]);
		}
		await hall.counter(2, 'open', {staff: 'quay-2', services: ['A', 'B']});
		for (const n of [2, 1, 1]) {
			if (n === 1) {
				await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']}).catch(() => null);
			}
			await hall.counter(n, 'call-next');
			await hall.counter(n, 'appear');
			await hall.counter(n, 'finish', {outcome: 'done', quantity: 1});
		}
		const page = await open('/', 'clerk', {name: 'quay-1', language});
		await join(page);
		let failing = true;
		await page.route('**/api/v1/tickets?state=FINISHED**', (route) => failing
			? route.fulfill({status: 500, json: {error: 'internal', message: '', field: null}}) : route.continue());
		await page.locator('.tab').nth(4).click();
		await expect(page.locator('.rows .none').first()).toHaveText(/\.$/); /* what is the matter */
		failing = false;
		const rows = page.locator('.rows .row-number');
		await expect(rows).toHaveText(['A003', 'A002']);
		const first = 'A003';
		await expect(page.locator('.finder input')).toBeFocused();
		expect(await axe(page)).toEqual([]);
		await shot(page, `finished-${language}`);
		await page.keyboard.type('a1'); /* of another counter */
		await expect(rows).toHaveText(['A001']);
		await page.locator('.finder input').fill('z9');
		await expect(rows).toHaveCount(0);
		await page.locator('.finder input').fill('');
		/* What is finished now comes by itself, and what is opened again goes. */
		await page.locator('.row', {hasText: first}).getByRole('button', {name: language === 'vi' ? 'Mở lại' : 'Reopen'}).click();
		await expect(rows).toHaveCount(1);
		await expect(page.locator('.said:not([hidden])')).toContainText(first);
		await expect(page.locator('.tab').nth(1)).toContainText('1');
		await hall.counter(1, 'call-next');
		await hall.counter(1, 'appear');
		await hall.counter(1, 'finish');
		await expect(rows).toHaveCount(2);
		const rating = page.locator('.rows a');
		await expect(rating).toHaveAttribute('href', '/rate/1');
		await page.locator('.row .more').first().click();
		const [tablet] = await Promise.all([page.context().waitForEvent('page'),
			dialog(page).getByRole('button', {name: language === 'vi' ? 'Mời khách đánh giá' : 'Ask for a rating'}).click()]);
		await tablet.waitForURL('**/rate/1');
	});
}

for (const language of ['vi', 'en']) {
	test(`a pause after this ticket is said beforehand, and taken back (${language})`, async ({hall, open, axe, shot}) => {
		await hall.issue('A');
		await hall.issue('A');
		const page = await atCounter(hall, open, {language});
		const press = async (key, id) => {
			await expect(action(page, id)).toBeEnabled();
			await page.keyboard.press(key);
		};
		const note = page.locator('.ticket .note');
		await press('Space', 'call_next');
		await press('p', 'present');
		await press('b', 'pause');
		await page.keyboard.press('1');
		await page.keyboard.press('Enter');
		await expect(note).toHaveText(language === 'vi' ? 'Quầy tạm nghỉ sau số này.' : 'The counter pauses after this number.');
		await expect(action(page, 'finish_next')).toBeHidden();
		expect(await axe(page)).toEqual([]);
		await shot(page, `pause-after-${language}`);
		await press('b', 'pause'); /* not now after all */
		await expect(note).toHaveCount(0);
		await expect(action(page, 'finish_next')).toBeEnabled();
		await press('b', 'pause');
		await page.keyboard.press('1');
		await page.keyboard.press('Enter');
		await expect(note).toHaveCount(1);
		await page.reload(); /* the hub keeps it, and takes it from anybody */
		await join(page);
		await expect(note).toHaveCount(1);
		await hall.counter(1, 'undo-pause-after', {});
		await expect(note).toHaveCount(0);
		await hall.counter(1, 'pause-after', {note: language === 'vi' ? 'Nghỉ trưa' : 'Lunch'});
		await expect(note).toHaveCount(1);
		await hall.counter(1, 'finish-next', {}); /* by a keypad, say */
		await expect(page.locator('.nothing')).toHaveText(language === 'vi' ? 'Quầy đang tạm nghỉ' : 'The counter is paused');
		await press('u', 'undo'); /* both come back */
		await expect(number(page)).toHaveText('A001');
		await expect(note).toHaveCount(1);
		await press('f', 'finish');
		await page.keyboard.press('Enter');
		await expect(page.locator('.nothing')).toHaveText(language === 'vi' ? 'Quầy đang tạm nghỉ' : 'The counter is paused');
		await expect.poll(async () => (await hall.get('/state')).counters[0])
			.toMatchObject({state: 'PAUSED', note: language === 'vi' ? 'Nghỉ trưa' : 'Lunch', ticket: null});
		expect((await hall.get('/tickets?number=A002')).tickets[0].state).toBe('WAITING');
		await press('b', 'pause');
		await press('Space', 'call_next'); /* no second pause */
		await expect(number(page)).toHaveText('A002');
		await expect(note).toHaveCount(0);
	});
}

test('the longest wait is that of the rows, also of those that nobody is sure of', async ({hall, open}) => {
	await hall.issue('A');
	await hall.issue('A');
	const page = await atCounter(hall, open);
	let minutes = [50, 20];
	await page.route('**/api/v1/state', async (route) => {
		const response = await route.fetch();
		const state = await response.json();
		state.waiting.forEach((ticket, at) => {
			ticket.issued_at = new Date(Date.parse(state.time) - minutes[at % 2] * 60000 - 58000).toISOString();
			ticket.unconfirmed = at ? null : 'silent';
		});
		await route.fulfill({response, json: state});
	});
	await hall.issue('C');
	await expect(page.locator('.longest')).toHaveText(/5[01] min/);
	/* A minute passes, and nothing happens. */
	const agree = () => page.evaluate(() => {
		const waits = Array.from(document.querySelectorAll('.row-wait'), (one) => Number(/\d+/.exec(one.textContent)[0]));
		return Math.max(...waits) === Number(/\d+/.exec(document.querySelector('.longest').textContent)[0]);
	});
	minutes = [51, 21];
	await expect(page.locator('.longest')).toHaveText(/51 min/);
	expect(await agree()).toBe(true);
});

test('a number is called as people say it', async ({hall, open}) => {
	await hall.issue('A');
	await hall.issue('A');
	const page = await atCounter(hall, open);
	await page.keyboard.press('c');
	await page.getByRole('dialog').locator('input[name=number]').fill('a2');
	await page.keyboard.press('Enter');
	await expect(number(page)).toHaveText('A002');
});

test('the slower of two never moves the other\'s next number', async ({hall, open}) => {
	await hall.issue('A');
	await hall.issue('A');
	const page = await atCounter(hall, open);
	await page.keyboard.press('Space');
	await expect(number(page)).toHaveText('A001');
	await expect(action(page, 'absent')).toBeEnabled();
	/* This page stays behind: what happens at the counter does not reach it, however long that
	 * takes. An answer that failed would be noticed, and the keys would be off until the next. */
	let seen = null;
	let isBehind = true;
	await page.route('**/api/v1/state', async (route) => {
		const now = await (await route.fetch()).json();
		seen = seen || now;
		const {seq, time, epoch} = now;
		await route.fulfill({json: isBehind ? Object.assign({}, seen, {seq, time, epoch}) : now});
	});
	await hall.device('kiosk-1', 'printer', 'ready');
	await expect.poll(() => seen !== null).toBe(true);
	await hall.counter(1, 'appear');
	await hall.counter(1, 'finish');
	await hall.counter(1, 'call-next');
	await expect(number(page)).toHaveText('A001');
	await page.keyboard.press('a');
	await expect(page.getByRole('alert').filter({hasText: 'another number'})).toBeVisible();
	isBehind = false;
	await hall.device('kiosk-1', 'printer', 'paper_out', 'device');
	await expect(number(page)).toHaveText('A002');
	await page.unrouteAll({behavior: 'ignoreErrors'}); /* a look may be under way as the test ends */
	expect((await hall.get('/tickets?number=A002')).tickets[0].state).toBe('CALLED');
	expect((await hall.events(['absent', 'no_show'])).length).toBe(0);
});

test('an answer that is lost calls nobody twice', async ({hall, open}) => {
	for (let i = 0; i < 3; i++) {
		await hall.issue('A');
	}
	const page = await atCounter(hall, open);
	const ids = [];
	await page.route('**/counters/1/call-next', async (route) => {
		ids.push(route.request().postDataJSON().idempotency_key);
		if (ids.length < 3) {
			await route.fetch(); /* the hub does it; the answer never comes */
			await route.abort();
		} else {
			await route.continue();
		}
	});
	await page.keyboard.press('Space');
	await expect(number(page)).toHaveText('A001');
	await expect.poll(() => ids.length).toBe(3);
	expect(new Set(ids).size).toBe(1);
	await expect(action(page, 'present')).toBeEnabled();
	expect((await hall.events(['call'])).map((event) => event.data.number)).toEqual(['A001']);
});

test('a network that is away is said; what was pressed then happens once', async ({hall, open}) => {
	await hall.issue('A');
	await hall.issue('A');
	const page = await atCounter(hall, open);
	/* Without a word of the browser: then the page knows only what becomes of its requests. */
	await page.route('**/api/v1/**', (route) => route.abort('connectionreset'));
	await page.keyboard.press('Space');
	await expect(page.locator('.away')).toContainText('cannot be reached');
	await page.keyboard.press('Space');
	await page.unrouteAll({behavior: 'ignoreErrors'});
	await expect(number(page)).toHaveText('A001');
	await expect(page.locator('.away')).toHaveText('');
	await page.keyboard.press('p');
	await expect(action(page, 'finish')).toBeEnabled();
	expect((await hall.events(['call'])).length).toBe(1);
});

test('the hub is killed as the next one is called', async ({hall, open}) => {
	for (let i = 0; i < 3; i++) {
		await hall.issue('A');
	}
	const page = await atCounter(hall, open);
	await page.route('**/counters/1/call-next', async (route) => {
		await route.fetch(); /* committed, and then the power is gone before the answer */
		await hall.kill();
		await route.abort();
	}, {times: 1});
	await page.keyboard.press('Space');
	await expect(page.locator('.away')).toContainText('cannot be reached');
	await hall.startHub();
	await expect(number(page)).toHaveText('A001');
	await expect(action(page, 'present')).toBeEnabled();
	await page.keyboard.press('p');
	await expect(action(page, 'finish')).toBeEnabled();
	await expect(page.locator('.away')).toHaveText('');
	expect((await hall.events(['call'])).map((event) => event.data.number)).toEqual(['A001']);
});

async function inSupplementDialog(hall, open) {
	await hall.issue('A');
	const page = await atCounter(hall, open);
	await page.keyboard.press('Space');
	await expect(action(page, 'present')).toBeEnabled();
	await page.keyboard.press('p');
	await expect(action(page, 'supplement')).toBeEnabled();
	await page.keyboard.press('m');
	await dialog(page).getByRole('textbox').fill('birth certificate');
	return page;
}

async function signInAgain(hall, page) {
	await expect(page.getByText('everything on the page is still there')).toBeVisible();
	const {secret} = await hall.account('clerk', 'quay-1');
	await expect(page.getByLabel('Name', {exact: true})).not.toHaveValue('');
	await page.getByLabel('PIN or password').fill(secret);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', {name: 'Sign in'})).toBeHidden();
}

async function hasSupplement(hall, page) {
	await expect(page.locator('.nothing')).toBeVisible();
	expect((await hall.get('/tickets?number=A001')).tickets[0])
		.toMatchObject({state: 'SUPPLEMENT', note: 'birth certificate'});
}

test('a move that meets an ended sign-in is made after the next one', async ({hall, open, axe}) => {
	const page = await inSupplementDialog(hall, open);
	/* The page's own look at the state would meet it first, now and then. */
	let look;
	const looks = new Promise((resolve) => {
		look = resolve;
	});
	await page.route('**/api/v1/**', async (route) => {
		if (route.request().method() === 'GET') {
			await looks;
		}
		await route.continue().catch(() => {}); /* the page has given it up */
	});
	await page.context().clearCookies();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', {name: 'Sign in'})).toBeVisible();
	expect(await axe(page)).toEqual([]);
	look();
	await signInAgain(hall, page);
	await hasSupplement(hall, page);
});

test('a sign-in that ends under a question leaves what was typed', async ({hall, open}) => {
	const page = await inSupplementDialog(hall, open);
	await page.context().clearCookies();
	await hall.issue('A'); /* the page looks at the hub, and is refused */
	await expect(page.getByRole('heading', {name: 'Sign in'})).toBeVisible();
	await signInAgain(hall, page);
	await expect(dialog(page).getByRole('textbox')).toHaveValue('birth certificate');
	await expect(dialog(page).getByRole('textbox')).toBeFocused();
	await page.keyboard.press('Enter');
	await hasSupplement(hall, page);
});

test('a hub that is silent is told within ten seconds, though nothing breaks', async ({hall, open}) => {
	const page = await atCounter(hall, open);
	await expect(page.locator('.away')).toBeHidden();
	hall.process.kill('SIGSTOP'); /* as a cable that was pulled: no connection ends */
	try {
		await expect(page.locator('.away')).toBeVisible({timeout: 10000});
	} finally {
		hall.process.kill('SIGCONT');
	}
	await expect(page.locator('.away')).toBeHidden();
});

for (const language of ['en', 'vi']) {
	test(`a number whose kiosk is silent is told, ${language}`, async ({hall, open, shot}) => {
		const ticket = await hall.kioskTakesOneAndIsGone('kiosk-1', 'A');
		expect(ticket.unconfirmed).toBe('due');
		const page = await atCounter(hall, open, {language});
		const row = page.locator('.row', {hasText: ticket.number});
		const words = language === 'en' ? /Kiosk not heard from/ : /Máy lấy số mất liên lạc/;
		await expect(row.getByText(words)).toBeVisible({timeout: 20000});
		await expect(page.locator('.count', {hasText: '0 + 1?'})).toBeVisible();
		await expect(page.locator('.alarm.strong', {hasText: /kiosk 1|máy lấy số 1/i})).toBeVisible();
		await page.keyboard.press('Space');
		await expect(page.locator('.said[role=status]')).toContainText(
			language === 'en' ? 'Nobody was called' : 'Chưa gọi được ai');
		await shot(page, `counter-unconfirmed-${language}`);
		await row.locator('.more').click();
		await dialog(page).getByText(language === 'en' ? 'Void' : 'Hủy số').click();
		await expect(dialog(page).getByRole('heading')).toContainText(ticket.number);
		await expect(dialog(page).locator('button.danger[type=submit]')).toBeVisible();
		await page.keyboard.press('Enter');
		await expect(row).toHaveCount(0);
		expect((await hall.get(`/tickets/${ticket.id}`)).state).toBe('VOID');
	});
}

for (const {look, language, phone} of LOOKS) {
	test(`the counter page is looked at: ${look}`, async ({hall, open, shot, axe}) => {
		for (const [service, more] of [['A', {}], ['B', {}], ['A', {lane: 'priority',
			reason: 'elderly'}], ['A', {}], ['B', {}], ['C', {}], ['A', {}]]) {
			await hall.issue(service, more);
		}
		const setup = await open('/', 'clerk', {language, phone, name: 'quay-1'});
		await expect(setup.locator('.counter-choice')).toHaveCount(5);
		await shot(setup, `counter-open-${look}`, {fullPage: true});
		const page = await atCounter(hall, open, {language, phone});
		await expect(page.locator('.row')).not.toHaveCount(0);
		expect(await axe(page)).toEqual([]);
		await shot(page, `counter-free-${look}`);
		await action(page, 'call_next').click();
		await expect(action(page, 'present')).toBeEnabled();
		await shot(page, `counter-called-${look}`);
		await action(page, 'present').click();
		await expect(action(page, 'finish')).toBeEnabled();
		await shot(page, `counter-serving-${look}`, {fullPage: phone});
		await action(page, 'finish').click();
		await expect(dialog(page)).toBeVisible();
		await shot(page, `counter-finish-${look}`);
		await page.keyboard.press('Escape');
		await action(page, 'transfer').click();
		await shot(page, `counter-transfer-${look}`);
		expect(await axe(page)).toEqual([]);
		await page.keyboard.press('Escape');
		await action(page, 'history').click();
		await expect(page.locator('.history li')).toHaveCount(3);
		await shot(page, `counter-history-${look}`);
		await page.keyboard.press('Escape');
		if (!phone) {
			await action(page, 'help').click();
			await shot(page, `counter-help-${look}`);
		}
	});
}

/* A morning when all goes wrong: forty wait, the oldest for two hours, no paper, no portal; then a
 * pause. */
for (const {look, language, phone} of LOOKS) {
	test(`the counter page in trouble is looked at: ${look}`, async ({hall, open, shot, axe}) => {
		for (let i = 0; i < 40; i++) {
			await hall.issue('AB'[i % 2], i % 5 ? {} : {lane: 'priority', reason: 'elderly'});
		}
		await hall.device('kiosk-1', 'printer', 'paper_out', 'device');
		await hall.post('/portal', {down: true, note: 'bảo trì đến 10 giờ'});
		const page = await atCounter(hall, open, {language, phone});
		await page.route('**/api/v1/state', async (route) => {
			const response = await route.fetch();
			const state = await response.json();
			state.waiting.forEach((ticket) => {
				ticket.issued_at = new Date(Date.parse(ticket.issued_at) - 7200000).toISOString();
			});
			await route.fulfill({response, json: state});
		});
		await hall.issue('C');
		await expect(page.locator('.alarm')).toHaveCount(3);
		expect(await axe(page)).toEqual([]);
		const wide = await page.evaluate(() =>
			document.documentElement.scrollWidth - document.documentElement.clientWidth);
		expect(wide).toBeLessThanOrEqual(0);
		await expect(action(page, 'call_next')).toBeInViewport({ratio: 1});
		await shot(page, `counter-alarm-${look}`);
		for (const id of ['call', 'services', 'close', 'pause']) {
			await action(page, id).click();
			await expect(dialog(page)).toBeVisible();
			expect(await axe(page), id).toEqual([]);
			await shot(page, `counter-box-${id}-${look}`);
			if (id !== 'pause') {
				await page.keyboard.press('Escape');
			}
		}
		await page.keyboard.press('Enter');
		await expect(page.locator('.ticket .nothing')).toHaveText(
			language === 'vi' ? /^Quầy đang tạm nghỉ/ : /^The counter is paused/);
		await expect(action(page, 'pause')).toBeEnabled();
		expect(await axe(page)).toEqual([]);
		await shot(page, `counter-paused-${look}`);
	});
}
