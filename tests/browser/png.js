// SPDX-License-Identifier: Apache-2.0
// Pictures that people might upload.
const zlib = require('zlib');

/* A PNG of one colour. */
function png(width, height, colour) {
	const crc = (data) => {
		let c = ~0;
		data.forEach((byte) => {
			c ^= byte;
			for (let k = 0; k < 8; k++) {
				c = c & 1 ? c >>> 1 ^ 0xEDB88320 : c >>> 1;
			}
		});
		return ~c >>> 0;
	};
	const number = (value) => {
		const bytes = Buffer.alloc(4);
		bytes.writeUInt32BE(value);
		return bytes;
	};
	const chunk = (kind, data) => {
		const named = Buffer.concat([Buffer.from(kind), data]);
		return Buffer.concat([number(data.length), named, number(crc(named))]);
	};
	const rows = Buffer.alloc((width * 3 + 1) * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			Buffer.from(colour).copy(rows, y * (width * 3 + 1) + 1 + x * 3);
		}
	}
	return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'),
		chunk('IHDR', Buffer.concat([number(width), number(height), Buffer.from([8, 2, 0, 0, 0])])),
		chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

module.exports = {png};
