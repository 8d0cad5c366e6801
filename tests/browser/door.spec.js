// SPDX-License-Identifier: Apache-2.0
// The page at the door: taking a number for somebody, and looking one up.
const {test, expect, LOOKS} = require('./fixtures');

test('a helper takes a number with a lane and a reason, and shows it', async ({hall, open, axe}) => {
	await hall.issue('A');
	const page = await open('/door', 'helper', {language: 'en'});
	await page.getByRole('radio', {name: /Civil status/}).check();
	await expect(page.getByText('Please bring: Identity card or passport')).toBeVisible();
	await page.getByRole('radio', {name: 'Priority'}).check();
	await page.getByRole('button', {name: 'Take a number'}).click();
	await expect(page.getByRole('alert').first()).toContainText('reason for priority');
	expect(await axe(page)).toEqual([]);
	await page.getByRole('radio', {name: 'Elderly person'}).check();
	await page.getByRole('button', {name: 'Take a number'}).click();
	await expect(page.getByRole('heading', {name: 'A002'})).toBeFocused();
	await expect(page.locator('.door-ticket')).toContainText('Elderly person');
	await expect(page.locator('.door-ticket')).toContainText('Please bring: ');
	expect(await axe(page)).toEqual([]);
	const [ticket] = (await hall.get('/tickets?number=A002')).tickets;
	expect(ticket).toMatchObject({lane: 'priority', reason: 'elderly', language: 'vi'});
	await page.getByRole('button', {name: 'Next visitor'}).click();
	await expect(page.getByRole('radio', {name: /Civil status/})).toBeFocused();
	await expect(page.getByRole('radio', {name: 'Regular'})).toBeChecked();
});

/* Two procedures of one sector, one of them with long papers and one checked too long ago. */
async function takeProcedures(hall) {
	const day = (ago) => new Date(Date.now() - ago * 86400000).toISOString().slice(0, 10);
	const paper = 'Bản chính hoặc bản sao có chứng thực của giấy tờ chứng minh nơi cư trú hợp pháp. ';
	const wish = {file: 'a.json', text: JSON.stringify({procedures: [
		{code: '1.000001', name: 'Đăng ký khai sinh', sector: 'Hộ tịch', deadline: 'Trong ngày', checked_day: day(3),
			ways: [{channel: 'direct', fee: '8.000 đồng', exempt: 'người thuộc hộ nghèo'}, {channel: 'online', fee: '0 đồng'}],
			papers: Array.from({length: 18}, (_, n) => ({name: `${n + 1}. ${paper}${paper}`, originals: 1}))},
		{code: '1.000003', name: 'Chứng thực chữ ký', sector: 'Hộ tịch', checked_day: day(900),
			papers: [{name: 'Giấy tờ tùy thân', originals: 1}], ways: [{channel: 'direct', fee: '10.000 đồng'}]},
	]})};
	const seen = await hall.post('/procedures/import', wish);
	await hall.post('/procedures/import', Object.assign(wish, {digest: seen.digest, catalogue: seen.catalogue}));
}

