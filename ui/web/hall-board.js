/* SPDX-License-Identifier: Apache-2.0 */
/* The hall's screen in a browser: a page of the notice board, with title, text, picture, table and
 * QR code. */
var hallBoard = (function (parts) {
	'use strict';

	var add = parts.add;
	var byId = parts.byId;
	var place = parts.place;
	var show = parts.show;

	/* How large type is at most, in hundredths of the screen, as in ui/hall-main.c. */
	var MOST = {title: 7, text: 6, table: 5.4, words: 2.8};

	/* An image stands in the middle of its box, as large as it fits, once it is there. */

	function sized(image, box) {
		var share = Math.min(box[2] / image.naturalWidth, box[3] / image.naturalHeight);
		return [image.naturalWidth * share, image.naturalHeight * share];
	}

	function isThere(image) {
		return image.complete && image.naturalWidth > 0;
	}

	/* data: of the page's picture, '' while it is not here. */
	function showPicture(main, data) {
		var image = byId('picture');
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
		var size = MOST.table * u;
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
		parts.line(add(table, 'part'), parts.pageOf(main.table), [0, box[3] - 3 * u, box[2], 3 * u], 2.4 * u);
		box = [0, 0, box[2], box[3] - (main.table.pages > 1 ? 3 * u : 0)];
		inner.style.fontSize = size + 'px';
		while (size > u && !tableFits(inner, box)) {
			size *= 0.94;
			inner.style.fontSize = size + 'px';
		}
		spreadRows(inner, Math.min((box[3] - inner.offsetHeight) / main.table.rows.length, size), u);
	}

	/* Gives each row a share of the height that is left, as in ui/hall-table.c. */
	function spreadRows(inner, more, u) {
		[].forEach.call(inner.querySelectorAll('td, th'), function (cell) {
			cell.style.paddingTop = cell.style.paddingBottom = 0.6 * u + Math.max(0, more) / 2 + 'px';
		});
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
		parts.pair(byId('qr-words'), main.qr_words, main.qr_words_box, MOST.words * u, 1.4 * u, 0.72);
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

	function showPage(main, u, picture) {
		parts.pair(byId('page-title'), main.title, main.title_box, MOST.title * u, 1.8 * u, 0.7);
		parts.pair(byId('page-text'), main.text, main.text_box, MOST.text * u, 1.8 * u, 0.7);
		showPicture(main, picture);
		if (main.table) {
			showTable(main, u);
		}
		if (main.qr) {
			showCode(main, u);
		}
	}

	/* Shows what of the main panel belongs to a page; main: another thing stands there. */
	function begin(main) {
		var page = main.kind === 'page';
		show(byId('page-title'), page && main.title[0] !== '');
		show(byId('page-text'), page && main.text[0] !== '');
		show(byId('page-table'), page && main.table !== undefined);
		['qr', 'qr-words'].forEach(function (id) {
			show(byId(id), page && main.qr !== undefined);
		});
		show(byId('picture'), false);
		return page;
	}

	return {MOST: MOST, begin: begin, showPage: showPage, sized: sized, isThere: isThere};
}(hallText));
