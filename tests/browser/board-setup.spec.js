// SPDX-License-Identifier: Apache-2.0
// The page where a technician sets the board up: with the real program behind the hub, and with what a
// board full of devices would answer.
const {spawn} = require('child_process');
const fs = require('fs');
const path = require('path');
const {test, expect, waitFor} = require('./fixtures');

const BUILD = process.env.LAYSO_TEST_BUILD || path.join(__dirname, '../../build-test');
const PASSWORD = 'ba-con-vit-qua-cau';

/* "layso setup --page" beside the hall's hub, on a board with a printer that is not there. */
async function startSetup(hall) {
	const etc = path.join(hall.folder, 'etc');
	fs.mkdirSync(etc);
	fs.copyFileSync(path.join(hall.folder, 'hubd.conf'), path.join(etc, 'hubd.conf'));
	fs.writeFileSync(path.join(etc, 'own.board'), '[board]\nname = own\n[printer]\ndriver = network\npath = 127.0.0.1:1\n');
	fs.writeFileSync(path.join(etc, 'kioskd.conf'), `[hub]\n[kiosk]\nboard = ${etc}/own.board\n`);
	const setup = {etc, said: ''};
	setup.process = spawn(path.join(BUILD, 'firmware/ctl/layso'),
		['--hub', `unix:${hall.socket}`, '--language', 'en', 'setup', '--page'],
		{env: Object.assign({}, process.env, {LAYSO_DATADIR: hall.datadir, LAYSO_ETCDIR: etc})});
	setup.process.stdout.on('data', (piece) => { setup.said += piece; });
	setup.ended = new Promise((resolve) => setup.process.on('exit', resolve));
	setup.process.stdin.end('no\n');
	[, setup.code] = await waitFor(() => /Code: (\d{8})\./.exec(setup.said), 'the code is shown');
	return setup;
}

async function enter(page, code) {
	await page.locator('#code').fill(`${code.slice(0, 4)} ${code.slice(4)}`);
	await page.locator('form button[type=submit]').click();
}

test.describe('a board without anything', () => {
	test.use({siteChanges: null});

	test('is set up on a phone', async ({hall, open: visit, axe, shot}) => {
		const page = await visit('/setup', '', {language: 'vi', phone: true});
		await expect(page.getByText('sudo layso setup --page')).toBeVisible();
		expect(await axe(page)).toEqual([]);
		await shot(page, 'board-setup-door-phone-vi');
		await enter(page, '00000000');
		await expect(page.getByRole('alert')).toContainText('Lệnh cài đặt không chạy');
		const setup = await startSetup(hall);
		await enter(page, setup.code === '00000000' ? '11111111' : '00000000');
		await expect(page.getByRole('alert')).toContainText('Mã không đúng');
		await enter(page, setup.code);
		await expect(page.locator('.bs-printer')).toBeVisible();
		expect(await axe(page)).toEqual([]);
		/* A device is tried, and what became of it is said at its place. */
		await page.locator('[id="printer.try"]').click();
		await expect(page.locator('.bs-printer .bs-said').nth(1)).toHaveText('Không được.');
		const typed = page.locator('.bs-printer input');
		await typed.fill('sideways');
		await typed.press('Tab');
		await expect(page.locator('.bs-printer .bs-said').first()).toContainText('"sideways"');
		await page.locator('#printer').selectOption('none');
		await expect(page.locator('.bs-changes')).toContainText('- driver = network');
		await expect(page.locator('#write')).toBeDisabled();
		await page.locator('[name=name]').fill('chi');
		await page.locator('[name=secret]').fill('1234');
		await page.locator('.bs-admin button').click();
		await expect(page.locator('.bs-admin .wrong-text')).not.toBeEmpty();
		await shot(page, 'board-setup-weak-phone-vi', {fullPage: true});
		await page.locator('[name=secret]').fill(PASSWORD);
		await page.locator('.bs-admin button').click();
		await expect(page.locator('#write')).toBeEnabled();
		const file = path.join(hall.folder, 'former.json');
		fs.writeFileSync(file, '{"format": "other"}');
		await page.locator('#site-file').setInputFiles(file);
		await expect(page.locator('.bs-admin .bs-said')).toContainText('không phải tệp');
		fs.writeFileSync(file, JSON.stringify(Object.assign({}, hall.site, {name: {vi: 'Xã Cũ', en: 'Old commune'}})));
		await page.locator('#site-file').setInputFiles(file);
		await expect(page.locator('.bs-admin .bs-said')).toContainText('sẽ nhập');
		await page.locator('.bs-head button').click();
		await expect(page.locator('.bs-write h2')).toHaveText('Write the settings');
		await page.locator('#write').click();
		await expect(page.getByRole('heading', {name: 'The board is set up.'})).toBeVisible();
		await shot(page, 'board-setup-done-phone-en');
		expect(await setup.ended).toBe(0);
		expect(fs.readFileSync(path.join(setup.etc, 'own.board'), 'utf8')).not.toContain('network');
		await expect.poll(async () => (await hall.get('/site')).site.name.vi).toBe('Xã Cũ');
		await page.locator('.bs-next').click();
		await expect(page.locator('.m-tile').first()).toBeVisible();
	});
});

