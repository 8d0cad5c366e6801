/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers that were finished today: looked up by number, opened again where that is allowed, and
 * the way to their rating. Loaded when it is first looked at. */
import {getAside} from './api.js';
import {minutesText, secondsSince} from './clock.js';
import {askMenu} from './dialog.js';
import {el, fill, fillFor} from './dom.js';
import {showHistory} from './history.js';
import {NUMBER_TEXT} from './limits.js';
import {serviceName} from './notice.js';
import {addWords, errorText, nameOf, t} from './strings.js';
import {reopen} from './take-back.js';
import {numbersOf} from './typed-number.js';
import words from './words-finished.js';

addWords('finished', words);

const PAGE = 200;
const PAGES_MAX = 20;
const SHOWN_MAX = 60;
const AGAIN_MS = 3000;

export class Finished {
	/* slot: the place of what is searched; rows: of the list. page: as Lists'. */
	constructor(slot, rows, page) {
		this.page = page;
		this.rows = rows;
		this.tickets = null; /* the latest first */
		this.error = null;
		this.seen = -1; /* the store's count of what changes this list */
		this.finder = el('input', {
			type: 'search', name: 'finished', maxlength: NUMBER_TEXT, autocomplete: 'off', spellcheck: 'false',
			autocapitalize: 'characters', placeholder: t('finished.find'),
			'aria-label': t('finished.find'), oninput: () => this.update(),
		});
		fill(slot, this.finder);
		this.finder.focus();
	}

	update() {
		const {store, settings, number} = this.page;
		const found = this.found();
		const late = found.some((ticket) => this.isLate(ticket));
		const rateable = (store.counter(number) || {}).rateable;
		if (this.seen !== store.finishEvents && !this.asking) {
			this.ask();
		}
		fillFor(this.rows, [found, late, this.error, this.tickets === null, this.page.canAct(), rateable,
			settings.wholeCentre], () => [
			found.slice(0, SHOWN_MAX).map((ticket) => this.row(ticket, rateable)),
			found.length === 0 && el('li', {class: 'none'}, this.emptyText()),
			found.length > SHOWN_MAX && el('li', {class: 'none'}, t('list.more', {n: found.length - SHOWN_MAX})),
			late && el('li', {class: 'none'}, t('finished.late', {time: minutesText(this.limit_s())})),
			el('li', {class: 'none'}, el('a', {href: `/rate/${number}`, target: '_blank', rel: 'noopener'},
				t('finished.rate_page', {n: number}))),
		]);
	}

	emptyText() {
		if (this.error) {
			return errorText(this.error);
		}
		return t(this.tickets === null ? 'history.waiting'
			: this.finder.value.trim() ? 'finished.unfound' : 'finished.none');
	}

	/* A number that is typed is looked for in the whole centre. */
	found() {
		const {store, settings, number} = this.page;
		const text = this.finder.value.trim().toUpperCase();
		const meant = text ? numbersOf(text, store) : [];
		return (this.tickets || []).filter((ticket) => text
			? meant.includes(ticket.number) || ticket.number.includes(text)
			: settings.wholeCentre || ticket.counter === number);
	}

	limit_s() {
		const {rules} = this.page.store.site;
		return rules && rules.take_back_s !== undefined ? rules.take_back_s : 600;
	}

	/* By now only a supervisor may open it again. */
	isLate(ticket) {
		return this.page.me.role === 'clerk' && secondsSince(ticket.since) > this.limit_s();
	}

	row(ticket, rateable) {
		const {store, number: here} = this.page;
		const {number} = ticket;
		const outcome = ((store.site && store.site.outcomes) || []).find((one) => one.id === ticket.outcome);
		const facts = [ticket.time_known && t('finished.at', {time: ticket.since.slice(11, 16)}),
			ticket.counter && t('counter.n', {n: ticket.counter}), outcome && nameOf(outcome.name)];
		const may = this.page.canAct() && !this.isLate(ticket);
		return el('li', {class: 'row'},
			el('span', {class: 'row-number'}, number),
			el('span', {class: 'row-text'},
				el('span', {class: 'row-service'}, serviceName(store, ticket.service)),
				el('span', {class: 'row-more'}, facts.filter(Boolean).join(' · '))),
			el('span', {class: 'row-buttons'},
				el('button', {
					type: 'button', class: 'small', disabled: !may,
					'aria-label': `${t('finished.reopen')} ${number}`, onclick: () => reopen(this.page, ticket),
				}, t('finished.reopen')),
				el('button', {
					type: 'button', class: 'small more', 'aria-label': t('list.more_for', {number}),
					onclick: () => this.more(ticket, here, rateable),
				}, '⋯')));
	}

	async more(ticket, here, rateable) {
		const items = [{value: 'history', label: t('action.history')}];
		if (rateable && rateable.ticket === ticket.id) {
			items.push({value: 'rate', label: t('finished.rate')});
		}
		const value = await askMenu({title: ticket.number, items});
		if (value === 'history') {
			showHistory(this.page.store, ticket);
		} else if (value) {
			window.open(`/rate/${here}`, '_blank', 'noopener');
		}
	}

	async ask() {
		const {store} = this.page;
		const seen = store.finishEvents;
		this.asking = true;
		try {
			this.tickets = await this.read();
			this.error = null;
			this.seen = seen;
		} catch (error) {
			this.error = error;
		}
		setTimeout(() => {
			this.asking = false;
			if (this.error) {
				this.page.update();
			}
		}, this.error ? AGAIN_MS : 0);
		this.page.update();
	}

	async read() {
		const all = [];
		let after = 0;
		for (let n = 0; n < PAGES_MAX && after !== null; n++) {
			const {tickets, next} = await getAside(`/tickets?state=FINISHED&limit=${PAGE}&after=${after}`);
			all.push(...tickets);
			after = next;
		}
		return all.sort((one, other) => Date.parse(other.since) - Date.parse(one.since));
	}
}
