/* SPDX-License-Identifier: Apache-2.0 */
/* Fields for a day, typed as day/month/year, and for a time, typed as hours and minutes: what the
 * browser's own fields make of them depends on the language of the computer, not of the page, and
 * none of them knows 24:00. */
import {parseClock, parseDay, typedDay} from './dates.js';
import {el} from './dom.js';
import {t} from './strings.js';

/* day: as the hub writes it, or ''. latest: none later is taken. The browser refuses to send the
 * form while it is no day. */
export function dayInput(day, more, latest) {
	const input = el('input', Object.assign({
		type: 'text', value: typedDay(day), maxlength: 14, autocomplete: 'off', spellcheck: 'false',
		placeholder: t('date.typed'),
	}, more));
	input.addEventListener('input', () => {
		const typed = parseDay(input.value);
		const early = typed && latest && typed > latest;
		input.setCustomValidity(input.value.trim() === '' || (typed && !early) ? ''
			: t(early ? 'date.early' : 'date.wrong'));
	});
	return input;
}

/* clock: "07:30", or ''. onclock(text) gets each change: such a clock, or what is written and is
 * none. latest: "24:00" where a day may end. */
export function clockInput(clock, onclock, more, latest) {
	const input = el('input', Object.assign({
		type: 'text', value: clock, autocomplete: 'off', spellcheck: 'false', inputmode: 'text',
		placeholder: t('date.clock'), class: 'clock-input',
		oninput: () => onclock(parseClock(input.value, latest) || input.value.trim()),
		onchange: () => {
			input.value = parseClock(input.value, latest) || input.value;
		},
	}, more));
	return input;
}
