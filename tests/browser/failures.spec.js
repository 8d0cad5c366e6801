// SPDX-License-Identifier: Apache-2.0
// No state without a sentence: whatever fails of what a page asks the hub, the page says so.
const {test, expect} = require('./fixtures');
const {FAILURES, failEach, inTurns, newSentence, usualOf} = require('./failing');

const PAGES = {
	counter: {path: '/', role: 'clerk', name: 'quay-1', ready: 'form.card'},
	door: {path: '/door', role: 'supervisor', ready: '.door-services .choice'},
	manager: {path: '/manager', role: 'admin', ready: '.m-main h2'},
	figures: {path: '/figures', role: 'director', ready: '.figures-body'},
	'sign-in': {path: '/', role: '', ready: '.signin form'},
	complaints: {path: '/complaints', role: 'supervisor', ready: 'main.complaints'},
};

async function openAs(open, name, more) {
	const {path, role, name: who} = PAGES[name];
	return open(path, role, Object.assign({language: 'vi', name: who}, more));
}

for (const name of Object.keys(PAGES)) {
	test(`whatever fails of what ${name} asks first is said`, async ({hall, open}, info) => {
		test.setTimeout(300000);
		await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
		await hall.account('admin'); /* a first account: the sign-in asks for nothing more */
		const page = await openAs(open, name);
		const {asked, table, silent} = await failEach(page, PAGES[name].ready);
		expect(asked.length, 'requests').toBeGreaterThan(0);
		console.log(`${name}: ${asked.length} requests, ${table.length} failures, ${silent.length} silent`);
		await info.attach(`failures-${name}.txt`, {body: table.join('\n')});
		expect(silent, `silent of ${table.length}`).toEqual([]);
	});
}

async function joinCounter(page) {
	const card = page.locator('section.ticket');
	const join = page.locator('form.card button.lead.big');
	await card.or(join).waitFor(); /* a browser remembers its counter */
	if (await join.isVisible()) {
		await page.locator('.counter-choice').first().click();
		await join.click();
	}
	await card.waitFor();
}

/* What is pressed: how one gets to the button, and what it sends. at: the moves before, at a counter
 * that is open. */
const PRESSES = {
	'signing in': {path: '/', sends: '/sign-in', prepare: async (page, hall) => {
		const {name, secret} = await hall.account('clerk', 'quay-1');
		await page.getByLabel('Tên đăng nhập').fill(name);
		await page.locator('input[name="secret"]').fill(secret);
	}, press: (page) => page.locator('.signin button[type="submit"]').click()},
	'opening a counter': {path: '/', role: 'clerk', name: 'quay-1', sends: '/counters/1/open',
		prepare: (page) => page.locator('.counter-choice').first().click(),
		press: (page) => page.locator('form.card button.lead.big').click()},
	'calling the next': {path: '/', role: 'clerk', name: 'quay-1', sends: '/counters/1/call-next', at: [],
		prepare: joinCounter, press: (page) => page.keyboard.press('Space')},
	'finishing and calling the next': {path: '/', role: 'clerk', name: 'quay-1', sends: '/counters/1/finish-next',
		at: ['call-next', 'appear'], prepare: joinCounter, press: (page) => page.keyboard.press('x')},
	'taking a number at the door': {path: '/door', role: 'helper', sends: '/tickets',
		prepare: (page) => page.locator('.door-services .choice').first().click(),
		press: (page) => page.locator('.door-left button.lead').click()},
};

for (const [what, {path, role, name, sends, at, prepare, press}] of Object.entries(PRESSES)) {
	test(`whatever becomes of ${what} is said`, async ({hall, open}) => {
		test.setTimeout(180000);
		if (at) {
			await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
			await hall.issue('A');
			for (const move of at) {
				await hall.counter(1, move);
			}
		}
		const first = await open(path, role, {language: 'vi', name});
		const silent = [];
		await inTurns(Object.keys(FAILURES).map((failure) => async () => {
			const page = await first.context().newPage();
			await page.goto(first.url());
			await prepare(page, hall);
			await page.route(`**/api/v1${sends}`, (route) =>
				route.request().method() === 'POST' ? FAILURES[failure](route) : route.continue());
			const usual = await usualOf(page);
			await press(page);
			if (!await newSentence(page, usual)) {
				silent.push(failure);
			}
			await page.close();
		}));
		expect(silent).toEqual([]);
	});
}

for (const [script, path, role] of [['app.js', '/', 'clerk'], ['strings.js', '/door', 'helper'],
	['words-figures.js', '/figures', 'director']]) {
	test(`a page whose ${script} does not arrive says so`, async ({hall, open}) => {
		const page = await open(path, role, {language: 'vi'});
		await page.route(`**/web/${script}`, (route) => route.abort('connectionreset'));
		await page.reload();
		await expect(page.locator('.late')).toContainText('tải lại trang');
		await expect(page.locator('.late')).toHaveCSS('visibility', 'visible');
	});
}

test('a part that does not arrive is said, in its place', async ({open}) => {
	const page = await open('/manager', 'admin', {language: 'vi'});
	await page.route('**/web/manager-people.js', (route) => route.abort('connectionreset'));
	await page.locator('a[href="#people"]').click();
	await expect(page.locator('.m-main [role=alert]')).toContainText('chưa tải được');
});

test('a browser that says its network is gone is believed once the hub is silent', async ({hall, open}) => {
	const page = await open('/', 'clerk', {language: 'vi', name: 'quay-1'});
	await expect(page.locator('form.card')).toBeVisible();
	await page.route('**/api/v1/**', (route) => route.abort('internetdisconnected'));
	await page.evaluate(() => window.dispatchEvent(new Event('offline')));
	await expect(page.locator('.away')).toBeVisible({timeout: 3000});
	await page.unroute('**/api/v1/**');
	await expect(page.locator('.away')).toBeHidden();
	await page.evaluate(() => window.dispatchEvent(new Event('offline'))); /* the hub answers */
	await hall.issue('A');
	await expect(page.locator('.away')).toBeHidden();
});

test('an opening that lacks somebody says who is to be chosen', async ({hall, open, shot}) => {
	const page = await open('/', '', {language: 'vi'});
	await page.request.post(`${hall.url}/api/v1/sign-in`, {
		data: {token: await hall.token('clerk', 'keypad-1')}, headers: {Origin: hall.url},
	});
	await page.reload();
	await page.locator('.counter-choice').first().click();
	const button = page.locator('form.card button.lead.big');
	await expect(button).toBeDisabled();
	await expect(page.locator('form.card [role=status]')).toContainText('Chọn cán bộ');
	await shot(page, 'setup-missing');
	await page.locator('select[name="staff"]').selectOption({index: 1});
	await expect(button).toBeEnabled();
});

test('what fails beside the queue leaves the queue as it is', async ({hall, open, shot}) => {
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	await hall.issue('A');
	const page = await open('/', 'clerk', {language: 'vi', name: 'quay-1'});
	await page.route('**/api/v1/health', FAILURES['ends with an error']);
	await page.route('**/api/v1/tickets?state=*', FAILURES['is never answered']);
	await page.reload();
	await page.locator('.counter-choice').first().click();
	await page.locator('form.card button.lead.big').click();
	await page.locator('[data-action="call_next"]').click();
	await expect(page.locator('.ticket-number')).toHaveText('A001');
	await expect(page.locator('.alarm')).toHaveCount(2); /* one after eight seconds */
	await shot(page, 'beside-fails');
	await page.unrouteAll({behavior: 'ignoreErrors'});
	await expect(page.locator('.alarm')).toHaveCount(0);
});
