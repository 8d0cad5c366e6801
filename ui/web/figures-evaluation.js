/* SPDX-License-Identifier: Apache-2.0 */
/* The national evaluation's figures of a period beside the centre's own, what does not agree, and
 * how a file with them is looked at and taken. Loaded when it is opened. */
import {del, get, post} from './api.js';
import {dayText, parseDay} from './dates.js';
import {dayInput} from './day-input.js';
import {el, fill} from './dom.js';
import {chosenColumns, columnChooser, columnLabel} from './figures-columns.js';
import {downloads, printButton} from './figures-downloads.js';
import {faultText, fileFailure, fileText} from './figures-file.js';
import {numberText} from './figures-period.js';
import {tableBox} from './figures-table.js';
import {getLanguage, t} from './strings.js';

const OWN = ['online', 'offline', 'early', 'in_time', 'late', 'overdue', 'posted', 'complete', 'fresh',
	'free_online', 'complaints_answered', 'complaints_in_time', 'satisfied', 'waited', 'found'];

/* "97.60" as people write it, with the decimals that were printed. */
function decimalText(text) {
	return numberText(Number(text), (text.split('.')[1] || '').length);
}

function valueText(value) {
	return typeof value === 'string' ? decimalText(value) : numberText(value);
}

function periodText(period) {
	const [year, part] = period.split('-');
	if (!part) {
		return t('figures.evaluation.year', {year});
	}
	return part[0] === 'Q' ? t('figures.evaluation.quarter', {n: part.slice(1), year})
		: t('figures.evaluation.month', {n: Number(part), year});
}

function cell(value, unit) {
	return value === null ? el('td', {class: 'missing'}, t('figures.evaluation.missing'))
		: el('td', {}, valueText(value), unit || '');
}

function doubtLine(doubt, row) {
	const known = (value) => value === null ? '' : valueText(value);
	return el('p', {class: 'doubt'}, el('span', {'aria-hidden': 'true'}, '⚠ '),
		t(`figures.evaluation.doubt.${doubt.doubt}`, {
			what: t(`figures.evaluation.${doubt.number}`), stated: known(doubt.stated),
			computed: known(doubt.computed), n: doubt.missing,
			numerator: known(row.numerator), denominator: known(row.denominator),
		}));
}

/* The days that a figure covers, or the one on which it was so. */
function daysText({from, to}) {
	return t(from === to ? 'figures.own.as_of' : 'figures.own.days', {from: dayText(from), to: dayText(to)});
}

function ownCell(row) {
	if (!row.own) {
		return el('td', {class: 'beside'}, '–');
	}
	return el('td', {class: 'beside own'}, el('b', {}, t(`figures.own.${row.own}`)),
		row.centre_missing && el('p', {class: 'missing'}, t(`figures.own.missing.${row.centre_missing}`)),
		row.centre.map((one) => el('p', {}, `${decimalText(one.ratio)}\u00a0% (${
			numberText(one.numerator)}/${numberText(one.denominator)})`,
		el('small', {}, `${t(`figures.own.source.${one.source}`)}, ${daysText(one)}`))));
}

function rowName(row) {
	return row.kind === 'total' ? t('figures.total') : row.name || row.group;
}

/* What a file has in more columns than the page. */
const FILES = {own: ['own', 'import', 'clerk', 'finish', 'recorded_numerator', 'recorded_denominator',
	'recorded', 'recorded_from', 'recorded_to'].join(',')};
const NUMBERS = ['numerator', 'denominator', 'ratio', 'points', 'points_max'];
const COLUMNS = NUMBERS.concat('ratio_computed', 'own', 'doubts');

/* The report, by the page's columns. */
function pageColumns(report) {
	return {by: report.by, columns: COLUMNS.map((name) =>
		({name, label: columnLabel(report, name), files: FILES[name]}))};
}

function numberCell(name, row) {
	return name === 'ratio_computed' && row[name] === null ? el('td', {}, '–')
		: cell(row[name], name.startsWith('ratio') ? '\u00a0%' : '');
}

/* own(row, i): the cell of the centre's own figure. Doubts stand below what they are of. page: what
 * its columns are called; none: as in a file that is looked at. */
