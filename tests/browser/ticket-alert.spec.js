// SPDX-License-Identifier: Apache-2.0
// How a phone tells of a call, and what the citizen's page says in each state of a number. The hub's
// answers are changed on their way, so that nothing is waited for.
const {test, expect} = require('./fixtures');

/* What the page asks of the phone, in the order in which it does: 'sound' for each tone. */
function record({permission, answer, worker}) {
	const asked = window.asked = [];
	navigator.vibrate = (how) => asked.push(`shake ${[].concat(how).length}`);
	window.ontouchstart = null;
	window.AudioContext = function AudioContext() {
		this.currentTime = 0;
		this.createOscillator = () => ({
			frequency: {}, connect() {}, stop() {}, start: () => asked.push('sound'),
		});
	};
	window.Notification = function Notification(title, {body}) {
		asked.push(`note ${title} | ${body}`);
	};
	window.Notification.permission = permission;
	window.Notification.requestPermission = () => {
		asked.push('may I?');
		window.Notification.permission = answer;
		return Promise.resolve(answer);
	};
	Object.defineProperty(navigator, 'serviceWorker', {value: worker ? {
		register: () => Promise.resolve({
			showNotification: (title, {body}) => asked.push(`note ${title} | ${body}`),
		}),
	} : undefined});
}

const WAITING = {state: 'WAITING', ahead: 3, wait_estimate_s: 900, past_closing: false, counter: null, calls: 0, rating: 'closed'};
const SOON = Object.assign({}, WAITING, {ahead: 0, wait_estimate_s: 60});
const called = (calls, counter) => Object.assign({}, WAITING, {state: 'CALLED', calls, counter: counter || 2});

/* {page, say, asked}: say(answer) has the hub answer so (null: nothing), and waits until it was taken. */
async function follow(hall, open, options, phone) {
	const ticket = await hall.issue('A');
	const page = await open('/login', '', Object.assign({phone: true}, options));
	let now = WAITING;
	await page.addInitScript(record, Object.assign({permission: 'default', answer: 'granted', worker: true}, phone));
	await page.route('**/api/v1/public/*', async (route) => {
		if (!now) {
			return route.abort();
		}
		const response = await route.fetch();
		return route.fulfill({response, json: Object.assign(await response.json(), now)});
	});
	await page.goto(`${hall.url}/t/${ticket.token}`);
	await expect(page.locator('#number')).toHaveText(ticket.number);
	const look = async () => {
		const done = page.waitForEvent(now ? 'requestfinished' : 'requestfailed');
		await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		await done;
		await expect(page.locator('#away'))[now ? 'toBeEmpty' : 'toContainText'](now ? undefined : /./);
	};
	const say = async (answer) => {
		now = answer;
		await look();
	};
	const asked = () => page.evaluate(() => window.asked.splice(0).join(', '));
	return {ticket, page, say, asked};
}

const SOUNDS = Array(6).fill('sound').join(', ');
const CALL = {
	vi: 'Mời A001 đến quầy 2 | Mời ông/bà đến quầy ngay và mang theo phiếu.',
	en: 'A001: go to counter 2 | Please go there now and bring your slip.',
};

