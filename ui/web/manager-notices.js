/* SPDX-License-Identifier: Apache-2.0 */
/* What the hall is told now: the portal's switch, the notices on the displays, the service day. */
import {post, put, ApiError} from './api.js';
import {clockText, dayIsKnown, dayText, longDayText, parseClock, parseDay, whenText} from './dates.js';
import {askForm} from './dialog.js';
import {el, fill, fillFor} from './dom.js';
import {NOTE, NOTICES, TEXT} from './limits.js';
import {askConfirm} from './manager-ask.js';
import {copyOf, same} from './manager-diff.js';
import {faultsOf, faultText, Places} from './manager-faults.js';
import {serviceDayText} from './manager-now.js';
import {PagesPart} from './manager-pages.js';
import {memory} from './memory.js';
import {say} from './notice.js';
import {getLanguage, languagesOf, t} from './strings.js';

const KEPT = 'notices';

function keptNotices() {
	try {
		return JSON.parse(memory.get(KEPT) || 'null');
	} catch (error) {
		return null;
	}
}

export class NoticesView {
	constructor(root, page) {
		this.page = page;
		this.portal = el('div', {});
		this.list = el('div', {class: 'm-notices'});
		this.day = el('div', {});
		this.pages = new PagesPart(page);
		this.save = el('button', {type: 'button', class: 'lead', onclick: () => this.keep()},
			t('manager_edit.notice.save'));
		this.undo = el('button', {type: 'button', onclick: () => this.begin()}, t('manager_edit.bar.drop'));
		this.met = el('p', {class: 'm-warning', role: 'status', hidden: true});
		this.notices = null;
		this.fields = new Places();
		fill(root, el('h1', {}, t('manager.tab.notices')),
			el('section', {class: 'm-part'}, el('h2', {}, t('manager_edit.portal.title')), this.portal),
			el('section', {class: 'm-part'}, el('h2', {}, t('manager_edit.notice.title')),
				el('p', {class: 'm-quiet'}, t('manager_edit.notice.text')), this.list, this.met,
				el('p', {class: 'm-actions'}, this.save, this.undo)),
			this.pages.root,
			page.may('supervise') && el('section', {class: 'm-part'},
				el('h2', {}, t('manager_edit.day.title')), this.day));
	}

	update() {
		const {store} = this.page;
		if (!store.state || !store.site) {
			return;
		}
		this.updatePortal();
		this.updateDay();
		this.meet();
		this.pages.update();
	}

	/* The portal's switch */

	updatePortal() {
		const portal = this.page.store.state.portal || {down: false, since: null, note: ''};
		fillFor(this.portal, [portal, getLanguage()], () => {
			const note = el('input', {type: 'text', id: 'portal-note', 'aria-describedby': 'portal-note-wrong',
				value: portal.note || '', disabled: portal.down});
			return [
				el('p', {class: `m-portal ${portal.down ? 'down' : 'up'}`},
					el('b', {}, t(portal.down ? 'manager_edit.portal.down' : 'manager_edit.portal.up')),
					portal.down && el('span', {}, t('manager.now.since_at',
						{at: whenText(portal.since)}))),
				el('p', {class: 'm-quiet'}, t('manager_edit.portal.text')),
				el('div', {class: 'm-field'}, el('label', {for: 'portal-note'},
					t('manager_edit.portal.note')), note,
				el('span', {class: 'fault', id: 'portal-note-wrong', role: 'alert'})),
				el('p', {class: 'm-actions'}, el('button', {
					type: 'button', role: 'switch', 'aria-checked': String(portal.down),
					class: portal.down ? 'lead' : 'danger',
					onclick: () => this.turnPortal(!portal.down, note.value),
				}, t(portal.down ? 'manager_edit.portal.turn_up' : 'manager_edit.portal.turn_down'))),
			];
		});
	}

	async turnPortal(down, note) {
		const text = note.trim();
		if (down && Array.from(text).length > NOTE) {
			this.refuseNote(faultText({fault: 'long', to: NOTE}));
			return;
		}
		await this.page.attempt(() => post('/portal', down && text ? {down, note: text} : {down}),
			() => say(t(down ? 'manager_edit.portal.said_down' : 'manager_edit.portal.said_up')),
			(error) => error.field === 'note' && this.refuseNote(faultText(error.body)));
	}

