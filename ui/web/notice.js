/* SPDX-License-Identifier: Apache-2.0 */
/* What the page says: a line that goes away by itself, and alarms that stay while they hold. */
import {minutesText, secondsSince} from './clock.js';
import {el, fillFor, write} from './dom.js';
import {nameOf, t, whyText} from './strings.js';

const SHOWN_MS = 6000;

const said = el('div', {class: 'said', role: 'status', 'aria-live': 'polite', hidden: true});
const complained = el('div', {class: 'said wrong', role: 'alert', hidden: true});
let timer = null;

function showOne(one, other, text) {
	clearTimeout(timer);
	other.hidden = true;
	one.hidden = false;
	write(one, text);
	timer = setTimeout(() => {
		one.hidden = true;
		write(one, '');
	}, SHOWN_MS);
}

export function mountNotices(root) {
	root.appendChild(said);
	root.appendChild(complained);
}

export function say(text) {
	showOne(said, complained, text);
}

/* What was said in another language, or before somebody else came, is not said on. */
export function hush() {
	said.hidden = true;
	complained.hidden = true;
}

export function complain(text) {
	showOne(complained, said, text);
}

/* What is seldom asked for is loaded then: part, an import() under way, goes to ask. */
export function loaded(part, ask) {
	return part.then(ask, () => complain(t('boot.part')));
}

/* What people call a device; without a name of its own "kiosk-1" is kiosk 1. */
export function ownerName(id, label) {
	const found = /^(kiosk|hall)(?:-(\d+))?$/.exec(id);
	return nameOf(label) || (found ? t(`device.default.${found[1]}`, {n: found[2] || ''}).trim()
		: t('device.default.other', {n: id}));
}

/* The same at the beginning of a line. */
export function ownerTitle(id, label) {
	const name = ownerName(id, label);
	return name.charAt(0).toUpperCase() + name.slice(1);
}

/* "kiosk-1/printer" is a kiosk's printer, "hall-1" a daemon. */
function deviceName({name: id, label}) {
	const part = id.split('/')[1], name = ownerName(id.split('/')[0], label);
	return part && ['printer', 'screen', 'panel', 'sound', 'keypad', 'files', 'console', 'procedures']
		.includes(part) ? t(`device.${part}`, {name}) : ownerTitle(id.split('/')[0], label);
}

export function deviceState(state) {
	const known = ['cover_open', 'cutter_error', 'error', 'gone', 'offline', 'paper_low',
		'paper_out', 'missing', 'busy', 'lost', 'no_voice', 'not_kept', 'no_catalogue', 'unlocked'];
	return known.includes(state) ? t(`device.${state}`) : state;
}

/* What the hub reports of itself as a device, and this page says in words of its own. */
const HUB_PARTS = ['address', 'archive', 'backup', 'clock', 'database', 'disk', 'files', 'https',
	'integrity', 'issuing', 'pictures', 'storage'].map((part) => `hub/${part}`);

export function devicesOf(health) {
	return health.devices.filter((device) => !HUB_PARTS.includes(device.name));
}

/* Whether a part of the hub is in trouble that health tells as a device alone. */
export function hubPartFails(health, part) {
	return health.devices.some((device) => device.name === `hub/${part}` && device.fault !== 'none');
}

/* The hub's disk takes no writes: every change is refused. */
export function keepsNothing(hub) {
	return ['full', 'read_only', 'failed', 'silent'].includes(hub.storage);
}

export function backupFails(health) {
	return ['missing', 'full', 'read_only', 'failed', 'no_archive'].includes(health.hub.backup.state);
}

function deviceAlarms(health) {
	return devicesOf(health)
		.filter((device) => device.fault !== 'none' || device.state === 'paper_low')
		.map((device) => ({
			level: device.fault === 'none' || device.state === 'paper_low' ?
				'mild' : 'strong',
			text: t('alarm.device',
				{device: deviceName(device), state: deviceState(device.state)}),
		}));
}

/* Whoever has waited longer than the rules allow: the one who has waited longest. */
function waitAlarms(store) {
	const limit_s = store.site && store.site.rules && store.site.rules.age_limit_s;
	const first = store.waiting().slice()
		.sort((one, other) => Date.parse(one.issued_at) - Date.parse(other.issued_at))[0];
	const waited_s = first ? secondsSince(first.issued_at) : 0;
	return limit_s && waited_s > limit_s ? [{
		level: 'mild', text: t('alarm.longest', {
			number: first.number, time: minutesText(waited_s), limit: minutesText(limit_s),
		}),
	}] : [];
}

function portalAlarms(portal) {
	return portal && portal.down ? [{
		level: 'mild',
		text: portal.note ? t('alarm.portal_note', {note: portal.note}) : t('alarm.portal'),
	}] : [];
}

/* What the page cannot see just now, and why; a hub that is away is said by the shell. */
export function troubleAlarms(store) {
	const {troubles} = store;
	const gone = troubles.state && !troubles.state.status;
	return gone ? [] : Object.keys(troubles).filter((part) => troubles[part]).map((part) => ({
		level: part === 'state' || !store.site ? 'strong' : 'mild',
		text: t(part === 'state' ? 'alarm.trouble_state' : 'alarm.trouble',
			{part: t(`part.${part}`), why: whyText(troubles[part])}),
	}));
}

/* The alarms that hold now, the gravest first. */
export function alarmsOf(store) {
	const alarms = troubleAlarms(store);
	if (store.health && !store.away) {
		const hub = store.health.hub;
		if (keepsNothing(hub)) {
			alarms.push({level: 'strong', text: t('alarm.storage')});
		} else if (hub.storage === 'slow') {
			alarms.push({level: 'strong', text: t('alarm.storage_slow')});
		}
		if (hub.clock !== 'ok') {
			alarms.push({level: 'strong', text: t('alarm.clock')});
		}
		if (hub.disk === 'nearly_full') {
			alarms.push({level: 'strong', text: t('alarm.disk')});
		}
		for (const part of ['database', 'https', 'integrity']) {
			if (hubPartFails(store.health, part)) {
				alarms.push({level: 'strong', text: t(`alarm.${part}`)});
			}
		}
		if (hubPartFails(store.health, 'issuing')) {
			alarms.push({level: 'mild', text: t('alarm.issuing')});
		}
		if (backupFails(store.health)) {
			alarms.push({level: 'mild', text: t('alarm.backup')});
		}
		alarms.push(...deviceAlarms(store.health));
	}
	if (store.state && !store.away) {
		alarms.push(...portalAlarms(store.state.portal), ...waitAlarms(store));
	}
	if (store.state && !store.away && !store.state.day_open) {
		const stopped = store.state.services.some((service) => service.opening === 'stopped');
		alarms.push({level: 'mild', text: t(stopped ? 'alarm.day_stopped' : 'alarm.day_closed')});
	}
	return alarms;
}

export function showAlarms(strip, alarms) {
	fillFor(strip, alarms, () => alarms.map((alarm) =>
		el('p', {class: `alarm ${alarm.level}`}, alarm.text)));
}

/* What the ticket's number was taken for; '' no complaint. A subject that the site has no more is
 * told by its id. */
export function complaintText(store, {subject}) {
	const {subjects} = (store.site && store.site.complaints) || {subjects: []};
	const found = subjects.find((one) => one.id === subject);
	return subject ? t('ticket.complaint', {subject: found ? nameOf(found.name) : subject}) : '';
}

export function serviceName(store, id) {
	const service = store.service(id);
	return service ? nameOf(service.name) : id;
}
