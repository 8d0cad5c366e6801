/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub finds wrong with a site: in the page's language, at the fields that it is about. */
import {dayText} from './dates.js';
import {languagesOf, languageName, nameOf, t} from './strings.js';

/* What people edit in minutes, and the hub keeps in seconds. */
const MINUTES = ['serving_time_s', 'age_limit_s', 'take_back_s', 'wait_target_s'];

export function scaleOf(path) {
	return MINUTES.includes(path[path.length - 1]) ? 60 : 1;
}

/* "services[2].name", as the hub names it, and back. */
export function pathText(path) {
	return path.map((part, at) => typeof part === 'number' ? `[${part}]`
		: (at > 0 ? '.' : '') + part).join('');
}

export function pathParts(text) {
	return text.split(/[.[\]]+/).filter(Boolean).map((part) => /^\d+$/.test(part) ? Number(part) : part);
}

/* The page's part that edits it in the draft; what none does was in a file, and is mended there. */
const PARTS = {
	services: 'services', groups: 'services', counters: 'counters', hours: 'hours', closed_days: 'hours',
	day_end: 'hours', name: 'texts', texts: 'texts', public_url: 'texts', timezone: 'texts',
	priority_reasons: 'texts', outcomes: 'texts', rules: 'rules', number_digits: 'rules', kiosks: 'kiosks',
	catalogue: 'procedures', complaints: 'complaints', devices: 'kiosks',
};

export function partOf(text) {
	const [first, , third] = pathParts(text);
	return first === 'services' && third === 'hours' ? 'hours' : PARTS[first] || 'data';
}

function wordOf(part) {
	const key = ['key', 'f', 'rule', 'day'].map((kind) => `manager_edit.${kind}.${part}`).find((one) => t(one) !== one);
	return key ? t(key) : String(part);
}

const ENTRY_LETTERS = 40;

/* An entry of a list by what people call it: "3 (2/9/2026)". */
function entryText(at, entry) {
	const name = entry && typeof entry === 'object' && (nameOf(typeof entry.name === 'object' ? entry.name : null)
		|| (typeof entry.name === 'string' && entry.name) || dayText(entry.day) || entry.id || entry.everyday);
	const short = name && name.length > ENTRY_LETTERS ? `${name.slice(0, ENTRY_LETTERS).trimEnd()}…` : name;
	return short ? `${at + 1} (${short})` : String(at + 1);
}

/* "Ngày nghỉ › 2 (Quốc khánh) › Tên › Tiếng Việt". */
export function placeText(path, site) {
	let value = site;
	return path.map((part) => {
		value = value === undefined || value === null ? value : value[part];
		return typeof part === 'number' ? entryText(part, value)
			: languagesOf(site || {}).includes(part) ? languageName(part) : wordOf(part);
	}).join(' › ');
}

/* What is wrong by the hub's name for it, in the page's words. fault: {fault, from, to}, of a site or
 * of an error; scale: what the page shows is so many times less. */
export function faultText({fault, from, to}, scale) {
	const key = `manager_edit.fault.${fault}`;
	return t(t(key) === key ? 'manager_edit.fault.other' : key,
		{from: Math.ceil(from / (scale || 1)), to: Math.floor(to / (scale || 1))});
}

let ids = 0;

/* Where faults are said: elements by their paths. A fault without a place of its own is said at the
 * nearest place above it. */
export class Places {
	constructor() {
		this.all = []; /* {text, input, wrong, scale} */
	}

	/* What is drawn anew is no more. path: only what is at or below it. */
	forget(path) {
		const text = path && pathText(path);
		this.all = text ? this.all.filter((one) => !isBelow(one.text, text)) : [];
	}

	/* input: what is marked and gets the focus; wrong: where it is said. What has more than max
	 * characters says so while it is written. */
	tie(path, input, wrong, max) {
		const place = {text: pathText(path), input, wrong, scale: scaleOf(path), max, long: false};
		this.all.push(place);
		input.dataset.path = place.text;
		wrong.id = wrong.id || `wrong-${++ids}`;
		if (!input.getAttribute('aria-describedby')) {
			input.setAttribute('aria-describedby', wrong.id);
		}
		if (max) {
			input.addEventListener('input', () => sayLong(place));
		}
	}

	/* What is longer than it may be is said and gone to; true: there is any. */
	goToLong() {
		const long = this.all.filter((one) => one.max && sayLong(one));
		return long.length > 0 && this.go(long[0].text);
	}

	find(text) {
		return this.all.filter((one) => isBelow(text, one.text))
			.reduce((best, one) => best && best.text.length >= one.text.length ? best : one, null);
	}

	/* faults: what is wrong by path. Gives the paths that have no place here. */
	show(faults) {
		const paths = Object.keys(faults);
		const placed = paths.map((path) => this.find(path));
		this.all.forEach((one) => {
			const at = placed.indexOf(one);
			if (at >= 0 || !one.long) {
				say(one, at < 0 ? '' : faultText(faults[paths[at]], one.scale));
			}
		});
		return paths.filter((_, at) => !placed[at]);
	}

	/* Leads to the place of a fault; false: it is not here. */
	go(text) {
		const place = this.find(text);
		if (!place) {
			return false;
		}
		for (let box = place.input; box; box = box.parentElement) {
			if (box.tagName === 'DETAILS') {
				box.open = true;
			}
		}
		const field = place.input.matches('input, select, textarea') ? place.input
			: place.input.querySelector('input, select, textarea, summary, button') || place.input;
		field.focus();
		field.scrollIntoView({block: 'center'});
		return true;
	}
}

function say({input, wrong}, text) {
	wrong.textContent = text;
	wrong.hidden = !text;
	if (text) {
		input.setAttribute('aria-invalid', 'true');
	} else {
		input.removeAttribute('aria-invalid');
	}
}

/* Whether a text is longer than its place may have it, which is said there. */
function sayLong(place) {
	const long = Array.from(place.input.value).length > place.max;
	if (long || place.long) {
		say(place, long ? faultText({fault: 'long', to: place.max}) : '');
	}
	place.long = long;
	return long;
}

/* Whether a path is another one, or below it. */
function isBelow(text, above) {
	return text === above || (text.startsWith(above) && /^[.[]/.test(text.slice(above.length)));
}

/* Faults of an answer, by path; of one path the first. */
export function faultsOf(error) {
	return error.faults.reduce((all, one) => Object.assign(all, {[one.path]: all[one.path] || one}), {});
}
