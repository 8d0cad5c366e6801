/* SPDX-License-Identifier: Apache-2.0 */
/* Which open counter serves what now: a table of ticks, put in force together. Sessions and the
 * tickets at the counters go on. */
import {makeId, post} from './api.js';
import {el, fill, fillFor} from './dom.js';
import {complain, say} from './notice.js';
import {errorText, getLanguage, nameOf, t} from './strings.js';

export class AssignView {
	constructor(root, page) {
		this.page = page;
		this.changes = {}; /* counter number → list of services */
		this.table = el('div', {class: 'm-scroll', tabindex: '0', role: 'region',
			'aria-label': t('manager.tab.assign')});
		this.warning = el('p', {class: 'm-warning', role: 'status'});
		this.apply = el('button', {type: 'button', class: 'lead', onclick: () => this.save()});
		this.reset = el('button', {type: 'button', onclick: () => {
			this.changes = {};
			this.update();
		}}, t('manager_edit.assign.reset'));
		fill(root, el('h1', {}, t('manager.tab.assign')), el('p', {class: 'm-lead'}, t('manager_edit.lead.assign')),
			this.table, this.warning, el('p', {class: 'm-actions'}, this.apply, this.reset));
	}

	open() {
		const {state} = this.page.store;
		return state ? state.counters.filter((counter) => counter.state !== 'OFF') : [];
	}

	/* As it would be. */
	served(counter) {
		return this.changes[counter.number] || counter.services;
	}

	update() {
		const {state, site} = this.page.store;
		if (!state || !site) {
			return;
		}
		const open = this.open();
		Object.keys(this.changes).forEach((number) => {
			const counter = open.find((one) => one.number === Number(number));
			if (!counter || sameSet(counter.services, this.changes[number])) {
				delete this.changes[number];
			}
		});
		const rows = state.services.map((service) => ({
			id: service.id, name: nameOf(service.name), waiting: service.waiting,
			ticks: open.map((counter) => this.served(counter).includes(service.id)),
			were: open.map((counter) => counter.services.includes(service.id)),
		}));
		const heads = open.map((counter) => ({number: counter.number, name: nameOf(counter.name),
			staff: this.page.store.staffName(counter.staff), state: counter.state}));
		fillFor(this.table, [rows, heads, getLanguage()], () => open.length === 0
			? el('p', {class: 'm-quiet'}, t('manager_edit.assign.none_open')) : this.draw(rows, heads, open));
		const bare = rows.filter((row) => row.waiting > 0 && !row.ticks.includes(true));
		const empty = open.filter((counter) => this.served(counter).length === 0);
		this.warning.textContent = empty.length
			? t('manager_edit.assign.empty', {list: empty.map((one) => nameOf(one.name)).join(', ')})
			: bare.length ? t('manager_edit.assign.bare', {list: bare.map((row) => row.name).join(', ')}) : '';
		const n = Object.keys(this.changes).length;
		this.apply.textContent = n ? t('manager_edit.assign.apply', {n}) : t('manager_edit.assign.nothing');
		this.apply.disabled = n === 0 || empty.length > 0 || this.saving === true;
		this.reset.hidden = n === 0;
	}

	draw(rows, heads, open) {
		const focused = document.activeElement && document.activeElement.getAttribute('data-at');
		setTimeout(() => {
			const again = focused && this.table.querySelector(`[data-at="${focused}"]`);
			if (again) {
				again.focus();
			}
		}, 0);
		return el('table', {class: 'm-matrix'},
			el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, t('manager.now.service')),
				heads.map((head) => el('th', {scope: 'col'}, el('b', {}, head.name),
					el('small', {}, head.staff),
					head.state === 'PAUSED' && el('small', {}, t('counter.PAUSED')))))),
			el('tbody', {}, rows.map((row) => el('tr', {},
				el('th', {scope: 'row'}, el('span', {class: 'm-series'}, row.id), row.name,
					row.waiting > 0 && el('small', {class: 'm-many'},
						t('manager_edit.assign.waiting', {n: row.waiting}))),
				row.ticks.map((ticked, at) => el('td', {
					class: ticked !== row.were[at] ? 'changed' : null,
				}, el('label', {class: 'm-cell'}, el('input', {
					type: 'checkbox', checked: ticked, 'data-at': `${row.id}/${heads[at].number}`,
					'aria-label': `${row.name}, ${heads[at].name}`,
					onchange: (event) => this.tick(open[at], row.id, event.target.checked),
				}))))))));
	}

	tick(counter, id, ticked) {
		const rest = this.served(counter).filter((one) => one !== id);
		this.changes[counter.number] = ticked ? rest.concat(id) : rest;
		this.update();
	}

	/* First who gets more, so that nothing is without a counter in between. */
	async save() {
		const open = this.open();
		const gains = (counter) => this.changes[counter.number].filter((id) =>
			!counter.services.includes(id)).length;
		const changed = open.filter((counter) => this.changes[counter.number])
			.sort((a, b) => gains(b) - gains(a));
		this.saving = true;
		this.update();
		try {
			for (const counter of changed) {
				const answer = await post(`/counters/${counter.number}/services`,
					{services: this.changes[counter.number], idempotency_key: makeId()});
				this.page.store.putCounter(answer);
				delete this.changes[counter.number];
			}
			say(t('manager_edit.assign.done'));
		} catch (error) {
			complain(errorText(error));
		}
		this.saving = false;
		this.page.store.look();
		this.update();
	}
}

function sameSet(a, b) {
	return a.length === b.length && a.every((one) => b.includes(one));
}
