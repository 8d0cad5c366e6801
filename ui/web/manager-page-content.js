/* SPDX-License-Identifier: Apache-2.0 */
/* What a page of the notice board has besides words and a picture: a table, a link, begin and end.
 * A cell is a text for all languages, or texts by language. */
import {el, fill} from './dom.js';
import {addWords, languageName, t} from './strings.js';
import words from './words-board_page.js';

addWords('board_page', words);

const COLUMNS = 5;
const ROWS = 30;
const CELL = 60;
const HEADING = 40;

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

/* The editor of page.table; changed() is called after each change. id begins the inputs' ids. */
export class TableEditor {
	constructor(page, languages, id, onchange) {
		Object.assign(this, {page, languages, id, onchange, language: languages[0]});
		this.root = el('div', {class: 'm-page-table'});
		this.draw();
	}

	/* The heading is row −1. */
	row(i) {
		return i < 0 ? this.page.table.columns : this.page.table.rows[i];
	}

	cell(i, j) {
		const input = el('input', {type: 'text', maxlength: i < 0 ? HEADING : CELL, lang: this.language,
			'aria-label': i < 0 ? t('board_page.heading', {column: j + 1})
				: t('board_page.cell', {row: i + 1, column: j + 1}),
			id: `${this.id}-${i}-${j}`,
			oninput: () => {
				this.row(i)[j] = changed(this.row(i)[j], input.value, this.language, this.languages[0]);
				this.onchange();
			},
			onpaste: (event) => this.paste(event, i, j)});
		input.value = textOf(this.row(i)[j], this.language);
		return input;
	}

	/* Cells of a spreadsheet go where the cursor is, and the table grows as far as it may. */
	paste(event, i, j) {
		const cells = cellsOf(event.clipboardData.getData('text/plain'));
		if (cells.length === 1 && cells[0].length === 1) {
			return;
		}
		event.preventDefault();
		const width = Math.min(COLUMNS, j + Math.max(...cells.map((row) => row.length)));
		while (this.page.table.columns.length < width) {
			this.addColumn();
		}
		cells.forEach((row, y) => {
			if (i + y >= ROWS) {
				return;
			}
			while (i + y >= this.page.table.rows.length) {
				this.addRow();
			}
			row.slice(0, COLUMNS - j).forEach((text, x) => {
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
		fill(this.root, el('b', {}, t('board_page.table')), ' ', select,
			el('p', {class: 'm-quiet'}, t('board_page.paste')),
			el('table', {}, el('tr', {}, table.columns.map((_, j) => el('th', {}, this.cell(-1, j)))),
				table.rows.map(line), el('tr', {}, table.columns.map(column))),
			el('p', {class: 'm-actions'},
				this.button(`+ ${t('board_page.row')}`, () => this.addRow(),
					{disabled: table.rows.length >= ROWS}),
				this.button(`+ ${t('board_page.column')}`, () => this.addColumn(),
					{disabled: table.columns.length >= COLUMNS}),
				this.button(t('board_page.no_table'), () => delete this.page.table)));
	}
}

/* A day and, if wanted, a time of it: '2026-11-23' or '2026-11-23T08:00'. */
export function whenInputs(value, id, labels, onchange) {
	const [day, time] = (value || '').split('T');
	const input = {day: el('input', {type: 'date', id: `${id}-day`}),
		time: el('input', {type: 'time', id: `${id}-time`})};
	const change = () => onchange(input.day.value
		&& input.day.value + (input.time.value ? `T${input.time.value.slice(0, 5)}` : ''));
	input.day.value = day;
	input.time.value = time || '';
	return ['day', 'time'].map((name) => {
		input[name].addEventListener('input', change);
		return el('div', {class: 'm-field'}, el('label', {for: `${id}-${name}`}, labels[name]), input[name]);
	});
}
