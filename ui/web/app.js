/* SPDX-License-Identifier: Apache-2.0 */
/* The counter page: which view is shown, and what the views ask of the hub. */
import {leading, possible, undoFinishIn} from './actions.js';
import {move, moveTicket, ApiError} from './api.js';
import {CounterView} from './counter.js';
import {closeDialog} from './dialog.js';
import {el, fill, fillFor} from './dom.js';
import {waitsHere} from './lists.js';
import {memory} from './memory.js';
import {
	askAddService, askCall, askClose, askFinish, askHold, askPause, askSupplement,
	askServices, askTransfer, usualFinish,
} from './moves.js';
import {alarmsOf, complain, hush, loaded, mountNotices, say, showAlarms} from './notice.js';
import {startShell} from './shell.js';
import {errorText, getLanguage, nameOf, onLanguage, t} from './strings.js';
import {Store} from './store.js';

const MOVED_MAX = 8;

/* It was done the first time, and the hub has forgotten the answer since. */
const isDone = (error) => error instanceof ApiError && error.status === 409 && error.repeated;

class Page {
	constructor(root, {me, slot}) {
		this.me = me;
		this.store = new Store(() => this.update(), true);
		this.chosen = {counter: Number(memory.get('counter')), staff: memory.get('staff') || ''};
		this.settings = {wholeCentre: false};
		this.number = this.chosen.counter; /* 0: a counter has to be chosen */
		this.pending = false;
		this.moved = [];
		this.view = null;
		this.viewName = '';
		this.slot = slot;
		this.strip = el('div', {class: 'strip', 'aria-live': 'assertive'});
		this.body = el('div', {class: 'body'});
		fill(root, this.strip, this.body);
		mountNotices(document.body);
		onLanguage(() => this.speak());
		setInterval(() => this.tick(), 1000);
		this.store.look();
	}

	/* The page's part of the head: at which counter one is, and who opened it. */

	updateHead() {
		const {store} = this;
		const counter = this.viewName === 'counter' ? store.counter(this.number) : null;
		const key = [getLanguage(), counter && [counter.state, counter.staff, counter.name]];
		fillFor(this.slot, key, () => counter && el('span', {class: 'where'},
			el('h1', {}, nameOf(counter.name)),
			counter.staff && el('span', {class: 'who'}, store.staffName(counter.staff)),
			el('span', {class: `state ${counter.state}`}, t(`counter.${counter.state}`)),
			el('button', {
				type: 'button', class: 'quiet', onclick: () => this.choose(0),
			}, t('setup.leave'))));
		if (counter) {
			document.title = nameOf(counter.name);
		}
	}

	speak() {
		hush();
		this.show('');
		this.update();
	}

	/* Views */

	show(name, make) {
		if (this.viewName === name) {
			return;
		}
		if (this.view && this.view.close) {
			this.view.close();
		}
		closeDialog();
		this.viewName = name;
		this.view = name ? make() : null;
	}

	update() {
		const {store} = this;
		if (store.state && store.site) {
			this.updateView();
		} else if (store.state) {
			this.show('', null);
			fill(this.body, el('main', {class: 'narrow'},
				el('p', {class: 'card'}, t('setup.no_site'))));
		}
		showAlarms(this.strip, alarmsOf(store));
		this.updateHead();
	}

	updateView() {
		const counter = this.number ? this.store.counter(this.number) : null;
		if (counter && counter.state !== 'OFF') {
			this.show('counter', () => new CounterView(this.body, this));
		} else if (this.viewName !== 'setup') {
			if (this.viewName === 'counter' && this.number) {
				say(t('setup.again'));
			}
			this.show('setup', () => this.setUp());
		}
		this.view.update();
	}

	/* Once a shift, so it is loaded then. */
	setUp() {
		const view = {update() {}};
		const put = (make) => this.view === view && make();
		import('./setup.js').then(({Setup}) => put(() => {
			this.view = new Setup(this.body, this);
			this.view.update();
		}), () => put(() => fill(this.body, el('main', {class: 'narrow'},
			el('p', {class: 'card wrong-text', role: 'alert'}, t('boot.part'))))));
		return view;
	}

	tick() {
		if (this.view && this.view.tickAll) {
			this.view.tickAll();
		}
	}

	choose(number) {
		this.number = number;
		if (number) {
			this.chosen.counter = number;
			memory.set('counter', String(number));
		}
		this.update();
	}

	/* What the views ask */

	canAct() {
		return !this.pending && !this.store.away;
	}

	canCall() {
		const counter = this.store.counter(this.number);
		return this.canAct() && possible(counter, null).includes('call');
	}

	join(number) {
		this.choose(number);
	}

	open(number, staff, services) {
		this.chosen.staff = staff;
		memory.set('staff', staff);
		this.number = number;
		memory.set('counter', String(number));
		this.move('open', {staff, services}, '');
	}

	/* Makes a move with the ticket that is seen at the counter. Somebody else at the same counter
	 * may have another one there by now: then nothing happens. */
	moveTicketHere(ticket, name, body, said) {
		return this.move(name, Object.assign({expect: ticket.id}, body), said, ticket);
	}

	/* What a wrong key may have done here, the latest first: what taking back offers. */
	noteMove(ticket, name) {
		if (ticket && ['appear', 'finish', 'finish-next', 'leave', 'void'].includes(name)) {
			this.moved = [ticket.number].concat(this.moved.filter((one) => one !== ticket.number))
				.slice(0, MOVED_MAX);
		}
	}

