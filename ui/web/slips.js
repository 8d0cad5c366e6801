/* SPDX-License-Identifier: Apache-2.0 */
/* Slips that did not come out: which of them print themselves when the printer works again, and
 * which somebody has to print again. The hub says which is which. */
import {el} from './dom.js';
import {t} from './strings.js';

function having(store, word) {
	return store.waiting().filter((ticket) => ticket.slip === word);
}

/* What the part below shows: drawn anew when it is another. */
export function slipsKey(store) {
	return ['later', 'lost'].map((word) => having(store, word).map((ticket) => [ticket.id, ticket.paper]));
}

/* reprint(ticket): null for who may not. Nothing where every slip is out. */
export function slipsPart(store, reprint) {
	const later = having(store, 'later'), lost = having(store, 'lost');
	return [
		later.length > 0 && el('p', {}, t('slips.later',
			{list: later.map((ticket) => ticket.number).join(', ')})),
		lost.length > 0 && el('p', {}, t('slips.lost')),
		lost.length > 0 && el('ul', {class: 'slips'}, lost.map((ticket) => el('li', {},
			reprint ? el('button', {type: 'button', onclick: () => reprint(ticket)},
				t('slips.again', {number: ticket.number})) : el('b', {}, ticket.number),
			el('small', {}, t(`paper.${ticket.paper}`))))),
	];
}
