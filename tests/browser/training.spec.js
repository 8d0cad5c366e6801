// SPDX-License-Identifier: Apache-2.0
// The training centre: each page says above all that nothing is real, at each size and in both
// languages; there is somebody to call; it begins again; and the two lead to each other.
const {test, expect, signIn, waitFor} = require('./fixtures');
const {Training} = require('./practice');

const SIZES = [[1366, 625], [360, 640]];
const PAGES = {
	'/': 'form.card', '/door': '.door-services .choice', '/manager': '.m-cards > *',
	'/figures': '.figures-body > *', '/rate/1': '.rate, main', '/guide/clerk': 'main', '/tra-cuu': 'main',
	'/t/none': '#page', '/nowhere': '#page', '/hall': '#help',
};

/* Runs in the page: what is wrong with the band, as lines. */
function faultsOf() {
	const band = document.getElementById('training');
	const faults = [], box = band.getBoundingClientRect();
	if (box.top !== 0 || box.width < innerWidth - 20 || box.height > innerHeight / 4) {
		faults.push(`the band is at ${JSON.stringify(box)} of ${innerWidth}x${innerHeight}`);
	}
	band.querySelectorAll('span, a, button').forEach((one) => {
		const own = one.getBoundingClientRect();
		const top = document.elementFromPoint(own.left + own.width / 2, own.top + own.height / 2);
		if (!one.contains(top) && top !== one) {
			faults.push(`covered: ${one.textContent}`);
		}
		if (own.left < 0 || own.right > innerWidth) {
			faults.push(`beyond the side: ${one.textContent}`);
		}
		if (!one.matches('span') && (own.height < 44 || own.width < 44)) {
			faults.push(`small: ${one.textContent}`);
		}
	});
	if (document.documentElement.scrollWidth > innerWidth + 1) {
		faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
	}
	return faults;
}

const withTraining = test.extend({
	training: async ({hall}, use) => {
		await hall.account('admin');
		await hall.account('clerk', 'quay-1');
		const training = await new Training().start(hall);
		await use(training);
		expect(await training.stop()).toBe('');
	},

	/* A page of the training centre, signed in as that role. */
	practise: async ({training, open}, use) => {
		await use(async (where, role, options) => {
			const {language, name, ...more} = options;
			const remembered = [{name: 'layso.language', value: language}];
			const page = await open('/', '', Object.assign({
				storageState: {cookies: [], origins: [{origin: training.url, localStorage: remembered}]},
			}, more));
			if (role) {
				await signIn(page.context(), training, role, name);
			}
			await page.goto(training.url + where);
			return page;
		});
	},
});

for (const language of ['vi', 'en']) {
	withTraining(`each page says that nothing is real (${language})`, async ({practise, shot, axe}) => {
		const page = await practise('/', '', {language});
		const band = page.locator('#training');
		for (const [width, height] of SIZES) {
			await page.setViewportSize({width, height});
			await expect(page.locator('.signin-box')).toBeVisible();
			await expect(band).toContainText('LUYỆN TẬP – Không phải số thật');
			await expect(band).toContainText('PRACTICE – not real numbers');
			expect(await page.evaluate(faultsOf), `the sign-in at ${width}`).toEqual([]);
			await shot(page, `training-signin-${language}-${width}`);
		}
		expect(await axe(page)).toEqual([]);
		const inside = await practise('/manager', 'admin', {language});
		for (const [width, height] of SIZES) {
			await inside.setViewportSize({width, height});
			for (const [where, ready] of Object.entries(PAGES)) {
				await inside.goto(new URL(where, inside.url()).href);
				await inside.locator(ready).first().waitFor();
				await expect(inside.locator('#training')).toContainText('LUYỆN TẬP');
				expect(await inside.evaluate(faultsOf), `${where} at ${width}`).toEqual([]);
				await shot(inside, `training-${where.replace(/\W/g, '') || 'counter'}-${language}-${width}`);
			}
		}
		expect(await axe(inside, '#training')).toEqual([]);
	});
}

withTraining('a clerk calls somebody who came by themselves, and begins again',
	async ({hall, training, open, practise, shot}) => {
		const before = (await hall.get('/state')).seq;
		const page = await practise('/', 'clerk', {language: 'vi', name: 'quay-1'});
		await page.locator('form.card button[type=submit]').click();
		await expect(page.getByRole('button', {name: 'Gọi số tiếp theo'})).toBeEnabled();
		await page.getByRole('button', {name: 'Gọi số tiếp theo'}).click();
		await waitFor(async () => (await training.get('/state')).counters
			.some((counter) => counter.ticket), 'somebody is called');
		await expect(page.getByRole('button', {name: 'Có mặt'})).toBeVisible();
		await shot(page, 'training-called-vi');
		await page.getByRole('button', {name: 'Bắt đầu lại'}).click();
		await expect(page.getByText('Trung tâm thật không thay đổi gì')).toBeVisible();
		await shot(page, 'training-again-vi');
		const {epoch} = await training.get('/state');
		await page.locator('.dialog').getByRole('button', {name: 'Bắt đầu lại'}).click();
		await waitFor(async () => {
			const state = await training.get('/state').catch(() => null);
			return state && state.epoch !== epoch;
		}, 'another one is there');
		await expect(page.getByRole('heading', {name: 'Đăng nhập'})).toBeVisible();
		expect((await hall.get('/state')).seq, 'nothing happened in the real centre').toBe(before);

		/* Back to the real one, and from there again. */
		await page.getByRole('link', {name: 'Về trung tâm thật'}).click();
		await expect(page).toHaveURL(`${hall.url}/`);
		await expect(page.locator('#training')).toHaveCount(0);
		await expect(page.getByText('không có gì hiện ở sảnh')).toBeVisible();
		await shot(page, 'training-way-signin-vi');
		await page.getByRole('link', {name: 'Luyện tập'}).click();
		await expect(page).toHaveURL(`${training.url}/`);
		const real = await open('/', 'clerk', {name: 'quay-1'});
		await real.locator('.counter-choice').first().waitFor();
		await real.keyboard.press('F1');
		await expect(real.locator('.guide').getByRole('link', {name: 'Luyện tập'}))
			.toHaveAttribute('href', `${training.url}/`);
		await shot(real, 'training-way-guide-vi');
	});
