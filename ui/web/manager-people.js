/* SPDX-License-Identifier: Apache-2.0 */
/* The people: accounts, roles, PINs, who is signed in, and the log of sign-ins. */
import {del, get, post, put, ApiError} from './api.js';
import {dayText, whenText} from './dates.js';
import {el, fill, fillFor} from './dom.js';
import {askConfirm} from './manager-ask.js';
import {faultText} from './manager-faults.js';
import {askPerson, askSecret, showSecret} from './manager-person.js';
import {complain, say} from './notice.js';
import {errorText, getLanguage, t} from './strings.js';

const LOOK_MS = 15000;
const SHOWN = 40;
const FIELDS = ['id', 'name', 'role', 'valid_day', 'secret', 'active'];

export class PeopleView {
	constructor(root, page) {
		this.page = page;
		this.staff = null;
		this.log = null;
		this.list = el('div', {class: 'm-people'});
		this.signIns = el('div', {});
		this.attempts = el('div', {});
		const admin = page.may('admin');
		const oversees = ['admin', 'director'].includes(page.me.role);
		fill(root, el('h1', {}, t('manager.tab.people')),
			el('p', {class: 'm-lead'}, t(admin ? 'manager_edit.lead.people' : 'manager_edit.lead.people_read')),
			admin && el('p', {class: 'm-actions'}, el('button', {
				type: 'button', class: 'lead', onclick: () => this.add(),
			}, `+ ${t('manager_edit.people.add')}`)),
			this.list,
			oversees && el('section', {class: 'm-part'}, el('h2', {}, t('manager_edit.people.signed_in')),
				this.signIns),
			oversees && el('section', {class: 'm-part'}, el('h2', {}, t('manager_edit.people.log')),
				el('p', {class: 'm-quiet'}, t('manager_edit.people.log_text')), this.attempts));
		this.oversees = oversees;
		this.look();
	}

	update() {
		if (Date.now() - (this.looked || 0) > LOOK_MS) {
			this.look();
		}
		this.draw();
	}

	async look() {
		this.looked = Date.now();
		try {
			this.staff = (await get('/staff')).staff;
			this.log = this.oversees ? await get('/sign-ins') : null;
		} catch (error) {
			if (!(error instanceof ApiError)) {
				return;
			}
			complain(errorText(error));
		}
		this.draw();
	}

	draw() {
		if (this.staff) {
			const staff = this.staff;
			fillFor(this.list, [staff, getLanguage()], () => staff.length === 0
				? el('p', {class: 'm-quiet'}, t('manager_edit.people.none'))
				: el('table', {class: 'm-table'}, el('thead', {}, el('tr', {},
					['name', 'role', 'account', 'now', 'actions'].map((key) =>
						(key !== 'actions' || this.page.may('admin')) &&
						el('th', {scope: 'col'}, t(`manager_edit.people.${key}`))))),
				el('tbody', {}, staff.map((one) => this.row(one)))));
		}
		if (this.log) {
			this.drawLog();
		}
	}

	row(one) {
		const label = (key) => ({'data-label': t(`manager_edit.people.${key}`)});
		return el('tr', {class: one.active ? null : 'off'},
			el('th', {scope: 'row'}, one.name, el('small', {class: 'm-quiet'}, one.id)),
			el('td', label('role'), t(`role.${one.role}`),
				one.valid_day && el('small', {class: 'm-quiet'},
					t('manager_edit.people.valid', {day: dayText(one.valid_day)}))),
			el('td', label('account'), el('span', {
				class: `m-state ${one.active && one.has_secret ? 'OPEN' : 'OFF'}`,
			}, t(!one.active ? 'manager_edit.people.inactive'
				: one.has_secret ? 'manager_edit.people.ready' : 'manager_edit.people.no_secret'))),
			el('td', label('now'), one.counter ? t('counter.n', {n: one.counter})
				: one.sign_ins > 0 ? t('manager_edit.people.online') : '–'),
			this.page.may('admin') && el('td', {class: 'm-buttons'},
				el('button', {type: 'button', onclick: () => this.edit(one),
					'aria-label': `${t('manager_edit.people.edit')}: ${one.name}`}, t('manager_edit.people.edit')),
				el('button', {type: 'button', onclick: () => this.secret(one),
					'aria-label': `${t('manager_edit.people.secret')}: ${one.name}`}, t('manager_edit.people.secret')),
				one.sign_ins > 0 && el('button', {type: 'button', onclick: () => this.end(one),
					'aria-label': `${t('manager_edit.people.end')}: ${one.name}`}, t('manager_edit.people.end')),
				el('button', {type: 'button', class: 'm-remove', onclick: () => this.remove(one),
					'aria-label': `${t('manager_edit.list.remove')}: ${one.name}`}, t('manager_edit.list.remove'))));
	}

