/* SPDX-License-Identifier: Apache-2.0 */
/* A report as files: of the columns that were chosen, in the page's language. */
import {el} from './dom.js';
import {columnsQuery} from './figures-columns.js';
import {getLanguage, t} from './strings.js';

/* What only files for people have: the period before beside this one. */
const PEOPLE = {previous: true};

/* report: what by and columns are; name: of the file; query: {from, to, …}; previous: whether the
 * report can have the period before beside it; more: further buttons. */
export function downloads(report, {name, query, previous, more}) {
	const columns = columnsQuery(report);
	const link = (text, kind, ask) => el('a', {
		class: 'download', download: `${name}.${kind}`,
		href: `/api/v1/reports/${report.by}.${kind}?${new URLSearchParams(Object.assign({}, query, ask,
			{language: getLanguage()}, columns && {columns}))}`,
	}, t(text));
	const ask = previous ? PEOPLE : {};
	return el('p', {class: 'downloads'}, link('figures.pdf', 'pdf', ask),
		link('figures.xlsx', 'xlsx', ask),
		link('figures.csv_semicolon', 'csv', {separator: 'semicolon'}),
		link('figures.csv', 'csv', {separator: 'comma'}), more);
}

export function printButton() {
	return el('button', {type: 'button', onclick: () => window.print()}, t('figures.print'));
}
