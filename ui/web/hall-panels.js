/* SPDX-License-Identifier: Apache-2.0 */
/* The hall's screen in a browser: the panels, as in ui/hall-main.c and ui/hall-panels.c; u is a
 * hundredth of the screen. The hub says what stands where. */
var hallPanels = (function (parts, board) {
	'use strict';

	var add = parts.add;
	var byId = parts.byId;
	var digits = parts.digits;
	var line = parts.line;
	var name = parts.name;
	var pageOf = parts.pageOf;
	var pair = parts.pair;
	var place = parts.place;
	var show = parts.show;
	var sign = parts.sign;
	var write = parts.write;

	var fresh = {key: '', at: 0}; /* the call that is announced, and since when */
	var wide = false;

	function showEmblem(head, u) {
		var image = byId('emblem');
		var size = [0, 0];
		if (head.emblem && !image.src) {
			image.src = '/web/emblem-night.png';
		}
		if (head.emblem && board.isThere(image)) {
			size = board.sized(image, [0, 0, head.box[2] * 0.3, head.box[3]]);
			place(image, [0, (head.box[3] - size[1]) / 2, size[0], size[1]]);
		}
		show(image, size[0] > 0);
		name(byId('centre'), size[0] > 0 ? 'pair fit beside' : 'pair fit');
		return size[0] > 0 ? size[0] + 1.7 * u : 0;
	}

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
			date(clock, u);
		}
	}

	/* Long words of a language are set smaller. */
	function date(clock, u) {
		var element = byId('date');
		line(element, clock.date, [0, clock.box[3] - 4.2 * u, clock.box[2], 4.2 * u], 3 * u);
		if (element.scrollWidth > clock.box[2]) {
			element.style.fontSize = 3 * u * clock.box[2] / (element.scrollWidth + 1) + 'px';
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
		byId('counter').style.fontSize = height / parts.CAPITAL + 'px';
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

	function enter() {
		var main = byId('main');
		name(main, 'panel waited fresh');
		main.offsetWidth; /* begins the motion anew */
		name(main, 'panel waited fresh enter');
	}

	function showMain(main, u, picture) {
		var call = main.kind === 'call';
		var page = board.begin(main);
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
		show(byId('sentences'), !call && !page);
		show(byId('sentence-1'), main.sentences.length > 1);
		if (page) {
			board.showPage(main, u, picture);
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
		if (key && key !== fresh.key) {
			fresh.at = Date.now();
			enter();
		} else if (!key) {
			name(byId('main'), counter || (call && !main.waited_for) ? 'panel served' : 'panel waited');
		}
		fresh.key = key;
	}

	function showSentences(main, u, top, sizes) {
		var box = main.box;
		var height = (box[3] - top - 3 * u) / main.sentences.length;
		var i;
		place(byId('sentences'), [4 * u, top, box[2] - 8 * u, box[3] - top]);
		for (i = 0; i < main.sentences.length; i++) {
			name(byId('sentence-' + i), i === 1 || main.open === false ? 'pair middle yellow' : 'pair middle');
			pair(byId('sentence-' + i), main.sentences[i], [0, i * height, box[2] - 8 * u, height],
				sizes[i] * u * (wide ? 1.25 : 1), 1.4 * u, 0.66);
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

	/* picture: the data of the page's picture, '' none. */
	function showAll(view, picture) {
		var u = view.unit_100px / 100;
		parts.setUnit(u);
		wide = view.wide;
		document.documentElement.lang = view.language;
		document.body.style.fontSize = 3 * u + 'px';
		showHead(view.head, view.clock, u);
		showMain(view.main, u, picture);
		showList(view.list, u);
		showWaiting(view.waiting, u);
		showNotice(view.notice, u);
	}

	return {showAll: showAll, fresh: fresh};
}(hallText, hallBoard));
