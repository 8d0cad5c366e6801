/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of the site in words, the bar that saves them, and the way out when two people edit. */
import {dialogIsOpen} from './dialog.js';
import {el, fillFor} from './dom.js';
import {askConfirm} from './manager-ask.js';
import {faultText, partOf, pathParts, placeText, scaleOf} from './manager-faults.js';
import {complain, say} from './notice.js';
import {errorText, getLanguage, nameOf, t} from './strings.js';

const SHOWN_MAX = 60;
const VALUE_MAX = 80;
const FAULTS_SHOWN = 4;

function valueText(value, path) {
	if (value === undefined || value === null || value === '') {
		return t('manager_edit.change.nothing');
	}
	if (typeof value === 'number' && path) {
		return String(value / scaleOf(path));
	}
	if (typeof value === 'boolean') {
		return t(value ? 'manager_edit.change.yes' : 'manager_edit.change.no');
	}
	const text = typeof value === 'object' ? nameOf(value.name) || (typeof value.name === 'string'
		? value.name : Object.values(value).map((one) => valueText(one)).join(', ')) : String(value);
	return text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text;
}

function changeRow({kind, path, from, to}, site) {
	return el('li', {class: `m-change ${kind}`},
		el('b', {}, placeText(path, site)), ' ',
		el('span', {class: 'm-kind'}, t(`manager_edit.change.${kind}`)),
		kind === 'changed' && el('span', {}, ' ', el('del', {}, valueText(from, path)), ' → ',
			el('ins', {}, valueText(to, path))),
		kind === 'added' && el('span', {}, ' ', el('ins', {}, valueText(to, path))),
		kind === 'removed' && el('span', {}, ' ', el('del', {}, valueText(from, path))));
}

/* site: what has the names of that which was changed. */
export function changeList(changes, site) {
	return el('ul', {class: 'm-changes'}, changes.slice(0, SHOWN_MAX).map((one) => changeRow(one, site)),
		changes.length > SHOWN_MAX && el('li', {class: 'm-quiet'},
			t('manager_edit.change.more', {n: changes.length - SHOWN_MAX})));
}

/* The bar below the page while there is something to save. */
export class SaveBar {
	constructor(root, page) {
		this.page = page;
		this.shown = false;
		this.text = el('span', {class: 'm-bar-text', role: 'status'});
		this.detail = el('div', {class: 'm-bar-detail'});
		this.look = el('button', {type: 'button', 'aria-expanded': 'false', onclick: () => {
			this.shown = !this.shown;
			this.update();
		}});
		this.drop = el('button', {type: 'button', onclick: () => this.askDrop()});
		this.save = el('button', {type: 'button', class: 'lead', onclick: () => this.keep()});
		this.bar = el('div', {class: 'm-bar', hidden: true, role: 'region'},
			this.detail, el('div', {class: 'm-bar-row'}, this.text,
				el('span', {class: 'm-bar-buttons'}, this.look, this.drop, this.save)));
		root.appendChild(this.bar);
		document.addEventListener('keydown', (event) => {
			if ((event.ctrlKey || event.metaKey) && event.key === 's' && !this.bar.hidden &&
				!dialogIsOpen()) {
				event.preventDefault();
				this.keep();
			}
		});
	}

