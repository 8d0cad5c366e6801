/* SPDX-License-Identifier: Apache-2.0 */
/* One ticket at the door: its number, large enough to be read across a table, and what can be done
 * with it. */
import {el} from './dom.js';
import {laneBadge} from './lists.js';
import {printers} from './door-form.js';
import {memory} from './memory.js';
import {bringText, freeOnlineText, waitText} from './door-words.js';
import {complaintText, serviceName} from './notice.js';
import {nameOf, t} from './strings.js';

const OPEN = ['WAITING', 'CALLED', 'SERVING', 'HELD', 'SUPPLEMENT', 'NO_SHOW'];

function reasonName(site, id) {
	const reason = (site.priority_reasons || []).find((one) => one.id === id);
	return reason ? nameOf(reason.name) : '';
}

function facts(ticket) {
	const lines = [];
	if (ticket.state === 'WAITING') {
		lines.push(t('door.ahead', {n: ticket.ahead}));
		if (ticket.wait_estimate_s !== null) {
			lines.push(t('door.wait', {time: waitText(ticket.wait_estimate_s)}));
		}
		if (ticket.past_closing) {
			lines.push(t('wait.past_closing'));
		}
	} else if (ticket.counter && OPEN.includes(ticket.state)) {
		lines.push(t('counter.n', {n: ticket.counter}));
	}
	lines.push(t(ticket.slip === 'later' ? 'paper.later' : `paper.${ticket.paper}`));
	lines.push(t('door.slip_code', {id: ticket.id})); /* on a slip without a date */
	return lines.join(' · ');
}

/* Where a slip can be printed: where it was, else where one was printed last. */
function printerOf(door, ticket) {
	const known = printers(door.store).map((one) => one.kiosk);
	return [ticket.kiosk, memory.get('kiosk'), known[0]].find((one) => known.includes(one)) ||
		ticket.kiosk || null;
}

/* Whether its citizen has nothing in hand: nothing is printed, or not now. */
export function lacksSlip(door, ticket) {
	const away = printers(door.store).some((one) => one.kiosk === ticket.kiosk && !one.works);
	return OPEN.includes(ticket.state) && (['NONE', 'FAILED', 'UNKNOWN'].includes(ticket.paper) ||
		(ticket.paper === 'QUEUED' && away));
}

/* The QR code, a run of dark squares after the other, with the light border of four. */
function codePicture({qr}) {
	const shape = (tag, attributes) => {
		const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
		Object.keys(attributes).forEach((name) => made.setAttribute(name, attributes[name]));
		return made;
	};
	const side = qr.length + 8;
	const svg = shape('svg', {viewBox: `-4 -4 ${side} ${side}`, role: 'img', 'aria-label': t('door.code'),
		'shape-rendering': 'crispEdges'});
	svg.appendChild(shape('path', {d: qr.map((row, y) => row.replace(/1+|0+/g, (run, x) =>
		run[0] === '1' ? `M${x} ${y}h${run.length}v1h-${run.length}z` : '')).join('')}));
	return el('div', {class: 'door-code'}, svg, el('p', {}, t('door.code')));
}

function codePart(door, ticket) {
	const {code} = door;
	if (!code || !lacksSlip(door, ticket)) {
		return null;
	}
	return code.wrong ? el('p', {class: 'wrong-text'}, code.wrong)
		: code.qr && code.qr.length > 0 && codePicture(code);
}

function buttons(door, ticket) {
	const kiosk = printerOf(door, ticket);
	const act = door.canAct();
	const button = (key, run, more) => el('button', Object.assign(
		{type: 'button', disabled: !act, onclick: run}, more), t(key));
	const number = ticket.number;
	const waiting = ticket.state === 'WAITING';
	return [
		OPEN.includes(ticket.state) && kiosk && button(
			ticket.paper === 'NONE' ? 'door.print_now' : 'list.reprint',
			() => door.moveTicket(ticket, 'reprint', {kiosk}, t('said.reprint', {number}))),
		ticket.state === 'NO_SHOW' && door.me.role !== 'helper' && button('list.revive',
			() => door.moveTicket(ticket, 'revive', {}, t('said.revive', {number}))),
		['HELD', 'SUPPLEMENT'].includes(ticket.state) && door.me.role !== 'helper' &&
			button('list.return',
				() => door.moveTicket(ticket, 'return', {}, t('said.revive', {number}))),
		button('action.history', () => door.history(ticket), {disabled: false}),
		waiting && button('list.void', () => door.void(ticket), {class: 'warn'}),
	];
}

/* fresh: it has just been taken. */
export function ticketCard(door, ticket, fresh) {
	return el('section', {class: 'card door-ticket', 'aria-labelledby': 'door-number'},
		el('p', {class: `chip ${ticket.state}`}, t(`state.${ticket.state}`)),
		el('div', {class: 'door-number'},
			el('h2', {id: 'door-number', tabindex: '-1'},
				el('span', {class: 'unseen'}, `${t('door.issued')}: `), ticket.number),
			codePart(door, ticket)),
		el('p', {class: 'ticket-service'}, serviceName(door.store, ticket.service)),
		ticket.subject && el('p', {}, complaintText(door.store, ticket)),
		laneBadge(ticket, reasonName(door.store.site, ticket.reason)),
		el('p', {class: 'door-facts'}, facts(ticket)),
		OPEN.includes(ticket.state) &&
			el('p', {class: 'door-bring'}, bringText(door.store, ticket.service)),
		OPEN.includes(ticket.state) &&
			el('p', {class: 'door-free'}, freeOnlineText(door.store, ticket.service)),
		el('div', {class: 'door-buttons'}, buttons(door, ticket)),
		el('button', {
			type: 'button', class: 'lead big', onclick: () => door.next(),
		}, t(fresh ? 'door.again' : 'ask.close_panel')));
}
