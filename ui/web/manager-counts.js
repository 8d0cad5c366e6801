/* SPDX-License-Identifier: Apache-2.0 */
/* How many procedures are posted and how many are free online, counted by the hub, beside what the
 * centre says; each difference is named. */
import {el, fill} from './dom.js';
import {codeText} from './procedure-words.js';
import {t} from './strings.js';

const SHOWN_MAX = 100;
const KINDS = ['not_posted', 'not_here', 'free_not_stated', 'free_not_here', 'free_unclear'];

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
	/* editor: where what the centre says is edited; null for those who may not. */
	constructor(page, editor) {
		this.page = page;
		this.body = el('div', {});
		this.root = el('section', {class: 'm-part'}, el('h2', {}, t('catalogue.counts')),
			el('p', {class: 'm-quiet'}, t('catalogue.counts_text')), this.body, editor);
	}

	show(counts) {
		const {site} = this.page.store;
		fill(this.body, table(counts), verdict(counts, site && site.catalogue), KINDS.map((kind) => differences(counts, kind)));
	}
}
