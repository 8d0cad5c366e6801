/* SPDX-License-Identifier: Apache-2.0 */
/* What is going on now: alarms, services, counters, devices. Live. */
import {getAside} from './api.js';
import {minutesText, secondsSince} from './clock.js';
import {clockText, dayIsKnown, dayText, whenText} from './dates.js';
import {el, fill, fillFor} from './dom.js';
import {deviceTitle, hubTroubles, isTroubled, loadAdvice, noteOf, stateTitle, whatToDo} from './manager-devices.js';
import {alarmsOf, complain, devicesOf, loaded, showAlarms} from './notice.js';
import {slipsKey, slipsPart} from './slips.js';
import {getLanguage, nameOf, t} from './strings.js';

const wait = (seconds) => seconds === null || seconds === undefined ? '–' : minutesText(seconds);

function cell(label, content, more) {
	return el('td', Object.assign({'data-label': label}, more), content);
}

const button = (key, onclick) => el('button', {type: 'button', onclick}, t(key));
const quiet = (...all) => el('p', {class: 'm-quiet'}, all);
const buttons = (...all) => el('p', {class: 'm-actions'}, all);

const COUNTED_MS = 3600000; /* records grow old at midnight */
const AGAIN_MS = 60000;

/* What the catalogue of procedures is counted as: its age, and whether it is what the centre says. */
function catalogueAlarms({ages, agrees}) {
	const gone = ages.expired + ages.undated;
	const alarm = (level, key, n) => ({level, text: t(`manager.now.procedures_${key}`, {n})});
	return [gone > 0 && alarm('strong', 'expired', gone), ages.old > 0 && alarm('mild', 'old', ages.old),
		!agrees && alarm('mild', 'differ')].filter(Boolean);
}

/* The alarms of everybody, and those that only who leads has to hear. counts: the catalogue's;
 * overdue: complaints. */
function managerAlarms(store, counts, overdue) {
	const alarms = alarmsOf(store).concat(counts && !store.away ? catalogueAlarms(counts) : [],
		overdue > 0 && !store.away ? {level: 'strong', text: t('manager.now.complaints', {n: overdue})} : []);
	const {state, site} = store;
	if (!state || !site || store.away) {
		return alarms;
	}
	state.services.filter((service) => service.waiting > 0 && !servedBy(state, service.id).length)
		.forEach((service) => alarms.unshift({level: 'strong', text: t('manager.now.unserved', {
			service: nameOf(service.name), n: service.waiting,
		})}));
	return alarms;
}

/* The date of the present or last service day, when that is known. */
export function serviceDayText(state) {
	return !state.day ? '' : dayIsKnown(state) ? t('manager.now.day', {day: dayText(state.day)})
		: t('manager.now.day_unknown');
}

export function servedBy(state, id) {
	return state.counters.filter((counter) => counter.state !== 'OFF' &&
		counter.services.includes(id));
}

export class NowView {
	/* page: {store, may(what), endSession(counter), askServices(counter), acknowledge()} */
	constructor(root, page) {
		this.page = page;
		this.counts = null; /* the catalogue's */
		this.alarms = el('div', {class: 'strip m-alarms', 'aria-live': 'polite'});
		this.tiles = el('div', {class: 'm-tiles'});
		this.services = el('div', {});
		this.counters = el('div', {class: 'm-cards'});
		const counters = el('div', {}, this.counters, page.may('supervise') && buttons(
			button('action.take_back', () => loaded(import('./take-back.js'), ({askTakeBack}) => askTakeBack(page)))));
		this.devices = el('div', {});
		this.slips = el('div', {class: 'm-slips'});
		const devices = el('div', {}, this.slips, this.devices, page.may('admin') && buttons(
			button('manager.screen.title', () => loaded(import('./manager-screen.js'), ({askScreen}) => askScreen(page)))));
		this.shown = el('div', {});
		this.drawShown();
		this.head = [['manager.now.services', this.services], ['manager.now.counters', counters],
			['manager.now.devices', devices],
			['manager.shown.title', this.shown]].map(([title, body]) => [el('h2', {}), title, body]);
		fill(root, el('h1', {class: 'unseen'}, t('manager.tab.now')), this.alarms, this.tiles,
			this.head.map(([heading, title, body]) => el('section', {class: 'm-section'},
				fill(heading, t(title)), body)));
	}

	update() {
		const {store} = this.page;
		if (!store.state || !store.site) {
			return;
		}
		this.count();
		this.countOverdue();
		showAlarms(this.alarms, managerAlarms(store, this.counts, this.overdue));
		this.updateTiles();
		this.updateServices();
		this.updateCounters();
		this.updateDevices();
		this.drawShown();
	}

	tickAll() {
		this.update();
	}

