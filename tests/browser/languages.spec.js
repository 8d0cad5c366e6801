// SPDX-License-Identifier: Apache-2.0
// A new language is one new file of words: here one whose every word stands in brackets.
const fs = require('fs');
const path = require('path');
const {test, expect} = require('./fixtures');

const EN = JSON.parse(fs.readFileSync(path.join(__dirname, '../../ui/strings/en.json'), 'utf8'));
const KEPT = ['page.number.locale']; /* for the browser, not for people */
const LO = {};
Object.keys(EN).forEach((key) => { LO[key] = KEPT.includes(key) ? EN[key] : `[${EN[key]}]`; });
Object.assign(LO, {'language.name': 'ລາວ', 'language.order': '3'});

test.use({moreLanguages: {lo: LO}, siteChanges: {languages: ['vi', 'en', 'lo']}});

/* What stands in the places that a page has words in. */
async function expectBrackets(page, selectors) {
	for (const selector of selectors) {
		await expect(page.locator(selector).first()).toBeVisible();
		const texts = await page.locator(selector).allTextContents();
		texts.forEach((text) => expect(text, selector).toMatch(/^\[.*\]$/));
	}
}

test('a third language is offered at the sign-in, and used after it', async ({hall, open, shot}) => {
	await hall.account('clerk', 'quay-1');
	const page = await open('/', '');
	await expect(page.locator('.signin-languages button')).toHaveText(
		['Tiếng Việt', 'English', 'ລາວ']);
	await page.getByRole('button', {name: 'ລາວ'}).click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'lo');
	await expectBrackets(page, ['#signin-title', '.signin .field span', '.signin .lead']);
	const {name, secret} = await hall.account('clerk', 'quay-1');
	await page.locator('input[name="name"]').fill(name);
	await page.locator('input[name="secret"]').fill(secret);
	await page.locator('.signin .lead').click();
	await expect(page.locator('.languages button')).toHaveText(['VI', 'EN', 'LO']);
	await expect(page.locator('.languages [lang="lo"]')).toHaveAttribute('aria-pressed', 'true');
	await expectBrackets(page, ['nav a', 'form.card h1', 'form.card button.lead']);
	await shot(page, 'languages-counter');
});

test('every staff page speaks it', async ({hall, open, shot}) => {
	await hall.issue('A');
	for (const [where, role, selectors] of [
		['/door', 'helper', ['form.card h1', 'form.card legend', 'form.card button.lead']],
		['/figures', 'director', ['.presets button', '.plot-box h2, .figures h1']],
		['/manager', 'admin', ['.m-nav a', '.m-main h2']],
	]) {
		const page = await open(where, role, {language: 'lo'});
		await expect(page.locator('.languages [lang="lo"]')).toHaveAttribute('aria-pressed', 'true');
		await expect(page.locator(selectors[0]).first()).toBeVisible();
		await shot(page, `languages${where.replace('/', '-')}`);
		await expectBrackets(page, selectors);
	}
});

test('the citizen and the rating tablet are asked in it', async ({hall, open, shot}) => {
	const ticket = await hall.issue('A');
	const page = await open(`/t/${ticket.token}?lang=lo`, '', {phone: true});
	await expect(page.locator('#label')).toHaveText(LO['ticket.label']);
	await expect(page.locator('#languages button')).toHaveText(['Tiếng Việt', 'English', 'ລາວ']);
	await shot(page, 'languages-ticket');
	await page.getByRole('button', {name: 'English'}).click();
	await expect(page.locator('#label')).toHaveText(EN['ticket.label']);
	await page.getByRole('button', {name: 'ລາວ'}).click();
	await expect(page.locator('#state')).toHaveText(LO['ticket.first']);
	const tablet = await open('/rate/1', 'supervisor');
	await tablet.getByRole('button', {name: 'ລາວ'}).click();
	await expect(tablet.locator('h1')).toHaveText(LO['rate.idle']);
	await expect(tablet.locator('.rate-head button')).toHaveText(['Tiếng Việt', 'English']);
	await shot(tablet, 'languages-rate');
});
