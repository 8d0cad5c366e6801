/* SPDX-License-Identifier: Apache-2.0 */
/* Who waits, who is on hold, who was absent, who fetches papers, who was finished: and what can be
 * done with them without calling them to the counter first. */
import {minutesText, secondsSince} from './clock.js';
import {el, fill, fillFor, write} from './dom.js';
import {complaintText, loaded, serviceName} from './notice.js';
import {t} from './strings.js';

const SHOWN_MAX = 60;
const TABS = ['waiting', 'held', 'absent', 'supplement', 'finished'];

/* What became of a slip that did not come out, or may not have. */
export function paperText(ticket) {
	return t(ticket.slip === 'later' ? 'paper.later' : `list.paper.${ticket.paper}`);
}

export function waitsHere(counter, ticket) {
	return ticket.wanted_counter
		? ticket.wanted_counter === counter.number : counter.services.includes(ticket.service);
}

export function laneBadge(ticket, reason) {
	return ticket.lane === 'regular' ? null
		: el('span', {class: `badge ${ticket.lane}`},
			t(`lane.${ticket.lane}`) + (reason ? ` · ${reason}` : ''));
}

/* Its kiosk is silent: perhaps nobody has this number. */
const isUncertain = (ticket) => ticket.unconfirmed === 'silent';

/* "5", and "5 + 2?" when besides these there are two of which nobody knows. */
function countText(tickets) {
	const uncertain = tickets.filter(isUncertain).length;
	return uncertain ? `${tickets.length - uncertain} + ${uncertain}?` : String(tickets.length);
}

/* page: {store, number, canAct(), canCall(), settings: {wholeCentre},
 * row(action, ticket): 'call' 'more' 'resume' 'return' 'revive' 'leave'} */
export class Lists {
	constructor(root, page) {
		this.page = page;
		this.tab = 'waiting';
		this.tabs = TABS.map((id) => el('button', {
			type: 'button', class: 'tab', onclick: () => this.show(id),
		}, el('span', {}, t(`list.${id}`)), el('b', {class: 'count'})));
		this.scope = el('button', {type: 'button', class: 'scope', onclick: () => this.widen()});
		this.longest = el('span', {class: 'longest'});
		this.rows = el('ul', {class: 'rows'});
		this.slot = el('span', {class: 'finder'});
		this.finished = null; /* its list, which is asked for when somebody looks at it */
		fill(root, el('div', {class: 'tabs', role: 'group', 'aria-label': t('list.lists')},
			this.tabs),
		el('div', {class: 'list-head'}, this.longest, this.slot, this.scope), this.rows);
	}

	show(id) {
		this.tab = id;
		if (id === 'finished' && !this.finished) {
			loaded(import('./finished.js'), ({Finished}) => {
				this.finished = this.finished || new Finished(this.slot, this.rows, this.page);
				this.update();
			});
		}
		this.update();
	}

	widen() {
		this.page.settings.wholeCentre = !this.page.settings.wholeCentre;
		this.update();
	}

	tickets(counter) {
		const {store, settings} = this.page;
		const waiting = store.waiting();
		return {
			waiting: settings.wholeCentre
				? waiting : waiting.filter((ticket) => waitsHere(counter, ticket)),
			held: counter.held || [],
			absent: store.absent,
			supplement: store.supplement,
			finished: null,
		};
	}

	update() {
		const counter = this.page.store.counter(this.page.number);
		const all = this.tickets(counter);
		TABS.forEach((id, at) => {
			this.tabs[at].setAttribute('aria-pressed', String(id === this.tab));
			write(this.tabs[at].querySelector('.count'), all[id] ? countText(all[id]) : '✓');
			this.tabs[at].classList.toggle('some', Boolean(all[id]) && all[id].length > 0);
		});
		this.scope.hidden = !['waiting', 'finished'].includes(this.tab);
		this.slot.hidden = this.tab !== 'finished';
		write(this.scope, t(this.page.settings.wholeCentre ? 'list.all' : 'list.mine'));
		this.waits = this.tab === 'waiting' ? all.waiting.map((ticket) => ticket.issued_at) : [];
		if (this.tab !== 'finished') {
			this.updateRows(all[this.tab]);
		} else if (this.finished) {
			this.finished.update();
		} else {
			fillFor(this.rows, [this.tab], () => el('li', {class: 'none'}, t('history.waiting')));
		}
		this.tick();
	}

	updateRows(tickets) {
		const may = [this.page.canAct(), this.page.canCall()];
		const shown = tickets.slice(0, SHOWN_MAX);
		const key = [this.tab, may, tickets.length, shown.map((ticket) => [ticket.id,
			ticket.service, ticket.subject, ticket.lane, ticket.reason, ticket.paper, ticket.unconfirmed,
			ticket.wanted_counter, ticket.note, ticket.calls])];
		fillFor(this.rows, key, () => [
			shown.map((ticket) => this.row(ticket)),
			tickets.length === 0 && el('li', {class: 'none'},
				t(this.tab === 'waiting' ? 'list.empty' : 'list.none')),
			tickets.length > SHOWN_MAX && el('li', {class: 'none'},
				t('list.more', {n: tickets.length - SHOWN_MAX})),
		]);
	}

	row(ticket) {
		const {store, number} = this.page;
		const flags = [];
		if (ticket.wanted_counter === number) {
			flags.push(t('list.to_me'));
		}
		if (['FAILED', 'UNKNOWN', 'LATER'].includes(ticket.paper)) {
			flags.push(paperText(ticket));
		}
		if (ticket.unconfirmed) {
			flags.push(t(`list.unconfirmed.${ticket.unconfirmed}`));
		}
		flags.push(complaintText(store, ticket), ticket.note);
		return el('li', {class: 'row'},
			el('span', {class: 'row-number'}, ticket.number),
			el('span', {class: 'row-text'},
				el('span', {class: 'row-service'}, serviceName(store, ticket.service)),
				el('span', {class: 'row-more'}, laneBadge(ticket),
					el('span', {class: 'row-wait', 'data-since': ticket.issued_at}),
					flags.filter(Boolean).map((flag) => el('span', {class: 'flag'}, flag)))),
			el('span', {class: 'row-buttons'}, this.buttons(ticket)));
	}

	buttons(ticket) {
		const act = this.page.canAct(), call = this.page.canCall();
		const button = (action, key, enabled, label) => el('button', {
			type: 'button', class: 'small', disabled: !enabled, 'data-row': action,
			'aria-label': label || `${t(key)} ${ticket.number}`,
			onclick: () => this.page.row(action, ticket),
		}, t(key));
		const more = el('button', {
			type: 'button', class: 'small more',
			'aria-label': t('list.more_for', {number: ticket.number}),
			onclick: () => this.page.row('more', ticket),
		}, '⋯');
		switch (this.tab) {
		case 'waiting':
			return [button('call', 'list.call', call,
				t('list.call_number', {number: ticket.number})), more];
		case 'held':
			return [button('resume', 'list.resume', call), more];
		case 'absent':
			return [button('revive', 'list.revive', act), more];
		default:
			return [button('return', 'list.return', act), more];
		}
	}

	/* Once a second: the waits, and the longest of all that are listed. */
	tick() {
		const first = this.waits.slice().sort()[0];
		write(this.longest, first ? t('list.longest', {time: minutesText(secondsSince(first))}) : '');
		this.rows.querySelectorAll('[data-since]').forEach((one) => {
			write(one, t('list.waits',
				{time: minutesText(secondsSince(one.getAttribute('data-since')))}));
		});
	}
}
