/* SPDX-License-Identifier: Apache-2.0 */
/* One procedure as the catalogue has it, to be read: what does not hold any more says so before
 * anything else, and each fee stands with its exemptions. */
import {el} from './dom.js';
import {feeTexts, paperText, valueText} from './procedure-words.js';
import {t} from './strings.js';

const FACTS = ['code', 'sector', 'level', 'for_whom', 'deadline', 'state', 'replaced_by',
	'valid_from', 'valid_to', 'result', 'decision', 'decision_day', 'everyday', 'keywords', 'source',
	'checked_day'];

/* "Cần kiểm tra lại · 400 ngày trước" */
export function ageText({age, days}) {
	return t(`catalogue.age.${age}`) + (days === null ? '' : ` · ${t('catalogue.days', {n: days})}`);
}

function validity(procedure) {
	const {valid, age} = procedure;
	const text = valid ? t(age === 'old' ? 'catalogue.valid_old' : 'catalogue.valid')
		: t('catalogue.not_valid', {why: ageText(procedure)});
	return el('p', {class: valid && age !== 'old' ? 'p-valid' : 'm-warning'}, text);
}

function waysTable(ways) {
	const cell = (key, ...content) => el('td', {'data-label': t(`catalogue.${key}`)}, el('span', {}, content));
	const row = (way) => {
		const [fee, exemptions] = feeTexts(way);
		return el('tr', {}, el('th', {scope: 'row'}, t(`catalogue.channel.${way.channel}`)),
			cell('deadline', way.deadline || '–', way.note && el('small', {}, way.note)),
			cell('fee', fee, exemptions && el('small', {class: 'p-exempt'}, exemptions)));
	};
	return el('table', {class: 'm-table p-ways'}, el('thead', {}, el('tr', {},
		['channel', 'deadline', 'fee'].map((key) => el('th', {scope: 'col'}, t(`catalogue.${key}`))))),
	el('tbody', {}, ways.map(row)));
}

function listOf(tag, record, field, text) {
	const list = record[field] || [];
	return list.length > 0 && el('div', {}, el('h3', {}, t(`catalogue.field.${field}`)),
		el(tag, {class: 'p-list'}, list.map((one) => el('li', {}, text(one)))));
}

/* A link of the records is shown whole; only one to a web page can be followed. */
function linkOf(record) {
	return record.link && el('p', {}, el('b', {}, `${t('catalogue.field.link')}: `),
		/^https?:\/\//.test(record.link) ? el('a', {href: record.link, rel: 'noreferrer noopener', target: '_blank'},
			record.link) : record.link);
}

/* procedure: the API's; heading: the element that is read first. */
export function procedureBody(procedure, heading) {
	const {record} = procedure;
	return [heading, validity(procedure),
		el('dl', {class: 'p-facts'}, FACTS.filter((field) => record[field] !== undefined).map((field) =>
			el('div', {}, el('dt', {}, t(`catalogue.field.${field}`)),
				el('dd', {}, valueText(field, record[field]))))),
		el('h3', {}, t('catalogue.fees')),
		record.ways && record.ways.length > 0 ? waysTable(record.ways)
			: el('p', {class: 'm-quiet'}, t('catalogue.no_ways')),
		listOf('ul', record, 'papers', paperText), listOf('ol', record, 'steps', String),
		listOf('ul', record, 'legal', String), linkOf(record)];
}