	/* Has the hub count the catalogue anew, where it can be another. */
	count() {
		const {catalogueEvents, siteSeq} = this.page.store;
		const of = `${catalogueEvents} ${siteSeq}`;
		if (of === this.countsOf && Date.now() < this.countDue) {
			return;
		}
		this.countsOf = of;
		this.countDue = Date.now() + COUNTED_MS;
		getAside('/procedures/counts').then((counts) => {
			this.counts = counts;
			this.page.store.note('counts', null);
		}, (error) => {
			this.countDue = Date.now() + AGAIN_MS;
			this.page.store.note('counts', error);
		});
	}

	/* Has the hub count the complaints that are overdue: after each change, and as days pass. */
	countOverdue() {
		const {complaintEvents, site} = this.page.store;
		if (!site.complaints || (complaintEvents === this.overdueOf && Date.now() < this.overdueDue)) {
			return;
		}
		this.overdueOf = complaintEvents;
		this.overdueDue = Date.now() + AGAIN_MS;
		getAside('/complaints?limit=1').then(({overdue}) => {
			this.overdue = overdue || 0;
			this.page.store.note('overdue', null);
		}, (error) => this.page.store.note('overdue', error));
	}

	updateTiles() {
		const {state} = this.page.store;
		const waiting = state.services.reduce((sum, service) => sum + service.waiting, 0);
		const uncertain = state.services.reduce((sum, service) => sum + service.uncertain, 0);
		const longest = Math.max(0, ...state.services.map((s) => s.longest_wait_s || 0));
		const open = state.counters.filter((counter) => counter.state === 'OPEN').length;
		const issued = state.services.reduce((sum, service) => sum + service.issued, 0);
		const tile = (value, label) => el('div', {class: 'm-tile'},
			el('b', {}, value), el('span', {}, label));
		fillFor(this.tiles, [waiting, uncertain, minutesText(longest), open, state.counters.length, issued,
			state.day, state.day_open, dayIsKnown(state), getLanguage()], () => [
			tile(waiting, uncertain ? t('manager.now.waiting_and', {n: uncertain}) : t('manager.now.waiting')),
			tile(waiting ? minutesText(longest) : '–', t('manager.now.longest')),
			tile(`${open}/${state.counters.length}`, t('manager.now.open_counters')),
			tile(issued, t('manager.now.issued')),
			tile(t(state.day_open ? 'manager.now.day_open' : 'manager.now.day_closed'),
				serviceDayText(state)),
		]);
	}

	updateServices() {
		const {state} = this.page.store;
		const rows = state.services.map((service) => ({
			id: service.id, name: nameOf(service.name), waiting: service.waiting,
			uncertain: service.uncertain, longest: service.waiting ? wait(service.longest_wait_s) : '–',
			estimate: wait(service.wait_estimate_s), late: service.past_closing,
			opening: service.opening,
			at: servedBy(state, service.id).map((counter) => counter.number),
		}));
		fillFor(this.services, [rows, getLanguage()], () => el('table', {class: 'm-table'},
			el('thead', {}, el('tr', {}, ['manager.now.service', 'manager.now.waiting', 'manager.now.longest',
				'manager.now.estimate', 'manager.now.opening', 'manager.now.served_at'].map((key) =>
				el('th', {scope: 'col'}, t(key))))),
			el('tbody', {}, rows.map((row) => el('tr', {},
				el('th', {scope: 'row'}, el('span', {class: 'm-series'}, row.id), row.name),
				cell(t('manager.now.waiting'), row.uncertain
					? t('manager.now.uncertain', {waiting: row.waiting, n: row.uncertain}) : row.waiting,
				{class: row.waiting ? 'm-many' : null}),
				cell(t('manager.now.longest'), row.longest),
				cell(t('manager.now.estimate'), row.late ? t('manager.now.past_closing', {time: row.estimate})
					: row.estimate),
				cell(t('manager.now.opening'), t(`manager.opening.${row.opening}`)),
				cell(t('manager.now.served_at'), row.at.length ? row.at.join(', ')
					: el('span', {class: row.waiting ? 'm-bad' : 'm-quiet'}, t('manager.now.nobody'))))))));
	}

	updateCounters() {
		const {store} = this.page;
		const cards = store.state.counters.map((counter) => ({
			counter: {number: counter.number, state: counter.state, name: nameOf(counter.name)},
			staff: counter.staff ? store.staffName(counter.staff) : '',
			since: counter.since, note: counter.note, pauses: counter.pause_after, services: counter.services,
			time: counter.since ? minutesText(secondsSince(counter.since)) : '',
			ticket: counter.ticket && {number: counter.ticket.number, state: counter.ticket.state,
				time: minutesText(secondsSince(counter.ticket.since))},
			held: counter.held.map((ticket) => ticket.number),
		}));
		const timed = store.state.clock === 'ok';
		fillFor(this.counters, [cards, timed, getLanguage(), this.page.may('supervise')], () =>
			cards.map((card) => this.card(card, timed)));
	}

