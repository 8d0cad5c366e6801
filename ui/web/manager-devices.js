/* SPDX-License-Identifier: Apache-2.0 */
/* Devices in words: which one, how it is, whose fault, and what to do. Pure. */
import {backupFails, hubPartFails, keepsNothing, ownerName, ownerTitle} from './notice.js';
import {addWords, t} from './strings.js';

const PARTS = ['printer', 'screen', 'panel', 'sound', 'keypad', 'files', 'console', 'procedures'];
const STATES = ['ok', 'cover_open', 'cutter_error', 'error', 'gone', 'offline', 'paper_low',
	'paper_out', 'no_display', 'stuck', 'incomplete', 'not_in_site', 'starting', 'silent',
	'missing', 'busy', 'lost', 'no_voice', 'not_kept', 'no_catalogue', 'unlocked', 'off'];
/* What to do about troubles: words that come with the first one. */
let advice = null;

export function loadAdvice() {
	advice = advice || import('./words-manager_advice.js').then((words) => addWords('manager_advice', words.default));
	return advice;
}

const FAULTS = ['device', 'site', 'ours'];
/* Why there is no printer, as its kiosk notes it. */
const NO_PRINTER = ['not_found', 'busy', 'no_permission', 'other_language', 'no_usb', 'failed',
	'silent', 'garbled', 'refused', 'unreachable', 'unknown_name'];

function whyNoPrinter(device) {
	return device.name.endsWith('/printer') && device.state === 'offline' &&
		NO_PRINTER.includes(device.note) ? device.note : '';
}

/* "kiosk-1/printer" is a kiosk's printer, "hall-1" a daemon. */
export function deviceTitle(device) {
	const [owner, part] = device.name.split('/');
	return part && PARTS.includes(part)
		? t(`manager.device.${part}`, {name: ownerName(owner, device.label)})
		: ownerTitle(owner, device.label) + (part ? `/${part}` : '');
}

export function stateTitle(device) {
	return STATES.includes(device.state) ? t(`manager.state.${device.state}`) : device.state;
}

export function isTroubled(device) {
	return device.fault !== 'none' || device.state === 'paper_low';
}

/* A note for people; what whatToDo() says in words is not one. */
export function noteOf(device) {
	return whyNoPrinter(device) ? '' : device.note;
}

/* What becomes of the slips that this printer could not print: only what is true now. */
function slipsText(device) {
	const {later, lost} = device.slips || {};
	return [later > 0 && t('manager.slips.later', {n: later}),
		lost > 0 && t('manager.slips.lost', {n: lost})].filter(Boolean).join(' ');
}

export function whatToDo(device) {
	return [adviceFor(device), slipsText(device)].filter(Boolean).join(' ');
}

function adviceFor(device) {
	const why = whyNoPrinter(device);
	if (why) {
		return t(`manager.no_printer.${why}`);
	}
	if (['ok', 'off'].includes(device.state) || !STATES.includes(device.state)) {
		return FAULTS.includes(device.fault) ? t(`manager.advice.${device.fault}`) : '';
	}
	return ['starting', 'silent', 'error'].includes(device.state)
		? t(`manager.advice.${FAULTS.includes(device.fault) ? device.fault : 'device'}`)
		: t(`manager.advice.${device.state}`);
}

/* The hub's own, as rows beside the devices'. */
export function hubTroubles(health) {
	const {hub} = health;
	const rows = [];
	const add = (word, fault, values = {}, action = null) => rows.push({
		name: t('manager.device.hub'), state: t(`manager_advice.hub.${word}`), note: '', bad: true, fault,
		advice: t(`manager_advice.hub.${word}_advice`, values), since: null, action,
	});
	if (keepsNothing(hub)) {
		add('storage', 'device');
	} else if (hub.storage === 'slow') {
		add('storage_slow', 'device');
	}
	if (hub.disk === 'nearly_full') {
		add(hub.files.copies > 0 ? 'disk_copies' : 'disk', 'site',
			{n: hub.files.copies, mb: Math.round(hub.files.copy_bytes / 1e6)});
	}
	if (hubPartFails(health, 'files')) {
		add('files', 'site');
	}
	if (hubPartFails(health, 'archive')) {
		add('archive', 'device');
	}
	if (hubPartFails(health, 'reports')) {
		add('reports', 'device');
	}
	if (hub.clock !== 'ok') {
		add('clock', 'device');
	}
	if (hubPartFails(health, 'database')) {
		add('database', 'device', {}, 'acknowledge');
	}
	if (hubPartFails(health, 'integrity')) {
		add('integrity', 'device');
	}
	if (hubPartFails(health, 'https')) {
		add('https', 'site');
	}
	if (hubPartFails(health, 'pictures')) {
		add('pictures', 'site');
	}
	if (hubPartFails(health, 'address')) {
		add('address', 'site');
	}
	if (hubPartFails(health, 'issuing')) {
		add('issuing', 'device');
	}
	if (backupFails(health)) {
		add(`backup_${hub.backup.state}`, 'device', {n: hub.backup.days_behind});
	}
	return rows;
}
