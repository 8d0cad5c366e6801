/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of the site in words, the bar that saves them, and the way out when two people edit. */
import {dialogIsOpen} from './dialog.js';
import {el, fillFor} from './dom.js';
import {askConfirm} from './manager-ask.js';
import {faultText} from './manager-faults.js';
import {complain, say} from './notice.js';
import {errorText, getLanguage, nameOf, t} from './strings.js';

const SHOWN_MAX = 60;
const VALUE_MAX = 80;

/* "Dịch vụ › A › Tên › vi": the keys that there are words for are in words. */
export function placeText(path) {
	return path.map((part) => {
		const key = `manager.key.${part}`;
		return t(key) === key ? String(part) : t(key);
	}).join(' › ');
}

function valueText(value) {
	if (value === undefined || value === null || value === '') {
		return t('manager.change.nothing');
	}
	if (typeof value === 'boolean') {
		return t(value ? 'manager.change.yes' : 'manager.change.no');
	}
	const text = typeof value === 'object' ? nameOf(value.name) || (typeof value.name === 'string'
		? value.name : Object.values(value).map(valueText).join(', ')) : String(value);
	return text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text;
}

function changeRow({kind, path, from, to}) {
	return el('li', {class: `m-change ${kind}`},
		el('b', {}, placeText(path)), ' ',
		el('span', {class: 'm-kind'}, t(`manager.change.${kind}`)),
		kind === 'changed' && el('span', {}, ' ', el('del', {}, valueText(from)), ' → ',
			el('ins', {}, valueText(to))),
		kind === 'added' && el('span', {}, ' ', el('ins', {}, valueText(to))),
		kind === 'removed' && el('span', {}, ' ', el('del', {}, valueText(from))));
}

export function changeList(changes) {
	return el('ul', {class: 'm-changes'}, changes.slice(0, SHOWN_MAX).map(changeRow),
		changes.length > SHOWN_MAX && el('li', {class: 'm-quiet'},
			t('manager.change.more', {n: changes.length - SHOWN_MAX})));
}

/* The bar below the page while there is something to save. */
export class SaveBar {
	constructor(root, page) {
		this.page = page;
		this.shown = false;
		this.others = [];
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

	sayOthers(others) {
		this.others = others;
		this.update();
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
		this.bar.setAttribute('aria-label', t('manager.bar.label'));
		this.bar.classList.toggle('wrong', faults > 0 || draft.refusal !== null);
		this.bar.classList.toggle('met', draft.theirs !== null);
		this.text.textContent = draft.theirs ? t('manager.bar.met')
			: faults ? t('manager.bar.faults', {n: faults}) : t('manager.bar.changes', {n});
		this.look.textContent = t(this.shown ? 'manager.bar.hide' : 'manager.bar.show');
		this.look.setAttribute('aria-expanded', String(this.shown));
		this.drop.textContent = t('manager.bar.drop');
		this.save.textContent = t('manager.bar.save');
		this.save.hidden = draft.theirs !== null;
		this.save.disabled = draft.saving || faults > 0;
		fillFor(this.detail, [draft.changes(), draft.faults, draft.refusal && draft.refusal.message,
			draft.theirs && draft.theirs.seq, this.shown, this.others, getLanguage()],
		() => this.details());
	}

	details() {
		const {draft} = this.page;
		return [
			draft.theirs && this.meeting(),
			draft.refusal && el('p', {class: 'm-warning', role: 'alert'}, refusalText(draft.refusal)),
			this.others.length > 0 && el('ul', {class: 'm-faults'}, this.others.map((path) =>
				el('li', {}, el('code', {}, path), ' ', faultText(draft.faults[path])))),
			this.shown && changeList(draft.changes()),
		];
	}

	/* Somebody else has saved meanwhile: both can stand, and nothing is lost. */
	meeting() {
		const {draft} = this.page;
		const {conflicts} = draft.merged();
		return el('div', {class: 'm-meeting', role: 'alert'},
			el('p', {}, t(conflicts.length ? 'manager.met.conflicts' : 'manager.met.text',
				{n: conflicts.length})),
			conflicts.length > 0 && el('ul', {class: 'm-changes'}, conflicts.map((one) =>
				el('li', {class: 'm-change'}, el('b', {}, placeText(one.path)), ' ',
					t('manager.met.mine'), ' ', el('ins', {}, valueText(one.mine)), ' · ',
					t('manager.met.theirs'), ' ', el('del', {}, valueText(one.theirs))))),
			el('p', {class: 'm-actions'},
				el('button', {type: 'button', class: 'lead', onclick: () => {
					draft.join();
					this.page.redraw();
					say(t('manager.met.joined'));
				}}, t('manager.met.join')),
				el('button', {type: 'button', onclick: () => this.askDrop()}, t('manager.met.drop'))));
	}

	async askDrop() {
		if (await askConfirm(t('manager.bar.drop_title'), t('manager.bar.drop_text'), t('manager.bar.drop'))) {
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
				say(t('manager.bar.saved'));
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
	const key = `manager.busy.${refusal.field}`;
	return t(key) === key ? errorText(refusal) : `${t(key)} (${refusal.message})`;
}

