// SPDX-License-Identifier: Apache-2.0
// What the pages say of days and hours while the hub does not know the time, and when it does.
const {test, expect} = require('./fixtures');

test.use({clockTrusted: false});

const WORDS = {
	vi: {code: 'Mã phiếu', history: 'Lịch sử', note: 'chưa biết chắc hôm nay là ngày nào'},
	en: {code: 'Slip code', history: 'History', note: 'not sure what day it is'},
};

for (const language of ['vi', 'en']) {
	test(`no hour of a ticket is told before it is known (${language})`,
		async ({hall, open, shot, axe}) => {
			const words = WORDS[language];
			const ticket = await hall.issue('A');
			const page = await open('/door', 'clerk', {language, phone: language === 'vi'});
			await page.locator('input[name="number"]').fill(ticket.number);
			await page.locator('input[name="number"]').press('Enter');
			await expect(page.locator('.door-facts')).toContainText(`${words.code} ${ticket.id}`);
			await page.getByRole('button', {name: words.history}).click();
			await expect(page.locator('.history li')).toHaveText([/^–/]);
			await expect(page.locator('.history time')).toHaveCount(0);
			expect(await axe(page)).toEqual([]);
			await shot(page, `history-timeless-${language}`);
			await page.keyboard.press('Escape');
			await hall.ask('POST', '/clock', {day: '2031-05-06', time: '08:05'});
			await expect.poll(async () => {
				await page.getByRole('button', {name: words.history}).click();
				await expect(page.locator('.history li').first()).toContainText(/^(–|\d)/);
				const text = await page.locator('.history li').first().textContent();
				await page.keyboard.press('Escape');
				return text;
			}).toMatch(/^08:0\d:/);
		});

	test(`figures say that the day is a guess (${language})`, async ({hall, open, shot, axe}) => {
		const words = WORDS[language];
		await hall.issue('A');
		const page = await open('/figures', 'director', {language});
		await expect(page.locator('.uneven')).toContainText(words.note);
		await expect(page.locator('.tile').first()).toContainText('1');
		expect(await axe(page)).toEqual([]);
		await shot(page, `figures-timeless-${language}`);
		await hall.ask('POST', '/clock', {day: '2031-05-06', time: '08:05'});
		await page.goto(`${hall.url}/figures`);
		await expect(page.locator('.tile').first()).toContainText('1');
		await expect(page.locator('.uneven')).toHaveCount(0);
		await expect(page.locator('h1')).toContainText(language === 'vi' ? '06/05/2031' : '6 May 2031');
	});
}

test('a phone is told no day, and its link stays right', async ({hall, open}) => {
	const ticket = await hall.issue('A');
	const page = await open(`/t/${ticket.token}`, '', {phone: true});
	await expect(page.locator('#number')).toHaveText(ticket.number);
	const day = (await hall.get('/state')).day;
	await expect(page.locator('#page')).not.toContainText(day.slice(0, 4));
	await hall.ask('POST', '/clock', {day: '2031-05-06', time: '08:05'});
	await page.reload();
	await expect(page.locator('#number')).toHaveText(ticket.number);
	await expect(page.locator('#state')).toHaveText('Không còn ai chờ trước ông/bà');
});
