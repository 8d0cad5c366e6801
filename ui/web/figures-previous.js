/* SPDX-License-Identifier: Apache-2.0 */
/* The period before beside this one: totals, of the columns that are chosen. What either does not
 * know has no difference, and no figures are not zeros. */
import {get} from './api.js';
import {dayText} from './dates.js';
import {el, fill} from './dom.js';
import {chosenColumns, columnLabel} from './figures-columns.js';
import {dayCount} from './figures-period.js';
import {cellText, tableBox} from './figures-table.js';
import {errorText, t} from './strings.js';

const total = (report) => report.rows[report.rows.length - 1];

function differenceText(name, now, before) {
	if (typeof now !== 'number' || typeof before !== 'number') {
		return '–';
	}
	const difference = Math.round((now - before) * 100) / 100;
	const sign = difference > 0 ? '+' : difference < 0 ? '−' : '';
	return sign + cellText(name, Math.abs(difference));
}

function comparison(report, before) {
	const [now, then] = [total(report), total(before)];
	const [days, daysBefore] = [dayCount(report.from, report.to), dayCount(before.from, before.to)];
	if (!then.issued && !then.sessions && before.rows.length === 1) {
		return el('p', {class: 'nothing'}, t('figures.previous_none'));
	}
	return [days !== daysBefore && el('p', {class: 'uneven'}, el('span', {'aria-hidden': 'true'}, '⚠ '),
		t('figures.previous_days', {n: days, before: daysBefore})),
	tableBox(t('figures.previous'), el('table', {},
		el('thead', {}, el('tr', {}, ['total', 'this_period', 'previous_period', 'difference'].map((word) =>
			el('th', {scope: 'col'}, t(`figures.${word}`))))),
		el('tbody', {}, chosenColumns(report).map((name) => el('tr', {},
			el('th', {scope: 'row'}, columnLabel(report, name)),
			el('td', {}, cellText(name, now[name])), el('td', {}, cellText(name, then[name])),
			el('td', {}, differenceText(name, now[name], then[name])))))))];
}

/* Filled when it is opened; service: "" all. */
export function previousPart(report, service) {
	const body = el('div', {'aria-live': 'polite'});
	const {from, to} = report.previous;
	const show = async () => {
		try {
			const query = `from=${from}&to=${to}${service && `&service=${encodeURIComponent(service)}`}`;
			fill(body, comparison(report, await get(`/reports/${report.by}?${query}`)));
		} catch (error) {
			fill(body, el('p', {class: 'wrong-text', role: 'alert'}, errorText(error)));
		}
	};
	return el('details', {class: 'card previous', ontoggle: (event) => event.target.open && show()},
		el('summary', {}, `${t('figures.previous')}: ${dayText(from)} – ${dayText(to)}`), body);
}