	/* timed: the hub knows the time. */
	card({counter, staff, since, time, note, pauses, services, ticket, held}, timed) {
		const off = counter.state === 'OFF';
		return el('article', {class: `m-card ${counter.state}`},
			el('header', {}, el('h3', {}, counter.name || t('counter.n', {n: counter.number})),
				el('span', {class: `m-state ${counter.state}`}, t(`counter.${counter.state}`))),
			!off && el('p', {class: 'm-who'}, staff),
			!off && quiet(
				t(timed ? 'manager.now.since' : 'manager.now.since_for', {at: clockText(since), time}),
				!pauses && note && ` · ${note}`),
			ticket && el('p', {class: 'm-ticket'}, el('b', {}, ticket.number), ' ',
				t(`manager.ticket.${ticket.state}`), el('span', {class: 'm-quiet'}, ` · ${ticket.time}`)),
			pauses && quiet(t('manager.now.pause_after'), note && ` · ${note}`),
			!off && !ticket && counter.state === 'OPEN' &&
				el('p', {class: 'm-ticket m-quiet'}, t('manager.now.free')),
			held.length > 0 && quiet(
				t('manager.now.held', {list: held.join(', ')})),
			!off && el('p', {class: 'm-serves'}, services.map((id) =>
				el('span', {class: 'm-series', title: this.serviceName(id)}, id))),
			!off && this.page.may('supervise') && buttons(
				button('manager.now.change_services', () => this.page.askServices(counter.number)),
				button('manager.now.end_session', () => this.page.endSession(counter.number))));
	}

	serviceName(id) {
		const service = this.page.store.service(id);
		return service ? nameOf(service.name) : id;
	}

	/* What screens show is loaded when somebody wants to see it. */
	drawShown() {
		if (this.shownPart) {
			this.shownPart.update();
			return;
		}
		fillFor(this.shown, [getLanguage()], () => [
			buttons(button('manager.shown.begin', () => this.showScreens())),
			quiet(t('manager.shown.text')),
		]);
	}

	showScreens() {
		loaded(import('./manager-shown.js'), ({ShownPart}) => {
			if (!this.shownPart) {
				this.shownPart = new ShownPart((name) => this.labelOf(name));
				fill(this.shown, this.shownPart.root);
				this.shownPart.set(true);
			}
		});
	}

	labelOf(name) {
		const {health} = this.page.store;
		const device = health && health.devices.find((one) => one.name === name);
		return device ? device.label : null;
	}

	updateDevices() {
		const {health} = this.page.store;
		if (!health) {
			return;
		}
		if (!this.advised && (devicesOf(health).some(isTroubled) || hubTroubles(health).length > 0)) {
			loadAdvice().then(() => {
				this.advised = true;
				this.updateDevices();
			}, () => complain(t('boot.part')));
			return;
		}
		const devices = devicesOf(health).sort((a, b) => isTroubled(b) - isTroubled(a));
		const rows = hubTroubles(health).concat(devices.map((device) => ({
			id: namedAt(device, devices), label: device.label,
			name: deviceTitle(device), state: stateTitle(device), note: noteOf(device),
			bad: isTroubled(device), fault: device.fault,
			since: health.hub.clock === 'ok' ? device.since : null,
			advice: whatToDo(device),
		})));
		fillFor(this.slips, [slipsKey(this.page.store), getLanguage()], () => slipsPart(this.page.store,
			this.page.may('supervise') && ((ticket) => this.page.reprint(ticket))));
		fillFor(this.devices, [rows, getLanguage()], () => rows.length === 0
			? quiet(t('manager.now.no_devices'))
			: el('ul', {class: 'm-devices'}, rows.map((row) => deviceRow(row, this.page))));
	}
}

/* The device that is given its name at this row: at its own, else at its first part's. */
function namedAt({name}, devices) {
	const [owner] = name.split('/');
	const rows = devices.filter((one) => one.name.split('/')[0] === owner);
	return name === (rows.find((one) => one.name === owner) || rows[0]).name ? owner : null;
}

function deviceRow(row, page) {
	return el('li', {class: row.bad ? 'bad' : null},
		el('span', {class: 'm-device-name'}, el('b', {title: row.id}, row.name),
			row.note && el('small', {}, row.note)),
		el('span', {class: `m-state ${row.bad ? 'BAD' : 'OPEN'}`}, row.state),
		el('span', {class: 'm-quiet'}, row.since ? t('manager.now.since_at', {at: whenText(row.since)}) : ''),
		row.bad && el('span', {class: 'm-advice'},
			el('b', {}, t(`manager.fault_of.${row.fault}`)), ' ', row.advice),
		row.id && page.may('admin') && el('button', {type: 'button', class: 'small m-rename',
			onclick: () => loaded(import('./manager-device-name.js'), ({askName}) => askName(page, row)),
		}, t('manager.now.rename')),
		row.action === 'acknowledge' && page.may('admin') && el('span', {class: 'm-advice'},
			button('manager.acknowledge', () => page.acknowledge())));
}
