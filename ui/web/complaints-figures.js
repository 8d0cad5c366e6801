/* SPDX-License-Identifier: Apache-2.0 */
/* Complaints in figures: those received in a year, and what became of them. The hub does the sums. */
import {get} from './api.js';
import {dayText} from './dates.js';
import {el, fill} from './dom.js';
import {addWords, errorText, getLanguage, t} from './strings.js';

const countText = (count) => count === null ? '–' : count;

function rowName(row, subjectText) {
	return row.group === 'total' ? t('complaints.figures.total')
		: row.group === 'channel' ? t(`complaints.channel.${row.key}`)
			: row.group === 'subject' ? subjectText(row.key) : row.key.split('-').reverse().join('/');
}

function table(report, subjectText, columns, label) {
	return el('div', {class: 'table-box', tabindex: '0', role: 'region',
		'aria-label': t('complaints.figures')}, el('table', {},
		el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, t('complaints.figures.what')),
			columns.map((name) => el('th', {scope: 'col'}, label(name))))),
		el('tbody', {}, report.rows.map((row) => el('tr', {},
			el('th', {scope: 'row'}, rowName(row, subjectText)),
			columns.map((name) => el('td', {}, countText(row[name]))))))));
}

async function showYear(body, year, subjectText) {
	const query = {from: `${year}-01-01`, to: `${year}-12-31`};
	try {
		const [report, columns, files, words] = await Promise.all([
			get(`/reports/complaints?${new URLSearchParams(Object.assign({language: getLanguage()}, query))}`),
			import('./figures-columns.js'), import('./figures-downloads.js'), import('./words-figures.js')]);
		addWords('figures', words.default);
		const shown = el('div', {});
		const show = () => fill(shown, table(report, subjectText, columns.chosenColumns(report),
			(name) => columns.columnLabel(report, name)),
		files.downloads(report, {name: `layso-complaints-${year}`, query}));
		show();
		fill(body, report.recorded_from
			? [el('p', {class: 'hint'}, t('complaints.figures.since', {day: dayText(report.recorded_from)})),
				columns.columnChooser(report, show), shown]
			: el('p', {class: 'nothing'}, t('complaints.figures.none')),
		report.undated > 0 && el('p', {class: 'uneven'}, t('complaints.figures.undated', {n: report.undated})),
		!report.agrees && el('p', {class: 'uneven'}, t('complaints.figures.differ')));
	} catch (error) {
		fill(body, el('p', {class: 'wrong-text', role: 'alert'}, errorText(error)));
	}
}

/* A part of the page that is filled when it is opened. */
export function figuresPart(subjectText) {
	const body = el('div', {'aria-live': 'polite'});
	const year = el('input', {type: 'number', min: 2000, max: 2099, required: true,
		value: new Date().getFullYear()});
	return el('details', {class: 'card', ontoggle: (event) => event.target.open &&
		showYear(body, year.value, subjectText)},
	el('summary', {}, t('complaints.figures')),
	el('form', {class: 'fields', onsubmit: (event) => {
		event.preventDefault();
		showYear(body, year.value, subjectText);
	}},
	el('label', {class: 'field'}, el('span', {}, t('complaints.figures.year')), year),
	el('button', {type: 'submit', class: 'lead'}, t('complaints.show'))), body);
}
