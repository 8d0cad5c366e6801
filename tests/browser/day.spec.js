// SPDX-License-Identifier: Apache-2.0
// A day in the centre, at the browsers: two clerks, a helper, a supervisor, a director; thirty
// visitors; and all that goes wrong on such a day. What the log says in the end is what counts.
const {test, expect} = require('./fixtures');

const AT_KIOSK = 20, AT_DOOR = 10;

const number = (page) => page.locator('.ticket-number');
const action = (page, id) => page.locator(`[data-action="${id}"]`);

async function openCounter(page, n, services) {
	await page.locator('.counter-choice', {hasText: `Counter ${n}`}).click();
	for (const service of services) {
		await page.locator('.service-choices .choice', {hasText: service}).click();
	}
	await page.getByRole('button', {name: 'Open counter'}).click();
	await expect(page.getByRole('heading', {name: `Counter ${n}`})).toBeVisible();
}

async function free(page) {
	await expect(page.locator('.nothing')).toBeVisible();
	await expect(action(page, 'call_next')).toBeEnabled();
}

/* Presses an action's key until its effect is seen. While the hub is away or a press is under way
 * the keys do nothing, and a person presses again. */
async function press(page, id, key, effect) {
	await expect(async () => {
		if (!await effect.first().isVisible() && await action(page, id).isEnabled()) {
			await page.keyboard.press(key);
		}
		await expect(effect.first()).toBeVisible({timeout: 2000});
	}).toPass({timeout: 60000});
}

/* Calls the next one; gives the number, or null when nobody waits. */
async function callNext(page) {
	await free(page);
	await press(page, 'call_next', 'Space', number(page)
		.or(page.locator('.said:not([hidden])', {hasText: 'Nobody is waiting.'})));
	if (await number(page).count() === 0) {
		return null;
	}
	await expect(action(page, 'present')).toBeEnabled({timeout: 40000});
	return number(page).textContent();
}

async function present(page) {
	await press(page, 'present', 'p', page.locator('.ticket.serving'));
	await expect(action(page, 'finish')).toBeEnabled({timeout: 40000});
}

async function finish(page) {
	await press(page, 'finish', 'f', page.getByRole('dialog'));
	await page.keyboard.press('Enter');
	await free(page);
}

/* Serves until nobody waits; every so often as people really are. */
async function serve(page, mood) {
	const served = [];
	for (let turn = 0; turn < 60; turn++) {
		const called = await callNext(page);
		if (!called) {
			return served;
		}
		const what = mood[turn] || 'finish';
		if (what === 'absent') {
			await press(page, 'absent', 'a', page.locator('.nothing'));
		} else if (what === 'undo') {
			await page.keyboard.press('u');
		} else {
			await present(page);
			if (what === 'supplement') {
				await press(page, 'supplement', 'm', page.getByRole('dialog'));
				await page.keyboard.press('Enter');
			} else if (what === 'hold') {
				await press(page, 'hold', 'h', page.getByRole('dialog'));
				await page.keyboard.press('1');
				await page.keyboard.press('Enter');
			} else {
				await finish(page);
				served.push(called);
			}
		}
		await free(page);
	}
	throw new Error('the day does not end');
}

async function takeAtDoor(page, n, priority) {
	await page.locator('.door-services .choice').nth(n).click();
	if (priority) {
		await page.getByRole('radio', {name: 'Priority'}).check();
		await page.getByRole('radio', {name: 'Elderly person'}).check();
	}
	await page.getByRole('button', {name: 'Take a number'}).click();
	await expect(page.locator('.door-ticket h2')).toBeFocused();
	await page.getByRole('button', {name: 'Next visitor'}).click();
	await expect(page.locator('.door-ticket')).toHaveCount(0);
}

async function ask(page, hall, method, path, data) {
	const answer = await page.context().request.fetch(`${hall.url}/api/v1${path}`, {
		method, data, headers: {Origin: hall.url},
	});
	return answer.status();
}

