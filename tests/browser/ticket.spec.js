// SPDX-License-Identifier: Apache-2.0
// The citizen's page that the slip's code leads to.
const {test, expect, LOOKS} = require('./fixtures');
const {OFFSET} = require('./zone');

async function visit(hall, open, options, service, more) {
	const ticket = await hall.issue(service || 'A', more);
	const page = await open(`/t/${ticket.token}`, '', Object.assign({phone: true, language: 'en'},
		options));
	await expect(page.locator('#number')).toHaveText(ticket.number);
	return {ticket, page};
}

test('a visit from the first look to the last', async ({hall, open, axe}) => {
	await hall.issue('A');
	await hall.counter(1, 'open', {staff: 'quay-1'});
	const {page} = await visit(hall, open);
	const state = page.locator('#state');
	await expect(state).toHaveText('Waiting for your turn');
	await expect(page.locator('#ahead')).toHaveText('1');
	await expect(page.locator('#wait')).toContainText('min');
	await expect(page.locator('#bring')).toHaveText('Identity card or passport');
	expect(await axe(page)).toEqual([]);
	await hall.counter(1, 'call-next');
	await expect(state).toHaveText('Nobody is waiting before you');
	await hall.counter(1, 'appear');
	await hall.counter(1, 'finish');
	await hall.counter(1, 'call-next');
	await expect(state).toHaveText('Please go to');
	await expect(page.locator('#counter')).toHaveText('Counter 1');
	expect(await page.title()).toContain('A002');
	expect(await axe(page)).toEqual([]);
	await hall.counter(1, 'appear');
	await expect(state).toHaveText('Being served at');
	await hall.counter(1, 'hold', {note: 'x'});
	await expect(state).toHaveText('On hold');
	await hall.counter(1, 'resume', {ticket: (await hall.get('/tickets')).tickets[1].id});
	await hall.counter(1, 'finish');
	await expect(state).toHaveText('Finished. Thank you.');
	await expect(page.locator('#bring')).toBeHidden();
	expect(await axe(page)).toEqual([]);
});

test('a phone from long ago is served, too', async ({hall, open}) => {
	const {page, ticket} = await visit(hall, open);
	/* Nothing of what browsers have learnt since 2011. */
	await page.addInitScript(() => {
		['fetch', 'Promise', 'EventSource', 'Symbol', 'Map', 'Set', 'Proxy', 'URL',
			'AbortController', 'customElements', 'Intl'].forEach((name) => {
			delete window[name];
		});
		['assign', 'entries', 'values'].forEach((name) => delete Object[name]);
		['from', 'of'].forEach((name) => delete Array[name]);
		['includes', 'find', 'fill', 'flat'].forEach((name) => delete Array.prototype[name]);
		['includes', 'startsWith', 'padStart', 'repeat'].forEach((name) =>
			delete String.prototype[name]);
	});
	await page.reload();
	await expect(page.locator('#number')).toHaveText(ticket.number);
	await expect(page.locator('#state')).toHaveText('Nobody is waiting before you');
	await hall.counter(1, 'open', {staff: 'quay-1'});
	await hall.counter(1, 'call-next');
	await expect(page.locator('#counter')).toHaveText('Counter 1');
});

test('without a network the page says so, and goes on by itself', async ({hall, open, axe}) => {
	await hall.counter(1, 'open', {staff: 'quay-1'});
	const {page} = await visit(hall, open);
	await page.context().setOffline(true);
	await expect(page.locator('#away')).toContainText('Not up to date since');
	expect(await axe(page)).toEqual([]);
	await hall.counter(1, 'call-next');
	await page.context().setOffline(false);
	await expect(page.locator('#counter')).toHaveText('Counter 1');
	await expect(page.locator('#foot')).toContainText('Updated at');
});

