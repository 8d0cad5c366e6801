/* SPDX-License-Identifier: Apache-2.0 */
/* Taking a number for somebody: service, lane and reason, the slip's language, and where it is
 * printed. */
import {el, fillFor, write} from './dom.js';
import {memory} from './memory.js';
import {bringText, freeOnlineText, waitText} from './door-words.js';
import {deviceState, ownerName, ownerTitle} from './notice.js';
import {languageName, languagesOf, nameOf, t} from './strings.js';

const LANES = ['regular', 'priority'];

/* The kiosks whose printers the hub has heard of: {kiosk, state, works}. */
export function printers(store) {
	return (store.health ? store.health.devices : [])
		.filter((device) => /\/printer$/.test(device.name))
		.map((device) => ({
			kiosk: device.name.split('/')[0], label: device.label, state: device.state,
			works: device.fault === 'none',
		}));
}

/* Staff give numbers where kiosks stop for the day. */
function takes(service) {
	return service.open || service.opening === 'past_closing';
}

export class IssueForm {
	constructor(door) {
		this.door = door;
		const group = (label, kind) => {
			const choices = el('div', {class: kind});
			const set = el('fieldset', {class: 'choices'}, el('legend', {}, t(label)), choices);
			return {choices, set};
		};
		this.services = group('door.service', 'door-services');
		this.bring = el('p', {class: 'door-bring', role: 'status'});
		this.free = el('p', {class: 'door-free', role: 'status'});
		this.subjects = group('door.subject', 'door-reasons');
		this.lanes = group('door.lane', 'door-line');
		this.reasons = group('door.reason', 'door-reasons');
		this.languages = group('door.language', 'door-line');
		this.printers = group('door.print', 'door-reasons');
		this.summary = el('summary', {});
		this.more = el('details', {class: 'door-more'}, this.summary, this.languages.set, this.printers.set);
		this.wrong = el('p', {class: 'wrong-text', role: 'alert', tabindex: '-1'});
		this.button = el('button', {class: 'lead big', type: 'submit'});
		this.root = el('form', {
			class: 'card door-form', novalidate: true, onsubmit: (event) => this.submit(event),
			onchange: () => this.update(),
		}, el('h1', {}, t('door.title')), this.services.set, this.bring, this.free, this.subjects.set, this.lanes.set,
		this.reasons.set, this.more, el('div', {class: 'door-send'}, this.wrong, this.button));
	}

	option(name, value, checked, label, more, disabled) {
		return el('label', {class: 'choice'},
			el('input', {type: 'radio', name, value, checked, disabled}),
			el('span', {class: 'choice-text'}, el('b', {}, label), more && el('small', {}, more)));
	}

	chosen(name) {
		const input = this.root.querySelector(`input[name="${name}"]:checked`);
		return input ? input.value : '';
	}

	/* The options as they are now; what was chosen stays chosen. */
	fillGroup(group, name, key, options) {
		const before = this.root.querySelector(`input[name="${name}"]:checked`);
		fillFor(group.choices, key, () => options());
		const again = Array.from(group.choices.querySelectorAll('input'))
			.find((input) => before && input.value === before.value && !input.disabled);
		if (again) {
			again.checked = true;
		}
	}

	serviceText(service) {
		if (!takes(service)) {
			const known = ['closed_day', 'closed_now', 'stopped', 'limit'].includes(service.opening);
			return known ? t(`door.opening.${service.opening}`) : service.opening;
		}
		const lines = [service.waiting ? t('door.waiting', {n: service.waiting})
			: t('door.waiting_none')];
		if (service.wait_estimate_s !== null && (service.waiting || service.wait_estimate_s >= 300)) {
			lines.push(t('door.wait', {time: waitText(service.wait_estimate_s)}));
		}
		if (service.past_closing) {
			lines.push(t('wait.past_closing'));
		}
		if (!service.open) {
			lines.push(t('door.opening.past_closing'));
		}
		return lines.join(' · ');
	}

	update() {
		const {store} = this.door;
		if (!store.state || !store.site) {
			return;
		}
		const services = store.state.services.filter((service) => {
			const known = store.site.services.find((one) => one.id === service.id);
			return !known || known.active !== false;
		}).map((service) => [service.id, nameOf(service.name), this.serviceText(service),
			takes(service)]);
		this.fillGroup(this.services, 'service', services, () => services.map(
			([id, name, text, open]) => this.option('service', id, false, name, text, !open)));
		this.bring.textContent = bringText(store, this.chosen('service'));
		this.free.textContent = freeOnlineText(store, this.chosen('service'));
		this.updateSubjects((store.site.complaints || {subjects: []}).subjects);
		this.fillGroup(this.lanes, 'lane', LANES, () => LANES.map((lane) =>
			this.option('lane', lane, lane === 'regular', t(`lane.${lane}`))));
		this.updateReasons(store.site.priority_reasons || []);
		this.updateLanguages(languagesOf(store.site));
		this.printers.set.hidden = true;
		if (store.health) { /* else the first choice would be not to print */
			this.updatePrinters(printers(store));
		}
		this.updateSummary();
		this.button.textContent = t(this.door.pending ? 'door.sending' : 'door.issue');
		this.button.disabled = !this.door.canAct();
	}