test('the living day', async ({hall, open}) => {
	test.setTimeout(400000);
	const [one, two, helper, supervisor, director] = [
		await open('/', 'clerk', {name: 'quay-1', language: 'en'}),
		await open('/', 'clerk', {name: 'quay-2', language: 'en'}),
		await open('/door', 'helper', {language: 'en', phone: true}),
		await open('/door', 'supervisor', {language: 'en'}),
		await open('/door', 'director', {language: 'en'}),
	];
	const kiosk = await hall.token('kiosk');

	/* Morning: people take numbers at the kiosk and at the door while the counters open. */
	await openCounter(one, 1, []);
	for (let i = 0; i < AT_KIOSK; i++) {
		const made = await hall.asToken(kiosk, 'POST', '/tickets',
			{service: 'AB'[i % 2], press_id: `press-${i}`});
		expect(made.status).toBe(201);
	}
	for (let i = 0; i < AT_DOOR; i++) {
		await takeAtDoor(helper, i % 2, i % 3 === 0);
	}
	await openCounter(two, 2, []);

	/* The worst moment: both have pressed, the hub has committed, and the power goes. */
	const [first, second] = await Promise.all([one, two].map((page) => callNext(page)));
	expect(first).not.toBe(second);
	await Promise.all([one, two].map((page) => present(page)));
	let under_way = 0;
	for (const page of [one, two]) {
		await page.route('**/finish', async (route) => {
			await route.fetch();
			under_way++;
			if (under_way === 2) {
				await hall.restart();
			}
			await route.abort();
		}, {times: 1});
	}
	await Promise.all([one, two].map((page) => finish(page)));
	expect(under_way).toBe(2);

	/* Clerk one has a second tab open; clerk two loses the network for a while. */
	const tab = await one.context().newPage();
	await tab.goto(hall.url);
	await expect(tab.locator('.nothing')).toBeVisible();
	await Promise.all([one.keyboard.press('Space'), tab.keyboard.press('Space')]);
	await expect(number(one)).toBeVisible();
	await expect(number(tab)).toHaveText(await number(one).textContent());
	await expect(action(tab, 'present')).toBeEnabled();
	await present(tab);
	await expect(action(one, 'finish')).toBeEnabled();
	await finish(one);
	await two.context().setOffline(true);
	await expect(two.locator('.away')).toContainText('cannot be reached');
	await two.keyboard.press('Space'); /* for nothing, and seen to be */
	await two.context().setOffline(false);
	await press(two, 'call_next', 'Space', number(two));
	await expect(action(two, 'present')).toBeEnabled();
	await present(two);
	await finish(two);
	await tab.close();

	/* The supervisor lends a hand: counter two also serves land from now on. */
	expect(await ask(supervisor, hall, 'POST', '/counters/2/services',
		{services: ['B', 'A', 'C']})).toBe(200);

	/* Both serve until nobody waits; the hub is killed once more, as it has just called somebody to
	 * counter one, and whatever counter two does then. */
	let calls = 0;
	await one.route('**/counters/1/call-next', async (route) => {
		calls++;
		if (calls !== 6) {
			return route.continue();
		}
		await route.fetch();
		await hall.restart();
		return route.abort();
	});
	const serving = [
		serve(one, {0: 'absent', 2: 'supplement', 4: 'undo'}),
		serve(two, {1: 'hold', 3: 'absent'}),
	];
	await Promise.all(serving);
	expect(calls).toBeGreaterThan(6);

	/* Afternoon: who was held or absent or fetched papers. */
	await two.getByRole('button', {name: /^On hold/}).click();
	await two.locator('[data-row="resume"]').first().click();
	await expect(action(two, 'finish')).toBeEnabled();
	await finish(two);
	await one.getByRole('button', {name: /^Papers missing \d/}).click();
	await one.locator('[data-row="return"]').first().click();
	await expect(one.getByRole('status').filter({hasText: 'back in line'})).toContainText('back in line');
	const page_of_no_show = (await hall.get('/tickets?state=NO_SHOW')).tickets.length;
	await serve(one, {});
	await one.keyboard.press('k');
	await one.keyboard.press('Enter');
	await expect(one.getByRole('heading', {name: 'Open a session'})).toBeVisible();

	/* The director looks, and cannot call. */
	await expect(director.getByRole('heading', {name: 'This page is not for your account'}))
		.toBeVisible();
	expect(await ask(director, hall, 'POST', '/counters/2/call-next', {})).toBe(403);

	/* What the log says: thirty people, each number once, nobody called while being served, nobody
	 * lost. */
	const {tickets} = await hall.get('/tickets?limit=200');
	expect(tickets.length).toBe(AT_KIOSK + AT_DOOR);
	expect(new Set(tickets.map((ticket) => ticket.number)).size).toBe(tickets.length);
	const left = tickets.filter((ticket) => ticket.state !== 'FINISHED');
	expect(left.length).toBe(page_of_no_show);
	const log = await hall.events(['call', 'undo_call', 'absent', 'no_show', 'hold', 'resume',
		'transfer', 'supplement', 'return', 'finish', 'undo_finish', 'appear']);
	const busy = {};
	const at = {};
	for (const {kind, data} of log) {
		const ticket = data.ticket;
		if (kind === 'call' || kind === 'resume') {
			expect(busy[ticket], `${data.number} is called while it is at a counter`).toBe(undefined);
			expect(at[data.counter], `counter ${data.counter} has two`).toBe(undefined);
			busy[ticket] = data.counter;
			at[data.counter] = ticket;
		} else if (kind !== 'appear' && kind !== 'return') {
			delete at[busy[ticket]];
			delete busy[ticket];
		}
	}
	expect(log.filter((event) => event.kind === 'finish').length).toBe(tickets.length - left.length);
});

