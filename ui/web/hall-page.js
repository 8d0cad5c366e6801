/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hall's screen for a television that is only a browser, in the JavaScript of 2010. It decides
 * nothing: the hub says what stands where (/api/v1/hall) and answers when that changes, so one
 * question is always under way; announcements are files that are played one after the other.
 */
(function () {
	'use strict';

	var LIMIT_MS = 14000; /* an answer comes within 10 s */
	var AWAY_MS = 5000; /* the hub may restart without the public being told */
	var RETRY_MS = 15000; /* at most, from 1 s on */
	var REFUSED_MS = 30000;
	var FRESH_MS = 8000; /* as the hub counts; for when it is away */
	var SOUND_MS = 120000; /* no announcement is longer */
	var OLD_MS = 12 * 3600000; /* such a page is loaded anew in a quiet hour */
	var NIGHT = [180, 240]; /* minutes of the day */
	var CAPITAL = 0.714; /* of the em: how high a digit is */
	var SECOND_MIN = 1.9; /* hundredths: the second text's least size, as in ui/hall-shapes.c */
	var KEY_SHARE = 0.08; /* of the shorter side, while the key waits to be pressed */

	var texts = words; /* words-browser_hall.js */
	var languages = Object.keys(texts);
	var token = value('token');
	var isBoard = /[#?&]board(&|=|$)/.test(location.search + location.hash); /* a notice board */
	var began = now();
	var view = null;
	var tag = '';
	var heardAt = 0; /* the last answer */
	var freshKey = '';
	var freshAt = 0;
	var failures = 0;
	var request = null;
	var refused = false;
	var reply = null; /* the last one that had a view */
	var theme = ''; /* a tag of its colours and emblem */

	function now() {
		return new Date().getTime();
	}

	/* Of the address: behind # it stays in the browser, behind ? it works, too. */
	function value(name) {
		var found = new RegExp('[#?&]' + name + '=([^&#]*)').exec(location.search + location.hash);
		return found ? decodeURIComponent(found[1]) : '';
	}

	function byId(id) {
		return document.getElementById(id);
	}

	function t(language, key, values) {
		var text = (texts[language] || texts[languages[0]])[key];
		return text.replace(/\{(\w+)\}/g, function (whole, name) {
			return values[name];
		});
	}

	/* In the hall's languages, each in turn. */
	function both(key, values) {
		var first = view ? view.language : languages[0];
		var second = view ? view.second : languages[1];
		var text = t(first, key, values || {});
		return second ? text + ' – ' + t(second, key, values || {}) : text;
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
		var second = Math.max(size * share, Math.min(size, SECOND_MIN * view.unit_100px / 100));
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

	/* Pictures. An image stands in the middle of its box, as large as it fits, once it is there. */

	var PICTURES_MAX = 6; /* are kept: a television has little memory */
	var pictures = []; /* {id, data}, data '' while it is asked for */

	function sized(image, box) {
		var share = Math.min(box[2] / image.naturalWidth, box[3] / image.naturalHeight);
		return [image.naturalWidth * share, image.naturalHeight * share];
	}

	function isThere(image) {
		return image.complete && image.naturalWidth > 0;
	}

	function keepPicture(picture, status, text) {
		if (status === 200) {
			picture.data = 'data:image/png;base64,' + JSON.parse(text).png;
			showView();
		} else {
			pictures.splice(pictures.indexOf(picture), 1);
		}
	}

	function pictureOf(id) {
		var picture = pictures.filter(function (one) {
			return one.id === id;
		})[0];
		var asking;
		if (!picture) {
			picture = {id: id, data: ''};
			pictures = pictures.slice(1 - PICTURES_MAX).concat([picture]);
			asking = new XMLHttpRequest();
			asking.open('GET', '/api/v1/pictures/' + id);
			asking.setRequestHeader('Authorization', 'Bearer ' + token);
			asking.onreadystatechange = function () {
				if (asking.readyState === 4) {
					keepPicture(picture, asking.status, asking.responseText);
				}
			};
			asking.send();
		}
		return picture.data;
	}

	function showPicture(main) {
		var image = byId('picture');
		var data = main.picture ? pictureOf(main.picture) : '';
		var box = main.picture_box;
		var size;
		if (data && image.layso !== main.picture) {
			image.layso = main.picture;
			image.src = data;
		}
		show(image, data !== '' && isThere(image));
		if (data && isThere(image)) {
			size = sized(image, box);
			place(image, [box[0] + (box[2] - size[0]) / 2, box[1] + (box[3] - size[1]) / 2,
				size[0], size[1]]);
		}
	}

	function showEmblem(head, u) {
		var image = byId('emblem');
		var size = [0, 0];
		if (head.emblem && !image.src) {
			image.src = '/web/emblem-night.png';
		}
		if (head.emblem && isThere(image)) {
			size = sized(image, [0, 0, head.box[2] * 0.3, head.box[3]]);
			place(image, [0, (head.box[3] - size[1]) / 2, size[0], size[1]]);
		}
		show(image, size[0] > 0);
		name(byId('centre'), size[0] > 0 ? 'pair fit beside' : 'pair fit');
		return size[0] > 0 ? size[0] + 1.7 * u : 0;
	}

	/* The panels, as in ui/hall-main.c and ui/hall-panels.c; u is a hundredth of the screen. */

	function panel(id, data) {
		show(byId(id), data !== null);
		if (data) {
			place(byId(id), data.box);
		}
		return data !== null;
	}

	function showHead(head, clock, u) {
		var from;
		if (panel('head', head)) {
			byId('head').style.fontSize = u + 'px';
			from = showEmblem(head, u);
			pair(byId('centre'), head.centre, [from, 0, head.box[2] - from, head.box[3]], 5 * u, 2.2 * u,
				0.62);
		}
		if (panel('clock', clock)) {
			digits(byId('time'), clock.time, [0, 0.8 * u, clock.box[2], clock.box[3] - 5.8 * u], 'right');
			line(byId('date'), clock.date, [0, clock.box[3] - 4.2 * u, clock.box[2], 4.2 * u], 3 * u);
		}
	}

	function showBand(main, u) {
		var height = Math.min(main.band_box[3] * 0.76, main.band_box[2] * 0.2);
		var band = byId('band');
		var word = byId('counter-word');
		place(band, main.band_box);
		band.style.lineHeight = main.band_box[3] + 'px';
		band.style.fontSize = u + 'px';
		sign(byId('sign'), main.waited_for, null);
		byId('sign').style.width = height * 0.86 + 'px';
		byId('sign').style.height = height * 0.62 + 'px';
		byId('sign').style.margin = '0 ' + 1.6 * u + 'px';
		if (word.layso !== main.counter_word.join('|')) {
			word.layso = main.counter_word.join('|');
			word.textContent = main.counter_word[0];
			if (main.counter_word[1]) {
				add(word, '', 'small').textContent = main.counter_word[1];
			}
		}
		word.style.fontSize = height * 0.55 + 'px';
		write(byId('counter'), main.counter);
		byId('counter').style.fontSize = height / CAPITAL + 'px';
		byId('counter').style.lineHeight = main.band_box[3] + 'px';
	}

	function showCall(main, u) {
		var label = main.label_box;
		var width = label[2] * (main.service[0] ? 0.42 : 1);
		byId('service').style.textAlign = 'right';
		pair(byId('label'), main.label, [label[0], label[1], width, label[3]], 5 * u, 1.9 * u, 0.62);
		pair(byId('service'), main.service, [label[0] + width, label[1], label[2] - width, label[3]],
			3.6 * u, 1.9 * u, 0.62);
		digits(byId('number'), main.number, main.number_box, 'center');
		showBand(main, u);
	}

	function cellText(parent, both) {
		add(parent, 'first').textContent = both[0];
		if (both[1]) {
			add(parent, 'second').textContent = both[1];
		}
	}

	/* In the largest type in which all of it fits and no word stands out of its column. */
	function showTable(main, u) {
		var table = byId('page-table');
		var box = main.table_box;
		var key = JSON.stringify([main.table, box]);
		var size = 5.4 * u;
		var inner;
		if (table.layso === key) {
			return;
		}
		table.layso = key;
		table.textContent = '';
		inner = add(table, 'inner', 'table');
		place(table, box);
		main.table.rows.forEach(function (row, i) {
			var line = add(inner, '', 'tr');
			row.forEach(function (cell, j) {
				var element = add(line, '', i === 0 ? 'th' : 'td');
				element.style.width = main.table.shares[j] / 10 + '%';
				element.style.padding = 0.6 * u + 'px ' + u + 'px';
				cellText(element, cell);
			});
		});
		line(add(table, 'part'), pageOf(main.table), [0, box[3] - 3 * u, box[2], 3 * u], 2.4 * u);
		box = [0, 0, box[2], box[3] - (main.table.pages > 1 ? 3 * u : 0)];
		inner.style.fontSize = size + 'px';
		while (size > u && !tableFits(inner, box)) {
			size *= 0.94;
			inner.style.fontSize = size + 'px';
		}
	}

	function tableFits(inner, box) {
		return inner.offsetHeight <= box[3] + 1 && [].every.call(inner.querySelectorAll('div'), function (cell) {
			return cell.scrollWidth <= cell.offsetWidth + 1;
		});
	}

	/* The QR code as one path: a square a run of dark modules; with the light border of four. */
	function showCode(main, u) {
		var space = 'http://www.w3.org/2000/svg';
		var code = byId('qr');
		var n = main.qr.length;
		var side = Math.floor(main.qr_box[2] / (n + 8)) * (n + 8);
		var key = main.qr.join('') + side;
		var svg;
		pair(byId('qr-words'), main.qr_words, main.qr_words_box, 2.8 * u, 1.4 * u, 0.72);
		place(code, [main.qr_box[0] + (main.qr_box[2] - side) / 2, main.qr_box[1] + main.qr_box[3] - side,
			side, side]);
		if (code.layso === key) {
			return;
		}
		code.layso = key;
		code.textContent = '';
		svg = document.createElementNS(space, 'svg');
		svg.setAttribute('viewBox', '-4 -4 ' + (n + 8) + ' ' + (n + 8));
		svg.setAttribute('width', side);
		svg.setAttribute('height', side);
		svg.setAttribute('shape-rendering', 'crispEdges');
		svg.appendChild(document.createElementNS(space, 'path')).setAttribute('d',
			main.qr.map(function (row, y) {
				return row.replace(/1+|0+/g, function (run, x) {
					return run[0] === '1' ? 'M' + x + ' ' + y + 'h' + run.length + 'v1h-' + run.length + 'z' : '';
				});
			}).join(''));
		code.appendChild(svg);
	}

	function showPage(main, u) {
		pair(byId('page-title'), main.title, main.title_box, 7 * u, 1.8 * u, 0.7);
		pair(byId('page-text'), main.text, main.text_box, 6 * u, 1.8 * u, 0.7);
		showPicture(main);
		if (main.table) {
			showTable(main, u);
		}
		if (main.qr) {
			showCode(main, u);
		}
	}

	function enter() {
		var main = byId('main');
		name(main, 'panel waited fresh');
		main.offsetWidth; /* begins the motion anew */
		name(main, 'panel waited fresh enter');
	}

	function showMain(main, u) {
		var call = main.kind === 'call';
		var page = main.kind === 'page';
		var counter = main.kind === 'counter';
		var key = call && main.fresh ? main.number + main.counter + '.' + main.times : '';
		var box = main.box;
		panel('main', main);
		byId('label').style.textAlign = counter ? 'center' : 'left';
		byId('main').style.fontSize = u + 'px';
		['label', 'service', 'band'].forEach(function (id) {
			show(byId(id), call);
		});
		show(byId('number'), call || counter);
		show(byId('page-title'), page && main.title[0] !== '');
		show(byId('page-text'), page && main.text[0] !== '');
		show(byId('page-table'), page && main.table !== undefined);
		['qr', 'qr-words'].forEach(function (id) {
			show(byId(id), page && main.qr !== undefined);
		});
		show(byId('picture'), false);
		show(byId('sentences'), !call && !page);
		show(byId('sentence-1'), main.sentences.length > 1);
		if (page) {
			showPage(main, u);
		} else if (call) {
			showCall(main, u);
		} else if (counter) {
			show(byId('label'), true);
			pair(byId('label'), main.counter_word, [4 * u, 2 * u, box[2] - 8 * u, box[3] * 0.16], 9 * u,
				3 * u, 0.5);
			digits(byId('number'), String(main.counter),
				[4 * u, box[3] * 0.22, box[2] - 8 * u, box[3] * 0.5], 'center');
			showSentences(main, u, box[3] * 0.76, [9]);
		} else {
			showSentences(main, u, box[3] * 0.12, [6.4, 4.8]);
		}
		if (key && key !== freshKey) {
			freshAt = now();
			enter();
		} else if (!key) {
			name(byId('main'), counter || (call && !main.waited_for) ? 'panel served' : 'panel waited');
		}
		freshKey = key;
	}

	function showSentences(main, u, top, sizes) {
		var box = main.box;
		var height = (box[3] - top - 3 * u) / main.sentences.length;
		var i;
		place(byId('sentences'), [4 * u, top, box[2] - 8 * u, box[3] - top]);
		for (i = 0; i < main.sentences.length; i++) {
			name(byId('sentence-' + i), i === 1 || main.open === false ? 'pair middle yellow' : 'pair middle');
			pair(byId('sentence-' + i), main.sentences[i], [0, i * height, box[2] - 8 * u, height],
				sizes[i] * u * (view.wide ? 1.25 : 1), 1.4 * u, 0.66);
		}
	}

	var rows = [];

	function rowAt(i) {
		var row;
		if (!rows[i]) {
			row = add(byId('rows'), 'row');
			rows[i] = {row: row, bar: add(row, 'bar'), number: add(row, 'number'), sign: add(row, 'sign'),
				state: add(row, 'state'), counter: add(row, 'counter')};
		}
		return rows[i];
	}

	function showRow(i, call, list, u) {
		var parts = rowAt(i);
		var width = list.box[2];
		var height = list.row_height;
		var ink = height * 0.6;
		var state = [width * 0.45, width * 0.31 * 0.94];
		name(parts.row, 'row' + (call.waited_for ? '' : ' served') + (call.announced ? ' announced' : ''));
		place(parts.row, [0, list.rows_y + i * height, width, height]);
		parts.row.style.fontSize = u + 'px';
		place(parts.bar, [0.6 * u, 1.2 * u, 0.7 * u, height - 2.4 * u]);
		digits(parts.number, call.number, [3 * u, (height - ink) / 2, width * 0.45 - 4 * u, ink], 'left');
		digits(parts.counter, String(call.counter),
			[width * 0.76, (height - ink) / 2, width * 0.24 - 3 * u, ink], 'right');
		sign(parts.sign, call.waited_for,
			[state[0] + state[1] * 0.3, height * 0.14, state[1] * 0.4, height * 0.36]);
		line(parts.state, call.state, [state[0], height * 0.54, state[1], height * 0.38],
			Math.min(2.6 * u, height * 0.3));
	}

	function showList(list, u) {
		var width;
		var i;
		if (!panel('list', list)) {
			return;
		}
		width = list.box[2];
		byId('list').style.fontSize = u + 'px';
		byId('list-counter').style.textAlign = 'right';
		pair(byId('list-number'), list.number_word, [3 * u, u, width * 0.45 - 3 * u, 6.2 * u], 3.2 * u,
			1.6 * u, 0.7);
		pair(byId('list-counter'), list.counter_word, [width * 0.76, u, width * 0.24 - 3 * u, 6.2 * u],
			3.2 * u, 1.6 * u, 0.7);
		line(byId('more'), list.more ? '+' + list.more + '  ' + pageOf(list) : '',
			[width * 0.45, u, width * 0.31, 6.2 * u], 3.2 * u);
		place(byId('rows'), [0, 0, width, list.box[3]]);
		for (i = 0; i < Math.max(rows.length, list.rows.length); i++) {
			show(rowAt(i).row, i < list.rows.length);
			if (i < list.rows.length) {
				showRow(i, list.rows[i], list, u);
			}
		}
		show(byId('empty'), list.empty !== null);
		if (list.empty) {
			name(byId('empty'), 'pair middle plain');
			pair(byId('empty'), list.empty,
				[4 * u, list.rows_y, width - 8 * u, list.box[3] - list.rows_y], 3.6 * u, 1.6 * u, 0.74);
		}
	}

	var cells = [];

	function cellAt(i) {
		var cell;
		if (!cells[i]) {
			cell = add(byId('cells'), 'cell');
			cells[i] = {cell: cell, name: add(cell, 'pair'), count: add(cell, 'count')};
		}
		return cells[i];
	}

	function showCell(i, service, box, u) {
		var parts = cellAt(i);
		name(parts.cell, service.taking ? 'cell' : 'cell off');
		place(parts.cell, box);
		parts.cell.style.fontSize = u + 'px';
		pair(parts.name, service.name, [1.6 * u, 0.5 * u, box[2] - 12.6 * u, box[3] - u], 3.1 * u,
			2.4 * u, 0.76);
		show(parts.count, service.waiting !== null);
		if (service.waiting !== null) {
			digits(parts.count, String(service.waiting),
				[box[2] - 10.2 * u, box[3] / 2 - Math.min(box[3] * 0.3, 3 * u), 8.6 * u,
					Math.min(box[3] * 0.6, 6 * u)], 'right');
		}
	}

	function showWaiting(waiting, u) {
		var title = byId('waiting-title');
		var width;
		var height;
		var i;
		if (!panel('waiting', waiting)) {
			return;
		}
		width = (waiting.box[2] - (waiting.columns - 1) * 1.1 * u) / waiting.columns;
		height = (waiting.box[3] - 4.4 * u - (waiting.rows - 1) * 1.1 * u) / waiting.rows;
		line(title, waiting.title[0], [0.4 * u, 0, waiting.box[2] * 0.8, 4.2 * u], 2.9 * u);
		if (waiting.title[1]) {
			add(title, '', 'small').textContent = '  ' + waiting.title[1];
		}
		line(byId('waiting-page'), pageOf(waiting), [waiting.box[2] * 0.8, 0, waiting.box[2] * 0.2, 4.2 * u],
			2.9 * u);
		byId('waiting-page').style.textAlign = 'right';
		place(byId('cells'), [0, 4.4 * u, waiting.box[2], waiting.box[3] - 4.4 * u]);
		for (i = 0; i < Math.max(cells.length, waiting.services.length); i++) {
			show(cellAt(i).cell, i < waiting.services.length);
			if (i < waiting.services.length) {
				showCell(i, waiting.services[i], [i % waiting.columns * (width + 1.1 * u),
					Math.floor(i / waiting.columns) * (height + 1.1 * u), width, height], u);
			}
		}
	}

	function showNotice(notice, u) {
		var height;
		if (!panel('notice', notice)) {
			return;
		}
		height = notice.box[3];
		name(byId('notice'), 'panel' + (notice.grave ? ' grave' : ''));
		byId('notice').style.fontSize = u + 'px';
		line(byId('mark'), 'i', [1.9 * u, height / 2 - 2.3 * u, 4.6 * u, 4.6 * u], 3.2 * u);
		byId('mark').style.lineHeight = 3.8 * u + 'px';
		name(byId('notice-text'), notice.bold ? 'pair' : 'pair plain');
		pair(byId('notice-text'), notice.text, [8.4 * u, 0.4 * u, notice.box[2] - 19 * u, height - 0.8 * u],
			3.4 * u, 1.3 * u, 0.76);
		line(byId('notice-page'), pageOf(notice), [notice.box[2] - 10 * u, 0, 8.2 * u, height], 2.6 * u);
		byId('notice-page').style.textAlign = 'right';
	}

	function showView() {
		var u = view.unit_100px / 100;
		document.documentElement.lang = view.language;
		document.body.style.fontSize = 3 * u + 'px';
		showHead(view.head, view.clock, u);
		showMain(view.main, u);
		showList(view.list, u);
		showWaiting(view.waiting, u);
		showNotice(view.notice, u);
	}

	/* What the page itself has to say. */

	function showHelp(status) {
		var help = byId('help-text');
		refused = status !== 0;
		show(byId('help'), refused);
		if (!refused || help.firstChild) {
			return;
		}
		write(byId('help-title'), both(token ? 'refused' : 'no_token'));
		languages.forEach(function (language) {
			['help.1', 'help.2', 'help.3'].forEach(function (key) {
				add(help, '', 'p').textContent = t(language, key, {});
			});
		});
	}

	function showStrip() {
		var silent = now() - heardAt;
		var away = heardAt > 0 && silent >= AWAY_MS && failures > 0;
		var text = '';
		if (heardAt === 0 && failures > 0) {
			text = both('unreached');
		} else if (away) {
			text = both('away', {time: view.clock ? view.clock.time : '', n: Math.floor(silent / 60000)});
		} else if (sound.on && reply && reply.sound_state === 'no_voice') {
			text = both('no_voice');
		}
		write(byId('strip'), text);
		show(byId('strip'), text !== '' && !refused);
		show(byId('sound'), text === '' && keyHeight() > 0);
		/* What was new when the hub went away is not new for ever. */
		if (failures > 0 && freshKey && now() - freshAt >= FRESH_MS) {
			name(byId('main'), 'panel waited');
		}
	}

	/* Sound: one player, one announcement after the other. */

	var sound = {on: false, by_key: false, player: null, playing: false, last: '', next: '', since: 0,
		asked: false, /* with sound, and answered */
		call: '', nextCall: ''}; /* of what is played, and of what is next */
	var said = recall(); /* the calls, the last one last: the hub may not know after a restart */

	function recall() {
		try {
			return (sessionStorage.getItem('said') || '0-0').split(' ');
		} catch (e) {
			return ['0-0'];
		}
	}

	function remember(call) {
		said = said.slice(-40).concat([call]);
		try {
			sessionStorage.setItem('said', said.join(' '));
		} catch (e) {
			return; /* known until the page is loaded anew */
		}
	}

	/* The key stands under the picture, which is asked for that much lower. */
	function keyHeight() {
		return !sound.on && sound.player !== null
			? Math.round(Math.min(window.innerWidth, window.innerHeight) * KEY_SHARE) : 0;
	}

	function setSound(on, byKey) {
		var was = sound.on;
		sound.on = on;
		sound.by_key = sound.by_key || byKey;
		showStrip();
		if (on !== was) {
			tag = ''; /* of a picture of another height */
		}
		if (on && !was && request) {
			request.abort(); /* to ask again, with sound */
		}
	}

	function playNext() {
		if (sound.playing && now() - sound.since < SOUND_MS) {
			return;
		}
		sound.playing = false;
		if (sound.on && sound.next) {
			sound.call = sound.nextCall;
			start('/api/v1/announcements/' + sound.next, false);
			sound.next = '';
		}
	}

	function start(path, byKey) {
		var promise;
		sound.playing = true;
		sound.since = now();
		sound.player.src = path;
		try {
			promise = sound.player.play();
		} catch (e) {
			sound.playing = false;
		}
		sound.byKeyNow = byKey;
		if (promise && promise['catch']) {
			promise['catch'](function (error) {
				sound.playing = false;
				if (error && error.name === 'NotAllowedError') {
					setSound(false, false);
				}
			});
		}
	}

	function onPlaying() {
		if (!sound.on) {
			setSound(true, sound.byKeyNow);
		}
	}

	function onEnded() {
		if (sound.call) {
			remember(sound.call);
		}
		onOver();
	}

	function onOver() {
		sound.call = '';
		sound.playing = false;
		playNext();
	}

	function beginSound() {
		write(byId('sound'), both('sound_on'));
		if (typeof Audio === 'undefined') {
			return;
		}
		sound.player = new Audio();
		showStrip();
		sound.player.addEventListener('playing', onPlaying, false);
		sound.player.addEventListener('ended', onEnded, false);
		sound.player.addEventListener('error', onOver, false);
		byId('sound').onclick = function () {
			start('/web/silence.wav', true);
		};
		byId('sound').focus();
		start('/web/silence.wav', false); /* where the browser allows it, no key is needed */
	}

	/* What was not begun while the hub said so is not played: it may not be true any more. Nor is
	 * what was said before the hub began anew. */
	function hear(id, call) {
		if (id && id !== sound.last && (call === sound.call || said.indexOf(call) >= 0)) {
			sound.last = id;
			sound.next = '';
			return;
		}
		sound.nextCall = id && id !== sound.last ? call : sound.nextCall;
		sound.next = id && id !== sound.last ? id : id ? sound.next : '';
		sound.last = id || sound.last;
		playNext();
	}

	/* Questions */

	function isQuiet() {
		return view.minute >= NIGHT[0] && view.minute < NIGHT[1] && !freshKey &&
			(!view.list || view.list.rows.length === 0);
	}

	function onAnswer(status, text) {
		if (status === 200) {
			reply = JSON.parse(text);
			if (theme && reply.theme !== theme && !sound.by_key) {
				location.reload(); /* in other colours */
			}
			theme = reply.theme;
			view = reply.view;
			tag = reply.tag;
			showView();
			hear(reply.sound, reply.sound_call);
		}
		failures = 0;
		heardAt = now();
		/* A key's permission would be lost, and the elements do not become more. */
		if (view && now() - began > OLD_MS && isQuiet() && !sound.by_key) {
			location.reload();
		}
	}

	/* The diagonal of a part of the screen. */
	function inchesOf(width, height) {
		var all = diagonal(window.innerWidth, window.innerHeight);
		return Math.max(1, Math.floor((Number(value('inches')) || 43) * diagonal(width, height) / all));
	}

	function diagonal(width, height) {
		return Math.sqrt(width * width + height * height);
	}

	function later(ms) {
		setTimeout(ask, ms);
	}

	function onDone(status, text) {
		var known = status === 200 || status === 204;
		if (known) {
			try {
				onAnswer(status, text);
			} catch (e) {
				known = false;
				tag = '';
			}
		}
		if (known || status === 401 || status === 403) {
			showHelp(known ? 0 : status);
		}
		failures = known ? 0 : failures + 1;
		showStrip();
		later(known ? 0 : refused ? REFUSED_MS
			: Math.min(RETRY_MS, 1000 * Math.pow(2, Math.min(failures - 1, 4))));
	}

	function ask() {
		var asking = new XMLHttpRequest();
		var limit = setTimeout(function () {
			asking.abort();
		}, LIMIT_MS);
		var done = false;
		var aborted = sound.on;
		var width = window.innerWidth;
		var height = window.innerHeight - keyHeight();
		request = asking;
		byId('sound').style.fontSize = keyHeight() * 0.36 + 'px';
		asking.open('GET', '/api/v1/hall?width=' + width + '&height=' + height +
			'&inches=' + inchesOf(width, height) + '&counter=' + (Number(value('counter')) || 0) + (isBoard ? '&board=true' : '') +
			(sound.on ? '&sound=true' : '') + (sound.on && sound.asked ? '&heard=' + said[said.length - 1] : '') + (tag ? '&seen=' + tag : ''));
		if (token) {
			asking.setRequestHeader('Authorization', 'Bearer ' + token);
		}
		asking.onreadystatechange = function () {
			if (asking.readyState !== 4 || done) {
				return;
			}
			done = true;
			clearTimeout(limit);
			request = null;
			if (asking.status === 0 && sound.on && !aborted) {
				later(0); /* our own, to ask with sound */
			} else {
				sound.asked = sound.asked || (aborted && asking.status >= 200 && asking.status < 300);
				onDone(asking.status, asking.responseText);
			}
		};
		asking.send();
	}

	setInterval(showStrip, 1000);
	window.onresize = function () {
		tag = '';
		if (request) {
			request.abort();
		}
	};
	byId('emblem').onload = byId('picture').onload = function () {
		if (view) {
			showView();
		}
	};
	if (!isBoard) {
		beginSound();
	}
	ask();
}());
