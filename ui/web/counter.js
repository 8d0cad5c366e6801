/* SPDX-License-Identifier: Apache-2.0 */
/* The counter at work: the ticket now, the actions with their keys, the lists beside them. */
import {ACTIONS, actionOfKey, leading, possible, recallIn, undoFinishIn} from './actions.js';
import {minutesText, secondsSince, stopwatchText} from './clock.js';
import {dialogIsOpen} from './dialog.js';
import {el, fill, fillFor, write} from './dom.js';
import {laneBadge, Lists, paperText} from './lists.js';
import {complaintText, serviceName} from './notice.js';
import {nameOf, t} from './strings.js';

const FITS = ['wide', 'tight', 'tighter', 'tightest'];

/* A click does not take the keyboard: the space bar still calls, it does not click again. */
function keepFocus(event) {
	if (event.target.closest && event.target.closest('button')) {
		event.preventDefault();
	}
}

/* page: what Lists needs, and {run(action)} */
export class CounterView {
	constructor(root, page) {
		this.page = page;
		this.card = el('section', {
			class: 'ticket', tabindex: '-1', 'aria-label': t('ticket.current'),
		});
		this.announcer = el('p', {class: 'unseen', 'aria-live': 'polite'});
		this.buttons = {};
		const buttons = (session) => ACTIONS.filter((action) => Boolean(action.session) === session)
			.map((action) => this.button(action));
		const actions = el('section', {'aria-label': t('actions')},
			el('div', {class: 'actions'}, buttons(false)),
			el('div', {class: 'actions session'}, buttons(true)));
		const side = el('section', {class: 'lists', 'aria-label': t('list.lists')});
		fill(root, el('main', {class: 'work'},
			el('div', {class: 'desk'}, this.card, this.announcer, actions), side));
		this.lists = new Lists(side, page);
		this.onKey = (event) => this.key(event);
		this.onResize = () => this.fit();
		document.addEventListener('keydown', this.onKey);
		window.addEventListener('resize', this.onResize);
		document.addEventListener('mousedown', keepFocus);
		this.card.focus();
	}

	close() {
		document.removeEventListener('keydown', this.onKey);
		window.removeEventListener('resize', this.onResize);
		document.removeEventListener('mousedown', keepFocus);
	}

	button(action) {
		const label = el('span', {class: 'action-label'}, t(`action.${action.id}`));
		const button = el('button', {
			type: 'button', disabled: true, 'data-action': action.id,
			class: `action${action.wide ? ' wide' : ''}`,
			'aria-keyshortcuts': action.keys.map((key) => key === ' ' ? 'Space'
				: key.toUpperCase()).join(' '),
			onclick: () => this.page.run(action.id),
		}, label, el('span', {class: 'keys', 'aria-hidden': 'true'},
			action.shown.map((key) => el('kbd', {}, key.length > 1 ? t(key) : key))));
		this.buttons[action.id] = {button, label};
		return button;
	}

