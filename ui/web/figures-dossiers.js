/* SPDX-License-Identifier: Apache-2.0 */
/* Dossiers: their counts with the shares of them, what does not add up, and how they are entered. */
import {del, get, makeId, post} from './api.js';
import {dayText, parseDay} from './dates.js';
import {dayInput} from './day-input.js';
import {el, fill} from './dom.js';
import {chosenColumns} from './figures-columns.js';
import {fileFailure, fileText} from './figures-file.js';
import {numberText} from './figures-period.js';
import {DOSSIERS} from './limits.js';
import {errorText, nameOf, t} from './strings.js';

const FLOWS = ['received', 'received_online', 'received_counter', 'received_post',
	'received_offline', 'resolved', 'resolved_early', 'resolved_on_time', 'resolved_late'];
const LEVELS = ['carried_over', 'in_progress', 'in_progress_in_time', 'in_progress_overdue'];
const ENTERED = ['received_online', 'received_counter', 'received_post', 'resolved_early',
	'resolved_on_time', 'resolved_late', 'in_progress_in_time', 'in_progress_overdue'];
const MAY_ENTER = ['supervisor', 'admin'];

function serviceText(site, id) {
	const service = ((site || {}).services || []).find((one) => one.id === id);
	return service ? nameOf(service.name) : id || t('figures.all_services');
}

function warningText(warning) {
	return t('figures.dossiers.warning', {
		what: t(`figures.dossiers.${warning.what}`), stated: numberText(warning.stated),
		parts: numberText(warning.parts), difference: numberText(warning.difference),
	});
}

/* The figure of a column of tables: shares stand apart, and what is not explained is a warning. */
function valueOf(row, name) {
	const [, part, end] = /^(.*)_(percent|unexplained)$/.exec(name) || [null, name, ''];
	if (end === 'percent') {
		return row.percent[part];
	}
	const warning = end && row.warnings.find(({what}) => what === part);
	return end ? warning && warning.difference : row[part];
}

function twoColumns(title, value, lines) {
	return lines.length > 0 && el('table', {class: 'counts'},
		el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, title),
			el('th', {scope: 'col'}, value))),
		el('tbody', {}, lines.map(([name, text]) => el('tr', {},
			el('th', {scope: 'row'}, name), el('td', {}, text)))));
}

function sourceCard(report, row, site) {
	const chosen = chosenColumns(report);
	const name = row.total ? t('figures.dossiers.total') : serviceText(site, row.service);
	const known = (kind) => report.columns.filter(({name: column, kind: its}) => its === kind &&
		chosen.includes(column) && typeof valueOf(row, column) === 'number');
	return el('section', {class: 'card dossier'},
		el('h2', {}, `${t(`figures.dossiers.source.${row.key}`)} · ${name}`),
		row.warnings.map((warning) => el('p', {class: 'uneven', role: 'note'},
			el('span', {'aria-hidden': 'true'}, '⚠ '), warningText(warning))),
		el('div', {class: 'counts-line'},
			twoColumns(t('figures.dossiers.what'), t('figures.dossiers.counts'),
				known('count').map(({name: column, label}) => [label, numberText(valueOf(row, column))])),
			twoColumns(t('figures.dossiers.what'), t('figures.dossiers.percent'),
				known('decimal').map(({name: column, label}) =>
					[label, `${numberText(valueOf(row, column), 2)} %`]))));
}

export function dossierReport(report, site) {
	return el('div', {},
		report.rows.length === 0 && el('p', {class: 'nothing'}, t('figures.dossiers.none')),
		report.partial > 0 && el('p', {class: 'uneven'},
			t('figures.dossiers.partial', {n: report.partial})),
		report.rows.map((row) => sourceCard(report, row, site)),
		report.rows.length > 0 && el('p', {class: 'hint'}, t('figures.dossiers.rounding')));
}

/* What the hub refuses beyond the table's own faults, by what it says to developers. */
const REFUSED = [
	[/day to come/, 'figures.fault.future'],
	[/overlap with import/, 'figures.fault.overlap_import'],
	[/overlap with an entry above/, 'figures.fault.overlap'],
];

/* The same of one entry; null: none of these. */
function entryFault(error) {
	const known = REFUSED.find(([pattern]) => pattern.test(error.message || ''));
	return known ? t(known[1]) : null;
}

/* Runs what changes counts; says in said how it went (explain(error): in other words than the hub's,
 * or null), and then asks for the report anew. */
async function carryOut(said, deed, done, after, explain) {
	try {
		fill(said, done(await deed()));
		said.className = 'told';
		await after();
	} catch (error) {
		said.className = 'told wrong-text';
		fill(said, (explain || entryFault)(error) || errorText(error));
	}
}

