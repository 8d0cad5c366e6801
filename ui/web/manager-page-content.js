/* SPDX-License-Identifier: Apache-2.0 */
/* What a page of the notice board has besides words and a picture: a table, a link, begin and end.
 * A cell is a text for all languages, or texts by language. */
import {parseDay} from './dates.js';
import {clockInput, dayInput} from './day-input.js';
import {el, fill} from './dom.js';
import {TABLE_CELL, TABLE_COLUMNS, TABLE_HEADING, TABLE_ROWS} from './limits.js';
import {addWords, languageName, t} from './strings.js';
import words from './words-board_page.js';

addWords('board_page', words);

const DAY_END = '24:00';

function textOf(cell, language) {
	return typeof cell === 'string' ? cell : (cell || {})[language] || '';
}

/* The cell with another text in one of the languages. */
function changed(cell, text, language, first) {
	const texts = typeof cell === 'string' ? {[first]: cell} : {...cell};
	texts[language] = text;
	const others = Object.keys(texts).filter((one) => one !== first && texts[one]
		&& texts[one] !== texts[first]);
	if (others.length === 0 || !texts[first]) {
		return texts[first] || '';
	}
	return Object.fromEntries([first, ...others].map((one) => [one, texts[one]]));
}

/* What a spreadsheet puts on the clipboard, as rows of cells. */
export function cellsOf(text) {
	return text.replace(/\r/g, '').replace(/\n+$/, '').split('\n')
		.map((line) => line.split('\t').map((cell) => cell.replace(/^"(.*)"$/, '$1').trim()));
}

/* The editor of page.table; onchange() is called after each change. id begins the inputs' ids; path
 * is the table's in the site, and places is where its faults are shown. */
export class TableEditor {
	constructor(page, languages, id, {path, places, onchange}) {
		Object.assign(this, {page, languages, id, path, places, onchange, language: languages[0]});
		this.root = el('div', {class: 'm-page-table'});
		this.draw();
	}

	/* The heading is row −1. */
	row(i) {
		return i < 0 ? this.page.table.columns : this.page.table.rows[i];
	}

	cell(i, j) {
		const input = el('input', {type: 'text', lang: this.language,
			'aria-label': i < 0 ? t('board_page.heading', {column: j + 1})
				: t('board_page.cell', {row: i + 1, column: j + 1}),
			id: `${this.id}-${i}-${j}`,
			oninput: () => {
				this.row(i)[j] = changed(this.row(i)[j], input.value, this.language, this.languages[0]);
				this.onchange();
			},
			onpaste: (event) => this.paste(event, i, j)});
		input.value = textOf(this.row(i)[j], this.language);
		return this.placed(i < 0 ? ['columns', j] : ['rows', i, j], input, i < 0 ? TABLE_HEADING : TABLE_CELL);
	}

	/* An element with the place below it where its faults are said. */
	placed(path, element, max) {
		const wrong = el('span', {class: 'fault', hidden: true});
		this.places.tie(this.path.concat(path), element, wrong, max);
		return [element, wrong];
	}

	/* Cells of a spreadsheet go where the cursor is, and the table grows as far as it may. */
	paste(event, i, j) {
		const cells = cellsOf(event.clipboardData.getData('text/plain'));
		if (cells.length === 1 && cells[0].length === 1) {
			return;
		}
		event.preventDefault();
		const width = Math.min(TABLE_COLUMNS, j + Math.max(...cells.map((row) => row.length)));
		while (this.page.table.columns.length < width) {
			this.addColumn();
		}
		cells.forEach((row, y) => {
			if (i + y >= TABLE_ROWS) {
				return;
			}
			while (i + y >= this.page.table.rows.length) {
				this.addRow();
			}
			row.slice(0, TABLE_COLUMNS - j).forEach((text, x) => {
				const to = this.row(i + y);
				to[j + x] = changed(to[j + x], text, this.language, this.languages[0]);
			});
		});
		this.draw();
		this.onchange();
	}

	addColumn() {
		[this.page.table.columns, ...this.page.table.rows].forEach((row) => row.push(''));
	}

	addRow() {
		this.page.table.rows.push(this.page.table.columns.map(() => ''));
	}

	/* A button that changes the table. */
	button(text, change, attributes) {
		return el('button', {type: 'button', ...attributes, onclick: () => {
			change();
			this.draw();
			this.onchange();
		}}, text);
	}

	begin() {
		this.page.table = {columns: ['', ''], rows: [['', '']]};
	}

	draw() {
		const table = this.page.table;
		this.places.forget(this.path);
		if (!table) {
			fill(this.root, this.button(`+ ${t('board_page.table')}`, () => this.begin()));
			return;
		}
		const select = el('select', {'aria-label': t('board_page.language'), onchange: () => {
			this.language = select.value;
			this.draw();
		}}, this.languages.map((language) => el('option', {value: language}, languageName(language))));
		select.value = this.language;
		const column = (_, j) => el('td', {}, table.columns.length > 1 && this.button('×', () =>
			[table.columns, ...table.rows].forEach((row) => row.splice(j, 1)),
			{'aria-label': t('board_page.no_column', {n: j + 1})}));
		const line = (row, i) => el('tr', {}, row.map((_, j) => el('td', {}, this.cell(i, j))),
			el('td', {}, table.rows.length > 1 && this.button('×', () => table.rows.splice(i, 1),
				{'aria-label': t('board_page.no_row', {n: i + 1})})));
		fill(this.root, this.placed([], el('b', {tabindex: -1}, t('board_page.table'))), ' ', select,
			el('p', {class: 'm-quiet'}, t('board_page.paste')),
			el('table', {}, el('tr', {}, table.columns.map((_, j) => el('th', {}, this.cell(-1, j)))),
				table.rows.map(line), el('tr', {}, table.columns.map(column))),
			el('p', {class: 'm-actions'},
				this.button(`+ ${t('board_page.row')}`, () => this.addRow(),
					{disabled: table.rows.length >= TABLE_ROWS}),
				this.button(`+ ${t('board_page.column')}`, () => this.addColumn(),
					{disabled: table.columns.length >= TABLE_COLUMNS}),
				this.button(t('board_page.no_table'), () => delete this.page.table)));
	}
}

/* A day and, if wanted, a time of it: '2026-11-23' or '2026-11-23T08:00'. The end of a day is the
 * day alone; what is no day and no time goes to the hub as it is written, which says so. */
export function whenInputs(value, id, labels, onchange) {
	const when = {};
	[when.day, when.time] = (value || '').split('T');
	const change = () => onchange(when.day &&
		when.day + (when.time && when.time !== DAY_END ? `T${when.time}` : ''));
	const input = {
		day: dayInput(when.day, {id: `${id}-day`, oninput: () => {
			when.day = parseDay(input.day.value) || input.day.value.trim();
			change();
		}}),
		time: clockInput(when.time || '', (time) => {
			when.time = time;
			change();
		}, {id: `${id}-time`}, DAY_END),
	};
	return ['day', 'time'].map((name) => el('div', {class: 'm-field'},
		el('label', {for: `${id}-${name}`}, labels[name]), input[name]));
}