	key(event) {
		const target = event.target;
		const typing = target.matches && target.matches('input, select, textarea');
		const pressing = (event.key === ' ' || event.key === 'Enter') && target.matches && target.matches('button, a, summary');
		if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || dialogIsOpen() ||
			document.querySelector('.signin') || /* its keys are not this page's */
			typing || pressing || event.defaultPrevented) {
			return;
		}
		const action = actionOfKey(event);
		if (action) {
			event.preventDefault();
			if (!this.buttons[action.id].button.disabled) {
				this.page.run(action.id);
			}
		}
	}

	update() {
		const {store, number} = this.page;
		const counter = store.counter(number);
		this.updateCard(counter);
		this.updateActions(counter);
		this.lists.update();
	}

	updateActions(counter) {
		const {store} = this.page;
		const rules = store.site.rules;
		const could = possible(counter, rules);
		const allowed = this.page.canAct() ? could : ['help'];
		const lead = leading(counter);
		Object.keys(this.buttons).forEach((id) => {
			const {button} = this.buttons[id];
			const loses = button === document.activeElement && !allowed.includes(id);
			button.disabled = !allowed.includes(id);
			button.hidden = id === (could.includes('finish_next') ? 'call_next' : 'finish_next');
			button.classList.toggle('lead', id === lead);
			button.classList.toggle('cannot', !could.includes(id));
			if (loses) {
				this.card.focus(); /* a disabled button would swallow the keys */
			}
		});
		this.label('pause', t(`action.${counter.state === 'PAUSED' ? 'resume'
			: counter.pause_after ? 'pause_cancel' : counter.ticket ? 'pause_after' : 'pause'}`));
		this.label('recall', this.recallLabel(counter, rules));
		this.label('undo', allowed.includes('undo')
			? this.undoLabel(counter) : t('action.undo'));
	}

	label(id, text) {
		write(this.buttons[id].label, text);
	}

	recallLabel(counter, rules) {
		const ticket = counter.ticket;
		const seconds = ticket && ticket.state === 'CALLED' ? recallIn(ticket, rules) : 0;
		return t('action.recall') + (seconds > 0 ? ` (${seconds})` : '');
	}

	undoLabel(counter) {
		const seconds = undoFinishIn(counter);
		if (counter.ticket && seconds > 0) {
			return t('action.undo_finish_next', {number: counter.last_finished.number, s: seconds});
		}
		if (counter.ticket && counter.ticket.state === 'CALLED') {
			return t('action.undo_call');
		}
		if (counter.ticket) {
			return t('action.undo_appear');
		}
		return seconds > 0 ? t('action.undo_finish', {s: seconds}) : t('action.undo');
	}

	updateCard(counter) {
		const ticket = counter.ticket;
		const key = ticket ? [ticket.id, ticket.state, ticket.service, ticket.lane, ticket.calls,
			ticket.note, ticket.paper, ticket.called_at, ticket.since, counter.pause_after] : [counter.state, counter.note];
		this.card.className = `ticket ${ticket ? ticket.state.toLowerCase() : 'empty'}`;
		fillFor(this.card, key, () => ticket ? this.ticketParts(ticket).concat(counter.pause_after
			? el('p', {class: 'note'}, t('ticket.pause_after')) : [])
			: this.emptyParts(counter));
		write(this.announcer, ticket ? this.spoken(ticket) : '');
		this.tick();
		this.fit();
	}

	/* The number is as large as the desk has room for, alarms or not: nothing of it scrolls. */
	fit() {
		const desk = this.card.parentNode;
		for (const name of FITS) {
			this.card.classList.remove(...FITS);
			this.card.classList.add(name);
			if (desk.scrollHeight <= desk.clientHeight + 1) {
				return;
			}
		}
	}

	emptyParts(counter) {
		const word = counter.state === 'PAUSED' ? 'ticket.paused' : 'ticket.none';
		return [
			el('p', {class: 'nothing'}, t(word)),
			counter.note && el('p', {class: 'note'}, counter.note),
			el('p', {class: 'hint'}, t(`${word}_hint`)),
		];
	}

	reason(ticket) {
		const reasons = this.page.store.site.priority_reasons || [];
		const reason = reasons.find((one) => one.id === ticket.reason);
		return reason ? nameOf(reason.name) : '';
	}

	/* What it is about, and to where it is entered. */
	complaint(ticket) {
		const text = complaintText(this.page.store, ticket);
		return text ? el('p', {class: 'ticket-complaint'}, text, ' ',
			el('a', {href: `/complaints#subject=${encodeURIComponent(ticket.subject)}`},
				t('ticket.complaint_write'))) : null;
	}

	spoken(ticket) {
		return [t(`ticket.${ticket.state}`), ticket.number,
			serviceName(this.page.store, ticket.service), complaintText(this.page.store, ticket)]
			.filter(Boolean).join(', ');
	}

	ticketParts(ticket) {
		const calls = ticket.state === 'CALLED' && ticket.calls > 1
			? ` · ${t('ticket.calls', {n: ticket.calls})}` : '';
		const serving = ticket.state === 'SERVING';
		const waited = (Date.parse(ticket.called_at || ticket.since) -
			Date.parse(ticket.issued_at)) / 1000;
		const fact = (label, value, since) => el('div', {class: 'fact'},
			el('dt', {}, label), el('dd', {'data-watch': since || false}, value));
		const paper = ['FAILED', 'UNKNOWN', 'LATER'].includes(ticket.paper) &&
			el('p', {class: 'note'}, paperText(ticket));
		return [
			el('p', {class: 'ticket-state'}, t(`ticket.${ticket.state}`) + calls),
			el('p', {class: 'ticket-number'}, ticket.number),
			el('p', {class: 'ticket-service'}, serviceName(this.page.store, ticket.service)),
			this.complaint(ticket),
			el('p', {class: 'ticket-lane'}, laneBadge(ticket, this.reason(ticket))),
			el('dl', {class: 'facts'},
				fact(t('ticket.waited'), minutesText(Math.max(0, Math.floor(waited)))),
				fact(t(serving ? 'ticket.served' : 'ticket.called'), '',
					serving ? ticket.since : ticket.called_at)),
			ticket.note && el('p', {class: 'note'}, `${t('ticket.from')}: ${ticket.note}`),
			paper,
		];
	}

	/* Once a second: what counts by itself. */
	tick() {
		this.card.querySelectorAll('[data-watch]').forEach((one) => {
			write(one, stopwatchText(secondsSince(one.getAttribute('data-watch'))));
		});
	}

	tickAll() {
		const counter = this.page.store.counter(this.page.number);
		if (counter) {
			this.tick();
			this.updateActions(counter);
			this.lists.tick();
		}
	}
}