function evaluationTable(rows, own, columns, page) {
	const headText = (name) => page && name !== 'name' ? columnLabel(page, name)
		: t(`figures.evaluation.${name}`);
	const beside = columns.filter((name) => name !== 'doubts');
	const heads = ['name'].concat(beside);
	const line = (row, i) => el('tr', {class: `e-${row.kind}`},
		el('th', {scope: 'row'}, rowName(row), columns.includes('doubts') &&
			row.doubts.map((doubt) => doubtLine(doubt, row))),
		beside.map((name) => name === 'own' ? own(row, i) : numberCell(name, row)));
	/* A file may name the group in each row, and have no row of the group itself. */
	const group = (row, i) => row.kind === 'item' && row.group &&
		row.group !== (rows[i - 1] || {}).group && el('tr', {class: 'e-group'},
		el('th', {scope: 'row'}, row.group), heads.slice(1).map(() => el('td')));
	return tableBox(t('figures.table'), el('table', {class: 'evaluation'},
		el('thead', {}, el('tr', {}, heads.map((name) =>
			el('th', {scope: 'col', class: name === 'own' ? 'beside' : null}, headText(name))))),
		el('tbody', {}, rows.map((row, i) => [group(row, i), line(row, i)]))));
}

function head(one) {
	return el('p', {class: 'hint'}, t('figures.evaluation.head', {
		from: dayText(one.from), to: dayText(one.to), source: one.source,
		day: dayText(one.taken_day),
	}));
}

/* ---- import ---- */

function faultReason(name) {
	return t(`figures.evaluation.fault.${name}`);
}

function failure(error) {
	if (error.status === 412) {
		return t('figures.evaluation.changed');
	}
	return error.error === 'limit_reached' ? t('figures.evaluation.no_room')
		: fileFailure(error, faultReason);
}

async function carryOut(said, deed) {
	fill(said);
	said.className = 'told';
	try {
		await deed();
	} catch (error) {
		said.className = 'told wrong-text';
		fill(said, failure(error));
	}
}

function ownChoice(row) {
	if (row.kind === 'total') {
		return el('td', {class: 'beside'}, '–');
	}
	return el('td', {class: 'beside'}, el('select', {'aria-label': t('figures.evaluation.own_of', {name: rowName(row)})},
		el('option', {value: ''}, t('figures.evaluation.no_figure')),
		OWN.map((name) => el('option', {value: name, selected: row.own === name},
			t(`figures.own.${name}`)))));
}

/* What a file says, before it is taken. */
function previewBox(seen, body, said, look) {
	const box = el('section', {class: 'card', 'aria-labelledby': 'e-preview'});
	const take = () => carryOut(said, async () => {
		const own = seen.rows.map((row, i) => {
			const select = box.querySelectorAll('tbody tr')[i].querySelector('select');
			return (select && select.value) || null;
		});
		await post('/evaluations/import', Object.assign({digest: seen.digest, own}, body));
		await look(seen.period);
	});
	return fill(box, el('h2', {id: 'e-preview'}, t('figures.evaluation.preview',
		{period: periodText(seen.period)})), head(seen),
	seen.replaces && el('p', {class: 'uneven'}, t('figures.evaluation.replaces')),
	seen.left_out.length > 0 && el('p', {class: 'uneven'},
		t('figures.evaluation.left_out', {names: seen.left_out.join(', ')})),
	seen.own_from_before.length > 0 && el('p', {class: 'hint'}, t('figures.evaluation.own_before')),
	evaluationTable(seen.rows, ownChoice, NUMBERS.concat('own', 'doubts')),
	el('p', {class: 'downloads'},
		el('button', {type: 'button', class: 'lead', onclick: take}, t('figures.evaluation.take')),
		el('button', {type: 'button', onclick: () => box.remove()}, t('figures.evaluation.drop'))));
}

