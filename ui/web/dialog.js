/* SPDX-License-Identifier: Apache-2.0 */
/* Questions over the page: a form, or a menu. One at a time; Escape closes. */
import {el, fill} from './dom.js';
import {t} from './strings.js';

let open = null;

export function dialogIsOpen() {
	return open !== null;
}

export function closeDialog() {
	if (open) {
		open.finish(null);
	}
}

function focusable(box) {
	return Array.from(box.querySelectorAll('input, select, button, summary')).filter(
		(one) => !one.disabled && one.offsetParent && (one.type !== 'radio' || one.checked));
}

/* Tab stays within. */
function trap(box, event) {
	const all = focusable(box);
	const first = all[0], last = all[all.length - 1];
	if (event.shiftKey && document.activeElement === first) {
		event.preventDefault();
		last.focus();
	} else if (!event.shiftKey && document.activeElement === last) {
		event.preventDefault();
		first.focus();
	}
}

/* Keys 1 to 9 choose among the first group's options, or press a menu's buttons. */
function choose(box, event) {
	const typing = event.target.tagName === 'INPUT' && !['radio', 'checkbox'].includes(event.target.type);
	const choices = box.querySelectorAll('[data-choice="1"]');
	const choice = /^[1-9]$/.test(event.key) ? choices[Number(event.key) - 1] : null;
	if (choice && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
		event.preventDefault();
		choice.focus();
		choice.click();
	}
}

function onKey(box, event) {
	event.stopPropagation();
	if (event.key === 'Escape') {
		closeDialog();
	} else if (event.key === 'Tab') {
		trap(box, event);
	} else {
		choose(box, event);
	}
}

function show(title, body, first) {
	closeDialog();
	const before = document.activeElement;
	const heading = el('h2', {id: 'dialog-title'}, title);
	const box = el('div', {
		class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'dialog-title',
	}, heading, body);
	const cover = el('div', {
		class: 'cover',
		onkeydown: (event) => onKey(box, event),
		onmousedown: (event) => event.target === cover && closeDialog(),
	}, box);
	document.body.appendChild(cover);
	const start = first();
	if (start) {
		start.focus();
		if (start.select && start.type === 'text') {
			start.select();
		}
	}
	return new Promise((resolve) => {
		open = {
			finish: (value) => {
				open = null;
				document.body.removeChild(cover);
				if (before && before.focus) {
					before.focus();
				}
				resolve(value);
			},
		};
	});
}

function choiceField(field, index) {
	return el('fieldset', {class: 'choices'}, el('legend', {}, field.label),
		field.options.map((option, at) => el('label', {class: 'choice'},
			el('input', {
				type: field.type === 'several' ? 'checkbox' : 'radio',
				name: field.name, value: option.value,
				checked: [].concat(field.value).includes(option.value),
				'data-choice': index === 0 ? '1' : false,
			}),
			el('span', {class: 'choice-text'},
				index === 0 && at < 9 && el('kbd', {'aria-hidden': 'true'}, at + 1),
				option.label))),
		el('p', {class: 'wrong-text', id: `${field.name}-wrong`, role: 'alert'}));
}

function textField(field) {
	const input = el('input', {
		type: field.type, name: field.name, value: field.value, autocomplete: 'off',
		inputmode: field.type === 'number' ? 'numeric' : null,
		list: field.suggestions ? `${field.name}-list` : null, autocapitalize: field.capitals
			? 'characters' : null, spellcheck: 'false', 'aria-describedby': `${field.name}-wrong`,
	});
	return el('div', {class: 'field'}, el('label', {}, el('span', {}, field.label), input),
		el('p', {class: 'wrong-text', id: `${field.name}-wrong`, role: 'alert'}),
		field.suggestions && el('datalist', {id: `${field.name}-list`},
			field.suggestions.map((text) => el('option', {value: text}))));
}

function values(form, fields) {
	const result = {};
	fields.forEach((field) => {
		const given = form.elements[field.name];
		result[field.name] = field.type === 'several'
			? Array.from(form.querySelectorAll(`input[name="${field.name}"]:checked`),
				(input) => input.value)
			: given ? given.value.trim() : '';
	});
	return result;
}