test('a helper looks a procedure up, and prints what to bring on one page', async ({hall, open, axe, shot}) => {
	await takeProcedures(hall);
	const page = await open('/door', 'helper', {language: 'vi'});
	await page.evaluate(() => { window.print = () => { window.printed = true; }; });
	const question = page.getByLabel('Khách cần làm gì');
	await expect(async () => { /* the hub makes the new list ready first */
		await question.fill('khai sinh cho con');
		await page.keyboard.press('Enter');
		await expect(page.getByRole('button', {name: 'Đăng ký khai sinh'})).toBeVisible({timeout: 2000});
	}).toPass();
	expect(await axe(page)).toEqual([]);
	await page.getByRole('button', {name: 'Đăng ký khai sinh'}).click();
	await expect(page.getByRole('heading', {name: 'Đăng ký khai sinh'})).toBeFocused();
	const record = page.locator('.door-procedure');
	await expect(record).toContainText('8.000 đồng');
	await expect(record).toContainText('người thuộc hộ nghèo');
	await expect(record).toContainText('Nộp trực tuyến thì không mất phí.');
	await page.getByRole('button', {name: 'In giấy tờ cần mang'}).click();
	expect(await page.evaluate(() => window.printed)).toBe(true);
	const paper = await page.pdf({preferCSSPageSize: true, printBackground: true});
	expect(paper.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
	expect(await axe(page)).toEqual([]);
	await shot(page, 'door-papers-vi', {fullPage: true});
	await page.getByRole('button', {name: 'Chọn để lấy số'}).click();
	await expect(page.getByRole('radio', {name: /Hộ tịch/})).toBeChecked();
	// What may not hold any more is not printed.
	await question.fill('chứng thực chữ ký');
	await page.keyboard.press('Enter');
	await page.getByRole('button', {name: 'Chứng thực chữ ký'}).click();
	await expect(record).toContainText('Thông tin này đã quá hạn kiểm tra');
	await expect(page.getByRole('button', {name: 'In giấy tờ cần mang'})).toHaveCount(0);
	await expect(page.locator('.print-sheet')).toHaveCount(0);
	// Both are counted for the figures, and the list.
	await expect.poll(async () => (await hall.get('/procedures/lookups')).lookups
		.map(({key, place, count}) => [key, place, count])).toEqual([['1.000001', 'staff', 1], ['1.000003', 'staff', 1]]);
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

/* What VNI makes of keys: the letters that a digit marks, and in which mark it ends. */
const VNI = {
	1: ['AEUY', '\u0301'], 2: ['AEUY', '\u0300'], 3: ['AEUY', '\u0309'], 4: ['AEUY', '\u0303'],
	5: ['AEUY', '\u0323'], 6: ['AE', '\u0302'], 7: ['U', '\u031B'], 8: ['A', '\u0306'], 9: ['D', ''],
};
const TELEX = {S: '\u0301', F: '\u0300', R: '\u0309', X: '\u0303', J: '\u0323'};

/* A series of one letter with a number, as a keyboard with VNI writes it: the first digit alone may
 * become a mark, or the first two. */
function typedByVni(letter, number, most) {
	let made = letter;
	let digits = String(number);
	let kinds = '';
	const kind = (digit) => digit > 5 ? 'shape' : 'tone'; /* a letter has one of each */
	while (digits && most-- > 0 && VNI[digits[0]] && VNI[digits[0]][0].includes(letter) &&
		!kinds.includes(kind(digits[0]))) {
		kinds += kind(digits[0]);
		made = letter === 'D' ? 'Đ' : made + VNI[digits[0]][1];
		digits = digits.slice(1);
	}
	return [made.normalize('NFC') + digits, made.normalize('NFD').toLowerCase() + digits];
}

test('numbers that a Vietnamese keyboard changed are understood, all of them', async ({open}) => {
	const page = await open('/door', 'helper', {language: 'en'});
	const letters = Array.from('ABCDEFGHJKLMNPRSTUVWXYZ');
	const cases = [];
	for (const letter of letters) {
		for (let number = 1; number <= 999; number++) {
			const wanted = letter + String(number).padStart(3, '0');
			for (const typed of [letter + number, ` ${letter.toLowerCase()} 0${number}`, wanted,
				...typedByVni(letter, number, 1), ...typedByVni(letter, number, 2)]) {
				cases.push([typed, wanted]);
			}
		}
	}
	const answers = await page.evaluate(async ([all, series]) => {
		const {typedNumbers} = await import('/web/typed-number.js');
		return all.map(([typed]) => typedNumbers(typed, series, 3));
	}, [cases, letters]);
	const marked = (typed) => /[^\sA-Z0-9]/i.test(typed);
	expect(cases.filter(([typed]) => marked(typed)).length).toBeGreaterThan(5000);
	cases.forEach(([typed, wanted], at) => {
		/* Two marks may have been typed in two orders, and Ư also by W; nothing else is in doubt. */
		const marks = typed.normalize('NFD').replace(/[^\u0300-\u036F]/g, '');
		const most = marks.length > 1 || marks === '\u031B' ? 2 : 1;
		if (!answers[at].includes(wanted) || answers[at].length > most) {
			throw new Error(`${typed} is ${wanted}, not ${answers[at]}`);
		}
	});
});

test('series of two letters and other keyboards are understood, too', async ({open}) => {
	const page = await open('/door', 'helper', {language: 'en'});
	const pairs = Array.from('ABDEHUWY');
	const series = pairs.concat(...pairs.map((one) => pairs.map((other) => one + other)), 'AS', 'AF');
	const ask = (all, known) => page.evaluate(async ([list, letters]) => {
		const {typedNumbers} = await import('/web/typed-number.js');
		return list.map((typed) => typedNumbers(typed, letters, 3));
	}, [all, known]);
	/* The mark stands on the first or on the second letter. */
	for (const letters of series.filter((one) => one.length === 2)) {
		for (const digit of '12345678') {
			for (const at of [0, 1]) {
				const [may, mark] = VNI[digit];
				const typed = letters.slice(0, at + 1) + mark + letters.slice(at + 1);
				if (may.includes(letters[at])) {
					const [plain, more] = await ask([typed, `${typed.normalize('NFC')}5`], series);
					expect(plain, typed).toContain(`${letters}00${digit}`);
					expect(more, `${typed}5`).toContain(`${letters}0${digit}5`);
				}
			}
		}
	}
	const telex = await ask(['Â1', 'Đ12', 'Ă7', 'Ư3', 'Á1', 'ÂB2', 'đ001'],
		['AA', 'DD', 'AW', 'W', 'AS', 'AAB']);
	expect(telex).toEqual([['AA001'], ['DD012'], ['AW007'], ['W003'], ['AS001'], ['AAB002'], ['DD001']]);
	expect(Object.keys(TELEX).length).toBe(5);
	for (const key of Object.keys(TELEX)) {
		expect(await ask([`A${TELEX[key]}4`], [`A${key}`])).toEqual([[`A${key}004`]]);
	}
	/* What can be two, what is of no series, and what is no number. */
	expect(await ask(['Ấ', 'Ă1', 'Ê', '', '12', 'Ω', 'A0', 'A10000', '<b>'], ['A', 'AW'])).toEqual(
		[['A061', 'A016'], ['A081', 'AW001'], ['E006'], [], ['12'], ['Ω'], ['A0'], ['A10000'], ['<B>']]);
});

test('a number typed with VNI is found at the door', async ({hall, open}) => {
	for (let i = 0; i < 6; i++) {
		await hall.issue('A');
	}
	const page = await open('/door', 'helper', {language: 'vi'});
	const look = async (typed) => {
		await page.locator('input[name=number]').fill(typed);
		await page.keyboard.press('Enter');
	};
	await look('Â');
	await expect(page.getByRole('heading', {name: 'A006'})).toBeFocused();
	await look('á');
	await expect(page.getByRole('heading', {name: 'A001'})).toBeFocused();
	await look('Ạ1');
	await expect(page.getByText('Hôm nay không có số A051.')).toBeVisible();
});

test('a slip is printed at the kiosk that is chosen, and again', async ({hall, open}) => {
	await hall.device('kiosk-1', 'printer', 'ready');
	const page = await open('/door', 'clerk', {language: 'en'});
	await page.getByRole('radio', {name: /Civil status/}).check();
	await expect(page.locator('.door-more summary')).toHaveText('Slip: Tiếng Việt · kiosk 1');
	await page.locator('.door-more summary').click();
	await expect(page.getByRole('radio', {name: 'Kiosk 1'})).toBeChecked();
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

test('what was not chosen is read aloud, and the next visitor finds nothing chosen', async ({open}) => {
	const page = await open('/door', 'helper', {language: 'vi'});
	await page.getByRole('button', {name: 'Lấy số'}).click();
	const wrong = page.locator('.door-send [role=alert]');
	await expect(wrong).toHaveText('Chọn dịch vụ.');
	await expect(wrong).toBeFocused();
	await page.locator('.door-services .choice').first().click();
	await page.getByRole('radio', {name: 'Ưu tiên'}).check();
	await page.getByRole('button', {name: 'Lấy số'}).click();
	await expect(wrong).toHaveText('Chọn lý do ưu tiên.');
	await expect(wrong).toBeFocused();
	await page.locator('.door-reasons .choice').first().click();
	await page.locator('.door-more summary').click();
	await page.getByRole('radio', {name: 'English'}).check();
	await page.getByRole('button', {name: 'Lấy số'}).click();
	await expect(page.getByRole('heading', {name: 'A001'})).toBeFocused();
	await expect(page.locator('input[name=service]:checked, input[name=reason]:checked')).toHaveCount(0);
	await expect(page.locator('input[name=lane]:checked')).toHaveValue('regular');
	await expect(page.locator('.door-more summary')).toContainText('Tiếng Việt');
	await expect(wrong).toHaveText('');
});

test.describe('where phones reach the hub', () => {
	test.use({siteChanges: {public_url: 'https://lay-so.example.vn/'}});

	for (const language of ['vi', 'en']) {
		test(`a number without a slip has its code on the screen (${language})`, async ({hall, open, axe, shot}) => {
			await hall.counter(1, 'open', {staff: 'quay-1', services: ['A']});
			for (let i = 0; i < 4; i++) {
				await hall.issue('A');
			}
			const page = await open('/door', 'helper', {language});
			const take = async () => {
				await page.locator('.door-services .choice').first().click();
				await page.locator('.door-send button').click();
				await expect(page.locator('.door-ticket h2')).toBeFocused();
			};
			await take();
			const code = page.getByRole('img', {name: language === 'vi' ? /quét mã/ : /scan this/});
			await expect(code).toBeVisible();
			expect(await axe(page)).toEqual([]);
			/* As on the slip: five minutes are the finest. */
			await expect(page.locator('.door-facts')).toHaveText(/(khoảng|about) \d*[05] (phút|min)|(dưới|less than) 5/);
			for (const [width, height] of [[1366, 625], [360, 640]]) {
				await page.setViewportSize({width, height});
				await expect(code).toBeInViewport({ratio: 1});
				await expect(page.locator('.door-ticket > .lead')).toBeInViewport({ratio: 1});
				await shot(page, `door-code-${language}-${width}`);
			}
			await page.locator('.door-ticket > .lead').click();
			await hall.device('kiosk-1', 'printer', 'ready');
			await expect(page.locator('.door-more summary')).toContainText(/kiosk 1|máy lấy số 1/);
			await page.locator('.door-more summary').click();
			await page.getByRole('radio', {name: /Kiosk 1|Máy lấy số 1/}).check();
			await take();
			await expect(page.locator('.door-facts')).toContainText(language === 'vi' ? 'Phiếu chờ in' : 'Slip waits');
			await expect(code).toHaveCount(0); /* it is being printed */
			await hall.device('kiosk-1', 'printer', 'offline', 'device');
			await expect(code).toBeVisible();
			await hall.device('kiosk-1', 'printer', 'ready');
			await expect(code).toHaveCount(0);
		});
	}
});

for (const [width, height] of [[1366, 625], [1280, 600], [1024, 600], [1024, 768], [360, 640]]) {
	test(`a visitor is one screen at ${width}x${height}`, async ({hall, open, shot}) => {
		await hall.issue('A');
		await hall.device('kiosk-1', 'printer', 'ready');
		const page = await open('/door', 'helper', {language: 'vi'});
		await page.setViewportSize({width, height});
		const keys = page.locator('.door-form .choice:visible, .door-more summary, .door-send button');
		await expect(page.locator('.door-more summary')).toContainText('máy lấy số 1');
		await shot(page, `door-screen-${width}x${height}`);
		for (const key of await keys.all()) {
			await expect(key).toBeInViewport({ratio: 0.99});
		}
		const hidden = await page.evaluate(() => {
			const bar = document.querySelector('.door-send').getBoundingClientRect();
			return Array.from(document.querySelectorAll('.door-services .choice, .door-line .choice, .door-more summary'))
				.filter((one) => one.checkVisibility() && one.getBoundingClientRect().bottom > bar.top + 1)
				.map((one) => one.textContent);
		});
		expect(hidden, 'behind the key that sends').toEqual([]);
		await page.locator('input[value="priority"] + span').click();
		await expect(page.locator('.door-send button')).toBeInViewport({ratio: 1});
	});
}

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
