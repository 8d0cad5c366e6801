// SPDX-License-Identifier: Apache-2.0
// No state without a sentence, on the pages of citizens: their ticket, the tablet that asks how it
// was, the hall's screen in a browser, and what is read without a script.
const {test, expect} = require('./fixtures');
const {PRESS_FAILURES, failEach, inTurns, newSentence, usualOf} = require('./failing');
const {png} = require('./png');
const STRINGS = {vi: require('../../ui/strings/vi.json'), en: require('../../ui/strings/en.json')};

const TV = {viewport: {width: 1280, height: 720}};

async function screenPath(hall, more) {
	return `/hall#token=${await hall.token('screen', 'tivi-1')}${more || ''}`;
}

/* A page of the notice board that is nothing but a picture. */
async function showPicture(hall) {
	const {id} = await hall.post('/pictures', {png: png(320, 200, [20, 90, 160]).toString('base64')});
	await hall.ask('PUT', '/pages', {pages: [{picture: id}]});
}

const PAGES = {
	ticket: {path: async (hall) => `/t/${(await hall.issue('A')).token}`, phone: true, ready: '#foot:not(:empty)'},
	'rating tablet': {path: () => '/rate/1', role: 'kiosk', ready: 'main.rate'},
	hall: {path: screenPath, ready: '#sentence-0 .inner', look: TV},
	'notice board': {path: async (hall) => {
		await showPicture(hall);
		return screenPath(hall, '&board');
	}, ready: '#picture', look: TV},
};

for (const [name, {path, role, phone, ready, look}] of Object.entries(PAGES)) {
	test(`whatever fails of what ${name} asks first is said`, async ({hall, open}, info) => {
		test.setTimeout(240000);
		const page = await open(await path(hall), role || '', Object.assign({phone}, look));
		const {asked, table, silent} = await failEach(page, ready);
		console.log(`${name}: ${asked.length} requests, ${table.length} failures, ${silent.length} silent`);
		await info.attach(`failures-${name}.txt`, {body: table.join('\n')});
		expect(asked.length, 'requests').toBeGreaterThan(0);
		expect(silent, `silent of ${table.length}`).toEqual([]);
	});
}

/* A visit that is over and may be rated. */
async function visit(hall) {
	await hall.counter(1, 'open', {staff: 'quay-1', services: ['A', 'B']});
	const ticket = await hall.issue('A');
	for (const move of ['call-next', 'appear', 'finish']) {
		await hall.counter(1, move);
	}
	return ticket;
}

const RATINGS = {
	phone: {path: ({token}) => `/t/${token}`, phone: true, button: '#score-4', sending: '#rate-said'},
	tablet: {path: () => '/rate/1', role: 'kiosk', button: '.score-4', sending: '.rate-said'},
};

/* Each time it says what became of it, once, and can be pressed again. */
for (const [name, {path, role, phone, button, sending}] of Object.entries(RATINGS)) {
	test(`whatever becomes of an answer on the ${name} is said, and none is sent twice`, async ({hall, open}) => {
		test.setTimeout(120000);
		const first = await open(path(await visit(hall)), role || '', {phone});
		const silent = [];
		await inTurns(Object.keys(PRESS_FAILURES).map((failure) => async () => {
			const page = await first.context().newPage();
			const sent = [];
			await page.goto(first.url());
			await page.route('**/rate', (route) => {
				sent.push(route.request().url());
				return PRESS_FAILURES[failure](route);
			});
			await page.locator(button).waitFor();
			const usual = await usualOf(page);
			await page.evaluate((one) => {
				document.querySelector(one).click();
				document.querySelector(one).click(); /* as a finger that trembles */
			}, button);
			if (failure === 'is never answered') {
				await expect(page.locator(sending)).toHaveText(STRINGS.vi['page.sending']);
				await expect(page.locator(button)).toBeDisabled();
			}
			if (!await newSentence(page, usual)) {
				silent.push(failure);
			}
			expect(sent.length, failure).toBe(1);
			if (failure === 'is never answered') {
				await page.unroute('**/rate');
				await expect(page.locator(button)).toBeEnabled();
			}
			await page.close();
		}));
		expect(silent).toEqual([]);
	});
}

/* What is missing throws in the scripts that need it, so this is not looked at as the pages are else. */
const PARTS = {
	'/t/': ['words-ticket.js', 'wait-round.js', 'ticket-alert.js', 'ticket.js'],
	'/hall': ['words-browser_hall.js', 'hall-text.js', 'hall-board.js', 'hall-panels.js', 'hall-sound.js',
		'hall-page.js'],
	'/rate/1': ['rate.js', 'words-rate.js', 'strings.js'],
};

test('a public page that lacks a script says what to do', async ({hall, browser}) => {
	test.setTimeout(120000);
	const context = await browser.newContext();
	const {token} = await hall.issue('A');
	await inTurns(Object.entries(PARTS).flatMap(([path, scripts]) => scripts.map((script) => async () => {
		const page = await context.newPage();
		await page.route(`**/web/${script}`, (route) => route.abort('connectionreset'));
		await page.goto(hall.url + (path === '/t/' ? path + token : path));
		await expect(page.locator('#boot:visible, .late:visible').filter({hasText: 'tải lại trang'}), script)
			.toHaveCount(1);
		await page.close();
	})));
	await context.close();
});

const STAFF = ['/', '/door', '/manager', '/figures', '/complaints', '/rate/1'];

test('without a script each page says so in one sentence a language', async ({hall, open, shot}) => {
	const page = await open('/', '', {javaScriptEnabled: false});
	for (const path of STAFF.concat('/t/x', '/hall')) {
		const key = path === '/t/x' ? 'ticket.noscript' : path === '/hall' ? 'browser_hall.noscript' : 'staff_page.noscript';
		const more = path === '/t/x' ? ['lookup_page.title'] : [];
		await page.goto(hall.url + path);
		const said = (await page.locator('body').innerText()).split(/\n+/).map((line) => line.trim()).filter(Boolean);
		expect(said, path).toEqual([key].concat(more).flatMap((one) => [STRINGS.vi[one], STRINGS.en[one]]));
		await shot(page, `noscript-${path === '/' ? 'counter' : path.split('/')[1]}`);
	}
});

test('what is read without a script can be read without its looks, too', async ({hall, open}) => {
	const page = await open('/', '', {javaScriptEnabled: false});
	await page.route('**/*.{css,png,svg}*', (route) => route.abort('connectionreset'));
	for (const [path, key] of [['/tra-cuu', 'lookup_page.none'], ['/guide/clerk', 'guide.clerk.title'],
		['/so/A001', 'unknown_page.text'], ['/tra-cuu/9.999', 'lookup_page.missing']]) {
		await page.goto(hall.url + path);
		await expect(page.getByText(STRINGS.vi[key]).first(), path).toBeVisible();
	}
});
