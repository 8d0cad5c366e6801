/* SPDX-License-Identifier: Apache-2.0 */
/* Look-ups of procedures: how many, by month, place, hour and procedure, and how many searches found
 * nothing. Loaded when it is opened. */
import {el} from './dom.js';
import {chosenColumns, columnLabel} from './figures-columns.js';
import {numberText} from './figures-period.js';
import {barPlot} from './figures-plot.js';
import {tableBox} from './figures-table.js';
import {languages, t} from './strings.js';

const TILES = ['lookups', 'printed', 'searches', 'unanswered', 'unanswered_percent'];
const OF_PROCEDURES = ['lookups', 'printed']; /* a search is for none */
const PROCEDURES_SHOWN = 30;

function cellText(name, value) {
	if (value === null) {
		return '–';
	}
	return name === 'unanswered_percent' ? `${numberText(value, 2)}\u00a0%` : numberText(value);
}

function label(row) {
	switch (row.group) {
	case 'month':
		return `${row.key.slice(5)}/${row.key.slice(0, 4)}`;
	case 'place':
		return t(`figures.lookups.place.${row.key}`);
	default:
		return row.name || row.key;
	}
}

function heading(row) {
	const more = row.group === 'procedure' && el('small', {class: 'row-code'},
		row.name ? row.key : t('figures.lookups.gone'));
	return el('th', {scope: 'row', lang: row.name ? languages[0] : null}, label(row), more && ' ', more);
}

function table(report, group, rows) {
	const title = t(`figures.lookups.by.${group}`);
	const columns = chosenColumns(report).filter((name) =>
		group !== 'procedure' || OF_PROCEDURES.includes(name));
	return columns.length > 0 && rows.length > 0 && tableBox(title,
		el('table', {class: `by-${group}`}, el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, title),
			columns.map((name) => el('th', {scope: 'col'}, columnLabel(report, name))))),
		el('tbody', {}, rows.map((row) => el('tr', {}, heading(row),
			columns.map((name) => el('td', {}, cellText(name, row[name]))))))));
}

function plots(of) {
	const [months, hours] = [of('month'), of('hour')];
	const counts = t('figures.lookups.lookups');
	return el('div', {class: 'plots'},
		months.length > 1 && barPlot(t('figures.lookups.plot.month'), months.map((row) => ({
			label: label(row), values: [row.lookups, row.printed],
		})), [counts, t('figures.lookups.printed')]),
		hours.some((row) => row.lookups > 0) && barPlot(t('figures.lookups.plot.hour'), hours.map((row) => ({
			label: row.key, values: [row.lookups],
		})), [counts]));
}

function warning(text) {
	return el('p', {class: 'uneven', role: 'note'}, el('span', {'aria-hidden': 'true'}, '⚠ '), text);
}

/* What is not known, which is not 0. */
function notes(report) {
	const unknown = report.months - report.months_counted;
	const without = report.months_counted - report.months_with_searches;
	return [unknown > 0 && warning(t('figures.lookups.unknown', {n: unknown, all: report.months})),
		without > 0 && warning(t('figures.lookups.without', {n: without}))];
}

/* byService: one was chosen, which these figures do not know. */
export function lookupReport(report, byService) {
	const of = (group) => report.rows.filter((row) => row.group === group);
	const [total] = of('total');
	const procedures = of('procedure');
	const rest = procedures.length - PROCEDURES_SHOWN;
	const hint = el('p', {class: 'hint'}, t('figures.lookups.hint'),
		byService && ` ${t('figures.lookups.all_services')}`);
	if (report.months_counted === 0) {
		return el('div', {}, el('p', {class: 'nothing'}, t('figures.lookups.none')), hint);
	}
	return el('div', {}, notes(report),
		el('dl', {class: 'tiles'}, TILES.map((name) => el('div', {class: 'tile'},
			el('dt', {}, t(`figures.lookups.${name}`)), el('dd', {}, cellText(name, total[name]))))),
		plots(of), table(report, 'place', of('place')), report.months > 1 && table(report, 'month', of('month')),
		table(report, 'procedure', procedures.slice(0, PROCEDURES_SHOWN)),
		rest > 0 && el('p', {class: 'hint'}, t('figures.lookups.more', {n: rest})), hint);
}