function importForm(today, look) {
	const said = el('div', {class: 'told', role: 'status'});
	const preview = el('div', {});
	const file = el('input', {
		type: 'file', accept: '.csv,.tsv,.txt,.json,text/csv,text/plain', required: true,
	});
	const typedField = (name, more) => el('label', {class: 'field'},
		el('span', {}, t(`figures.evaluation.${name}`)), el('input', Object.assign({name}, more)));
	const form = el('form', {
		class: 'card',
		onsubmit: (event) => {
			event.preventDefault();
			fill(preview);
			return carryOut(said, async () => {
				const given = new FormData(form);
				const body = {
					text: await fileText(file),
					period: given.get('period').trim(), source: given.get('source').trim(),
					taken_day: given.get('taken_day') ? parseDay(given.get('taken_day')) : '',
				};
				const seen = await post('/evaluations/import', body);
				fill(preview, previewBox(seen, body, said, look));
			});
		},
	},
	el('h2', {}, t('figures.evaluation.import')),
	el('p', {class: 'hint'}, t('figures.evaluation.import_hint')),
	el('div', {class: 'fields'},
		el('label', {class: 'field'}, el('span', {}, t('figures.dossiers.file')), file),
		typedField('period', {type: 'text', maxlength: 7, placeholder: '2026-Q3', autocomplete: 'off'}),
		typedField('source', {type: 'text', maxlength: 160, autocomplete: 'off'}),
		el('label', {class: 'field'}, el('span', {}, t('figures.evaluation.taken_day')),
			dayInput('', {name: 'taken_day'}, today)),
		el('button', {type: 'submit', class: 'lead'}, t('figures.evaluation.look'))), said);
	return el('div', {}, form, preview);
}

/* ---- the part ---- */

function removal(period, look) {
	const said = el('span', {class: 'told', role: 'status'});
	const remove = () => carryOut(said, async () => {
		await del(`/evaluations/${period}`);
		await look('');
	});
	return el('details', {class: 'card'}, el('summary', {}, t('figures.evaluation.remove')),
		el('p', {class: 'hint'}, t('figures.evaluation.remove_text')),
		el('button', {type: 'button', onclick: remove}, t('figures.evaluation.remove_this',
			{period: periodText(period)})), said);
}

function unreadable({faults}) {
	return el('div', {class: 'told wrong-text', role: 'alert'}, t('figures.evaluation.unreadable'),
		el('ul', {}, faults.map((fault) => el('li', {}, faultText(fault, faultReason)))));
}

function shown(report) {
	const page = pageColumns(report);
	const body = el('div', {});
	const show = () => fill(body, evaluationTable(report.rows, ownCell, chosenColumns(page), page),
		downloads(page, {name: `layso-evaluation-${report.period}`, query: {period: report.period},
			more: printButton()}));
	show();
	return el('div', {}, head(report),
		report.partial > 0 && el('p', {class: 'uneven'}, t('figures.dossiers.partial', {n: report.partial})),
		columnChooser(page, show), body,
		el('p', {class: 'hint'}, t('figures.evaluation.rounding')));
}

/* What is kept and cannot be read is {period, faults}. */
async function readReport(period) {
	try {
		return await get(`/reports/evaluation?period=${period}&language=${getLanguage()}`);
	} catch (error) {
		if (error.error !== 'unreadable') {
			throw error;
		}
		return {period, faults: error.faults};
	}
}

/* All of it; period: which one is looked at, or the newest; look(period) draws anew. */
export async function evaluationPart({me, today, period, look}) {
	const {evaluations} = await get('/evaluations');
	const chosen = evaluations.find((one) => one.period === period) || evaluations[0];
	const report = chosen && await readReport(chosen.period);
	const admin = me.role === 'admin';
	return el('div', {class: 'evaluation-part'},
		chosen ? el('label', {class: 'field'}, el('span', {}, t('figures.evaluation.period'), ' '),
			el('select', {onchange: (event) => look(event.target.value)},
				evaluations.map((one) => el('option', {
					value: one.period, selected: one === chosen,
				}, periodText(one.period)))))
			: el('p', {class: 'nothing'}, t(admin ? 'figures.evaluation.none'
				: 'figures.evaluation.none_to_read')),
		report && (report.faults ? unreadable(report) : shown(report)),
		report && admin && removal(report.period, look), admin && importForm(today, look));
}