test('a code that is not ours, or not quite, shows nothing', async ({hall, open, axe}) => {
	const ticket = await hall.issue('A');
	const last = ticket.token.slice(-1);
	const wrong = ticket.token.slice(0, -1) + (last === 'a' ? 'b' : 'a');
	for (const token of [wrong, '1-aaaa', 'x']) {
		const page = await open(`/t/${token}`, '', {phone: true, language: 'en'});
		await expect(page.locator('#state')).toContainText('This number was not found');
		await expect(page.locator('#number')).toHaveText('–');
		await expect(page.locator('#hint')).toContainText('scan the QR code');
		expect(await axe(page)).toEqual([]);
	}
});

test('the code on a slip opens nothing else', async ({hall}) => {
	const ticket = await hall.issue('A');
	for (const [method, path, body] of [['GET', '/state'], ['GET', `/tickets/${ticket.id}`],
		['GET', '/events'], ['GET', '/site'], ['POST', `/tickets/${ticket.id}/void`, {}],
		['POST', '/counters/1/call-next', {}]]) {
		expect((await hall.asToken(ticket.token, method, path, body)).status, path).toBe(401);
	}
	/* And what it does show names nobody, and no other ticket. */
	const shown = (await hall.asToken('x', 'GET', `/public/${ticket.token}`)).json;
	expect(shown).toMatchObject({number: 'A001', state: 'WAITING'});
	for (const secret of ['id', 'token', 'reason', 'note', 'press_id', 'staff']) {
		expect(Object.keys(shown)).not.toContain(secret);
	}
});

test('the language is switched with the keyboard', async ({hall, open}) => {
	const {page} = await visit(hall, open);
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', {name: 'Tiếng Việt'})).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.locator('#label')).toHaveText('Số thứ tự của ông/bà');
	await page.reload();
	await expect(page.locator('#label')).toHaveText('Số thứ tự của ông/bà');
});

test('the time is the hall\'s, whatever the phone believes', async ({hall, open}) => {
	const {page, ticket} = await visit(hall, open, {timezoneId: 'America/Los_Angeles'});
	const {now} = await hall.get(`/public/${ticket.token}`);
	expect(now.endsWith(OFFSET)).toBe(true);
	const shown = (await page.locator('#foot').textContent()).slice(-5);
	const late = Date.parse(now) - Date.parse(`${now.slice(0, 11)}${shown}:00.000${OFFSET}`);
	expect((late + 86400000) % 86400000).toBeLessThan(120000);
});

for (const {look, language, phone} of LOOKS) {
	test(`the ticket page is looked at: ${look}`, async ({hall, open, shot, axe}) => {
		await hall.issue('A');
		await hall.issue('A');
		await hall.counter(1, 'open', {staff: 'quay-1'});
		const {page, ticket} = await visit(hall, open, {phone, language}, 'A',
			{lane: 'regular'});
		expect(await axe(page)).toEqual([]);
		await shot(page, `ticket-waiting-${look}`);
		await hall.counter(1, 'call', {ticket: ticket.id});
		await expect(page.locator('#counter')).not.toHaveText('');
		expect(await axe(page)).toEqual([]);
		await shot(page, `ticket-called-${look}`);
		await hall.counter(1, 'appear');
		await hall.counter(1, 'finish');
		await expect(page.locator('#page')).toHaveClass('over');
		expect(await axe(page)).toEqual([]);
		await shot(page, `ticket-finished-${look}`);
	});
}

test('an address that is not ours is answered with a page, the API with its own words',
	async ({hall, open, axe}) => {
		const page = await open('/so/A001', '', {phone: true});
		await expect(page.locator('h1')).toContainText('Không có trang này');
		await expect(page.locator('h1')).toContainText('There is no such page');
		expect(await axe(page)).toEqual([]);
		const unknown = await page.request.get(`${hall.url}/t/`);
		expect(unknown.status()).toBe(404);
		expect(unknown.headers()['content-type']).toContain('text/html');
		const api = await page.request.get(`${hall.url}/api/v1/nothing`);
		expect(api.status()).toBe(404);
		expect((await api.json()).error).toBe('not_found');
	});
