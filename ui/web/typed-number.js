/* SPDX-License-Identifier: Apache-2.0 */
/* A ticket's number as people type it. "a1" is A001. A keyboard set to Vietnamese (VNI, Telex) makes
 * letters with marks of some numbers: "A1" becomes "Á", "A12" "Á2", "D9" "Đ", a series AA "Â". */
import {askMenu} from './dialog.js';
import {t} from './strings.js';

/* The keys that make a mark: VNI's, and Telex's ('' the letter itself again). */
const KEYS = {
	'\u0301': ['1', 'S'], '\u0300': ['2', 'F'], '\u0309': ['3', 'R'], '\u0303': ['4', 'X'],
	'\u0323': ['5', 'J'], '\u0302': ['6', ''], '\u031B': ['7', 'W'], '\u0306': ['8', 'W'],
	'\u0335': ['9', ''],
};
const MARKS_MAX = 4;

const flat = (list, make) => [].concat(...list.map(make));

/* Every order of a few things. */
function orders(things) {
	return things.length < 2 ? [things] : flat(things, (one, at) =>
		orders(things.filter((_, other) => other !== at)).map((rest) => [one].concat(rest)));
}

/* What may have been typed for letters with marks: [series, digits] each. */
function typings(letters) {
	const marks = flat(letters, ({letter, found}, at) => found.map((mark) => ({mark, letter, at})));
	const bare = letters.map(({letter}) => letter).join('');
	const made = [];
	orders(marks.slice(0, MARKS_MAX)).forEach((order) => {
		const keys = order.map(({mark, letter}) => KEYS[mark][1] || letter);
		made.push([bare, order.map(({mark}) => KEYS[mark][0]).join('')]);
		made.push([bare + keys.join(''), '']); /* marks may be typed behind the last letter */
		made.push([letters.map(({letter}, at) => letter +
			order.map((one, key) => one.at === at ? keys[key] : '').join('')).join(''), '']);
	});
	if (marks.length && marks.every(({mark, letter}) => letter + mark === 'U\u031B')) {
		/* In Telex a W alone makes Ư. */
		made.push([letters.map(({letter, found}) => found.length ? 'W' : letter).join(''), '']);
	}
	return made;
}

/* The numbers that typed can mean, the likeliest first; what is no number stays as it is. series:
 * the letters of this site (empty: any). digits: how many a number has at least. */
export function typedNumbers(typed, series, digits) {
	const text = typed.normalize('NFC').replace(/\s+/g, '').toUpperCase();
	const parts = /^([A-Z][\u0300-\u036F]*)+(?=\d*$)/.exec(text.replace(/Đ/g, 'D\u0335').normalize('NFD'));
	if (!parts) {
		return text ? [text] : [];
	}
	const behind = text.replace(/\D/g, '');
	const letters = parts[0].match(/[A-Z][\u0300-\u036F]*/g).map((one) => ({
		letter: one[0], found: Array.from(one.slice(1)).filter((mark) => KEYS[mark]),
	}));
	const all = typings(letters).map(([before, made]) => [before, made + behind])
		.filter(([, number]) => /^0*[1-9]\d{0,3}$/.test(number))
		.map(([before, number]) => [before, before + number.replace(/^0+/, '').padStart(digits, '0')]);
	const ours = all.filter(([before]) => !series.length || series.includes(before));
	const chosen = Array.from(new Set((ours.length ? ours : all.slice(0, 1)).map((one) => one[1])));
	return chosen.length ? chosen : [text];
}

/* The same with a store's site. */
export function numbersOf(typed, {site}) {
	return typedNumbers(typed, site ? site.services.map((one) => one.series) : [],
		(site && site.number_digits) || 3);
}

export function isMeant(typed, numbers) {
	return numbers.length === 1 && numbers[0][0] === typed[0].toUpperCase();
}

/* Whoever typed other letters than these sees what they stand for before anything is done with it.
 * Gives the number, or null. */
export async function askMeant(typed, numbers) {
	return isMeant(typed, numbers) ? numbers[0] : askMenu({
		title: t('ask.which'), items: numbers.map((one) => ({value: one, label: one})),
	});
}