for (const language of ['vi', 'en']) {
	test(`a phone tells of each call once, and of nothing else (${language})`, async ({hall, open, axe, shot}) => {
		const {page, say, asked} = await follow(hall, open, {language});
		const told = `${SOUNDS}, shake 5, note ${CALL[language]}`;
		const again = (n) => told.replace('| ', language === 'vi' ? `| Đã gọi lần thứ ${n}. ` : `| Called ${n} times. `);
		const title = await page.title();
		await say(called(1));
		expect(await asked(), 'nobody has pressed').toBe('');
		await say(WAITING);
		await page.locator('#alert-key').click();
		await expect(page.locator('#alert-key')).toHaveAttribute('aria-pressed', 'true');
		expect(await asked()).toBe('sound, shake 1, may I?');
		await expect(page.locator('#alert-said')).toContainText(language === 'vi' ? 'tiếng chuông, rung, thông báo' : 'a sound, vibration, a notification');
		expect(await axe(page)).toEqual([]);
		await shot(page, `ticket-alert-${language}`);
		await say(SOON);
		expect(await asked(), 'soon is no call').toBe('');
		await say(called(1));
		expect(await asked()).toBe(told);
		expect(await page.title()).toBe(CALL[language].split(' | ')[0]);
		await say(called(1));
		await say(null); /* the network is away, and comes back */
		await say(called(1));
		expect(await asked(), 'it was told of').toBe('');
		await say(called(2));
		expect(await asked(), 'called again').toBe(again(2));
		if (language === 'vi') { /* in a pocket, which takes a while */
			await page.evaluate(() => Object.defineProperty(document, 'hidden', {value: true, configurable: true}));
			await say(called(3));
			expect(await asked()).toBe(again(3));
			await page.evaluate(() => Object.defineProperty(document, 'hidden', {value: false}));
			await say(called(3));
			expect(await asked(), 'taken out').toBe('');
		}
		/* Taken back and called again, or sent on to another counter: its calls are counted anew. */
		await say(WAITING);
		expect(await page.title()).toBe(title);
		await say(called(1));
		expect(await asked()).toBe(told);
		await say(called(1, 5));
		expect(await asked()).toContain(language === 'vi' ? 'đến quầy 5' : 'counter 5');
		await say(Object.assign({}, called(1), {state: 'SERVING'}));
		await say(Object.assign({}, called(1), {state: 'FINISHED'}));
		expect(await asked()).toBe('');
		expect(await page.title()).not.toContain(language === 'vi' ? 'Mời' : 'go to');
	});
}

test('after a reload nothing is told again, and nothing by itself', async ({hall, open}) => {
	const {page, say, asked} = await follow(hall, open);
	await page.locator('#alert-key').click();
	await say(called(1));
	expect(await asked()).toContain('note');
	await page.reload();
	await expect(page.locator('#counter')).toHaveText('Quầy 2');
	await page.locator('#alert-key').click();
	expect(await asked(), 'only the press is answered').toBe('sound, shake 1, may I?');
	await say(called(2));
	expect(await asked()).toContain('note');
	await page.locator('#alert-key').click(); /* no more of it */
	await say(called(3));
	expect(await asked()).toBe('');
});

test('a phone that may not notify, or has no worker for it, tells by what it has', async ({hall, open}) => {
	const denied = await follow(hall, open, {}, {answer: 'denied'});
	await denied.page.locator('#alert-key').click();
	await expect(denied.page.locator('#alert-said')).not.toContainText('thông báo');
	expect(await denied.asked()).toBe('sound, shake 1, may I?');
	await denied.say(called(1));
	expect(await denied.asked()).toBe(`${SOUNDS}, shake 5`);
	const plain = await follow(hall, open, {}, {worker: false});
	await plain.page.locator('#alert-key').click();
	await plain.say(called(1));
	expect(await plain.asked()).toContain(`note ${CALL.vi.replace('A001', plain.ticket.number)}`);
});