	/* Whether somebody waits here whom the hub does not call by itself: see the list. */
	someAreHeldBack() {
		const counter = this.store.counter(this.number);
		return this.store.waiting().some((ticket) => waitsHere(counter, ticket) &&
			['due', 'silent'].includes(ticket.unconfirmed));
	}

	nobodyText() {
		return t(this.someAreHeldBack() ? 'said.held_back' : 'said.nobody');
	}

	/* Makes a move at the counter, with its ticket if there is one, and says what came of it. */
	async move(name, body, said, ticket) {
		await this.attempt(() => move(this.number, name, body, () => this.store.setAway(true)),
			(counter) => {
				if (counter === null) {
					say(this.nobodyText());
					return;
				}
				this.store.putCounter(counter);
				this.noteMove(ticket, name);
				if (said) {
					say(name !== 'finish-next' || counter.ticket || counter.state === 'PAUSED' ? said : `${said} ${this.nobodyText()}`);
				}
			});
	}

	/* Makes a move on a ticket that is not at the counter. */
	async ticketMove(ticket, name, body, said) {
		this.store.listsDue = true;
		await this.attempt(() => moveTicket(ticket.id, name, body, () => this.store.setAway(true)),
			() => {
				this.noteMove(ticket, name);
				say(said);
			});
	}

	/* As move, for who says it where it was asked for: why it was not made, or null. */
	async tryMove(name, body, said) {
		let failure = this.pending ? {error: 'busy_hub'} : null;
		await this.attempt(() => move(this.number, name, body, () => this.store.setAway(true)),
			(counter) => {
				this.store.putCounter(counter);
				say(said);
			}, (error) => {
				failure = isDone(error) ? null : error;
			});
		return failure;
	}

	async attempt(make, done, failed) {
		if (this.pending) {
			return;
		}
		this.pending = true;
		this.update();
		try {
			done(await make());
		} catch (error) {
			(failed || ((one) => this.explain(one)))(error);
		}
		this.pending = false;
		this.store.look();
		this.update();
	}

	explain(error) {
		if (isDone(error)) {
			/* the state shows it */
		} else if (error instanceof ApiError && error.field === 'expect') {
			complain(t('error.changed'));
		} else if (error instanceof ApiError && error.status === 403 && error.field === 'counter') {
			complain(t('error.others'));
		} else {
			complain(errorText(error));
		}
	}

	/* The actions of the buttons and keys. */
	run(id) {
		const counter = this.store.counter(this.number);
		const ticket = counter.ticket;
		const actions = {
			call_next: () => this.move('call-next', {}, ''),
			finish_next: () => this.moveTicketHere(ticket, 'finish-next', usualFinish(this.store),
				t('said.finish', {number: ticket.number})),
			call: () => askCall(this),
			recall: () => this.moveTicketHere(ticket, 'recall', {},
				t('said.call', {number: ticket.number})),
			present: () => this.moveTicketHere(ticket, 'appear', {}, ''),
			absent: () => this.absent(ticket),
			finish: () => askFinish(this, ticket),
			undo: () => this.undo(counter, ticket),
			hold: () => askHold(this, ticket),
			transfer: () => askTransfer(this, ticket),
			add_service: () => askAddService(this, ticket),
			supplement: () => askSupplement(this, ticket),
			take_back: () => loaded(import('./take-back.js'), ({askTakeBack}) => askTakeBack(this)),
			history: () => this.history(ticket),
			pause: () => leading(counter) === 'pause' ? this.move('resume', {}, '')
				: askPause(this, counter),
			services: () => askServices(this, counter),
			close: () => askClose(this, counter),
			help: () => this.help(),
		};
		actions[id]();
	}

	absent(ticket) {
		const rules = this.store.site.rules || {};
		const finally_ = ticket.calls >= (rules.call_attempts || 3) || rules.absent_behind === 0;
		return this.moveTicketHere(ticket, 'absent', {},
			t(finally_ ? 'said.no_show' : 'said.absent', {number: ticket.number}));
	}

	undo(counter, ticket) {
		const name = ticket && ticket.state === 'SERVING' ? 'undo-appear' : 'undo-call';
		return ticket && undoFinishIn(counter) === 0 ? this.moveTicketHere(ticket, name, {}, t('said.undo'))
			: this.moveTicketHere(counter.last_finished, 'undo-finish', {}, t('said.undo'));
	}

	history(ticket) {
		return loaded(import('./history.js'), ({showHistory}) => showHistory(this.store, ticket));
	}

	help() {
		return loaded(import('./row-moves.js'), ({showHelp}) => showHelp());
	}

	/* The buttons of the lists' rows. */
	row(action, ticket) {
		const number = ticket.number;
		const actions = {
			call: () => this.move('call', {ticket: ticket.id}, ''),
			resume: () => this.move('resume', {ticket: ticket.id}, ''),
			return: () => this.ticketMove(ticket, 'return', {}, t('said.revive', {number})),
			revive: () => this.ticketMove(ticket, 'revive', {}, t('said.revive', {number})),
			leave: () => this.ticketMove(ticket, 'leave', {}, t('said.leave', {number})),
			reprint: () => this.ticketMove(ticket, 'reprint', {}, t('said.reprint', {number})),
			void: () => loaded(import('./row-moves.js'), ({askVoid}) => askVoid(this, ticket)),
			more: () => loaded(import('./row-moves.js'), ({askMore}) => askMore(this, ticket)),
			history: () => this.history(ticket),
		};
		return actions[action]();
	}
}

startShell({page: 'counter'}).then((around) =>
	new Page(document.getElementById('app'), around));
