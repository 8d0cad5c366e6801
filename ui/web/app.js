/* SPDX-License-Identifier: Apache-2.0 */
/* The counter page: which view is shown, and what the views ask of the hub. */
import {leading, possible} from './actions.js';
import {move, post, Refusal} from './api.js';
import {hubNow} from './clock.js';
import {CounterView} from './counter.js';
import {closeDialog} from './dialog.js';
import {el, fill, write} from './dom.js';
import {mountLogin} from './login.js';
import {
	askAddService, askCall, askClose, askFinish, askHold, askMore, askPause, askSupplement,
	askTransfer, askVoid,
} from './moves.js';
import {alarmsOf, complain, hush, mountNotices, say, showAlarms} from './notice.js';
import {Setup} from './setup.js';
import {errorText, getLanguage, languages, nameOf, setLanguage, t} from './strings.js';
import {Store} from './store.js';

/* What this browser remembers. It may be forbidden to: then it is asked again each time. */
const memory = {
	get(key) {
		try {
			return localStorage.getItem(`layso.${key}`);
		} catch (error) {
			return null;
		}
	},
	set(key, value) {
		try {
			localStorage.setItem(`layso.${key}`, value);
		} catch (error) {
			/* not remembered */
		}
	},
};

class Page {
	constructor(root) {
		setLanguage(memory.get('language') || 'vi');
		this.store = new Store(() => this.update(), () => this.showLogin());
		this.chosen = {counter: Number(memory.get('counter')), staff: memory.get('staff') || ''};
		this.settings = {wholeCentre: false};
		this.number = this.chosen.counter; /* 0: a counter has to be chosen */
		this.finished = null; /* {counter, at}: the last finish made here */
		this.pending = false;
		this.view = null;
		this.viewName = '';
		this.head = el('header', {class: 'head'});
		this.strip = el('div', {class: 'strip', 'aria-live': 'assertive'});
		this.body = el('div', {class: 'body'});
		fill(root, this.head, this.strip, this.body);
		mountNotices(root);
		setInterval(() => this.tick(), 1000);
		this.store.look();
	}

	/* The head: where one is, who, in which language. */

	updateHead() {
		const {store} = this;
		const counter = this.viewName === 'counter' ? store.counter(this.number) : null;
		const key = JSON.stringify([getLanguage(), this.viewName, store.site && store.site.name,
			counter && [counter.state, counter.staff, counter.name], this.canAct()]);
		if (key === this.headKey) {
			return;
		}
		this.headKey = key;
		document.title = counter ? nameOf(counter.name) : t('title');
		fill(this.head,
			el('span', {class: 'centre'}, store.site ? nameOf(store.site.name) : ''),
			counter && el('span', {class: 'where'},
				el('h1', {}, nameOf(counter.name)),
				counter.staff && el('span', {class: 'who'}, store.staffName(counter.staff)),
				el('span', {class: `state ${counter.state}`}, t(`counter.${counter.state}`))),
			counter && el('button', {
				type: 'button', class: 'quiet', onclick: () => this.choose(0),
			}, t('setup.leave')),
			el('span', {class: 'languages', role: 'group', 'aria-label': t('language')},
				languages.map((language) => el('button', {
					type: 'button', class: 'quiet', lang: language,
					'aria-pressed': String(language === getLanguage()),
					onclick: () => this.speak(language),
				}, language.toUpperCase()))));
	}

	speak(language) {
		setLanguage(language);
		memory.set('language', language);
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

	showLogin() {
		this.show('login', () => mountLogin(this.body, () => {
			this.show('');
			this.store.look();
		}));
		this.updateHead();
		showAlarms(this.strip, []);
	}

	update() {
		const {store} = this;
		if (this.viewName !== 'login' && store.state && store.site) {
			this.updateView();
		} else if (this.viewName !== 'login' && store.state) {
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
			this.show('setup', () => new Setup(this.body, this));
		}
		this.view.update();
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
		return this.canAct() && possible(counter, null, null).includes('call');
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

	/* Makes a move at the counter, and says what came of it. */
	async move(name, body, said) {
		await this.attempt(() => move(this.number, name, body, () => this.store.setAway(true)),
			(counter) => {
				if (counter === null) {
					say(t('said.nobody'));
					return;
				}
				this.store.putCounter(counter);
				if (said) {
					say(said);
				}
			});
	}

	/* Makes a move on a ticket that is not at the counter. */
	async ticketMove(ticket, name, body, said) {
		this.store.listsDue = true;
		await this.attempt(() => post(`/tickets/${ticket.id}/${name}`, body), () => say(said));
	}

	async attempt(make, done) {
		if (this.pending) {
			return;
		}
		this.pending = true;
		this.update();
		try {
			done(await make());
		} catch (error) {
			this.explain(error);
		}
		this.pending = false;
		this.store.look();
		this.update();
	}

	explain(error) {
		if (error instanceof Refusal && error.status === 401) {
			this.showLogin();
		} else if (error instanceof Refusal && error.status === 409 && error.repeated) {
			/* It was done the first time, and the hub has forgotten the answer since: the
			 * state shows it. */
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
			call: () => askCall(this),
			recall: () => this.move('recall', {}, t('said.call', {number: ticket.number})),
			present: () => this.move('appear', {}, ''),
			absent: () => this.absent(ticket),
			finish: () => this.finish(ticket),
			undo: () => this.undo(ticket),
			hold: () => askHold(this, ticket),
			transfer: () => askTransfer(this, ticket),
			add_service: () => askAddService(this, ticket),
			supplement: () => askSupplement(this, ticket),
			pause: () => leading(counter) === 'pause' ? this.move('resume', {}, '')
				: askPause(this),
			close: () => askClose(this, counter),
		};
		actions[id]();
	}

	absent(ticket) {
		const rules = this.store.site.rules || {};
		const finally_ = ticket.calls >= (rules.call_attempts || 3) || rules.absent_behind === 0;
		return this.move('absent', {},
			t(finally_ ? 'said.no_show' : 'said.absent', {number: ticket.number}));
	}

	async finish(ticket) {
		await askFinish(this, ticket);
		const counter = this.store.counter(this.number);
		if (counter && !counter.ticket) {
			this.finished = {counter: this.number, at: hubNow()};
			this.update();
		}
	}

	async undo(ticket) {
		await this.move(ticket ? 'undo-call' : 'undo-finish', {}, t('said.undo'));
		this.finished = null;
		this.update();
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
			void: () => askVoid(this, ticket),
			more: () => askMore(this, ticket),
		};
		return actions[action]();
	}
}

new Page(document.getElementById('app'));
