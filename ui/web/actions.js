/* SPDX-License-Identifier: Apache-2.0 */
/* What can be done at a counter, with its keys, and when. Pure: the hub decides, this only knows
 * beforehand what it would refuse. */
import {hubNow} from './clock.js';

export const ACTIONS = [
	{id: 'call_next', keys: [' ', 'n'], shown: ['keys.space', 'N'], wide: true},
	{id: 'finish_next', keys: ['x'], shown: ['X'], wide: true},
	{id: 'call', keys: ['c'], shown: ['C']},
	{id: 'recall', keys: ['r'], shown: ['R']},
	{id: 'present', keys: ['p'], shown: ['P']},
	{id: 'absent', keys: ['a'], shown: ['A']},
	{id: 'finish', keys: ['f'], shown: ['F']},
	{id: 'undo', keys: ['u'], shown: ['U']},
	{id: 'hold', keys: ['h'], shown: ['H']},
	{id: 'transfer', keys: ['t'], shown: ['T']},
	{id: 'add_service', keys: ['s'], shown: ['S']},
	{id: 'supplement', keys: ['m'], shown: ['M']},
	{id: 'take_back', keys: ['z'], shown: ['Z'], session: true},
	{id: 'history', keys: ['i'], shown: ['I'], session: true},
	{id: 'pause', keys: ['b'], shown: ['B'], session: true},
	{id: 'services', keys: ['d'], shown: ['D'], session: true},
	{id: 'close', keys: ['k'], shown: ['K'], session: true},
	{id: 'help', keys: ['?'], shown: ['?'], session: true},
];

const WITH_CALLED = ['recall', 'present', 'absent', 'undo', 'history', 'pause'];
const WITH_SERVING = ['finish_next', 'finish', 'hold', 'transfer', 'add_service', 'supplement', 'history', 'pause'];
const SESSION = ['take_back', 'services', 'close', 'help'];
const FREE = ['call_next', 'call', 'pause'];

function secondsUntil(ms) {
	return Math.max(0, Math.ceil((ms - hubNow()) / 1000));
}

/* Seconds until a recall is allowed again. */
export function recallIn(ticket, rules) {
	const interval = rules && rules.recall_interval_s !== undefined ? rules.recall_interval_s : 5;
	return ticket && ticket.called_at
		? secondsUntil(Date.parse(ticket.called_at) + interval * 1000) : 0;
}

/* Seconds in which the counter's last finish can still be undone, with the call that came with it. */
export function undoFinishIn(counter) {
	const last = counter && counter.last_finished;
	return last ? secondsUntil(last.until) : 0;
}

/* Seconds in which a clerk can still take back that the citizen has appeared. */
export function undoAppearIn(ticket, rules) {
	const limit = rules && rules.take_back_s !== undefined ? rules.take_back_s : 600;
	return ticket && ticket.state === 'SERVING'
		? secondsUntil(Date.parse(ticket.since) + limit * 1000) : 0;
}

/* The ids of what is possible now. */
export function possible(counter, rules) {
	if (!counter || counter.state === 'OFF') {
		return ['help'];
	}
	if (counter.state === 'PAUSED') {
		return SESSION.concat('pause', undoFinishIn(counter) > 0 ? 'undo' : []);
	}
	const ticket = counter.ticket;
	let ids = FREE;
	if (ticket && ticket.state === 'CALLED') {
		ids = WITH_CALLED.filter((id) => id !== 'recall' || recallIn(ticket, rules) === 0);
	} else if (ticket) {
		ids = WITH_SERVING.filter((id) => id !== 'finish_next' || !counter.pause_after).concat(undoAppearIn(ticket, rules) > 0 ? 'undo' : []);
	} else if (undoFinishIn(counter) > 0) {
		ids = FREE.concat('undo');
	}
	return ids.concat(SESSION);
}

/* The one that usually follows. */
export function leading(counter) {
	if (!counter || counter.state === 'PAUSED') {
		return 'pause';
	}
	if (!counter.ticket) {
		return 'call_next';
	}
	return counter.ticket.state === 'CALLED' ? 'present' : counter.pause_after ? 'finish' : 'finish_next';
}

/* The action of a key press, or null. An input method may hide the letter: then the place of the
 * key counts. */
export function actionOfKey(event) {
	const plain = /^[a-z ?]$/i.test(event.key);
	const place = /^Key([A-Z])$/.exec(event.code || '');
	const key = plain || !place ? event.key.toLowerCase() : place[1].toLowerCase();
	return ACTIONS.find((action) => action.keys.includes(key)) || null;
}
