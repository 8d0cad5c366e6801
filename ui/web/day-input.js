/* SPDX-License-Identifier: Apache-2.0 */
/* A field for a day, typed as day/month/year: what the browser's own field makes of a date depends
 * on the language of the computer, not of the page. */
import {parseDay, typedDay} from './dates.js';
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
