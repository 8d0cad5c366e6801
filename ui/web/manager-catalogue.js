/* SPDX-License-Identifier: Apache-2.0 */
/* What the centre itself says about its procedures: how many it posts, what people here call things,
 * where QR codes lead, and which sectors each service does. All of it is part of the site, and
 * edited in the page's draft. */
import {el, fill} from './dom.js';
import {LINK, RECORDS, SEARCH_RULES} from './limits.js';
import {Fields} from './manager-forms.js';
import {codesOf, fold} from './procedure-words.js';
import {languages, nameOf, t} from './strings.js';

const PLACE = ['catalogue'];
/* The second side of a rule that names no other words. */
const MARKS = {skip: '-', special: '!'};

/* "đẻ, mới sinh" as the site has it: "đẻ | mới sinh". */
export function wordingsOf(text) {
	return text.split(/[,;|\n]+/).map((one) => one.trim()).filter(Boolean).join(' | ');
}

function wordingsText(text) {
	return wordingsOf(text || '').replace(/ \| /g, ', ');
}

export function ruleKind({official, hint}) {
	const mark = Object.keys(MARKS).find((kind) => MARKS[kind] === official);
	return mark || (hint ? 'hint' : 'same');
}

/* A sector as it stands in links, for names that are not too long: "ho-tich". */
export function sectorId(name) {
	return fold(name).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

const MISSES_SHOWN = 30;

/* What people searched for and did not find. addRule(text): for those who may make a rule of it. */
export class MissesPart {
	constructor(addRule) {
		this.addRule = addRule;
		this.body = el('div', {});
		this.root = el('section', {class: 'm-part', hidden: true}, el('h2', {}, t('catalogue.misses')),
			el('p', {class: 'm-quiet'}, t('catalogue.misses_text')), this.body);
	}

	show(misses) {
		const rest = misses.length - MISSES_SHOWN;
		this.root.hidden = misses.length === 0;
		fill(this.body, el('table', {class: 'm-table p-misses'}, el('thead', {}, el('tr', {},
			['asked', 'times'].map((key) => el('th', {scope: 'col'}, t(`catalogue.misses.${key}`))),
			this.addRule && el('td', {}))), el('tbody', {}, misses.slice(0, MISSES_SHOWN).map((miss) => this.row(miss)))),
		rest > 0 && el('p', {class: 'm-quiet'}, t('catalogue.misses.more', {n: rest})));
	}

	row({text, count}) {
		return el('tr', {}, el('th', {scope: 'row', lang: languages[0]}, text),
			el('td', {'data-label': t('catalogue.misses.times')}, count),
			this.addRule && el('td', {}, el('button', {type: 'button', class: 'small', onclick: () => this.addRule(text),
				'aria-label': `${t('catalogue.words.add')}: ${text}`}, t('catalogue.words.add'))));
	}
}

/* What visitors said is wrong. open(key) shows the procedure; seen(report): for those who may say that
 * somebody has looked. */
export class WrongPart {
	constructor(open, seen) {
		this.open = open;
		this.seen = seen;
		this.body = el('tbody', {});
		this.root = el('section', {class: 'm-part', hidden: true}, el('h2', {}, t('catalogue.wrong')),
			el('p', {class: 'm-quiet'}, t('catalogue.wrong_text')),
			el('table', {class: 'm-table p-wrong'}, el('thead', {}, el('tr', {},
				['procedure', 'times', 'month'].map((key) => el('th', {scope: 'col'}, t(`catalogue.wrong.${key}`))),
				this.seen && el('td', {}))), this.body));
	}

	show(wrong) {
		this.root.hidden = wrong.length === 0;
		fill(this.body, wrong.map((report) => this.row(report)));
	}

	row(report) {
		const {key, code, name, month, count} = report;
		return el('tr', {'data-key': key}, el('th', {scope: 'row'},
			name ? el('button', {type: 'button', class: 'p-open', lang: languages[0], onclick: () => this.open(key)}, name)
				: t('catalogue.wrong.gone'), el('small', {}, code || key)),
		el('td', {'data-label': t('catalogue.wrong.times')}, count),
		el('td', {'data-label': t('catalogue.wrong.month')}, `${month.slice(5)}/${month.slice(0, 4)}`),
		this.seen && el('td', {}, el('button', {type: 'button', class: 'small', onclick: () => this.seen(report),
			'aria-label': `${t('catalogue.wrong.seen')}: ${name || key}`}, t('catalogue.wrong.seen'))));
	}
}

export class CatalogueEditor {
	constructor(page) {
		this.page = page;
		this.fields = new Fields(page.draft);
		this.groups = []; /* {key, box}: key is what of the site is edited in it */
		this.sectors = [];
		this.procedures = [];
		this.stated = el('div', {});
		this.root = el('section', {class: 'm-part', hidden: true});
	}

	get draft() {
		return this.page.draft;
	}

	/* procedures: the catalogue's; sectors: their names. */
	know(procedures, sectors) {
		this.procedures = procedures;
		this.sectors = sectors;
		this.seen = null;
		this.update();
	}

	/* Drawn anew when the site or the catalogue is another, and while nobody types in it. */
	update() {
		const {draft} = this;
		if (!draft.site) {
			return;
		}
		const isTyped = [this.root, this.stated].some((one) => one.contains(document.activeElement));
		if (this.seen === null ? !isTyped || !this.drawn : this.seen !== draft.seq) {
			this.draw();
		}
		this.fields.showFaults();
		this.groups.forEach(({keys, box}) => {
			box.open = box.open || keys.some((key) => draft.faultsBelow(PLACE.concat(key)).length > 0);
		});
	}

	draw() {
		const open = this.groups.filter(({box}) => box.open).map(({name}) => name);
		this.seen = this.draft.seq;
		this.drawn = true;
		this.groups = [];
		this.fields.forget();
		fill(this.stated, this.group('stated', ['posted', 'free_online', 'posted_codes', 'free_codes'], open,
			this.statedBody()));
		fill(this.root, el('h2', {}, t('catalogue.own')), el('p', {class: 'm-quiet'}, t('catalogue.own_text')),
			this.group('words', ['words'], open, this.wordsBody()),
			this.group('sectors', ['sectors'], open, this.sectorsBody()),
			this.group('names', ['sector_names'], open, this.namesBody()),
			this.group('links', ['links'], open, this.linksBody()));
		this.root.hidden = false;
	}

	/* What comes or goes draws it anew; keep: finds what is focused then. */
	redraw(keep) {
		this.draw();
		this.fields.showFaults();
		const input = keep && this.root.querySelector(keep);
		if (input) {
			input.focus();
		}
	}

	group(name, keys, open, ...content) {
		const box = el('details', {class: 'p-group', id: `p-own-${name}`, open: open.includes(name)},
			el('summary', {}, t(`catalogue.own.${name}`)), el('p', {class: 'm-quiet'}, t(`catalogue.own.${name}_text`)),
			content);
		this.groups.push({name, keys, box});
		return box;
	}

	/* ---- how many are posted ---- */

	statedBody() {
		const {draft, fields} = this;
		const codes = (key) => {
			const path = PLACE.concat(key);
			const input = el('textarea', {rows: 4, spellcheck: 'false', autocomplete: 'off',
				oninput: () => draft.set(path, codesOf(input.value))});
			input.value = (draft.at(path) || []).join('\n');
			return fields.frame(path, t(`catalogue.${key}`), input, {hint: t('catalogue.codes_hint')});
		};
		const number = (key) => fields.number(PLACE.concat(key), t(`catalogue.${key}`), {min: 0, max: RECORDS});
		return [el('div', {class: 'm-row'}, number('posted'), number('free_online')),
			el('div', {class: 'm-row'}, codes('posted_codes'), codes('free_codes'))];
	}

	/* ---- what people here say ---- */

	wordings(path, key) {
		const at = path.concat(key);
		const input = el('input', {type: 'text', autocomplete: 'off', spellcheck: 'false',
			lang: languages[0], oninput: () => this.draft.set(at, wordingsOf(input.value))});
		input.value = wordingsText(this.draft.at(at));
		return this.fields.frame(at, t(`catalogue.words.${key}`), input, {wide: true});
	}

	kind(path, rule) {
		const select = el('select', {onchange: () => {
			const {everyday} = this.draft.at(path);
			const mark = MARKS[select.value];
			this.draft.set(path, Object.assign({everyday, official: mark || (MARKS[ruleKind(rule)] ? '' : rule.official)},
				select.value === 'hint' ? {hint: true} : {}));
			this.redraw(`#${select.id}`);
		}}, ['same', 'hint', 'skip', 'special'].map((kind) => el('option', {value: kind,
			selected: kind === ruleKind(rule)}, t(`catalogue.words.${kind}`))));
		const frame = this.fields.frame(path.concat('hint'), t('catalogue.words.kind'), select, {});
		select.id = `p-rule-${path[path.length - 1]}`;
		frame.querySelector('label').setAttribute('for', select.id);
		return frame;
	}

	rule(rule, at) {
		const path = PLACE.concat('words', at);
		return el('div', {class: 'm-row p-rule', role: 'group', 'aria-label': t('catalogue.words.n', {n: at + 1})},
			this.wordings(path, 'everyday'), this.kind(path, rule),
			!MARKS[ruleKind(rule)] && this.wordings(path, 'official'),
			this.remove(PLACE.concat('words'), at, t('catalogue.words.n', {n: at + 1})));
	}

	wordsBody() {
		const rules = this.draft.at(PLACE.concat('words')) || [];
		const body = el('div', {id: 'p-rules'}, rules.map((rule, at) => this.rule(rule, at)));
		return [this.listFault(PLACE.concat('words'), body), rules.length < SEARCH_RULES &&
			this.adder('words', '#p-rules > :last-child input', () => ({everyday: '', official: ''}))];
	}

	/* A rule for words that somebody searched for; it is the last one. */
	addRule(everyday) {
		const path = PLACE.concat('words');
		this.draft.set(path, (this.draft.at(path) || []).concat({everyday: wordingsOf(everyday), official: ''}));
		this.groups.find(({name}) => name === 'words').box.open = true;
		this.redraw('#p-rules > :last-child .m-field:nth-child(3) input');
	}

	/* ---- lists ---- */

	/* A place for what is wrong with a whole list. */
	listFault(path, body) {
		const wrong = el('p', {class: 'fault', hidden: true});
		this.fields.tie(path, body, wrong);
		return [body, wrong];
	}

	adder(key, keep, make) {
		const path = key === 'words' ? PLACE.concat('words') : PLACE.concat('links', 'own');
		return el('p', {}, el('button', {type: 'button', class: 'm-add', onclick: () => {
			this.draft.set(path, (this.draft.at(path) || []).concat(make()));
			this.redraw(keep);
		}}, `+ ${t(`catalogue.${key}.add`)}`));
	}

	remove(path, at, name) {
		return el('button', {type: 'button', class: 'm-remove', 'aria-label': `${t('manager_edit.list.remove')}: ${name}`,
			onclick: () => {
				const rest = this.draft.at(path).filter((_, i) => i !== at);
				this.draft.set(path, rest.length > 0 ? rest : undefined);
				this.redraw('.p-group[open] .m-add');
			}}, t('manager_edit.list.remove'));
	}

	/* ---- which sectors a service does ---- */

	sectorsBody() {
		const {site} = this.draft;
		const done = Object.values(this.draft.at(PLACE.concat('sectors')) || {}).reduce((all, one) => all.concat(one), []);
		const rest = this.sectors.filter((sector) => !done.some((one) => fold(one) === fold(sector)));
		return [rest.length > 0 && rest.length < this.sectors.length && el('p', {class: 'm-warning'},
			t('catalogue.sectors.rest', {list: rest.join(', ')})),
		this.sectors.length === 0 ? el('p', {class: 'm-quiet'}, t('catalogue.none'))
			: (site.services || []).map((service) => this.serviceSectors(service))];
	}

	serviceSectors(service) {
		const path = PLACE.concat('sectors', service.id);
		const own = this.draft.at(path) || [];
		const wrong = el('span', {class: 'fault', hidden: true});
		const all = this.sectors.concat(own.filter((one) => !this.sectors.includes(one)));
		const tick = (sector) => {
			const input = el('input', {type: 'checkbox', checked: own.includes(sector), onchange: () => {
				const now = (this.draft.at(path) || []).filter((one) => one !== sector).concat(input.checked ? sector : []);
				this.draft.set(path, now.length > 0 ? now : undefined);
				this.sayOwn(box, now);
			}});
			return el('label', {class: 'm-pill'}, input, el('span', {}, sector));
		};
		const title = `${service.id} – ${nameOf(service.name)}`;
		const box = el('details', {class: 'm-item', open: this.openService === service.id, ontoggle: () => {
			this.openService = box.open ? service.id : this.openService;
		}}, el('summary', {}, el('span', {class: 'm-series'}, service.series || service.id), el('b', {}, nameOf(service.name)),
			el('small', {class: 'm-quiet p-own'})), el('div', {class: 'm-item-body'}, el('div', {class: 'm-pills', role: 'group',
			'aria-label': title}, all.map(tick)), wrong));
		this.fields.tie(path, box, wrong);
		this.sayOwn(box, own);
		return box;
	}

	sayOwn(box, own) {
		fill(box.querySelector('.p-own'), own.length > 0 ? own.join(', ') : t('catalogue.sectors.none'));
	}

	/* ---- what sectors are called that lists have short names for ---- */

	namesBody() {
		const path = PLACE.concat('sector_names');
		const known = Object.keys(this.draft.at(path) || {});
		const label = t('catalogue.names.short');
		const short = el('input', {type: 'text', id: 'p-name', autocomplete: 'off', spellcheck: 'false',
			list: 'p-short-names'});
		const set = (key, name, keep) => {
			this.draft.set(path.concat(key), name);
			this.redraw(keep);
		};
		const row = (key) => el('div', {class: 'm-row p-rule', role: 'group', 'aria-label': key},
			this.fields.text(path.concat(key), key, {lang: languages[0]}),
			el('button', {type: 'button', class: 'm-remove', 'aria-label': `${t('manager_edit.list.remove')}: ${key}`,
				onclick: () => set(key, undefined, '#p-name')}, t('manager_edit.list.remove')));
		return [el('div', {id: 'p-names'}, known.map(row)),
			el('div', {class: 'm-row p-rule'}, el('div', {class: 'm-field'}, el('label', {for: 'p-name'}, label), short),
				el('button', {type: 'button', class: 'm-add', onclick: () => {
					const key = sectorId(short.value);
					if (key && !known.includes(key)) {
						set(key, '', '#p-names > :last-child input');
					}
				}}, `+ ${t('catalogue.names.add')}`)),
			el('datalist', {id: 'p-short-names'}, this.sectors.filter((one) => one === sectorId(one)).map((one) =>
				el('option', {value: one})))];
	}

	/* ---- where codes lead ---- */

	linksBody() {
		const own = PLACE.concat('links', 'own');
		const list = this.draft.at(own) || [];
		const link = (key) => this.fields.text(PLACE.concat('links', key), t(`catalogue.links.${key}`),
			{optional: true, wide: true, hint: t(`catalogue.links.${key}_hint`), max: LINK});
		const body = el('div', {id: 'p-links'}, list.map((one, at) => this.override(own, one, at)));
		return [link('procedure'), link('sector'), link('centre'), el('h3', {}, t('catalogue.links.own')),
			el('p', {class: 'm-quiet'}, t('catalogue.links.own_text')), this.listFault(own, body),
			this.adder('links', '#p-links > :last-child select', () => ({procedure: '', link: ''})),
			el('datalist', {id: 'p-sector-ids'}, this.sectors.map((sector) =>
				el('option', {value: sectorId(sector)}, sector)))];
	}

	override(list, one, at) {
		const path = list.concat(at);
		const kind = one.sector === undefined ? 'procedure' : 'sector';
		const title = t('catalogue.links.n', {n: at + 1});
		const select = el('select', {id: `p-link-${at}`, 'aria-label': `${title}: ${t('catalogue.links.kind')}`, onchange: () => {
			this.draft.set(path, {[select.value]: '', link: this.draft.at(path).link});
			this.redraw(`#${select.id}`);
		}}, ['procedure', 'sector'].map((value) => el('option', {value, selected: value === kind},
			t(`catalogue.links.of_${value}`))));
		const name = el('span', {class: 'm-hint'});
		const input = el('input', {type: 'text', autocomplete: 'off', spellcheck: 'false',
			list: kind === 'sector' ? 'p-sector-ids' : null, oninput: () => {
				this.draft.set(path.concat(kind), input.value.trim());
				fill(name, this.nameOf(kind, input.value.trim()));
			}});
		input.value = one[kind];
		const frame = this.fields.frame(path, t(`catalogue.links.${kind}_id`), input, {});
		frame.insertBefore(name, frame.lastChild);
		fill(name, this.nameOf(kind, one[kind]));
		return el('div', {class: 'm-row p-rule', role: 'group', 'aria-label': title},
			el('div', {class: 'm-field'}, el('label', {for: select.id}, t('catalogue.links.kind')), select), frame,
			this.fields.text(path.concat('link'), t('catalogue.links.link'), {wide: true, max: LINK}),
			this.remove(list, at, title));
	}

	/* What a code or a sector's id is called; '' while nothing is typed. */
	nameOf(kind, id) {
		const known = kind === 'sector' ? this.sectors.find((sector) => sectorId(sector) === id)
			: (this.procedures.find((one) => one.code === id || one.key === id) || {}).name;
		return known || (id ? t('catalogue.unknown') : '');
	}
}
