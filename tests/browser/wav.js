// SPDX-License-Identifier: Apache-2.0
// Sounds that people might upload.

/* A WAV file of a tone. */
function wav(seconds, level) {
	const n = seconds * 48000;
	const data = Buffer.alloc(44 + 2 * n);
	data.write('RIFF', 0);
	data.writeUInt32LE(36 + 2 * n, 4);
	data.write('WAVEfmt ', 8);
	[16, 0x10001, 48000, 96000, 0x100002].forEach((word, i) => data.writeUInt32LE(word, 16 + 4 * i));
	data.write('data', 36);
	data.writeUInt32LE(2 * n, 40);
	for (let i = 0; i < n; i++) {
		data.writeInt16LE(Math.round(level * Math.sin(i / 9) * 32767), 44 + 2 * i);
	}
	return data;
}

module.exports = {wav};