	/* What is seldom another is folded, and said: the slip's language and where it is printed. */
	updateSummary() {
		const parts = [
			!this.languages.set.hidden && languageName(this.chosen('language')),
			!this.printers.set.hidden && this.printerText(this.chosen('kiosk')),
		].filter(Boolean);
		this.more.hidden = !parts.length;
		write(this.summary, `${t('door.slip')}: ${parts.join(' · ')}`);
	}

	printerText(kiosk) {
		const one = printers(this.door.store).find((printer) => printer.kiosk === kiosk);
		const name = one && ownerName(kiosk, one.label);
		return !one ? t('door.no_print') : one.works ? name : `${name} (${deviceState(one.state)})`;
	}

	/* Of the chosen service alone. */
	updateSubjects(all) {
		const service = this.chosen('service');
		const subjects = all.filter((one) => one.service === service);
		this.subjects.set.hidden = !subjects.length;
		this.fillGroup(this.subjects, 'subject', [service, subjects], () => subjects.map((one) =>
			this.option('subject', one.id, false, nameOf(one.name)))
			.concat(subjects.length ? this.option('subject', '', true, t('door.subject_none')) : []));
	}

	updateReasons(reasons) {
		this.reasons.set.hidden = this.chosen('lane') !== 'priority' || !reasons.length;
		this.fillGroup(this.reasons, 'reason', reasons, () => reasons.map((reason) =>
			this.option('reason', reason.id, false, nameOf(reason.name))));
	}

	updateLanguages(languages) {
		this.languages.set.hidden = languages.length < 2;
		this.fillGroup(this.languages, 'language', languages, () => languages.map((one, at) =>
			this.option('language', one, at === 0, languageName(one))));
	}

	/* The printer used last, else one that works. Another can still be chosen: what waits for it is
	 * printed when it works again. */
	updatePrinters(all) {
		const last = memory.get('kiosk');
		const working = all.find((one) => one.works);
		const first = all.some((one) => one.kiosk === last) ? last
			: last !== '' && working ? working.kiosk : '';
		this.printers.set.hidden = !all.length;
		this.fillGroup(this.printers, 'kiosk', all, () => all.map((one) =>
			this.option('kiosk', one.kiosk, one.kiosk === first, ownerTitle(one.kiosk, one.label),
				one.works ? null : deviceState(one.state)))
			.concat(all.length ? this.option('kiosk', '', first === '', t('door.no_print')) : []));
	}

	fault(service, lane, reason) {
		if (!service) {
			return 'door.service_none';
		}
		return lane === 'priority' && !this.reasons.set.hidden && !reason ? 'door.reason_none' : '';
	}

	submit(event) {
		event.preventDefault();
		const service = this.chosen('service'), lane = this.chosen('lane');
		const reason = lane === 'priority' ? this.chosen('reason') : '';
		const kiosk = this.printers.set.hidden ? '' : this.chosen('kiosk');
		const fault = this.fault(service, lane, reason);
		this.wrong.textContent = fault ? t(fault) : '';
		if (fault) {
			return this.wrong.focus(); /* read aloud, and what to choose comes next */
		}
		const body = {service, lane,
			language: this.chosen('language') || languagesOf(this.door.store.site)[0]};
		if (reason) {
			body.reason = reason;
		}
		if (this.chosen('subject')) {
			body.subject = this.chosen('subject');
		}
		if (kiosk) {
			Object.assign(body, {print: true, kiosk});
		}
		if (!this.printers.set.hidden) {
			memory.set('kiosk', kiosk);
		}
		return this.door.take(body);
	}

	/* Somebody wants this service. */
	choose(service) {
		const input = Array.from(this.root.querySelectorAll('input[name="service"]')).find((one) => one.value === service);
		if (input && !input.disabled) {
			input.checked = true;
			this.update();
			input.focus();
		}
	}

	/* For the next visitor, who has another errand and another language; the printer stays. */
	clear() {
		const clear = (name, value) => Array.from(
			this.root.querySelectorAll(`input[name="${name}"]`)).forEach((input) => {
			input.checked = input.value === value;
		});
		clear('service', null);
		clear('subject', null);
		clear('reason', null);
		clear('lane', 'regular');
		clear('language', languagesOf(this.door.store.site)[0]);
		this.more.open = false;
		this.wrong.textContent = '';
		this.update();
	}

	focus() {
		const first = this.services.choices.querySelector('input:not(:disabled)');
		if (first) {
			first.focus();
		}
	}
}