	refuseNote(text) {
		document.getElementById('portal-note-wrong').textContent = text;
		document.getElementById('portal-note').setAttribute('aria-invalid', 'true');
		document.getElementById('portal-note').focus();
		return true;
	}

	/* Notices */

	begin() {
		this.base = this.page.store.site.notices || [];
		this.seq = this.page.store.siteSeq;
		this.notices = copyOf(this.base);
		this.met.hidden = true;
		memory.set(KEPT, '');
		this.draw();
	}

	meet() {
		const now = this.page.store.site.notices || [];
		if (this.notices === null) {
			const kept = keptNotices();
			this.begin();
			if (kept && !same(kept, this.base)) {
				this.notices = kept;
				this.changed();
				this.draw();
			}
		} else if (same(this.notices, this.base)) {
			if (!same(now, this.base)) {
				this.begin();
			}
			this.seq = this.page.store.siteSeq;
		} else if (same(now, this.base)) {
			this.seq = this.page.store.siteSeq; /* something else was changed */
		} else {
			this.met.hidden = false;
			this.met.textContent = t('manager_edit.notice.met');
		}
		this.buttons();
	}

	changed() {
		memory.set(KEPT, JSON.stringify(this.notices));
		this.buttons();
	}

	buttons() {
		const isChanged = !same(this.notices, this.base);
		this.save.disabled = !isChanged || this.saving === true;
		this.undo.hidden = !isChanged;
	}

	draw() {
		const languages = languagesOf(this.page.store.site);
		this.fields.forget();
		fill(this.list, this.notices.map((notice, at) => el('div', {class: 'm-notice'},
			el('div', {class: 'm-row'}, languages.map((language) => {
				const id = `notice-${at}-${language}`;
				const wrong = el('span', {class: 'fault', id: `${id}-wrong`, hidden: true});
				const input = el('textarea', {id, rows: 2, lang: language, 'aria-describedby': `${id}-wrong`,
					oninput: () => {
						if (input.value) {
							notice[language] = input.value;
						} else {
							delete notice[language];
						}
						this.changed();
					}});
				input.value = notice[language] || '';
				this.fields.tie(['notices', at, language], input, wrong, TEXT);
				return el('div', {class: 'm-field'}, el('label', {for: id},
					t('manager_edit.notice.n', {n: at + 1, language})), input, wrong);
			})),
			el('button', {type: 'button', class: 'm-remove', onclick: () => {
				this.notices.splice(at, 1);
				this.changed();
				this.draw();
			}}, t('manager_edit.list.remove')))),
		this.notices.length === 0 && el('p', {class: 'm-quiet'}, t('manager_edit.notice.none')),
		this.notices.length < NOTICES && el('button', {type: 'button', class: 'm-add',
			onclick: () => {
				this.notices.push({});
				this.draw();
				this.buttons();
				const all = this.list.querySelectorAll('textarea');
				all[all.length - languages.length].focus();
			}}, `+ ${t('manager_edit.notice.add')}`));
		this.buttons();
	}

	async keep() {
		const notices = this.notices.filter((notice) => Object.keys(notice).length > 0);
		const from = this.seq;
		this.notices = copyOf(notices);
		this.saving = true;
		this.draw(); /* the hub's faults have the places of what is sent */
		if (this.fields.goToLong()) {
			this.saving = false;
			this.buttons();
			return;
		}
		await this.page.attempt(
			() => put('/notices', {notices}, {'If-Match': `"${from}"`}),
			() => {
				this.base = notices;
				this.notices = copyOf(notices);
				memory.set(KEPT, '');
				this.draw();
				say(t('manager_edit.notice.saved'));
			}, (error) => {
				if (error instanceof ApiError && error.error === 'changed') {
					this.met.hidden = false;
					this.met.textContent = t('manager_edit.notice.again');
					this.seq = this.page.store.siteSeq;
					return true;
				}
				if (error instanceof ApiError && error.faults.length) {
					return this.refuse(faultsOf(error));
				}
				return false;
			});
		this.saving = false;
		this.buttons();
	}

	/* At the fields; false: one is of something else. */
	refuse(faults) {
		const isPlaced = this.fields.show(faults).length === 0;
		return isPlaced && this.fields.go(Object.keys(faults)[0]);
	}

	/* The service day */

