/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue of procedures: what the centre posts, each record to be read, how old it is, what it
 * is counted as, and where it came from. Loaded when it is opened. */
import {get, post} from './api.js';
import {whenText} from './dates.js';
import {el, fill} from './dom.js';
import {askConfirm} from './manager-ask.js';
import {CatalogueEditor, MissesPart, WrongPart} from './manager-catalogue.js';
import {CountsPart} from './manager-counts.js';
import {ImportPart} from './manager-import.js';
import {ageText, procedureBody} from './manager-procedure.js';
import {complain, say} from './notice.js';
import {countsText, findProcedures, sectorsOf} from './procedure-words.js';
import {addWords, errorText, t} from './strings.js';
import words from './words-catalogue.js';

addWords('catalogue', words);

const SHOWN_STEP = 15;
const AGES = ['fresh', 'old', 'expired', 'undated', 'not_yet', 'no_longer'];
const WARNED = ['expired', 'undated', 'old'];

export class ProceduresView {
	constructor(root, page) {
		this.page = page;
		this.all = [];
		this.shown = SHOWN_STEP;
		this.events = -1; /* of the catalogue, when it was read */
		this.asked = 0;
		this.search = el('input', {id: 'p-search', type: 'search', autocomplete: 'off', oninput: () => this.filter()});
		this.sector = el('select', {id: 'p-sector', onchange: () => this.filter()});
		this.age = el('select', {id: 'p-age', onchange: () => this.filter()});
		this.said = el('p', {class: 'm-quiet', role: 'status'}, t('catalogue.loading'));
		this.warnings = el('div', {});
		this.list = el('div', {});
		this.last = el('div', {});
		this.record = el('section', {class: 'm-part', hidden: true});
		this.editor = page.may('admin') ? new CatalogueEditor(page) : null;
		this.counts = new CountsPart(page, this.editor && this.editor.stated);
		this.misses = new MissesPart(this.editor && ((text) => this.editor.addRule(text)));
		this.wrong = new WrongPart((key) => this.open(key), page.may('supervise') && ((report) => this.markSeen(report)));
		this.importing = new ImportPart(() => this.load());
		const field = (input, key) => el('div', {class: 'm-field'},
			el('label', {for: input.id}, t(`catalogue.${key}`)), input);
		this.main = el('div', {}, this.warnings, this.wrong.root, this.counts.root,
			el('section', {class: 'm-part'}, el('h2', {}, t('catalogue.title')),
				el('div', {class: 'm-row'}, field(this.search, 'search'), field(this.sector, 'sector'), field(this.age, 'age')),
				this.said, this.list),
			this.importing.root, this.misses.root, this.editor && this.editor.root, this.exportPart());
		fill(root, el('h1', {}, t('manager.tab.procedures')), el('p', {class: 'm-lead'}, t('catalogue.text')),
			this.main, this.record);
	}

	exportPart() {
		const link = (name, query) => el('a', {class: 'way', href: `/api/v1/procedures/export?${query}`,
			download: `layso-procedures.${query.includes('csv') ? 'csv' : 'json'}`}, t(`catalogue.export.${name}`));
		return el('section', {class: 'm-part'}, el('h2', {}, t('catalogue.export')), this.last,
			el('p', {class: 'm-quiet'}, t('catalogue.export_text')),
			el('p', {class: 'm-actions'}, link('csv_semicolon', 'format=csv&separator=semicolon'),
				link('csv', 'format=csv&separator=comma'), link('json', 'format=json')));
	}

	update() {
		const {store} = this.page;
		if (this.events !== store.catalogueEvents || this.site !== store.siteSeq) {
			this.events = store.catalogueEvents;
			this.site = store.siteSeq;
			this.load();
		}
		if (this.editor) {
			this.editor.update();
		}
	}

	places() {
		return this.editor ? [this.editor.fields] : [];
	}

	redrawSite() {
		this.editor.redraw();
		this.page.update();
	}

	async load() {
		const asked = ++this.asked;
		const all = [];
		let answer = {more: true};
		try {
			while (answer.more) {
				const after = all.length > 0 ? `?after=${encodeURIComponent(all[all.length - 1].key)}` : '';
				answer = await get(`/procedures${after}`);
				all.push(...answer.procedures);
			}
			const counts = await get('/procedures/counts');
			const {misses} = await get('/procedures/misses');
			const {wrong} = await get('/procedures/wrong');
			if (asked === this.asked) {
				this.show(all, counts);
				this.misses.show(misses);
				this.wrong.show(wrong);
			}
		} catch (error) {
			fill(this.said, errorText(error));
		}
	}

