// SPDX-License-Identifier: Apache-2.0
// The manager's page records the centre's own voice. The microphone is the browser's made-up one,
// which plays a file.
const fs = require('fs');
const os = require('os');
const path = require('path');
const {test, expect} = require('./fixtures');
const {wav} = require('./wav');

/* What the browser's made-up microphone hears: its own beeps are too loud for a voice. */
const MICROPHONE = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'layso-voice-')), 'tone.wav');
fs.writeFileSync(MICROPHONE, wav(2, 0.1));

test.use({launchOptions: {
	executablePath: process.env.LAYSO_CHROMIUM || '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu',
		'--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
		`--use-file-for-fake-audio-capture=${MICROPHONE}`],
}});

const file = (name, data) => ({name, mimeType: 'audio/wav', buffer: data});

test('a voice is recorded, heard, kept and taken back', async ({hall, open, axe, shot}) => {
	const page = await open('/manager#voice', 'supervisor', {language: 'vi'});
	const row = page.locator('tr[data-clip="call-1"]');
	await row.getByRole('button', {name: 'Thu âm'}).click();
	await expect(page.getByText('Ghi tên người đọc và đánh dấu')).toBeVisible();
	await page.getByLabel('Người đọc', {exact: true}).fill('Bà Nguyễn Thị Hoa');
	await page.getByLabel('Người đọc đồng ý').check();
	await row.getByRole('button', {name: 'Thu âm'}).click();
	await expect(row.getByText(/^[1-9]\.[2-9] s$/)).toBeVisible();
	await row.getByRole('button', {name: 'Dừng'}).click();
	await row.getByRole('button', {name: 'Nghe thử'}).click();
	expect((await hall.get('/site')).site.voice).toBeUndefined();
	await row.getByRole('button', {name: 'Dùng bản này'}).click();
	await expect(row).toContainText('Của đơn vị: Bà Nguyễn Thị Hoa');
	expect((await hall.get('/site')).site.voice.vi['call-1']).toMatch(/^[0-9a-f]{32}$/);
	await row.getByRole('button', {name: 'Nghe', exact: false}).first().click();
	expect(await axe(page)).toEqual([]);
	await shot(page, 'manager-voice-vi');
	// Several files, named after clips; what is none says why.
	await page.getByLabel('Tải lên nhiều tệp').setInputFiles([file('number-1.wav', wav(0.5, 0.1)),
		file('number-2.wav', wav(0.5, 0)), file('nothing.wav', wav(0.5, 0.1))]);
	await expect(page.getByText('Đã lưu 1 trong 3 tệp.')).toBeVisible();
	await expect(page.getByText('number-2.wav: Bản thu không có tiếng.')).toBeVisible();
	await expect(page.getByText('nothing.wav: không có câu nào mang tên này')).toBeVisible();
	await page.getByLabel('Hiện', {exact: true}).selectOption('own');
	await expect(page.locator('tr[data-clip]')).toHaveCount(2);
	await row.getByRole('button', {name: 'Về giọng có sẵn'}).click();
	await expect(row).toHaveCount(0);
	expect(Object.keys((await hall.get('/site')).site.voice.vi)).toEqual(['number-1']);
});

test('without HTTPS a voice is uploaded', async ({hall, open, shot}) => {
	const page = await open('/', 'supervisor', {language: 'en'});
	await page.addInitScript(() =>
		Object.defineProperty(Navigator.prototype, 'mediaDevices', {get: () => undefined}));
	await page.goto(`${hall.url}/manager#voice`);
	await expect(page.getByText('only on pages over HTTPS')).toBeVisible();
	const row = page.locator('tr[data-clip="number-1"]');
	await page.getByLabel('Search').fill('number-1');
	await expect(row.getByRole('button', {name: 'Record'})).toBeDisabled();
	await page.getByLabel('Who speaks').fill('An');
	await page.getByLabel('The speaker agrees').check();
	await row.locator('input[type=file]').setInputFiles(file('a.wav', wav(0.5, 0.1)));
	await row.getByRole('button', {name: 'Use it'}).click();
	await expect(row).toContainText('Own: An');
	await shot(page, 'manager-voice-en');
});
