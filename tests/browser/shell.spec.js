// SPDX-License-Identifier: Apache-2.0
// Signing in and what is around every staff page.
const {test, expect, LOOKS} = require('./fixtures');

test('a stranger is asked to sign in, and told what to do without an account',
	async ({hall, open, axe}) => {
		await hall.account('admin');
		const page = await open('/', '', {language: 'en'});
		await expect(page.getByRole('heading', {name: 'Sign in'})).toBeVisible();
		await expect(page.getByLabel('Name')).toBeFocused();
		await page.getByText('No account yet?').click();
		await expect(page.getByText('administrator makes accounts')).toBeVisible();
		expect(await axe(page)).toEqual([]);
	});

test('a token signs in; the page comes; signing out ends it', async ({hall, open}) => {
	const token = await hall.token('clerk', 'keypad-1');
	const page = await open('/', '', {language: 'en'});
	await page.getByRole('button', {name: 'Sign in with a device code'}).click();
	await page.getByLabel('Device code').fill('not-a-token');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('code is not right');
	await page.getByLabel('Device code').fill(token);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', {name: 'Open a session'})).toBeVisible();
	await page.getByRole('button', {name: 'Sign out'}).click();
	await expect(page.getByRole('heading', {name: 'Sign in'})).toBeVisible();
});

test('a name and a PIN sign in; the name is remembered, a wrong PIN is said',
	async ({hall, open, axe}) => {
		const {name, secret} = await hall.account('clerk', 'quay-1');
		const page = await open('/', '', {language: 'en'});
		await page.getByLabel('Name').fill(name);
		await page.getByLabel('PIN or password').fill('wrong-one');
		await page.keyboard.press('Enter');
		await expect(page.getByRole('alert')).toContainText('The name or the PIN is not right');
		await expect(page.getByLabel('PIN or password')).toBeFocused();
		expect(await axe(page)).toEqual([]);
		await page.getByLabel('PIN or password').fill(secret);
		await page.keyboard.press('Enter');
		await expect(page.getByText('You open the counter as')).toBeVisible();
		await page.getByRole('button', {name: 'Sign out'}).click();
		await expect(page.getByLabel('Name')).toHaveValue(name);
		await expect(page.getByLabel('PIN or password')).toBeFocused();
	});

test('where nobody has an account yet, the page says how the first is made', async ({open}) => {
	const page = await open('/', '', {language: 'en'});
	await expect(page.getByText('The first administrator is made on the hub itself')).toBeVisible();
});

const WAYS = {
	helper: ['Reception'],
	clerk: ['Counter', 'Reception'],
	supervisor: ['Counter', 'Reception', 'Manager', 'Figures'],
	director: ['Manager', 'Figures'],
	admin: ['Counter', 'Reception', 'Manager', 'Figures'],
};

for (const role of Object.keys(WAYS)) {
	test(`a ${role} sees the pages of a ${role}, and no other`, async ({open}) => {
		const page = await open('/door', role, {language: 'en'});
		await expect(page.locator('.person')).toBeVisible();
		const links = page.getByRole('navigation', {name: 'Pages'}).getByRole('link');
		expect(await links.allTextContents()).toEqual(WAYS[role].length > 1 ? WAYS[role] : []);
		await expect(page.getByRole('heading', {
			name: WAYS[role].includes('Reception') ? 'Take a number for a visitor'
				: 'This page is not for your account',
		})).toBeVisible();
	});
}

for (const {look, language, phone} of LOOKS) {
	test(`the sign-in page is looked at: ${look}`, async ({open, shot, axe}) => {
		const page = await open('/', '', {language, phone});
		await expect(page.locator('.signin form')).toBeVisible();
		expect(await axe(page)).toEqual([]);
		await shot(page, `signin-${look}`);
	});
}