	update() {
		const {draft} = this.page;
		const isChanged = draft.isChanged();
		this.bar.hidden = !isChanged;
		document.body.classList.toggle('m-barred', isChanged);
		if (!isChanged) {
			this.shown = false;
			return;
		}
		const n = draft.changes().length;
		const faults = Object.keys(draft.faults).length;
		this.bar.setAttribute('aria-label', t('manager_edit.bar.label'));
		this.bar.classList.toggle('wrong', faults > 0 || draft.refusal !== null);
		this.bar.classList.toggle('met', draft.theirs !== null);
		this.text.textContent = draft.theirs ? t('manager_edit.bar.met')
			: faults ? t('manager_edit.bar.faults', {n: faults}) : t('manager_edit.bar.changes', {n});
		this.look.textContent = t(this.shown ? 'manager_edit.bar.hide' : 'manager_edit.bar.show');
		this.look.setAttribute('aria-expanded', String(this.shown));
		this.drop.textContent = t('manager_edit.bar.drop');
		this.save.textContent = t('manager_edit.bar.save');
		this.save.hidden = draft.theirs !== null;
		this.save.disabled = draft.saving || faults > 0;
		fillFor(this.detail, [draft.changes(), draft.faults, draft.refusal && draft.refusal.message,
			draft.theirs && draft.theirs.seq, this.shown, getLanguage()],
		() => this.details());
	}

	details() {
		const {draft} = this.page;
		return [
			draft.theirs && this.meeting(),
			draft.refusal && el('p', {class: 'm-warning', role: 'alert'}, refusalText(draft.refusal)),
			this.faults(),
			this.shown && changeList(draft.changes(), draft.site),
		];
	}

	/* Each leads to its field, also of another part. */
	faults() {
		const {draft} = this.page;
		const all = Object.keys(draft.faults);
		return all.length > 0 && el('ul', {class: 'm-faults'}, all.slice(0, FAULTS_SHOWN).map((text) => {
			const path = pathParts(text);
			return el('li', {}, el('button', {type: 'button', class: 'link', onclick: () => this.page.goTo(text, partOf(text))},
				placeText(path, draft.site)), ' ', faultText(draft.faults[text], scaleOf(path)),
				partOf(text) === 'data' && ` ${t('manager_edit.fault.in_file')}`);
		}), all.length > FAULTS_SHOWN && el('li', {class: 'm-quiet'},
			t('manager_edit.change.more', {n: all.length - FAULTS_SHOWN})));
	}

	/* Somebody else has saved meanwhile: both can stand, and nothing is lost. */
	meeting() {
		const {draft} = this.page;
		const {conflicts} = draft.merged();
		return el('div', {class: 'm-meeting', role: 'alert'},
			el('p', {}, t(conflicts.length ? 'manager_edit.met.conflicts' : 'manager_edit.met.text',
				{n: conflicts.length})),
			conflicts.length > 0 && el('ul', {class: 'm-changes'}, conflicts.map((one) =>
				el('li', {class: 'm-change'}, el('b', {}, placeText(one.path, draft.site)), ' ',
					t('manager_edit.met.mine'), ' ', el('ins', {}, valueText(one.mine)), ' · ',
					t('manager_edit.met.theirs'), ' ', el('del', {}, valueText(one.theirs))))),
			el('p', {class: 'm-actions'},
				el('button', {type: 'button', class: 'lead', onclick: () => {
					draft.join();
					this.page.redraw();
					say(t('manager_edit.met.joined'));
				}}, t('manager_edit.met.join')),
				el('button', {type: 'button', onclick: () => this.askDrop()}, t('manager_edit.met.drop'))));
	}

	async askDrop() {
		if (await askConfirm(t('manager_edit.bar.drop_title'), t('manager_edit.bar.drop_text'), t('manager_edit.bar.drop'))) {
			this.page.draft.drop();
			this.page.redraw();
		}
	}

	async keep() {
		const {draft} = this.page;
		if (draft.saving || draft.theirs) {
			return;
		}
		try {
			if (await draft.save()) {
				say(t('manager_edit.bar.saved'));
				this.page.redraw();
				this.page.store.look();
			}
		} catch (error) {
			complain(errorText(error));
		}
	}
}

/* Why the hub would not take it although each field is right: it is still in use today. */
function refusalText(refusal) {
	if (refusal.error !== 'busy') {
		return errorText(refusal);
	}
	const key = `manager_edit.busy.${refusal.field}`;
	return t(key) === key ? errorText(refusal) : t(key);
}

