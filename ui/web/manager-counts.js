/* SPDX-License-Identifier: Apache-2.0 */
/* How many procedures are posted and how many are free online, counted by the hub, beside what the
 * centre says, which is edited here; each difference is named. */
import {el, fill} from './dom.js';
import {codesOf, codeText} from './procedure-words.js';
import {t} from './strings.js';

const SHOWN_MAX = 100;
const RECORDS_MAX = 10000;
const KINDS = ['not_posted', 'not_here', 'free_not_stated', 'free_not_here', 'free_unclear'];
const PLACE = ['catalogue'];

function table(counts) {
	const row = (key) => {
		const stated = counts[`${key}_stated`];
		const differs = stated !== null && stated !== counts[key];
		return el('tr', {}, el('th', {scope: 'row'}, t(`catalogue.${key}`)),
			el('td', {'data-label': t('catalogue.counted')}, el('b', {}, counts[key])),
			el('td', {'data-label': t('catalogue.stated'), class: differs ? 'm-bad' : null},
				stated === null ? t('catalogue.unstated') : stated));
	};
	return el('table', {class: 'm-table p-counts'}, el('thead', {}, el('tr', {}, el('td', {}),
		['counted', 'stated'].map((key) => el('th', {scope: 'col'}, t(`catalogue.${key}`))))),
	el('tbody', {}, row('posted'), row('free_online')));
}

function difference({key, name, unclear}) {
	return el('li', {}, el('code', {}, codeText(key)), ' ', name || t('catalogue.unknown'),
		unclear && el('span', {class: 'm-quiet'}, ` – ${t(`catalogue.unclear.${unclear}`)}`));
}

function differences(counts, kind) {
	const list = counts.differences.filter((one) => one.difference === kind);
	return list.length > 0 && el('details', {class: 'p-group', open: list.length <= 10},
		el('summary', {}, `${t(`catalogue.difference.${kind}`)} (${list.length})`),
		el('ul', {class: 'm-changes'}, list.slice(0, SHOWN_MAX).map(difference),
			list.length > SHOWN_MAX && el('li', {class: 'm-quiet'}, t('catalogue.and_more', {n: list.length - SHOWN_MAX}))));
}

/* stated: what the site says; undefined: nothing. */
function verdict(counts, stated) {
	const isStated = Object.keys(stated || {}).length > 0;
	if (counts.agrees) {
		return el('p', {class: isStated ? 'p-valid' : 'm-quiet'},
			t(isStated ? 'catalogue.agrees' : 'catalogue.nothing_stated'));
	}
	return el('p', {class: 'm-warning'}, t('catalogue.differs'),
		!counts.differences.length && ` ${t('catalogue.name_codes')}`);
}

export class CountsPart {
	constructor(page) {
		this.page = page;
		this.body = el('div', {});
		this.editor = el('details', {class: 'p-group', hidden: true}, el('summary', {}, t('catalogue.edit')));
		this.root = el('section', {class: 'm-part'}, el('h2', {}, t('catalogue.counts')),
			el('p', {class: 'm-quiet'}, t('catalogue.counts_text')), this.body, this.editor);
	}

	show(counts) {
		const {site} = this.page.store;
		fill(this.body, table(counts), verdict(counts, site && site.catalogue), KINDS.map((kind) => differences(counts, kind)));
	}

	/* fields: of the page's draft. Once, when the site is there: fields are not drawn anew while somebody types. */
	edit(fields) {
		const {draft} = this.page;
		const codes = (key) => {
			const path = PLACE.concat(key);
			const input = el('textarea', {rows: 4, spellcheck: 'false', autocomplete: 'off',
				oninput: () => draft.set(path, codesOf(input.value))});
			input.value = (draft.at(path) || []).join('\n');
			return fields.frame(path, t(`catalogue.${key}`), input, {hint: t('catalogue.codes_hint')});
		};
		const number = (key) => fields.number(PLACE.concat(key), t(`catalogue.${key}`), {min: 0, max: RECORDS_MAX});
		this.editor.hidden = false;
		this.editor.append(el('div', {class: 'm-row'}, number('posted'), number('free_online')),
			el('div', {class: 'm-row'}, codes('posted_codes'), codes('free_codes')));
	}
}
