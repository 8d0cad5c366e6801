/* SPDX-License-Identifier: Apache-2.0 */
/* The page at the door: a number for somebody who does not take it at the kiosk, and what became of
 * any number of today. */
import {get, getAside, issue, moveTicket, ApiError} from './api.js';
import {el, fill, fillFor} from './dom.js';
import {IssueForm} from './door-form.js';
import {lacksSlip, ticketCard} from './door-ticket.js';
import {askForm, askMenu} from './dialog.js';
import {showHistory} from './history.js';
import {alarmsOf, complain, hush, mountNotices, say, serviceName, showAlarms} from './notice.js';
import {startShell} from './shell.js';
import {errorText, onLanguage, t} from './strings.js';
import {slipsKey, slipsPart} from './slips.js';
import {Store} from './store.js';
import {numbersOf} from './typed-number.js';

const RECENT_MAX = 8;

class Door {
	constructor(root, {me}) {
		this.me = me;
		this.store = new Store(() => this.update(), false);
		this.recent = []; /* ids of what was taken here, the newest first */
		this.known = {}; /* tickets by id, as last seen */
		this.shown = null; /* {id, fresh}: the ticket that is shown */
		this.pending = false;
		this.strip = el('div', {class: 'strip', 'aria-live': 'assertive'});
		this.body = el('div', {class: 'body'});
		fill(root, this.strip, this.body);
		mountNotices(document.body);
		onLanguage(() => this.draw());
		this.draw();
		this.store.look();
	}

	draw() {
		hush();
		if (this.papers) {
			this.papers.close();
		}
		this.form = new IssueForm(this);
		this.card = el('div', {class: 'door-card', 'aria-live': 'polite'});
		this.wrong = el('p', {class: 'wrong-text', role: 'alert'});
		this.number = el('input', {
			type: 'text', name: 'number', maxlength: 8, autocomplete: 'off', required: true,
			autocapitalize: 'characters', spellcheck: 'false',
		});
		this.list = el('ul', {class: 'door-list'});
		this.slips = el('section', {class: 'card', 'aria-labelledby': 'door-slips', hidden: true});
		this.main = el('main', {class: 'door'},
			el('div', {class: 'door-left'}, this.form.root),
			el('div', {class: 'door-right'}, this.card,
				el('form', {class: 'card door-look', onsubmit: (event) => this.look(event)},
					el('h2', {}, t('door.look')),
					el('label', {class: 'field'}, el('span', {}, t('door.look_label')),
						el('span', {class: 'door-look-line'}, this.number,
							el('button', {type: 'submit'}, t('door.look_button')))),
					this.wrong),
				this.slips, this.procedures(),
				el('section', {class: 'card', 'aria-labelledby': 'door-recent'},
					el('h2', {id: 'door-recent'}, t('door.list')), this.list)));
		fill(this.body, this.main);
		this.update();
	}

	/* What somebody needs for what they want to do. */
	procedures() {
		const question = el('input', {
			type: 'search', name: 'procedure', maxlength: 200, autocomplete: 'off', required: true,
		});
		const place = el('div', {});
		this.papers = null;
		return el('section', {class: 'card door-look'},
			el('form', {onsubmit: (event) => {
				event.preventDefault();
				this.findProcedures(question.value, place);
			}}, el('h2', {}, t('door.papers')),
			el('label', {class: 'field'}, el('span', {}, t('door.papers_label')),
				el('span', {class: 'door-look-line'}, question,
					el('button', {type: 'submit'}, t('door.papers_button'))))), place);
	}

	async findProcedures(question, place) {
		try {
			const {PapersPart} = await import('./door-papers.js');
			if (!this.papers) {
				this.papers = new PapersPart(this);
				fill(place, this.papers.root);
			}
		} catch (error) {
			complain(t('boot.part'));
			return;
		}
		this.papers.ask(question);
	}

	chooseService(id) {
		this.form.choose(id);
	}

	canAct() {
		return !this.pending;
	}

	update() {
		const {store} = this;
		showAlarms(this.strip, alarmsOf(store));
		if (!store.state) {
			return;
		}
		if (!store.site) {
			fill(this.body, el('main', {class: 'narrow'},
				el('p', {class: 'card'}, t('setup.no_site'))));
			return;
		}
		if (!this.main.parentNode) {
			fill(this.body, this.main);
		}
		this.form.update();
		this.updateCard();
		this.updateList();
		this.updateSlips();
		this.refresh();
	}

	updateSlips() {
		const key = slipsKey(this.store);
		this.slips.hidden = !key[0].length && !key[1].length;
		fillFor(this.slips, [key, this.pending], () => [
			el('h2', {id: 'door-slips'}, t('slips.title')),
			slipsPart(this.store, (ticket) => this.reprint(ticket)),
		]);
	}

	/* What is shown is looked at again when something has happened since. */
	async refresh() {
		const ids = [this.shown && this.shown.id].concat(this.recent).filter(Boolean);
		const seq = this.store.state.seq;
		if (this.refreshed === seq || this.refreshing || !ids.length) {
			return;
		}
		this.refreshed = seq;
		this.refreshing = true;
		try {
			for (const id of Array.from(new Set(ids))) {
				this.known[id] = await get(`/tickets/${id}`);
			}
		} catch (error) {
			this.refreshed = -1; /* with the next look */
		}
		this.refreshing = false;
		this.updateCard();
		this.updateList();
	}

