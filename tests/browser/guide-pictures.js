// SPDX-License-Identifier: Apache-2.0
// The pictures of the guides (ui/guide/ROLE-LANGUAGE.png): of which page, where the numbers of the
// guide's parts stand in it, and how it is made small.
const zlib = require('zlib');

const SIZE = {width: 1280, height: 580}; /* unless one says another height */

/* By role. ready: what the page waits for; marks: the part's number and where it goes, above unless a
 * side is named behind a bar. */
const PICTURES = {
	clerk: {
		path: '/', role: 'clerk', name: 'quay-1', ready: 'section.ticket',
		marks: {1: '.where h1|left', 2: '[data-action="present"]', 3: '[data-action="absent"]',
			4: '[data-action="hold"]', 5: '.lists', 6: '[data-action="pause"]', 7: '.alarm'},
	},
	helper: {
		path: '/door', role: 'helper', name: 'ho-tro', ready: '.door-services .choice',
		marks: {2: '.door-services .choice', 3: '.door-line .choice + .choice, input[value="priority"]',
			4: '.door-right section.card', 5: '.door-look', 6: '.alarm'},
	},
	complaints: {
		path: '/complaints', role: 'clerk', name: 'quay-1', ready: '.complaint-list button',
		height: 760,
		marks: {1: '.choices button + button', 2: 'main form', 4: '.complaint-list button',
			5: '.complaint-list button + button'},
	},
	manager: {
		path: '/manager', role: 'admin', name: 'quan-tri', ready: '.m-cards > .OPEN',
		marks: {1: '.m-nav > :nth-child(1)|right', 2: '.m-nav > :nth-child(2)|right',
			3: '.m-nav > :nth-child(3)|right', 6: '.m-nav > :nth-child(5)|right',
			4: '.m-nav > :nth-child(6)|right', 5: '.m-nav-head|right', 7: '.alarm'},
	},
	director: {
		path: '/figures', role: 'director', name: 'lanh-dao', ready: '.figures-body table',
		marks: {1: '.presets', 2: '.choices button', 3: '.tile|right'},
	},
};

const COLOURS = 64;

/* Each pixel as one of a few colours, those that most pixels have: pages have flat colours, and the
 * rest are edges of letters. rgba: a canvas's bytes. */
function reduce(rgba) {
	const counts = new Map();
	const coarse = (at) => rgba[at] >> 3 << 10 | rgba[at + 1] >> 3 << 5 | rgba[at + 2] >> 3;
	for (let at = 0; at < rgba.length; at += 4) {
		const key = rgba[at] << 16 | rgba[at + 1] << 8 | rgba[at + 2];
		counts.set(key, (counts.get(key) || 0) + 1);
	}
	const colours = [];
	const rgb = (key) => [key >> 16, key >> 8 & 255, key & 255];
	const distance = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
	for (const [key] of Array.from(counts).sort((a, b) => b[1] - a[1])) {
		if (colours.length < COLOURS && colours.every((one) => distance(one, rgb(key)) > 60)) {
			colours.push(rgb(key));
		}
	}
	const known = new Map();
	const pixels = Buffer.alloc(rgba.length / 4);
	for (let i = 0; i < pixels.length; i++) {
		const at = i * 4, key = coarse(at);
		if (!known.has(key)) {
			const own = [rgba[at], rgba[at + 1], rgba[at + 2]];
			known.set(key, colours.reduce((best, one, place) =>
				distance(one, own) < distance(colours[best], own) ? place : best, 0));
		}
		pixels[i] = known.get(key);
	}
	return {pixels, colours};
}

/* As PNG wants it (annex D); Node has one since its version 20 alone. */
function crc(bytes) {
	let sum = ~0;
	for (const byte of bytes) {
		sum ^= byte;
		for (let bit = 0; bit < 8; bit++) {
			sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
		}
	}
	return ~sum >>> 0;
}

/* A PNG with a palette. */
function smallPng(width, height, rgba) {
	const {pixels, colours} = reduce(rgba);
	const number = (value) => Buffer.from([value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255]);
	const chunk = (kind, data) => {
		const body = Buffer.concat([Buffer.from(kind), data]);
		return Buffer.concat([number(data.length), body, number(crc(body))]);
	};
	const rows = Buffer.concat(Array.from({length: height}, (_, y) =>
		Buffer.concat([Buffer.from([0]), pixels.subarray(y * width, (y + 1) * width)])));
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', Buffer.concat([number(width), number(height), Buffer.from([8, 3, 0, 0, 0])])),
		chunk('PLTE', Buffer.from([].concat(...colours))),
		chunk('IDAT', zlib.deflateSync(rows, {level: 9})), chunk('IEND', Buffer.alloc(0))]);
}

/* Runs in the page: puts the numbers there; gives those that found no place. */
function putMarks(marks) {
	return Object.keys(marks).filter((part) => {
		const [selector, side] = marks[part].split('|');
		const place = document.querySelector(selector);
		if (!place) {
			return true;
		}
		const box = place.getBoundingClientRect();
		const [left, top] = side === 'left' ? [box.left - 42, box.top + box.height / 2 - 17]
			: side === 'right' ? [box.right - 42, box.top + box.height / 2 - 17]
				: [box.left + Math.min(box.width, 600) / 2 - 17, box.top - 20];
		const disc = document.createElement('div');
		disc.textContent = part;
		disc.style.cssText = 'position:fixed;z-index:99;width:34px;height:34px;border-radius:50%;' +
			'border:2px solid #fff;background:#000;color:#fff;font:700 20px/30px sans-serif;' +
			`text-align:center;box-sizing:border-box;left:${left}px;top:${top}px`;
		document.body.appendChild(disc);
		return false;
	});
}

/* Runs in the page: the words of all that can be pressed and of the headings, without numbers,
 * days and times, once each. A picture shows a page of today while these are the same. */
function wordsOf() {
	const found = new Set();
	document.querySelectorAll('h1, h2, button, nav a, legend, label > span, th, dt').forEach((one) => {
		const text = one.textContent.replace(/[A-Z]?\d[\d:/.,]*/g, '#').replace(/# [A-Z][a-z]{2,3} #/g, '#').replace(/\s*\(#\)/, '').replace(/\s+/g, ' ').trim();
		if (text && one.getClientRects().length) {
			found.add(text);
		}
	});
	return Array.from(found).sort();
}

module.exports = {PICTURES, SIZE, crc, smallPng, putMarks, wordsOf};