	updateDay() {
		const {state} = this.page.store;
		const unsure = state.clock !== 'ok';
		const reopen = this.page.may('supervise') ? state.reopen : null;
		const drawn = [state.day, state.day_open, dayIsKnown(state), unsure, reopen, getLanguage()];
		fillFor(this.day, drawn, () => [
			el('p', {}, el('b', {}, t(state.day_open ? 'manager.now.day_open' : 'manager.now.day_closed')),
				state.day ? ` · ${serviceDayText(state)}` : ''),
			el('p', {class: 'm-quiet'}, t('manager_edit.day.text')),
			el('p', {class: 'm-actions'}, el('button', {
				type: 'button', class: state.day_open ? 'danger' : 'lead',
				onclick: () => this.turnDay(!state.day_open),
			}, t(state.day_open ? 'manager_edit.day.close' : 'manager_edit.day.open')),
			reopen && el('button', {type: 'button', onclick: () => this.reopenDay(reopen)},
				t('manager_edit.day.reopen'))),
			unsure && this.page.may('supervise') && el('div', {class: 'm-clock'},
				el('p', {}, t('manager_edit.clock.behind')),
				el('p', {class: 'm-actions'},
					el('button', {type: 'button', onclick: () => this.acceptClock()},
						t('manager_edit.clock.accept')),
					el('button', {type: 'button', onclick: () => this.setClock()},
						t('manager_edit.clock.set')))),
		]);
	}

	async turnDay(open) {
		if (!open && !await askConfirm(t('manager_edit.day.close'), t('manager_edit.day.close_text'), t('manager_edit.day.close'))) {
			return;
		}
		await this.page.attempt(() => post('/day', {move: open ? 'open' : 'close'}),
			() => say(t(open ? 'manager_edit.day.said_open' : 'manager_edit.day.said_closed')));
	}

	/* A day that was closed by mistake: what that will do is said first. */
	async reopenDay({day, tickets, closed}) {
		const values = {day: dayText(day), n: tickets, at: whenText(closed)};
		if (await askConfirm(t('manager_edit.day.reopen'), t('manager_edit.day.reopen_text', values), t('manager_edit.day.reopen'))) {
			await this.page.attempt(() => post('/day', {move: 'reopen', day}),
				() => say(t('manager_edit.day.said_reopened')));
		}
	}

	async acceptClock() {
		const now = this.page.store.state.time;
		const time = `${longDayText(now.slice(0, 10))}, ${clockText(now)}`;
		if (await askConfirm(t('manager_edit.clock.accept'), t('manager_edit.clock.text', {time}), t('manager_edit.clock.accept'))) {
			await this.page.attempt(() => post('/clock', {accept: true}),
				() => say(t('manager_edit.clock.said')));
		}
	}

	/* What a watch on the wall says, for a board that nobody tells the time: written as people
	 * write it, then read back in words. */
	async setClock() {
		let given = null;
		let sure = false;
		while (!sure) {
			given = await askTime(given);
			if (!given) {
				return;
			}
			sure = await askForm({
				title: t('manager_edit.clock.set'), submit: t('manager_edit.clock.right'), cancel: t('manager_edit.clock.again'),
				text: t('manager_edit.clock.check', {day: longDayText(parseDay(given.day)),
					time: parseClock(given.time)}),
			}) !== null;
		}
		await this.page.attempt(
			() => post('/clock', {day: parseDay(given.day), time: parseClock(given.time)}),
			() => say(t('manager_edit.clock.said')));
	}
}

/* Gives what was written, or null. given: what is to be changed; null: by this computer's clock. */
function askTime(given) {
	const now = new Date();
	const two = (n) => String(n).padStart(2, '0');
	const {day, time} = given || {
		day: `${two(now.getDate())}/${two(now.getMonth() + 1)}/${now.getFullYear()}`,
		time: `${two(now.getHours())}:${two(now.getMinutes())}`,
	};
	return askForm({
		title: t('manager_edit.clock.set'), text: t('manager_edit.clock.set_text'), submit: t('manager_edit.clock.set'),
		fields: [
			{type: 'text', name: 'day', label: t('manager_edit.clock.day'), value: day},
			{type: 'text', name: 'time', label: t('manager_edit.clock.time'), value: time},
		],
		check: (said) => ({
			day: parseDay(said.day) ? '' : t('date.wrong'),
			time: parseClock(said.time) ? '' : t('manager_edit.clock.wrong_time'),
		}),
	});
}