function dayForm(site, today, after) {
	const said = el('p', {class: 'told', role: 'status'});
	const form = el('form', {
		class: 'card',
		onsubmit: (event) => {
			event.preventDefault();
			const given = new FormData(form);
			const body = {day: parseDay(given.get('day')), idempotency_key: makeId()};
			if (given.get('service')) {
				body.service = given.get('service');
			}
			ENTERED.filter((key) => given.get(key) !== '').forEach((key) => {
				body[key] = Number(given.get(key));
			});
			return carryOut(said, () => post('/dossiers', body), () => {
				form.reset();
				return t('figures.dossiers.saved');
			}, after);
		},
	},
	el('h2', {}, t('figures.dossiers.add')),
	el('div', {class: 'fields'},
		el('label', {class: 'field'}, el('span', {}, t('figures.dossiers.day')),
			dayInput(today, {name: 'day', required: true}, today)),
		el('label', {class: 'field'}, el('span', {}, t('figures.service')),
			el('select', {name: 'service'},
				el('option', {value: ''}, t('figures.all_services')),
				((site || {}).services || []).map((service) =>
					el('option', {value: service.id}, nameOf(service.name))))),
		ENTERED.map((key) => el('label', {class: 'field'},
			el('span', {}, t(`figures.dossiers.${key}`)),
			el('input', {type: 'number', name: key, min: 0, max: DOSSIERS, inputmode: 'numeric'})))),
	el('button', {type: 'submit', class: 'lead'}, t('figures.dossiers.save')), said);
	return form;
}

/* What is wrong with a file, in words for people. */
function importFault(error) {
	const known = REFUSED.find(([pattern]) => pattern.test(error.message || ''));
	const row = /^row (\d+)/.exec(error.message || '');
	if (error instanceof SyntaxError) {
		return t('figures.fault.no_json');
	}
	return known && row ? `${t('figures.fault.row_at', {row: row[1]})}: ${t(known[1])}`
		: fileFailure(error, (name) => t(`figures.fault.${name}`));
}

function importForm(after) {
	const said = el('div', {class: 'told', role: 'status'});
	const file = el('input', {
		type: 'file', accept: '.csv,.tsv,.txt,.json,text/csv,text/plain', required: true,
	});
	const replace = el('input', {type: 'checkbox'});
	return el('form', {
		class: 'card',
		onsubmit: (event) => {
			event.preventDefault();
			return carryOut(said, async () => {
				const text = await fileText(file);
				const body = /\.json$/i.test(file.files[0].name) ? {entries: JSON.parse(text)}
					: {csv: text};
				return post('/dossiers/import', Object.assign(body, {replace: replace.checked}));
			}, (answer) => {
				file.value = '';
				return t('figures.dossiers.imported', {n: answer.entries});
			}, after, importFault);
		},
	},
	el('h2', {}, t('figures.dossiers.import')),
	el('p', {class: 'hint'}, t('figures.dossiers.import_hint')),
	el('label', {class: 'field'}, el('span', {}, t('figures.dossiers.file')), file),
	el('label', {class: 'tick'}, replace, ' ', t('figures.dossiers.replace')),
	el('button', {type: 'submit', class: 'lead'}, t('figures.dossiers.import')), said);
}

function entryLine(entry, site, after) {
	const said = el('span', {role: 'status'});
	const words = {
		from: dayText(entry.from), to: dayText(entry.to),
		source: t(`figures.dossiers.source.${entry.source}`),
	};
	const counts = FLOWS.concat(LEVELS).filter((key) => entry[key] !== undefined)
		.map((key) => `${t(`figures.dossiers.${key}`)}: ${numberText(entry[key])}`).join(', ');
	return el('li', {}, el('span', {}, el('b', {}, entry.from === entry.to ? words.from
		: `${words.from} – ${words.to}`), ` ${words.source}, ${serviceText(site, entry.service)}: ${
		counts}${entry.note ? ` (${entry.note})` : ''}`),
	el('button', {
		type: 'button', 'aria-label': t('figures.dossiers.remove_this', words),
		onclick: () => carryOut(said, () => del(`/dossiers/${entry.id}`), () => '', after),
	}, t('figures.dossiers.remove')), said);
}

/* The forms and the list of what was entered; null for who may only look. */
export async function dossierEntry({me, site, today, from, to, after}) {
	if (!MAY_ENTER.includes(me.role)) {
		return null;
	}
	const list = await get(`/dossiers?from=${from}&to=${to}`);
	return el('div', {class: 'entry'},
		el('div', {class: 'entry-forms'}, dayForm(site, today, after), importForm(after)),
		list.entries.length > 0 && el('section', {class: 'card', 'aria-labelledby': 'entered'},
			el('h2', {id: 'entered'}, t('figures.dossiers.entries')),
			el('ul', {class: 'entries'}, list.entries.map((entry) =>
				entryLine(entry, site, after)))));
}