	updateCard() {
		const ticket = this.shown && this.known[this.shown.id];
		this.askCode(ticket);
		this.card.hidden = !ticket;
		this.main.classList.toggle('showing', Boolean(ticket));
		fillFor(this.card, [ticket, this.pending, this.shown, this.code,
			Boolean(ticket) && lacksSlip(this, ticket)], () =>
			ticket && ticketCard(this, ticket, this.shown.fresh));
	}

	/* The QR code of a ticket without a slip, once. */
	async askCode(ticket) {
		const {shown} = this;
		if (this.code || !ticket || !shown.token || !lacksSlip(this, ticket)) {
			return;
		}
		this.code = {};
		let code;
		try {
			code = await getAside(`/public/${shown.token}/qr`);
		} catch (error) {
			code = {wrong: errorText(error)};
		}
		if (this.shown === shown) {
			this.code = code;
			this.updateCard();
		}
	}

	updateList() {
		const tickets = this.recent.map((id) => this.known[id]).filter(Boolean);
		fillFor(this.list, tickets.map((one) => [one.id, one.state, one.paper, one.service]), () =>
			tickets.length ? tickets.map((ticket) => el('li', {}, el('button', {
				type: 'button', class: 'door-row', onclick: () => this.show(ticket, false),
			}, el('b', {class: 'row-number'}, ticket.number),
			el('span', {}, serviceName(this.store, ticket.service)),
			el('span', {class: `chip ${ticket.state}`}, t(`state.${ticket.state}`)))))
				: el('li', {class: 'none'}, t('door.none')));
	}

	show(ticket, fresh) {
		/* The slip's token comes with the first answer only; it is kept while that is shown. */
		this.known[ticket.id] = Object.assign({}, ticket, {token: undefined});
		this.shown = {id: ticket.id, fresh, token: fresh ? ticket.token : undefined};
		this.code = null;
		this.updateCard();
		this.updateList();
		this.card.querySelector('h2').focus();
		this.card.scrollIntoView({block: 'nearest'});
	}

	/* After the visitor has gone: ready for the next one. */
	next() {
		this.shown = null;
		this.updateCard();
		this.form.clear();
		this.form.focus();
	}

	/* Runs something that asks the hub; one at a time. Gives what it gave, or null. */
	async attempt(make) {
		if (this.pending) {
			return null;
		}
		this.pending = true;
		this.form.update();
		let made = null;
		try {
			made = await make();
		} catch (error) {
			complain(errorText(error));
		}
		this.pending = false;
		this.store.look();
		this.form.update();
		this.updateCard();
		return made;
	}

	async take(body) {
		const ticket = await this.attempt(() => issue(body));
		if (ticket) {
			hush();
			this.recent = [ticket.id].concat(this.recent).slice(0, RECENT_MAX);
			this.form.clear();
			this.show(ticket, true);
		}
	}

	async moveTicket(ticket, name, body, said) {
		const after = await this.attempt(() => moveTicket(ticket.id, name, body));
		if (after) {
			this.known[ticket.id] = after;
			this.updateCard();
			this.updateList();
			say(said);
		}
	}

	reprint(ticket) {
		return this.moveTicket(ticket, 'reprint', {}, t('said.reprint', {number: ticket.number}));
	}

	async void(ticket) {
		const sure = await askForm({
			title: `${t('list.void')} ${ticket.number}`, text: t('door.void_text'),
			submit: t('list.void'), danger: true,
		});
		return sure && this.moveTicket(ticket, 'void', {},
			t('said.void', {number: ticket.number}));
	}

	history(ticket) {
		return showHistory(this.store, ticket);
	}

	/* Today's tickets of any of the numbers; the last one of each. */
	async find(numbers) {
		const found = [];
		for (const number of numbers) {
			const {tickets} = await get(`/tickets?number=${encodeURIComponent(number)}`)
				.catch((error) => {
					if (error instanceof ApiError && error.status === 400) {
						return {tickets: []}; /* no number at all */
					}
					throw error;
				});
			found.push(...tickets.slice(-1));
		}
		return found;
	}

	async look(event) {
		event.preventDefault();
		const numbers = numbersOf(this.number.value, this.store);
		this.wrong.textContent = '';
		if (!numbers.length) {
			this.wrong.textContent = t('ask.call.nothing');
			this.number.focus();
			return;
		}
		try {
			const found = await this.find(numbers);
			const meant = found.length < 2 ? found[0] : await askMenu({
				title: t('ask.which'),
				items: found.map((ticket) => ({value: ticket, label: ticket.number})),
			});
			if (meant) {
				this.show(meant, false);
				return;
			}
			this.wrong.textContent = found.length ? ''
				: t('door.found_none', {number: numbers.join(', ')});
		} catch (error) {
			this.wrong.textContent = errorText(error);
		}
		this.number.focus();
		this.number.select();
	}
}

startShell({page: 'door'}).then((around) => new Door(document.getElementById('app'), around));
