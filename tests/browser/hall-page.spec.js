// SPDX-License-Identifier: Apache-2.0
// The hall's screen in a browser.
const {test, expect, waitFor} = require('./fixtures');

const TV = {viewport: {width: 1280, height: 720}};

async function makeToken(hall) {
	await hall.counter(1, 'open', {staff: 'quay-1'});
	return (await hall.ask('POST', '/tokens', {name: 'tivi-1', role: 'screen'})).token;
}

async function screen(hall, open, more, options) {
	return open(`/hall#token=${await makeToken(hall)}${more || ''}`, '',
		Object.assign({}, TV, options));
}

test('shows what the hub says, and recalls in words', async ({hall, open, shot}) => {
	const page = await screen(hall, open);
	const over = await open(`/hall#token=${page.url().split('token=')[1]}&counter=2`, '', TV);
	await expect(page.locator('#sentence-0')).toContainText('Kính chào');
	await shot(page, 'hall-page-welcome');
	await hall.issue('A');
	await hall.issue('B');
	await hall.counter(1, 'call-next');
	await expect(page.locator('#number')).toHaveText('A001');
	await expect(page.locator('#counter')).toHaveText('1');
	await expect(page.locator('#main')).toHaveClass(/fresh/);
	await expect(page.locator('.row .number').first()).toHaveText('A001');
	const {view} = await page.evaluate(async () => (await fetch('/api/v1/hall?width=1280&height=720&inches=43',
		{headers: {Authorization: `Bearer ${location.hash.split('token=')[1]}`}})).json());
	expect(await page.locator('.row .state').first().textContent()).toBe(view.list.rows[0].state);
	expect(await page.locator('#label').innerText()).toContain(view.main.label[0]);
	const digits = await page.locator('#number').evaluate((e) => parseFloat(e.style.fontSize) * 0.714);
	expect(digits * 952 / 1280).toBeGreaterThanOrEqual(100); /* mm on 43 inches */
	await shot(page, 'hall-page-call');
	await waitFor(async () => (await hall.raw('POST', '/counters/1/recall')).status === 200,
		'a call is old enough to be repeated');
	await expect(page.locator('#label')).toContainText('Gọi lại lần 2');
	await hall.counter(1, 'appear');
	await expect(page.locator('.row .state').first()).toHaveText('Đang phục vụ');
	await shot(page, 'hall-page-served');
	await expect(over.locator('#number')).toHaveText('2');
	await expect(over.locator('#list')).toBeHidden();
	await shot(over, 'hall-page-counter');
});

test('says that it is not up to date, and goes on by itself', async ({hall, open, shot}) => {
	const page = await screen(hall, open, '', {viewport: {width: 720, height: 1280}});
	await hall.issue('A');
	await hall.counter(1, 'call-next');
	await expect(page.locator('#number')).toHaveText('A001');
	await page.context().setOffline(true);
	await page.evaluate(() => window.dispatchEvent(new Event('resize'))); /* asks anew */
	await expect(page.locator('#strip')).toContainText('Mất kết nối', {timeout: 15000});
	await expect(page.locator('#number')).toHaveText('A001');
	await expect(page.locator('#main')).not.toHaveClass(/fresh/, {timeout: 10000});
	await shot(page, 'hall-page-away');
	await hall.counter(1, 'appear');
	await page.context().setOffline(false);
	await expect(page.locator('.row .state').first()).toHaveText('Đang phục vụ', {timeout: 20000});
	await expect(page.locator('#strip')).toBeHidden();
	await hall.raw('DELETE', '/tokens/tivi-1');
	await expect(page.locator('#help-title')).toContainText('không còn dùng được');
	await shot(page, 'hall-page-refused');
});

/* Nothing of what browsers have learnt since 2011; what it plays is written down. */
function makeOld() {
	['fetch', 'Promise', 'EventSource', 'Symbol', 'Map', 'Set', 'Proxy', 'URL', 'AbortController',
		'customElements', 'Intl'].forEach((name) => delete window[name]);
	['assign', 'entries', 'values'].forEach((name) => delete Object[name]);
	['includes', 'find', 'fill', 'flat'].forEach((name) => delete Array.prototype[name]);
	let allowed = false;
	window.addEventListener('keydown', () => { allowed = true; }, true);
	window.Audio = function () {
		const heard = {};
		this.addEventListener = (kind, on) => { heard[kind] = on; };
		this.play = () => {
			const root = document.documentElement;
			if (!allowed) {
				return;
			}
			root.setAttribute('played', `${root.getAttribute('played') || ''} ${this.src}`);
			setTimeout(() => heard.playing(), 10);
			setTimeout(() => heard.ended(), 400);
		};
	};
}

test('an old television plays the calls in order after its key', async ({hall, open}) => {
	const token = await makeToken(hall);
	const page = await open('/web/favicon.svg', '', TV);
	await page.addInitScript(makeOld);
	await page.goto(`${hall.url}/hall?token=${token}`);
	await expect(page.locator('#sound')).toHaveText('Bật tiếng – Turn sound on');
	await hall.issue('A');
	await hall.counter(1, 'call-next');
	await expect(page.locator('#number')).toHaveText('A001');
	const root = page.locator('html');
	await expect(root).not.toHaveAttribute('played', /./);
	await page.locator('#sound').press('Enter');
	await expect(page.locator('#sound')).toBeHidden();
	/* What was called in silence is not said afterwards. */
	await hall.counter(1, 'appear');
	await hall.counter(1, 'finish');
	await hall.issue('A');
	await hall.issue('A');
	await hall.counter(1, 'call-next');
	await expect(root).toHaveAttribute('played', / \/web\/silence.wav \/api\/v1\/announcements\/[0-9a-f]{32}$/,
		{timeout: 15000});
});

test('the manager makes the address of a screen', async ({hall, open, shot}) => {
	const page = await open('/manager', 'admin');
	await page.locator('button', {hasText: 'Màn hình trình duyệt'}).click();
	await page.locator('input[name=name]').fill('tivi-sanh');
	await page.locator('input[name=counter]').fill('2');
	await page.locator('button[type=submit]', {hasText: 'Tạo địa chỉ'}).click();
	const address = await page.locator('#screen-address').inputValue();
	await shot(page, 'manager-screen');
	const television = await open(address.replace(hall.url, ''), '', TV);
	await expect(television.locator('#number')).toHaveText('2');
	await page.reload();
	await expect(page.locator('.m-devices')).toContainText('tivi-sanh');
});
