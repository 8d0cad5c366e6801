// SPDX-License-Identifier: Apache-2.0
// The hall's screen in a browser.
const {test, expect, waitFor} = require('./fixtures');

const TV = {viewport: {width: 1280, height: 720}};

async function screen(hall, open, more, options) {
	const answer = await hall.ask('POST', '/tokens', {name: 'tivi-1', role: 'screen'});
	await hall.counter(1, 'open', {staff: 'quay-1'});
	return open(`/hall#token=${answer.token}${more || ''}`, '', Object.assign({}, TV, options));
}

test('shows what the hub says, and recalls in words', async ({hall, open, shot}) => {
	const page = await screen(hall, open);
	await expect(page.locator('#sentence-0')).toContainText('Kính chào');
	await shot(page, 'hall-page-welcome');
	await hall.issue('A');
	await hall.issue('B');
	await hall.counter(1, 'call-next');
	await expect(page.locator('#number')).toHaveText('A001');
	await expect(page.locator('#counter')).toHaveText('1');
	await expect(page.locator('#main')).toHaveClass(/fresh/);
	await expect(page.locator('.row .number').first()).toHaveText('A001');
	await shot(page, 'hall-page-call');
	await waitFor(async () => (await hall.raw('POST', '/counters/1/recall')).status === 200,
		'a call is old enough to be repeated');
	await expect(page.locator('#label')).toContainText('Gọi lại lần 2');
	await hall.counter(1, 'appear');
	await expect(page.locator('.row .state').first()).toHaveText('Đang phục vụ');
	await shot(page, 'hall-page-served');
});