/* Says what is wrong: a text for all, or texts by the fields' names, each at its field, where one
 * goes on with the first. True when nothing is. */
function showWrong(form, all, found) {
	const byField = typeof found === 'string' ? {} : found;
	const names = Object.keys(byField).filter((name) => byField[name]);
	all.textContent = typeof found === 'string' ? found : '';
	form.querySelectorAll('input').forEach((input) => {
		const text = byField[input.name] || '';
		input.setAttribute('aria-invalid', String(text !== ''));
		form.querySelector(`#${input.name}-wrong`).textContent = text;
	});
	const first = names.length && form.querySelector(`[name="${names[0]}"]`);
	if (first) {
		first.focus();
		if (first.select) {
			first.select(); /* what is typed now takes its place */
		}
	}
	return !all.textContent && !names.length;
}

/* Asks with a form. check(values) gives what is wrong, '' or a text or texts by field. fields:
 * {type: 'choice', name, label, value, options: [{value, label}]}, {type: 'several', the same, its
 * value and what it gives are arrays}, {type: 'text' | 'number', name, label, value, limit(value),
 * suggestions}, where limit says what is wrong. more: {title, fields}, what is seldom needed and folded
 * away. act(values) does what was asked for while the form stays, and gives what is wrong as check
 * does; wrong is that of the time before. Gives the values by name, or null. */
export function askForm({title, text, fields, submit, cancel, danger, check, act, wrong: already, more}) {
	const shown = fields || [];
	const asked = shown.concat(more ? more.fields : []);
	const draw = (field, index) => ['choice', 'several'].includes(field.type)
		? choiceField(field, index) : textField(field);
	const wrong = el('p', {class: 'wrong-text', role: 'alert'});
	const finish = (given) => open.finish(given);
	let acting = false;
	const actOn = async (given) => {
		const here = open;
		if (acting) {
			return;
		}
		acting = true;
		const found = await act(given);
		acting = false;
		if (open === here && showWrong(form, wrong, found)) {
			finish(given);
		}
	};
	const form = el('form', {
		novalidate: true,
		onsubmit: (event) => {
			event.preventDefault();
			const given = values(form, asked);
			const found = {};
			asked.forEach(({name, limit}) => {
				found[name] = limit && limit(given[name]);
			});
			if (showWrong(form, wrong, found) && showWrong(form, wrong, check ? check(given) : '')) {
				(act ? actOn : finish)(given);
			}
		},
	},
	text && el('p', {}, text),
	shown.map(draw),
	more && el('details', {class: 'more-fields'}, el('summary', {}, more.title),
		el('div', {class: 'pairs'}, more.fields.map((field) => draw(field, -1)))),
	wrong,
	el('div', {class: 'dialog-buttons'},
		el('button', {type: 'submit', class: danger ? 'danger' : 'lead'}, submit),
		el('button', {type: 'button', onclick: closeDialog}, cancel || t('ask.cancel'))),
	asked.some((field) => field.type === 'choice') &&
		el('p', {class: 'hint keys'}, t('ask.keys')));
	const shownForm = show(title, form, () =>
		form.querySelector('input:checked') || form.querySelector('input, select') ||
		form.querySelector('button'));
	showWrong(form, wrong, already || '');
	return shownForm;
}

/* Shows something to read; resolves when it is closed. */
export function showPanel(title, body) {
	const close = el('button', {type: 'button', class: 'lead', onclick: closeDialog},
		t('ask.close_panel'));
	return show(title, el('div', {}, body, el('div', {class: 'dialog-buttons'}, close)),
		() => close);
}

/* Asks with a list of buttons: {value, label, danger}. Gives the value, or null. */
export function askMenu({title, items}) {
	const list = el('div', {class: 'menu'});
	fill(list, items.map((item, at) => el('button', {
		type: 'button', class: item.danger ? 'danger' : null, 'data-choice': '1',
		onclick: () => open.finish(item.value),
	}, el('kbd', {'aria-hidden': 'true'}, at + 1), item.label)),
	el('button', {type: 'button', onclick: closeDialog}, t('ask.cancel')));
	return show(title, list, () => list.querySelector('button'));
}