/* What each may not do, by the API with the sign-in of the page. */
const REFUSED = {
	helper: [['POST', '/counters/1/open', {}], ['POST', '/counters/1/call-next', {}],
		['POST', '/tickets/1/leave', {}], ['GET', '/reports/days'], ['PUT', '/site', {}],
		['GET', '/staff'], ['POST', '/day', {move: 'close'}], ['GET', '/backup']],
	clerk: [['GET', '/reports/days'], ['PUT', '/site', {}], ['POST', '/day', {move: 'close'}],
		['POST', '/tokens', {name: 'x', role: 'kiosk'}], ['GET', '/backup'],
		['POST', '/counters/2/call-next', {}]],
	supervisor: [['PUT', '/site', {}], ['POST', '/tokens', {name: 'x', role: 'kiosk'}],
		['GET', '/backup'], ['POST', '/staff', {id: 'x', name: 'X', role: 'clerk'}]],
	director: [['POST', '/counters/1/call-next', {}], ['POST', '/tickets', {service: 'A'}],
		['PUT', '/site', {}], ['POST', '/tokens', {name: 'x', role: 'kiosk'}]],
};

for (const role of Object.keys(REFUSED)) {
	test(`a ${role} is refused what a ${role} may not do`, async ({hall, open}) => {
		await hall.account('clerk', 'quay-2');
		await hall.counter(2, 'open', {staff: 'quay-2'});
		await hall.issue('A');
		const page = await open('/door', role, {name: role === 'clerk' ? 'quay-1' : role});
		const before = (await hall.get('/state')).seq;
		for (const [method, path, body] of REFUSED[role]) {
			expect(await ask(page, hall, method, path, body), `${method} ${path}`).toBe(403);
		}
		expect((await hall.get('/state')).seq).toBe(before);
	});
}

test('a request from another site changes nothing', async ({hall, open}) => {
	const page = await open('/door', 'helper', {});
	const answer = await page.context().request.post(`${hall.url}/api/v1/tickets`, {
		data: {service: 'A'}, headers: {Origin: 'http://elsewhere.example'},
	});
	expect(answer.status()).toBe(403);
	expect((await hall.get('/tickets')).tickets).toEqual([]);
});
