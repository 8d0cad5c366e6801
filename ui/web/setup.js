/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing the counter, the member of staff and the services, and opening the session. */
import {el, fill, fillFor, write} from './dom.js';
import {nameOf, t} from './strings.js';

/* page: {store, me, chosen: {counter, staff}, canAct(), open(counter, staff, services),
 * join(counter)}. Who has signed in as a clerk opens a counter as themselves. */
export class Setup {
	constructor(root, page) {
		this.page = page;
		this.counters = el('div', {class: 'counter-choices'});
		this.staff = el('select', {name: 'staff', onchange: () => this.chooseStaff()});
		this.services = el('div', {class: 'service-choices'});
		this.button = el('button', {class: 'lead big', type: 'submit'});
		this.missing = el('p', {class: 'note', role: 'status'});
		this.tablet = el('a', {target: '_blank', rel: 'noopener'});
		this.more = el('div', {},
			this.isSelf() ? el('p', {class: 'note'}, t('setup.me', {staff: page.me.name}))
				: el('label', {class: 'field'}, el('span', {}, t('setup.staff')), this.staff),
			el('fieldset', {class: 'choices'}, el('legend', {}, t('setup.services')),
				this.services));
		fill(root, el('main', {class: 'narrow'}, el('form', {
			class: 'card', onsubmit: (event) => this.submit(event),
		},
		el('h1', {}, t('setup.title')),
		el('fieldset', {class: 'choices'}, el('legend', {}, t('setup.counter')), this.counters),
		this.more, this.missing, this.button, el('p', {class: 'hint'}, this.tablet))));
	}

	isSelf() {
		return Boolean(this.page.me.staff) && this.page.me.role === 'clerk';
	}

	/* Who will be at the counter. */
	staffId() {
		return this.isSelf() ? this.page.me.staff : this.staff.value;
	}

	isOthers(counter) {
		return this.isSelf() && Boolean(counter.staff) && counter.staff !== this.page.me.staff;
	}

	chooseCounter(number) {
		this.page.chosen.counter = number;
		this.update();
	}

	chooseStaff() {
		this.page.chosen.staff = this.staff.value;
		this.update();
	}

	update() {
		const {page} = this;
		const {store, chosen} = page;
		const counters = store.state.counters;
		if (!counters.some((one) => one.number === chosen.counter && !this.isOthers(one))) {
			const free = counters.find((one) => one.state === 'OFF') || counters[0];
			chosen.counter = free ? free.number : null;
		}
		if (!chosen.staff && page.me.staff) {
			chosen.staff = page.me.staff;
		}
		this.updateCounters(counters);
		this.updateStaff();
		this.updateServices();
		const counter = store.counter(chosen.counter);
		const isOpen = counter && counter.state !== 'OFF';
		this.more.hidden = isOpen;
		this.button.textContent = t(isOpen ? 'setup.join' : 'setup.open');
		this.tablet.hidden = !counter;
		this.tablet.href = `/rate/${chosen.counter}`;
		write(this.tablet, t('setup.rate', {n: chosen.counter, url: location.host + `/rate/${chosen.counter}`}));
		const missing = !counter ? 'counter' : isOpen ? '' : !this.staffId() ? 'staff'
			: this.chosenServices().length === 0 ? 'services' : '';
		write(this.missing, missing && t(`setup.missing.${missing}`));
		this.missing.hidden = !missing;
		this.button.disabled = !this.page.canAct() || missing !== '';
	}

	updateCounters(counters) {
		const {store, chosen} = this.page;
		const key = counters.map((c) => [c.number, c.state, c.staff, c.name]);
		fillFor(this.counters, key, () => counters.map((counter) =>
			el('label', {class: 'choice'},
				el('input', {
					type: 'radio', name: 'counter', value: counter.number,
					checked: counter.number === chosen.counter,
					disabled: this.isOthers(counter),
					onchange: () => this.chooseCounter(counter.number),
				}),
				el('span', {class: 'choice-text counter-choice'},
					el('b', {}, nameOf(counter.name) || t('counter.n', {n: counter.number})),
					el('small', {}, counter.staff
						? t('setup.open_by', {staff: store.staffName(counter.staff)})
						: t('counter.OFF'))))));
	}

	updateStaff() {
		const {store, chosen} = this.page;
		const all = (store.site.staff || []).filter((one) => one.active !== false);
		const at = {};
		store.state.counters.forEach((counter) => {
			if (counter.staff) {
				at[counter.staff] = counter.number;
			}
		});
		fillFor(this.staff, [all, at, chosen.staff], () => [
			el('option', {value: ''}, '—'),
			all.map((one) => el('option', {
				value: one.id, selected: one.id === chosen.staff && !at[one.id],
				disabled: Boolean(at[one.id]),
			}, at[one.id] ? t('setup.staff_at', {staff: one.name, n: at[one.id]}) : one.name)),
		]);
	}

	usualServices() {
		const {store, chosen} = this.page;
		const counter = (store.site.counters || []).find((c) => c.number === chosen.counter);
		return counter ? counter.services : [];
	}

	updateServices() {
		const {store, chosen} = this.page;
		const usual = this.usualServices();
		const active = store.site.services.filter((service) => service.active !== false);
		fillFor(this.services, [chosen.counter, usual, active], () => active.map((service) =>
			el('label', {class: 'choice'},
				el('input', {
					type: 'checkbox', name: 'service', value: service.id,
					checked: usual.includes(service.id),
					onchange: () => this.update(),
				}),
				el('span', {class: 'choice-text'}, nameOf(service.name)))));
	}

	/* In the counter's usual order, then what was added. */
	chosenServices() {
		const ticked = Array.from(this.services.querySelectorAll('input:checked'),
			(input) => input.value);
		const usual = this.usualServices().filter((id) => ticked.includes(id));
		return usual.concat(ticked.filter((id) => !usual.includes(id)));
	}

	submit(event) {
		event.preventDefault();
		const {store, chosen} = this.page;
		const counter = store.counter(chosen.counter);
		if (counter && counter.state !== 'OFF') {
			this.page.join(counter.number);
		} else if (counter) {
			this.page.open(counter.number, this.staffId(), this.chosenServices());
		}
	}
}