/* What is said of each state: 'A | B' of the state and the hint. */
const SAID = {
	WAITING: {vi: 'Đang chờ đến lượt | Trang này tự cập nhật', en: 'Waiting for your turn | This page updates by itself'},
	first: {vi: 'Không còn ai chờ trước ông/bà | ', en: 'Nobody is waiting before you | '},
	soon: {vi: 'Sắp đến lượt của ông/bà | Xin chuẩn bị giấy tờ', en: 'Your turn is coming | Please have your papers ready'},
	late: {vi: 'Đang chờ đến lượt | Có thể không kịp', en: 'Waiting for your turn | Your turn may not come'},
	CALLED: {vi: 'Mời ông/bà đến | Mời ông/bà đến quầy ngay', en: 'Please go to | Please go there now'},
	again: {vi: 'Mời ông/bà đến | Đã gọi lần thứ 3. Mời', en: 'Please go to | Called 3 times. Please'},
	SERVING: {vi: 'Đang được phục vụ tại | Xin giữ phiếu', en: 'Being served at | Please keep your slip'},
	HELD: {vi: 'Đang tạm giữ chỗ | Lượt của ông/bà được giữ', en: 'On hold | Your place is kept'},
	SUPPLEMENT: {vi: 'Còn thiếu giấy tờ | Khi đủ giấy tờ', en: 'Papers missing | When you have the papers'},
	NO_SHOW: {vi: 'Đã gọi nhưng vắng mặt | Ông/bà đã lỡ lượt', en: 'Called, but absent | You missed your call'},
	FINISHED: {vi: 'Đã xong. Cảm ơn ông/bà. | Nếu còn việc khác', en: 'Finished. Thank you. | For anything else'},
	FINISHED_UNCONFIRMED: {vi: 'Đã xong. Cảm ơn ông/bà. | Nếu việc của ông/bà chưa xong', en: 'Finished. Thank you. | If you are not done'},
	LEFT: {vi: 'Số đã kết thúc | Số này không được gọi nữa', en: 'This number is closed | This number is not called any more'},
	VOID: {vi: 'Số đã hủy | Số này không được gọi', en: 'This number was cancelled | This number is not called'},
	EXPIRED: {vi: 'Số đã hết hạn trong ngày | Ngày làm việc của số này đã hết', en: 'This number has expired | The working day of this number is over'},
};
const AS = {
	first: Object.assign({}, WAITING, {ahead: 0}), soon: SOON,
	late: Object.assign({}, WAITING, {past_closing: true}), again: called(3),
};

for (const [language, width] of [['vi', 360], ['en', 360], ['vi', 412], ['en', 412]]) {
	test(`each state of a number has its words (${language}, ${width} wide)`, async ({hall, open, shot}) => {
		const states = (await hall.get('/openapi.json')).components.schemas.Ticket.properties.state.enum;
		expect(Object.keys(SAID)).toEqual(expect.arrayContaining(states.filter((state) => state !== 'NONE')));
		const {page, say} = await follow(hall, open, {language, viewport: {width, height: 800}});
		const seen = {};
		for (const [name, words] of Object.entries(SAID)) {
			const there = ['CALLED', 'again', 'SERVING'].includes(name);
			await say(AS[name] || Object.assign({}, WAITING, {
				state: name, counter: there ? 2 : null, rating: name === 'FINISHED' ? 'open' : 'closed',
			}));
			const [state, hint] = words[language].split(' | ');
			await expect(page.locator('#state'), name).toHaveText(state);
			await expect(page.locator('#hint'), name).toContainText(hint);
			await expect(page.locator('#counter'), name).toHaveText(!there ? '' : language === 'vi' ? 'Quầy 2' : 'Counter 2');
			/* A turn that is coming has no minutes beside it. */
			await expect(page.locator('#wait'), name).toBeVisible({visible: name === 'WAITING' || name === 'first' || name === 'late'});
			await expect(page.locator('#rate'), name).toBeVisible({visible: name === 'FINISHED'});
			const wide = await page.evaluate(() => document.documentElement.scrollWidth);
			expect(wide, name).toBeLessThanOrEqual(width);
			const said = `${await page.locator('#state').textContent()}${await page.locator('#hint').textContent()}`;
			expect(seen[said], `${name} is told from others`).toBe(undefined);
			seen[said] = name;
			await shot(page, `ticket-${width}-${language}-${name}`);
		}
		const other = language === 'vi' ? 'en' : 'vi';
		await page.locator(`#language-${other}`).click();
		await expect(page.locator('#state')).toHaveText(SAID.EXPIRED[other].split(' | ')[0]);
	});
}

test('phone and tablet ask for a rating in the same order', async ({hall, open}) => {
	const {page, say} = await follow(hall, open);
	await say(Object.assign({}, WAITING, {state: 'FINISHED', rating: 'open'}));
	const phone = await page.locator('#scores button').allTextContents();
	await hall.counter(1, 'open', {staff: 'quay-1'});
	await hall.counter(1, 'call-next', {});
	await hall.counter(1, 'appear', {});
	await hall.counter(1, 'finish', {});
	const tablet = await open('/rate/1', 'kiosk');
	await expect(tablet.locator('.rate-ask button')).toHaveCount(5);
	expect(phone.length).toBe(5);
	expect((await tablet.locator('.rate-ask button').allTextContents())
		.map((text) => text.trim())).toEqual(phone);
});
