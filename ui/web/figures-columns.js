/* SPDX-License-Identifier: Apache-2.0 */
/* Which columns a report shows, as people choose them: on the screen, on paper and in files alike.
 * The choice is kept in this browser, by what is left out: a column that is new is there. */
import {el, fill} from './dom.js';
import {memory} from './memory.js';
import {t} from './strings.js';

/* What most people ask for; the rest is detail. */
const MAIN = ['issued', 'served', 'no_show', 'left', 'printed', 'failed', 'wait_median_s',
	'wait_p90_s', 'serve_median_s', 'within_percent', 'rated', 'rating_mean', 'sessions', 'open_s',
	'paused_s', 'portal_down_s', 'received', 'resolved', 'in_progress', 'online_percent',
	'in_time_percent', 'answered', 'overdue', 'ratio', 'points', 'own'];

const place = (by) => `columns-${by}`;

function leftOut(by) {
	return (memory.get(place(by)) || '').split(',');
}

export function allColumns(report) {
	return report.columns.map(({name}) => name);
}

export function columnLabel(report, name) {
	return report.columns.find((column) => column.name === name).label;
}

/* Never none: a choice of columns that this report has not any more is no choice. */
export function chosenColumns(report) {
	const all = allColumns(report);
	const chosen = all.filter((name) => !leftOut(report.by).includes(name));
	return chosen.length > 0 ? chosen : all;
}

/* For a file: "" all of them. A column of the page may be several of a file (files). */
export function columnsQuery(report) {
	const chosen = chosenColumns(report);
	return chosen.length === allColumns(report).length ? ''
		: chosen.map((name) => report.columns.find((column) => column.name === name).files || name).join(',');
}

/* The chooser; changed() after each change. report: {by, columns: [{name, label}]}. */
export function columnChooser(report, changed) {
	const all = allColumns(report);
	const boxes = all.map((name) => el('input', {type: 'checkbox', name,
		checked: chosenColumns(report).includes(name), onchange: (event) => take(event.target)}));
	const summary = el('summary', {});
	const say = () => fill(summary,
		t('figures.columns', {n: boxes.filter((box) => box.checked).length, all: all.length}));
	const take = (last) => {
		if (last && boxes.every((box) => !box.checked)) {
			last.checked = true;
		}
		memory.set(place(report.by),
			boxes.filter((box) => !box.checked).map((box) => box.name).join(','));
		say();
		changed();
	};
	const set = (names) => {
		boxes.forEach((box) => {
			box.checked = names.includes(box.name);
		});
		take();
	};
	const main = all.filter((name) => MAIN.includes(name));
	say();
	return el('details', {class: 'card columns'}, summary,
		el('div', {class: 'downloads'},
			el('button', {type: 'button', onclick: () => set(all)}, t('figures.columns_all')),
			main.length > 0 && main.length < all.length && el('button', {type: 'button',
				onclick: () => set(main)}, t('figures.columns_main'))),
		el('div', {class: 'column-list'}, all.map((name, i) =>
			el('label', {}, boxes[i], el('span', {}, columnLabel(report, name))))));
}
