// SPDX-License-Identifier: Apache-2.0
// Signing in and what is around every staff page.
const {test, expect, LOOKS} = require('./fixtures');

test('a stranger is asked to sign in, and told what to do without an account',
	async ({open, axe}) => {
		const page = await open('/', '', {language: 'en'});
		await expect(page.getByRole('heading', {name: 'Sign in'})).toBeVisible();
		await expect(page.getByLabel('Name')).toBeFocused();
		await page.getByText('No account yet?').click();
		await expect(page.getByText('administrator makes accounts')).toBeVisible();
		expect(await axe(page)).toEqual([]);
	});

test('a token signs in; the page comes; signing out ends it', async ({hall, open}) => {
	const {token} = await hall.account('clerk', 'quay-1');
	const page = await open('/', '', {language: 'en'});
	await page.getByRole('button', {name: 'Sign in with a device token'}).click();
	await page.getByLabel('Device token').fill('not-a-token');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('token is not right');
	await page.getByLabel('Device token').fill(token);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', {name: 'Open a session'})).toBeVisible();
	await page.getByRole('button', {name: 'Sign out'}).click();
	await expect(page.getByRole('heading', {name: 'Sign in'})).toBeVisible();
});

for (const {look, language, phone} of LOOKS) {
	test(`the sign-in page is looked at: ${look}`, async ({open, shot, axe}) => {
		const page = await open('/', '', {language, phone});
		await expect(page.locator('.signin form')).toBeVisible();
		expect(await axe(page)).toEqual([]);
		await shot(page, `signin-${look}`);
	});
}