	show(all, counts) {
		this.all = all;
		const option = (value, label) => el('option', {value}, label);
		const refill = (select, options) => {
			const {value} = select;
			fill(select, option('', t('catalogue.all')), options);
			select.value = value;
			select.value = select.selectedIndex < 0 ? '' : select.value;
		};
		const sectors = sectorsOf(all);
		refill(this.sector, sectors.map((sector) => option(sector, sector)));
		refill(this.age, AGES.map((age) => option(age, `${t(`catalogue.age.${age}`)} (${counts.ages[age]})`)));
		fill(this.warnings, WARNED.filter((age) => counts.ages[age] > 0).map((age) => el('p', {class: 'm-warning p-warning'},
			t(`catalogue.warning.${age}`, {n: counts.ages[age]}), ' ', el('button', {type: 'button', class: 'small',
				onclick: () => this.showAge(age)}, t('catalogue.show_these')))));
		this.counts.show(counts);
		if (this.editor) {
			this.editor.know(all, sectors);
		}
		this.showLast(counts);
		this.draw();
	}

	/* What was said since the list was read stays, also when somebody else has looked, too. */
	async markSeen({key, until}) {
		try {
			await post(`/procedures/${encodeURIComponent(key)}/wrong/seen`, {until});
			say(t('catalogue.wrong.noted'));
			this.wrong.show((await get('/procedures/wrong')).wrong);
		} catch (error) {
			complain(errorText(error));
			return;
		}
		(this.wrong.root.querySelector('button') || this.search).focus();
	}

	showAge(age) {
		this.age.value = age;
		this.filter();
		this.age.focus();
	}

	showLast({last, catalogue}) {
		if (!last) {
			fill(this.last);
			return;
		}
		const {summary} = last;
		const who = last.by === 'local' ? t('catalogue.by_local') : this.page.store.staffName(last.by);
		const known = {file: summary.file || '', when: whenText(last.at), who, counts: countsText(summary)};
		fill(this.last, el('p', {}, t(last.undone ? 'catalogue.last_undone' : 'catalogue.last', known)),
			!last.undone && el('p', {class: 'm-actions'}, el('button', {type: 'button', class: 'm-remove',
				onclick: () => this.undo(catalogue, known.file)}, t('catalogue.undo'))));
	}

	async undo(catalogue, file) {
		if (!await askConfirm(t('catalogue.undo'), t('catalogue.undo_text', {file}), t('catalogue.undo'))) {
			return;
		}
		try {
			await post('/procedures/undo', {catalogue});
			this.importing.forget();
			say(t('catalogue.undone'));
		} catch (error) {
			complain(error.status === 412 ? t('catalogue.undo_changed') : errorText(error));
		}
		this.load();
	}

	filter() {
		this.shown = SHOWN_STEP;
		this.draw();
	}

	draw() {
		const found = findProcedures(this.all, {text: this.search.value, sector: this.sector.value, age: this.age.value});
		const rest = found.length - this.shown;
		fill(this.said, this.all.length === 0 ? t('catalogue.none') : found.length === 0 ? t('catalogue.none_found')
			: t('catalogue.count', {n: found.length, all: this.all.length}));
		fill(this.list, found.length > 0 && el('table', {class: 'm-table p-table'},
			el('thead', {}, el('tr', {}, ['name', 'age', 'fee_online'].map((key) =>
				el('th', {scope: 'col'}, t(`catalogue.${key}`))))),
			el('tbody', {}, found.slice(0, this.shown).map((one) => this.row(one)))),
		rest > 0 && el('p', {class: 'm-actions'}, el('button', {type: 'button', id: 'p-more', onclick: () => {
			const at = this.shown;
			this.shown += SHOWN_STEP;
			this.draw();
			this.list.querySelectorAll('.p-open')[at].focus();
		}}, t('catalogue.more', {n: Math.min(rest, SHOWN_STEP)}))));
	}

	row(one) {
		return el('tr', {'data-key': one.key}, el('th', {scope: 'row'},
			el('button', {type: 'button', class: 'p-open', onclick: () => this.open(one.key)}, one.name),
			el('small', {}, [one.code || t('catalogue.no_code'), one.sector].filter(Boolean).join(' · '))),
		el('td', {'data-label': t('catalogue.age')}, el('span', {class: `p-age ${one.age}`}, ageText(one))),
		el('td', {'data-label': t('catalogue.fee_online')}, one.free_online && one.valid ? t('catalogue.free') : '–'));
	}

	async open(key) {
		let procedure;
		try {
			procedure = await get(`/procedures/${encodeURIComponent(key)}`);
		} catch (error) {
			complain(errorText(error));
			return;
		}
		const heading = el('h2', {tabindex: -1}, procedure.record.name);
		const back = (name) => el('p', {class: `m-actions ${name}`}, el('button', {type: 'button',
			onclick: () => this.close(key)}, t('catalogue.back')));
		fill(this.record, back('p-back'), procedureBody(procedure, heading), back(''));
		this.main.hidden = true;
		this.record.hidden = false;
		window.scrollTo(0, 0);
		heading.focus();
	}

	close(key) {
		this.main.hidden = false;
		this.record.hidden = true;
		const row = this.list.querySelector(`tr[data-key="${key}"] .p-open`);
		(row || this.search).focus();
	}
}
