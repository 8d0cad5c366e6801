/* SPDX-License-Identifier: Apache-2.0 */
/* The hall's screen in a browser: elements, and text in the largest type that has room. In the
 * JavaScript of 2010, as all of the hall's scripts. */
var hallText = (function () {
	'use strict';

	var CAPITAL = 0.714; /* of the em: how high a digit is */
	var SECOND_MIN = 1.9; /* hundredths: the second text's least size, as in ui/hall-shapes.c */

	var unit = 1; /* a hundredth of the screen, in pixels */

	function byId(id) {
		return document.getElementById(id);
	}

	/* Elements are made once and filled again and again: the page runs for weeks. */

	function add(parent, kind, tagName) {
		var element = document.createElement(tagName || 'div');
		element.className = kind;
		parent.appendChild(element);
		return element;
	}

	function write(element, text) {
		text = String(text);
		if (element.textContent !== text) {
			element.textContent = text;
		}
	}

	function name(element, text) {
		if (element.className !== text) {
			element.className = text;
		}
	}

	function show(element, shown) {
		var text = shown ? 'block' : 'none';
		if (element.style.display !== text) {
			element.style.display = text;
		}
	}

	function place(element, box) {
		var style = element.style;
		style.left = box[0] + 'px';
		style.top = box[1] + 'px';
		style.width = box[2] + 'px';
		style.height = box[3] + 'px';
	}

	function fits(inner, box) {
		return inner.offsetHeight <= box[3] + 1 && inner.scrollWidth <= box[2] + 1;
	}

	function setSize(inner, size, share) {
		var second = Math.max(size * share, Math.min(size, SECOND_MIN * unit));
		inner.style.fontSize = size + 'px';
		inner.childNodes[1].style.fontSize = second + 'px';
	}

	/* The largest size that fits, from size down to least. */
	function shrink(inner, box, size, least, share) {
		setSize(inner, size, share);
		while (size > least && !fits(inner, box)) {
			size = Math.max(least, size * 0.94);
			setSize(inner, size, share);
		}
		return fits(inner, box);
	}

	/* Two texts in the middle of a box; the first alone where both do not fit. */
	function pair(element, both, box, size, least, share) {
		var key = both.join('|') + box.join() + size;
		var inner = element.firstChild;
		var second;
		if (!inner || inner.className !== 'inner') {
			inner = add(element, 'inner');
			add(inner, 'first');
			add(inner, 'second');
		}
		if (element.layso === key) {
			return;
		}
		element.layso = key;
		place(element, box);
		write(inner.childNodes[0], both[0]);
		write(inner.childNodes[1], both[1]);
		second = inner.childNodes[1];
		second.style.display = 'block';
		if (!shrink(inner, box, size, least, share)) {
			second.style.display = 'none';
			shrink(inner, box, size, least / 2, share);
		}
		inner.style.top = Math.max(0, (box[3] - inner.offsetHeight) / 2) + 'px';
	}

	/* One line whose digits are as high as the box, if it is wide enough; returns their height. */
	function digits(element, text, box, align) {
		var key = text + box.join();
		var size = box[3] / CAPITAL;
		if (element.layso === key) {
			return;
		}
		element.layso = key;
		write(element, text);
		element.style.width = 'auto';
		element.style.fontSize = size + 'px';
		if (element.offsetWidth > box[2]) {
			size *= box[2] / element.offsetWidth;
		}
		/* The line is higher than its digits: it stands out of the box on both sides. */
		place(element, [box[0], box[1] + box[3] / 2 - size * 0.73, box[2], size * 1.4]);
		element.style.fontSize = size + 'px';
		element.style.lineHeight = size * 1.4 + 'px';
		element.style.textAlign = align;
	}

	/* An arrow for who is waited for; somebody at a desk for who is being served. */
	function sign(element, waitedFor, box) {
		var space = 'http://www.w3.org/2000/svg';
		var svg = element.firstChild;
		if (!svg) {
			svg = document.createElementNS(space, 'svg');
			svg.setAttribute('viewBox', '0 0 100 62');
			svg.appendChild(document.createElementNS(space, 'path'));
			element.appendChild(svg);
		}
		svg.firstChild.setAttribute('d', waitedFor ? 'M4 22H58V2L98 31 58 60V40H4Z'
			: 'M50 0a13 13 0 1 1-.1 0ZM26 44V40Q26 30 38 30H62Q74 30 74 40V44ZM10 48H90V57H10Z');
		if (box) {
			place(element, box);
		}
	}

	function line(element, text, box, size) {
		write(element, text);
		place(element, box);
		element.style.fontSize = size + 'px';
		element.style.lineHeight = box[3] + 'px';
	}

	function pageOf(panel) {
		return panel.pages > 1 ? panel.page + 1 + '/' + panel.pages : '';
	}

	return {
		CAPITAL: CAPITAL,
		setUnit: function (px) {
			unit = px;
		},
		byId: byId,
		add: add,
		write: write,
		name: name,
		show: show,
		place: place,
		pair: pair,
		digits: digits,
		line: line,
		sign: sign,
		pageOf: pageOf
	};
}());
