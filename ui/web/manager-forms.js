/* SPDX-License-Identifier: Apache-2.0 */
/* Fields that edit the draft in place: each knows its path, and shows the fault that the hub names
 * with that path. The page is drawn anew only when items come or go, so that nobody loses the place
 * where they type. */
import {parseDay} from './dates.js';
import {dayInput} from './day-input.js';
import {el, fill} from './dom.js';
import {TEXT} from './limits.js';
import {Places, scaleOf} from './manager-faults.js';
import {addWords, languagesOf, nameOf, t} from './strings.js';
import words from './words-devices.js';

addWords('devices', words);

let count = 0;

/* How long a text may be is the hub's to say: nothing that is typed or pasted is cut. */
export class Fields extends Places {
	constructor(draft) {
		super();
		this.draft = draft;
	}

	/* Shows the faults at their fields; gives those that no field on the page has. */
	showFaults() {
		const {faults, warnings} = this.draft;
		const others = this.show(faults);
		Object.keys(warnings || {}).filter((text) => !faults[text]).forEach((text) =>
			this.all.filter((one) => one.text === text).forEach(({wrong}) => {
				wrong.textContent = t(`devices.url.${warnings[text]}`);
				wrong.hidden = false;
			}));
		return others;
	}

	frame(path, label, input, more) {
		const id = `field-${++count}`;
		const wrong = el('span', {class: 'fault', id: `${id}-wrong`, hidden: true});
		input.id = id;
		input.setAttribute('aria-describedby',
			more && more.hint ? `${id}-hint ${id}-wrong` : `${id}-wrong`);
		this.tie(path, input, wrong, more && more.max);
		return el('div', {class: `m-field${more && more.wide ? ' wide' : ''}`},
			el('label', {for: id}, label), input,
			more && more.hint && el('span', {class: 'm-hint', id: `${id}-hint`}, more.hint),
			wrong);
	}

	text(path, label, more) {
		const given = more || {};
		const value = this.draft.at(path);
		const input = el(given.long ? 'textarea' : 'input', {
			type: given.long ? null : given.type || 'text',
			rows: given.long ? 2 : null, spellcheck: 'false', autocomplete: 'off',
			readonly: given.fixed, lang: given.lang, placeholder: given.placeholder,
			oninput: () => this.draft.set(path, given.optional && input.value === ''
				? undefined : input.value),
		});
		input.value = value === undefined || value === null ? '' : String(value);
		return this.frame(path, label, input, {max: TEXT, ...given});
	}

	/* What is no day goes to the hub as it is written, which says so. */
	day(path, label) {
		const input = dayInput(this.draft.at(path), {
			oninput: () => this.draft.set(path, parseDay(input.value) || input.value),
		});
		return this.frame(path, label, input, {});
	}

	number(path, label, more) {
		const given = more || {};
		const value = this.draft.at(path);
		const shown = value === undefined || value === null ? given.fallback : value;
		const scale = scaleOf(path);
		const input = el('input', {
			type: 'number', inputmode: 'numeric', min: given.min, max: given.max,
			oninput: () => this.draft.set(path, input.value === '' ? undefined
				: Math.round(Number(input.value) * scale)),
		});
		input.value = typeof shown === 'number' ? String(shown / scale) : '';
		return this.frame(path, label, input, {hint: given.hint});
	}

	/* options: [{value, label}] */
	choice(path, label, options, more) {
		const value = this.draft.at(path);
		const input = el('select', {onchange: () => {
			this.draft.set(path, input.value === '' ? undefined : input.value);
			if (more && more.changed) {
				more.changed(input.value);
			}
		}}, options.map((one) => el('option', {
			value: one.value, selected: one.value === value,
		}, one.label)));
		return this.frame(path, label, input, more);
	}

	tick(path, label, more) {
		const given = more || {};
		const value = this.draft.at(path);
		const input = el('input', {
			type: 'checkbox', checked: value === undefined ? given.fallback : value === true,
			onchange: () => {
				this.draft.set(path, input.checked);
				if (given.changed) {
					given.changed();
				}
			},
		});
		const wrong = el('span', {class: 'fault', hidden: true});
		this.tie(path, input, wrong);
		return el('div', {class: 'm-tick'}, el('label', {}, input, ' ', label),
			given.hint && el('span', {class: 'm-hint'}, given.hint), wrong);
	}

	/* One text in each of the site's languages; the first one is needed. */
	words(path, label, more) {
		const languages = languagesOf(this.draft.site);
		const wrong = el('span', {class: 'fault', hidden: true});
		const group = el('div', {class: 'm-words', role: 'group', 'aria-label': label},
			languages.map((language, at) => this.text(path.concat(language),
				languages.length > 1 ? `${label} (${language})` : label,
				Object.assign({optional: at > 0, lang: language}, more))), wrong);
		this.tie(path, group, wrong);
		return group;
	}

	/* Several of the site's services, in the order in which they were ticked. */
	services(path, label) {
		const list = this.draft.at(path) || [];
		const wrong = el('span', {class: 'fault', hidden: true});
		const box = el('fieldset', {class: 'm-services'}, el('legend', {}, label));
		const boxes = (this.draft.site.services || []).map((service) => {
			const input = el('input', {
				type: 'checkbox', checked: list.includes(service.id),
				onchange: () => this.tickService(path, service.id, input.checked),
			});
			return el('label', {class: 'm-pill'}, input, el('span', {},
				el('b', {}, service.id), ' ', nameOf(service.name)));
		});
		fill(box, el('legend', {}, label), el('div', {class: 'm-pills'}, boxes), wrong);
		this.tie(path, box, wrong);
		return box;
	}

	tickService(path, id, ticked) {
		const now = (this.draft.at(path) || []).filter((one) => one !== id);
		this.draft.set(path, ticked ? now.concat(id) : now);
	}
}
