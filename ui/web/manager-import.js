/* SPDX-License-Identifier: Apache-2.0 */
/* A list of procedures from a file: what it would change is shown first, and then all of it is
 * taken or nothing. */
import {post, ApiError, Away} from './api.js';
import {parseDay} from './dates.js';
import {dayInput} from './day-input.js';
import {el, fill, readText} from './dom.js';
import {NOTE, TEXT} from './limits.js';
import {say} from './notice.js';
import {changedTexts, codeText, countsText, cutPair, faultText} from './procedure-words.js';
import {errorText, t} from './strings.js';

const BYTES_MAX = 16 * 1024 * 1024; /* of the request, as the hub takes it */
const LONG_MS = 120000; /* the hub compares long lists */
const FAULTS_MAX = 20; /* the hub says the first ones */
const SHOWN_MAX = 100;
const CHANGES = ['ended', 'changed', 'new', 'confirmed'];
/* How the files of office programs begin, read as text: they are archives. */
const OFFICE = ['PK\u0003\u0004', '\uFFFD\uFFFD\u0011\uFFFD'];

/* What the page itself refuses: a key of the words. */
class Refusal extends Error {}

function failureKey(error, isTaking) {
	if (error instanceof Refusal) {
		return error.message;
	}
	if (error instanceof Away) {
		return isTaking ? 'catalogue.error.unsure' : 'catalogue.error.away';
	}
	if (error.status === 413) {
		return 'catalogue.error.too_large';
	}
	return error.status >= 500 && error.error !== 'storage' ? 'catalogue.error.server' : null;
}

/* One field of a changed record. */
function fieldChange(change) {
	const {field} = change;
	if (change.before === undefined && change.after === undefined) {
		return el('li', {}, el('b', {}, t(`catalogue.field.${field}`)), ' ',
			el('span', {class: 'm-quiet'}, t('catalogue.values_left_out')));
	}
	const [before, after] = cutPair(...changedTexts(field, change.before, change.after));
	return el('li', {}, el('b', {}, t(`catalogue.field.${field}`)), ' ', el('del', {}, before), ' → ',
		el('ins', {}, after));
}

function entry(change) {
	return el('li', {class: 'm-change'}, el('code', {}, codeText(change.key)), ' ', change.name,
		change.old_key && el('span', {class: 'm-quiet'}, ` (${t('catalogue.key_was', {key: codeText(change.old_key)})})`),
		change.fields && el('ul', {class: 'p-fields'}, change.fields.map(fieldChange)));
}

/* What stands in the file, or the field that is empty there. */
function shownText(one) {
	return one.doubt === 'emptied' ? t(`catalogue.field.${one.shown}`) : one.shown || '';
}

/* Where something stands in the file. */
function place(row) {
	return row ? t('catalogue.at_row', {row}) : t('catalogue.whole_file');
}

function doubt(one) {
	return el('li', {class: 'm-change'}, el('b', {}, place(one.row)), ' ',
		one.key && [el('code', {}, codeText(one.key)), ' '], t(`catalogue.doubt.${one.doubt}`, {shown: shownText(one)}));
}

function group(title, list, draw, ...text) {
	return list.length > 0 && el('details', {class: 'p-group', open: list.length <= 20},
		el('summary', {}, `${title} (${list.length})`), text,
		el('ul', {class: 'm-changes'}, list.slice(0, SHOWN_MAX).map(draw), list.length > SHOWN_MAX &&
			el('li', {class: 'm-quiet'}, t('catalogue.and_more', {n: list.length - SHOWN_MAX}))));
}

function faultRow(fault) {
	const cell = (key, text) => el('td', {'data-label': t(`catalogue.${key}`)}, el('span', {}, text));
	const column = [fault.column || '', fault.field || ''].filter(Boolean).join(' · ');
	return el('tr', {}, el('th', {scope: 'row'}, place(fault.row)), cell('column', column || '–'), cell('shown', fault.shown || '–'),
	cell('why', faultText(fault)));
}

export class ImportPart {
	/* onTaken(): the catalogue is another. */
	constructor(onTaken) {
		this.onTaken = onTaken;
		this.wish = null; /* what is looked at */
		const forget = () => this.forget();
		this.file = el('input', {type: 'file', id: 'p-file', onchange: forget,
			accept: '.csv,.tsv,.txt,.json,text/csv,text/plain,application/json'});
		this.source = el('input', {type: 'text', id: 'p-source', autocomplete: 'off', oninput: forget,
			'aria-describedby': 'p-source-hint'});
		this.day = dayInput('', {id: 'p-day', oninput: forget, 'aria-describedby': 'p-day-hint'});
		this.whole = el('input', {type: 'checkbox', id: 'p-whole', onchange: forget});
		this.look = el('button', {type: 'submit', class: 'lead'}, t('catalogue.preview'));
		this.said = el('p', {class: 'm-quiet', role: 'status'});
		this.wrong = el('p', {class: 'm-warning', role: 'alert'});
		this.result = el('div', {class: 'm-preview'});
		const field = (input, key, hint) => el('div', {class: 'm-field'},
			el('label', {for: input.id}, t(`catalogue.${key}`)), input,
			hint && el('span', {class: 'm-hint', id: `${input.id}-hint`}, t(`catalogue.${hint}`)));
		this.root = el('section', {class: 'm-part'}, el('h2', {}, t('catalogue.import')),
			el('p', {class: 'm-quiet'}, t('catalogue.import_text'), ' ', t('catalogue.import_office')),
			el('form', {novalidate: true, onsubmit: (event) => {
				event.preventDefault();
				this.preview();
			}}, field(this.file, 'file'),
			el('div', {class: 'm-row'}, field(this.source, 'source', 'source_hint'),
				field(this.day, 'checked', 'checked_hint')),
			el('label', {class: 'm-tick'}, this.whole, ' ', t('catalogue.whole')),
			el('p', {class: 'm-actions'}, this.look)), this.said, this.wrong, this.result);
	}