	nameOf(id) {
		const one = (this.staff || []).find((person) => person.id === id);
		return one ? one.name : id;
	}

	drawLog() {
		const {sign_ins: live, attempts} = this.log;
		fillFor(this.signIns, [live, getLanguage()], () => live.length === 0
			? el('p', {class: 'm-quiet'}, t('manager_edit.people.nobody_in'))
			: el('ul', {class: 'm-log'}, live.map((one) => el('li', {},
				el('b', {}, this.nameOf(one.staff)), ' ',
				el('span', {class: 'm-quiet'}, t('manager_edit.people.since', {at: whenText(one.since),
					seen: whenText(one.seen)}), one.address && ` · ${one.address}`)))));
		fillFor(this.attempts, [attempts, getLanguage()], () => attempts.length === 0
			? el('p', {class: 'm-quiet'}, t('manager_edit.people.no_attempts'))
			: el('ul', {class: 'm-log'}, attempts.slice(0, SHOWN).map((one) => el('li', {},
				el('span', {class: 'm-quiet'}, whenText(one.at)), ' ', el('b', {}, one.name), ' ',
				el('span', {class: `m-outcome ${one.outcome}`}, outcomeText(one.outcome)),
				one.address && el('span', {class: 'm-quiet'}, ` · ${one.address}`)))));
	}

	/* What changes an account: asks, sends, and asks again with what was wrong. */
	async change(id, ask, send, said) {
		let wrong = null;
		let given = null;
		for (;;) {
			given = await ask(wrong, given);
			if (!given) {
				return;
			}
			try {
				await send(given);
				say(said(given));
				break;
			} catch (error) {
				wrong = [400, 409].includes(error.status) ? wrongOf(error) : errorText(error);
			}
		}
		await this.look();
		this.page.store.look();
		if (given.secret) {
			await showSecret(id || given.id, given.secret);
		}
	}

	/* "" while the hub does not know it: nobody gets an account for a wrong day. */
	today() {
		const {state} = this.page.store;
		return state && state.clock === 'ok' ? state.time.slice(0, 10) : '';
	}

	add() {
		const day = this.today();
		return this.change(null, (wrong, given) => askPerson(null, given, wrong, day),
			(given) => post('/staff', given), (given) => t('manager_edit.people.said_made', {name: given.name}));
	}

	edit(one) {
		const day = this.today();
		return this.change(one.id, (wrong, given) => askPerson(one, given, wrong, day),
			(given) => put(`/staff/${encodeURIComponent(one.id)}`, given),
			(given) => t('manager_edit.people.said_changed', {name: given.name}));
	}

	secret(one) {
		return this.change(one.id, (wrong, given) => askSecret(one, given, wrong),
			(given) => put(`/staff/${encodeURIComponent(one.id)}`, given),
			() => t('manager_edit.people.said_secret', {name: one.name}));
	}

	async end(one) {
		if (await askConfirm(t('manager_edit.people.end'), t('manager_edit.people.end_text', {name: one.name}),
			t('manager_edit.people.end'))) {
			await this.page.attempt(() => del(`/staff/${encodeURIComponent(one.id)}/sign-ins`),
				() => say(t('manager_edit.people.said_ended', {name: one.name})));
			this.look();
		}
	}

	/* True: why it cannot be was said. */
	refuseRemoval(one, error) {
		const key = {not_allowed: 'manager_edit.people.last_admin', busy: 'manager_edit.busy.staff'}[error.error];
		if (key) {
			complain(t(key, {name: one.name}));
		}
		return Boolean(key);
	}

	async remove(one) {
		if (await askConfirm(t('manager_edit.people.remove'), t('manager_edit.people.remove_text', {name: one.name}),
			t('manager_edit.list.remove'))) {
			await this.page.attempt(() => del(`/staff/${encodeURIComponent(one.id)}`),
				() => say(t('manager_edit.people.said_removed', {name: one.name})),
				(error) => this.refuseRemoval(one, error));
			this.look();
		}
	}
}

function outcomeText(outcome) {
	const key = `manager_edit.outcome.${outcome}`;
	return t(key) === key ? outcome : t(key);
}

/* What the hub refuses, at the field that it names; a text for all where it names none of the
 * form's. */
function wrongOf(error) {
	const key = `manager_edit.people.wrong_${error.error === 'exists' ? 'exists' : error.field}`;
	const text = error.body.fault === 'long' ? faultText(error.body)
		: t(key) === key ? errorText(error) : t(key);
	return FIELDS.includes(error.field) ? {[error.field]: text} : text;
}
