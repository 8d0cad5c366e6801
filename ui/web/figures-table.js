/* SPDX-License-Identifier: Apache-2.0 */
/* A report as plots and a table. */
import {dayText} from './dates.js';
import {el, write} from './dom.js';
import {columnLabel} from './figures-columns.js';
import {barPlot} from './figures-plot.js';
import {durationText, numberText} from './figures-period.js';
import {nameOf, t} from './strings.js';

const DECIMALS = ['within_percent', 'rating_mean'];

function nameIn(list, match) {
	const found = (list || []).find(match);
	return found && found.name ? (typeof found.name === 'string' ? found.name : nameOf(found.name)) : '';
}

/* What a row is called; names: {site, staff}. */
export function keyText(by, key, names) {
	const site = names.site || {};
	switch (by) {
	case 'days':
		return dayText(key);
	case 'weeks':
		return t('figures.week', {n: Number(key.slice(6)), year: key.slice(0, 4)});
	case 'months':
		return `${key.slice(5)}/${key.slice(0, 4)}`;
	case 'hours':
		return t('figures.hour', {h: Number(key)});
	case 'services':
	case 'ratings':
		return nameIn(site.services, (one) => one.id === key) || key;
	case 'counters':
	case 'pauses':
		return nameIn(site.counters, (one) => one.number === Number(key)) || key;
	case 'lanes':
		return t(`lane.${key}`);
	case 'staff':
		return nameIn(names.staff, (one) => one.id === key) || key;
	default:
		return key;
	}
}

/* Under a bar there is little room. */
function shortText(by, key, names) {
	switch (by) {
	case 'days':
		return `${key.slice(8)}/${key.slice(5, 7)}`;
	case 'weeks':
		return key.slice(5);
	case 'hours':
		return key;
	case 'services':
	case 'ratings':
	case 'staff':
	case 'slips':
		return key;
	default:
		return keyText(by, key, names);
	}
}

export function cellText(name, value) {
	if (value === null || value === undefined) {
		return '–';
	}
	if (DECIMALS.includes(name)) {
		return numberText(value, 2);
	}
	return name.endsWith('_s') ? durationText(value) : numberText(value);
}

const minutes = (seconds) => seconds === null ? null : seconds / 60;

/* report.plots: which columns stand in a plot together. */
export function plots(report, names) {
	const rows = report.rows.slice(0, -1);
	return rows.length === 0 ? [] : report.plots.map(({name, columns, minutes: timed}) =>
		barPlot(t(`figures.plot.${name}`), rows.map((row) => ({
			label: shortText(report.by, row.key, names),
			values: columns.map((column) => timed ? minutes(row[column]) : row[column]),
		})), columns.map((column) => columnLabel(report, column))));
}

/* How many columns are not wholly seen: beside the box, or under the first one, which stays. */
function columnsOutside(box) {
	const [first, ...rest] = box.querySelectorAll('thead th');
	const {left, right} = box.getBoundingClientRect();
	const from = Math.max(left, first ? first.getBoundingClientRect().right : left);
	return rest.filter((head) => {
		const at = head.getBoundingClientRect();
		return at.right > right + 1 || at.left < from - 1;
	}).length;
}

/* A table that slides to the side where there is too little room for it, and says so then. */
export function tableBox(label, content) {
	const more = el('p', {class: 'hint more-beside', hidden: true});
	const box = el('div', {class: 'table-box', role: 'region', tabindex: '0', 'aria-label': label,
		onscroll: () => say()}, content);
	const say = () => {
		more.hidden = box.scrollWidth <= box.clientWidth;
		write(more, more.hidden ? '' : t('figures.beside', {n: columnsOutside(box)}));
	};
	if (window.ResizeObserver) {
		new ResizeObserver(say).observe(box);
	}
	return [more, box];
}

export function table(report, names, columns) {
	const head = el('tr', {}, el('th', {scope: 'col'}, t(`figures.by.${report.by}`)),
		columns.map((name) => el('th', {scope: 'col'}, columnLabel(report, name))));
	const line = (row, label) => el('tr', {
		class: row.portal_down_s > 0 && report.by !== 'hours' ? 'portal-down' : null,
	}, el('th', {scope: 'row'}, label),
	columns.map((name) => el('td', {}, cellText(name, row[name]))));
	const last = report.rows.length - 1;
	return tableBox(t('figures.table'), el('table', {}, el('thead', {}, head),
		el('tbody', {}, report.rows.slice(0, last).map((row) =>
			line(row, keyText(report.by, row.key, names)))),
		el('tfoot', {}, line(report.rows[last], t('figures.total')))));
}