	/* What was looked at is not what stands in the form any more. */
	forget() {
		this.wish = null;
		fill(this.wrong);
		fill(this.result);
	}

	async read() {
		const file = this.file.files[0];
		const day = this.day.value.trim();
		if (!file) {
			throw new Refusal('catalogue.error.choose');
		}
		if (day && !parseDay(day)) {
			throw new Refusal('catalogue.error.day');
		}
		if (Array.from(this.source.value.trim()).length > TEXT) {
			this.source.focus();
			throw new Refusal('catalogue.error.source');
		}
		let text;
		try {
			text = await readText(file, BYTES_MAX);
		} catch (error) {
			throw new Refusal(error instanceof RangeError ? 'catalogue.error.too_large' : 'catalogue.error.unread');
		}
		if (OFFICE.some((start) => text.startsWith(start))) {
			throw new Refusal('catalogue.error.office');
		}
		const wish = {file: Array.from(file.name).slice(0, NOTE).join(''), text: text.replace(/\0/g, '\uFFFD'),
			source: this.source.value.trim(), whole: this.whole.checked};
		if (day) {
			wish.checked_day = parseDay(day);
		}
		if (new Blob([JSON.stringify(wish)]).size > BYTES_MAX - 1000) {
			throw new Refusal('catalogue.error.too_large');
		}
		return wish;
	}

	/* One request at a time; what it fails with is said. */
	async attempt(key, isTaking, act) {
		fill(this.wrong);
		fill(this.said, t(key));
		this.root.querySelectorAll('button').forEach((one) => { one.disabled = true; });
		try {
			await act();
		} catch (error) {
			this.fail(error, isTaking);
		}
		fill(this.said);
		this.root.querySelectorAll('button').forEach((one) => { one.disabled = false; });
	}

	fail(error, isTaking) {
		if (error instanceof ApiError && error.faults.length > 0) {
			this.showFaults(error.faults);
			return;
		}
		const known = failureKey(error, isTaking);
		fill(this.wrong, known ? t(known) : errorText(error));
		if (!isTaking) {
			fill(this.result);
		}
	}

	preview() {
		this.forget();
		return this.attempt('catalogue.previewing', false, async () => this.compare(await this.read()));
	}

	async compare(wish) {
		const seen = await post('/procedures/import', wish, LONG_MS);
		this.wish = Object.assign({}, wish, {digest: seen.digest, catalogue: seen.catalogue});
		this.show(seen);
	}

	take() {
		return this.attempt('catalogue.taking', true, async () => {
			try {
				const {summary} = await post('/procedures/import', this.wish, LONG_MS);
				this.file.value = '';
				this.forget();
				say(t('catalogue.taken', {counts: countsText(summary)}));
				this.file.focus();
				this.onTaken();
			} catch (error) {
				if (error.status !== 412) {
					throw error;
				}
				const {digest, catalogue, ...wish} = this.wish;
				await this.compare(wish);
				fill(this.wrong, t('catalogue.error.changed'));
			}
		});
	}

	drop() {
		this.forget();
		say(t('catalogue.dropped'));
		this.look.focus();
	}

	/* It is read from its heading on. */
	display(title, ...content) {
		const heading = el('h3', {tabindex: -1}, title);
		fill(this.result, heading, content);
		heading.focus();
	}

	show({records, counts, changes, doubts}) {
		const count = (key, n) => n > 0 && el('span', {class: 'm-pill p-count'}, el('b', {}, n), ' ', t(key));
		this.display(t('catalogue.preview_title', {file: this.wish.file, n: records}),
			el('p', {class: 'm-pills'}, CHANGES.concat('same').map((name) =>
				count(`catalogue.change.${name}`, counts[name])), count('catalogue.suspicious', doubts.length)),
			changes.length === 0 && el('p', {}, t('catalogue.preview_same')),
			CHANGES.map((name) => group(t(`catalogue.change.${name}`),
				changes.filter((change) => change.change === name), entry)),
			group(t('catalogue.suspicious'), doubts, doubt, el('p', {class: 'm-quiet'}, t('catalogue.suspicious_text'))),
			el('p', {class: 'm-actions'}, changes.length > 0 && el('button', {type: 'button', class: 'lead',
				onclick: () => this.take()}, t('catalogue.take')),
			el('button', {type: 'button', onclick: () => this.drop()}, t('catalogue.drop'))));
	}

	showFaults(faults) {
		this.display(t('catalogue.faults'),
			faults.length >= FAULTS_MAX && el('p', {class: 'm-quiet'}, t('catalogue.faults_first', {n: faults.length})),
			el('table', {class: 'm-table p-faults'}, el('thead', {}, el('tr', {}, ['row', 'column', 'shown', 'why'].map((key) =>
				el('th', {scope: 'col'}, t(`catalogue.${key}`))))), el('tbody', {}, faults.map(faultRow))));
	}
}
