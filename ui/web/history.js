/* SPDX-License-Identifier: Apache-2.0 */
/* What became of a ticket, from the first press to now. */
import {get} from './api.js';
import {showPanel} from './dialog.js';
import {el, fill} from './dom.js';
import {serviceName} from './notice.js';
import {addWords, errorText, nameOf, t} from './strings.js';
import words from './words-event.js';

addWords('event', words);

function kindText(event) {
	return t(event.kind === 'paper' ? `event.paper.${event.paper}` : `event.${event.kind}`);
}

/* What there is to say beside the kind; the service only when it is another than before. */
function detail(store, event, before) {
	const parts = [];
	if (event.counter) {
		parts.push(t('counter.n', {n: event.counter}));
	}
	if (event.service && (!before || before.service !== event.service)) {
		parts.push(serviceName(store, event.service));
	}
	if (event.wanted_counter) {
		parts.push(`→ ${t('counter.n', {n: event.wanted_counter})}`);
	}
	const outcome = event.outcome &&
		((store.site && store.site.outcomes) || []).find((one) => one.id === event.outcome);
	if (outcome) {
		parts.push(nameOf(outcome.name));
	}
	if (event.note) {
		parts.push(event.note);
	}
	return parts.join(' · ');
}

/* timed: the hours of this ticket are known. */
function rows(store, events, timed) {
	let before = null;
	return events.map((event) => {
		const text = detail(store, event, before);
		before = event.service ? event : before;
		return el('li', {}, timed
			? el('time', {datetime: event.at}, event.at.slice(11, 19)) : el('span', {class: 'no-time'}, '–'),
			el('span', {}, el('b', {}, kindText(event)), text && el('small', {}, text)));
	});
}

export async function showHistory(store, ticket) {
	const list = el('ol', {class: 'history', 'aria-live': 'polite'},
		el('li', {}, t('history.waiting')));
	const more = el('p', {class: 'hint'});
	const shown = showPanel(t('history.title', {number: ticket.number}), [list, more]);
	try {
		const history = await get(`/tickets/${ticket.id}/history`);
		fill(list, rows(store, history.events, ticket.time_known));
		more.textContent = history.more ? t('history.more') : '';
	} catch (error) {
		fill(list, el('li', {}, errorText(error)));
	}
	return shown;
}