/* A board on which everything is there, with names as long as they come. */
const LONG = 'Công ty Trách nhiệm hữu hạn Thiết bị In ấn và Bán lẻ Miền Núi TM-T82III-USB-2026';
const lines = Array.from({length: 26}, (_, i) => ({value: `GPIO${i + 2}`, label: `GPIO${i + 2}`, text: ''}));
const full = (language) => {
	const q = (id, kind, text, value, choices, trial) => ({id, kind, item: 0, text, value, trial: Boolean(trial), choices: choices || []});
	const texts = JSON.parse(fs.readFileSync(path.join(__dirname, `../../ui/strings/${language}.json`), 'utf8'));
	const say = (key, name) => texts[`setup.ask.${key}`].replace('{name}', name || '');
	const uses = ['kiosk', 'hall', 'none'].map((value) => ({value, label: texts[`setup.choice.${value}`], text: ''}));
	return {
		found: {
			printers: [{name: LONG, text: 'USB 1-1.4.2 (04b8:0e28)'}, {name: '/dev/ttyUSB0', text: 'FTDI FT232R USB UART'}],
			screens: [{name: 'HDMI-A-1', text: ''}, {name: 'HDMI-A-2', text: ''}],
			touch: [{name: 'ILITEK ILITEK-TP', text: ''}], chips: [{name: 'pinctrl-bcm2711', text: '58'}],
			sounds: [{name: 'vc4hdmi0', text: ''}],
			used_lines: [{name: 'pinctrl-bcm2711:42 PWR_LED_OFF', text: 'led1'}], has_admin: false, has_site: false,
		},
		questions: [
			q('printer', 'printer', say('printer'), 'usb', [{value: 'usb', label: 'usb', text: `${LONG} (04b8:0e28), USB 1-1.4.2`},
				{value: 'none', label: texts['setup.choice.none'], text: ''}]),
			q('printer.try', 'printer_try', say('printer_try'), 'no', [], true),
			q('screen.HDMI-A-1', 'screen', say('screen', '1'), 'kiosk', uses),
			q('screen.HDMI-A-2', 'screen', say('screen', '2'), 'hall', uses),
			q('diagonal.kiosk', 'diagonal', say('diagonal', texts['setup.choice.kiosk']), '15.6'),
			q('rotation.kiosk', 'rotation', say('rotation', texts['setup.choice.kiosk']), '90'),
			q('touch', 'touch', say('touch'), 'yes'),
			q('touch.try', 'touch_try', say('touch_try'), 'no', [], true),
			q('button.A', 'button', say('button', 'A'), 'GPIO5'),
			q('lamp.A', 'lamp', say('lamp', 'A'), 'GPIO6', lines),
			q('lamp.try.A', 'lamp_try', say('lamp_try', 'A'), 'no', [], true),
			q('more.1', 'more', say('more'), 'none'),
			q('sound.hall', 'sound', say('sound', texts['setup.choice.hall']), 'vc4hdmi0', [{value: 'vc4hdmi0', label: 'vc4hdmi0', text: ''}]),
			q('sound.try.hall', 'sound_try', say('sound_try', texts['setup.choice.hall']), 'no', [], true),
			q('listen', 'listen', say('listen'), '0.0.0.0:8080'),
			q('site', 'site', say('site'), 'sample', [{value: 'sample', label: texts['setup.choice.sample'], text: ''}]),
			q('slip', 'slip', say('slip'), 'yes'),
		],
		wrong: null, busy: false, result: null, written: false,
		changes: '/etc/layso/own.board\n+ [printer]\n+ driver = usb\n/etc/layso/hubd.conf\n- listen = 127.0.0.1:8080\n+ listen = 0.0.0.0:8080\n',
	};
};

for (const [name, language, width, height] of [['phone', 'vi', 360, 740], ['phone', 'en', 360, 740],
	['desktop', 'vi', 1366, 625], ['desktop', 'en', 1366, 625]]) {
	test(`a board full of devices fits (${name}, ${language})`, async ({open: visit, axe, shot}) => {
		const page = await visit('/setup', '', {language, viewport: {width, height}});
		const state = full(language);
		let number = 0;
		/* The board finishes at once; the lamp is the third line that is lit. */
		await page.route('**/api/v1/setup', async (route) => {
			const wish = route.request().postDataJSON();
			if (wish.do === 'answer') {
				state.questions.find((one) => one.id === wish.id).value = wish.value;
			}
			state.busy = !['look', 'answer'].includes(wish.do);
			if (state.busy) {
				number += 1;
				state.next = {number, id: wish.id, value: wish.value || 'GPIO5', ok: true, said: ''};
			} else if (wish.do === 'look' && state.next) {
				state.result = state.next;
			}
			await route.fulfill({json: state});
		});
		await enter(page, '12345678');
		await expect(page.locator('.bs-buttons')).toBeVisible();
		expect(await axe(page)).toEqual([]);
		await shot(page, `board-setup-full-${name}-${language}`, {fullPage: true});
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(wide, 'nothing is wider than the page').toBeLessThanOrEqual(0);
		const small = await page.locator('button, input, select').evaluateAll((all) => all
			.filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML));
		expect(small, 'what is touched is large enough').toEqual([]);
		const lamp = page.locator('.bs-question').filter({has: page.locator('[id="lamp.A"]')});
		await lamp.locator('button').click();
		for (const line of ['GPIO2', 'GPIO3', 'GPIO4']) {
			await expect(lamp.locator('.bs-row span')).toContainText(line);
			await shot(page, `board-setup-lamp-${name}-${language}`);
			await lamp.locator('.bs-row button').nth(line === 'GPIO4' ? 0 : 1).click();
		}
		await expect(page.locator('[id="lamp.A"]')).toHaveValue('GPIO4');
		await page.locator('.bs-buttons .bs-question').first().locator('button').click();
		await expect(page.locator('.bs-buttons .bs-said').first()).toContainText('GPIO5');
	});
}
