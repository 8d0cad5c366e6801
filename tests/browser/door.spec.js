// SPDX-License-Identifier: Apache-2.0
// The page at the door: taking a number for somebody, and looking one up.
const {test, expect, LOOKS} = require('./fixtures');

test('a helper takes a number with a lane and a reason, and shows it', async ({hall, open, axe}) => {
	await hall.issue('A');
	const page = await open('/door', 'helper', {language: 'en'});
	await page.getByRole('radio', {name: /Civil status/}).check();
	await page.getByRole('radio', {name: 'Priority'}).check();
	await page.getByRole('button', {name: 'Take a number'}).click();
	await expect(page.getByRole('alert').first()).toContainText('reason for priority');
	expect(await axe(page)).toEqual([]);
	await page.getByRole('radio', {name: 'Elderly person'}).check();
	await page.getByRole('button', {name: 'Take a number'}).click();
	await expect(page.getByRole('heading', {name: 'A002'})).toBeFocused();
	await expect(page.locator('.door-ticket')).toContainText('Elderly person');
	expect(await axe(page)).toEqual([]);
	const [ticket] = (await hall.get('/tickets?number=A002')).tickets;
	expect(ticket).toMatchObject({lane: 'priority', reason: 'elderly', language: 'vi'});
	await page.getByRole('button', {name: 'Next visitor'}).click();
	await expect(page.getByRole('radio', {name: /Civil status/})).toBeFocused();
	await expect(page.getByRole('radio', {name: 'Regular'})).toBeChecked();
});

test('a lost answer takes no second number', async ({hall, open}) => {
	const page = await open('/door', 'helper', {language: 'en'});
	let lost = 0;
	await page.route('**/api/v1/tickets', async (route) => {
		if (route.request().method() === 'POST' && lost++ < 2) {
			await route.fetch(); /* the hub does it; the answer never comes */
			await route.abort();
		} else {
			await route.continue();
		}
	});
	await page.getByRole('radio', {name: /Land/}).check();
	await page.getByRole('button', {name: 'Take a number'}).click();
	await expect(page.getByRole('heading', {name: 'C001'})).toBeVisible();
	expect(lost).toBe(3);
	expect((await hall.get('/tickets')).tickets.map((one) => one.number)).toEqual(['C001']);
});

test('any number is found, with its history; a misprint is voided', async ({hall, open, axe}) => {
	const ticket = await hall.issue('B');
	const page = await open('/door', 'helper', {language: 'en'});
	await page.getByLabel('Number, such as A001').fill('b2');
	await page.keyboard.press('Enter');
	await expect(page.getByText('There is no number B002 today.')).toBeVisible();
	await page.getByLabel('Number, such as A001').fill('b1');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', {name: 'B001'})).toBeVisible();
	await page.getByRole('button', {name: 'History'}).click();
	await expect(page.getByRole('dialog')).toContainText('Taken');
	expect(await axe(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', {name: 'History'})).toBeFocused();
	await page.getByRole('button', {name: 'Void'}).click();
	await page.getByRole('dialog').getByRole('button', {name: 'Void'}).click();
	await expect(page.locator('.door-ticket .chip')).toHaveText('Void');
	expect((await hall.get(`/tickets/${ticket.id}`)).state).toBe('VOID');
});

test('a slip is printed at the kiosk that is chosen, and again', async ({hall, open}) => {
	await hall.device('kiosk-1', 'printer', 'ready');
	const page = await open('/door', 'clerk', {language: 'en'});
	await page.getByRole('radio', {name: /Civil status/}).check();
	await expect(page.getByRole('radio', {name: 'kiosk-1'})).toBeChecked();
	await page.getByRole('button', {name: 'Take a number'}).click();
	await expect(page.locator('.door-facts')).toContainText('Slip waits to be printed');
	const [ticket] = (await hall.get('/tickets')).tickets;
	expect(ticket).toMatchObject({kiosk: 'kiosk-1', paper: 'QUEUED'});
	await hall.post(`/tickets/${ticket.id}/paper`, {state: 'PRINTED'});
	await expect(page.locator('.door-facts')).toContainText('Slip printed');
	await page.getByRole('button', {name: 'Print again'}).click();
	await expect(page.locator('.door-facts')).toContainText('Slip waits to be printed');
	expect((await hall.events(['reprint'])).length).toBe(1);
});

test('the whole of it without a mouse', async ({open}) => {
	const page = await open('/door', 'helper', {language: 'en'});
	await expect(page.getByRole('radio', {name: /Civil status/})).toBeVisible();
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', {name: 'To the main content'})).toBeFocused();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Space'); /* the first service */
	await page.keyboard.press('ArrowDown'); /* and the second */
	await expect(page.getByRole('radio', {name: /Certification/})).toBeChecked();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', {name: 'B001'})).toBeFocused();
});

for (const {look, language, phone} of LOOKS) {
	test(`the door page is looked at: ${look}`, async ({hall, open, shot, axe}) => {
		for (const service of ['A', 'A', 'B', 'C']) {
			await hall.issue(service);
		}
		await hall.device('kiosk-1', 'printer', 'paper_out', 'device');
		const page = await open('/door', 'helper', {language, phone});
		await expect(page.locator('.door-services .choice')).toHaveCount(7);
		expect(await axe(page)).toEqual([]);
		await shot(page, `door-${look}`, {fullPage: true});
		await page.locator('.door-services .choice').nth(1).click();
		await page.locator('input[value="priority"] + span').click();
		await page.locator('.door-reasons .choice').first().click();
		await page.locator('form .lead.big').click();
		await expect(page.locator('.door-ticket')).toBeVisible();
		expect(await axe(page)).toEqual([]);
		await shot(page, `door-ticket-${look}`, {fullPage: true});
	});
}
