/* SPDX-License-Identifier: Apache-2.0 */
/* What was pressed by mistake: asks for the number, and takes back what ended it or made it
 * present. The hub knows who may, and until when. */
import {get, move, moveTicket, ApiError} from './api.js';
import {askForm} from './dialog.js';
import {atMost} from './limit.js';
import {NUMBER_TEXT} from './limits.js';
import {complain, say} from './notice.js';
import {errorText, t} from './strings.js';
import './take-back-words.js';
import {askMeant, numbersOf} from './typed-number.js';

const UNDO = {FINISHED: 'undo-finish', LEFT: 'undo-leave', VOID: 'undo-void'};

const REFUSED = {too_soon: 'take_back.too_late', closed: 'take_back.closed',
	not_yours: 'take_back.others', not_allowed: 'take_back.served'};

/* The ticket as it is then; null: there was nothing to take back, and that was said. */
async function takeBack(page, number) {
	const {tickets} = await get(`/tickets?number=${encodeURIComponent(number)}`);
	const away = () => page.store.setAway(true);
	const ticket = tickets[tickets.length - 1];
	if (!ticket) {
		complain(t('take_back.none', {number}));
		return null;
	}
	if (UNDO[ticket.state]) {
		return moveTicket(ticket.id, UNDO[ticket.state], {}, away);
	}
	if (ticket.state === 'SERVING') {
		return (await move(ticket.counter, 'undo-appear', {expect: ticket.id}, away)).ticket;
	}
	complain(t('take_back.not_ended', {number, state: t(`state.${ticket.state}`)}));
	return null;
}

/* Gives the ticket as it is then, and says it; or says why it cannot be. */
async function sayTakenBack(page, number, take) {
	try {
		const ticket = await take();
		if (ticket) {
			say(t(`take_back.said.${ticket.state}`, {number, counter: ticket.counter}));
		}
	} catch (error) {
		const word = error instanceof ApiError && REFUSED[error.error];
		complain(word ? t(word, {number}) : errorText(error));
	}
	page.store.listsDue = true;
	page.store.look();
}

/* A finished ticket goes on: it is on hold at its counter. */
export function reopen(page, {id, number}) {
	return sayTakenBack(page, number, () =>
		moveTicket(id, UNDO.FINISHED, {}, () => page.store.setAway(true)));
}

/* page: {store, moved: the numbers that a wrong key may have moved here, the latest first} */
export async function askTakeBack(page) {
	const answer = await askForm({
		title: t('take_back.title'), text: t('take_back.text'), submit: t('take_back.submit'),
		check: (given) => given.number ? '' : t('take_back.nothing'),
		fields: [{
			type: 'text', name: 'number', label: t('take_back.number'), ...atMost(NUMBER_TEXT), capitals: true,
			value: page.moved && page.moved[0], suggestions: page.moved,
		}],
	});
	const number = answer && await askMeant(answer.number, numbersOf(answer.number, page.store));
	if (number) {
		await sayTakenBack(page, number, () => takeBack(page, number));
	}
}
