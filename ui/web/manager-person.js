/* SPDX-License-Identifier: Apache-2.0 */
/* The questions about one person's account. */
import {parseDay, typedDay} from './dates.js';
import {askForm} from './dialog.js';
import {atMost} from './limit.js';
import {ID, PERSON, SECRET} from './limits.js';
import {t} from './strings.js';

const ROLES = ['helper', 'clerk', 'supervisor', 'director', 'admin'];

const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
	.replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase().replace(/[^a-z0-9]+/g, '-')
	.replace(/^-+|-+$/g, '').slice(0, ID);

/* A new PIN of six digits that is no row and no repetition. */
function makePin() {
	for (;;) {
		const random = crypto.getRandomValues(new Uint32Array(1))[0] % 1000000;
		const pin = String(random).padStart(6, '0');
		const steps = Array.from(pin.slice(1), (digit, at) => digit - pin[at]);
		if (!steps.every((step) => step === steps[0])) {
			return pin;
		}
	}
}

/* Letters and digits that nobody mistakes for each other, in groups that can be read out. */
function makePassword() {
	const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
	const random = crypto.getRandomValues(new Uint8Array(12));
	const text = Array.from(random, (byte) => letters[byte % letters.length]).join('');
	return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

/* Who can do much needs more than a PIN. */
const isTrusted = (role) => ['supervisor', 'director', 'admin'].includes(role);

function makeSecret(role) {
	return isTrusted(role) ? makePassword() : makePin();
}

/* Shown once, so that it can be handed over. */
export function showSecret(id, secret) {
	return askForm({
		title: t('manager_edit.people.hand_over'), text: t('manager_edit.people.hand_over_text', {id, secret}),
		submit: t('manager_edit.people.noted'),
	});
}

/* one: the account, or null for a new one. Gives the body of the request, or null. */
export async function askPerson(one, given, wrong, today) {
	const before = given || one || {name: '', id: '', role: 'clerk', valid_day: null};
	const fields = [
		{type: 'text', name: 'name', label: t('manager_edit.people.f_name'), value: before.name, ...atMost(PERSON)},
		!one && {type: 'text', name: 'id', label: t('manager_edit.people.f_id'), value: before.id || '', ...atMost(ID)},
		{type: 'choice', name: 'role', label: t('manager_edit.people.role'), value: before.role,
			options: ROLES.map((role) => ({value: role, label: t(`role.${role}`)}))},
		{type: 'text', name: 'valid_day', label: t('manager_edit.people.f_valid'),
			value: typedDay(before.valid_day || (one ? '' : today))},
		!one && {type: 'text', name: 'secret', label: t('manager_edit.people.f_secret'), value: '', ...atMost(SECRET)},
		one && {type: 'choice', name: 'active', label: t('manager_edit.people.account'),
			value: String(before.active !== false), options: [
				{value: 'true', label: t('manager_edit.people.may_in')},
				{value: 'false', label: t('manager_edit.people.may_not')},
			]},
	].filter(Boolean);
	const answer = await askForm({
		title: one ? t('manager_edit.people.edit_title', {name: one.name}) : t('manager_edit.people.add'),
		wrong, fields, submit: t(one ? 'manager_edit.bar.save' : 'manager_edit.people.make'),
		check: (values) => ({
			name: values.name === '' ? t('manager_edit.people.wrong_name') : '',
			valid_day: values.valid_day && !parseDay(values.valid_day) ? t('date.wrong') : '',
		}),
	});
	return answer && bodyOf(one, answer);
}

function bodyOf(one, answer) {
	const body = {name: answer.name, role: answer.role};
	if (answer.role === 'helper') {
		body.valid_day = parseDay(answer.valid_day);
	} else if (one && one.valid_day) {
		body.valid_day = null;
	}
	if (one) {
		body.active = answer.active === 'true';
		if (isTrusted(answer.role) && !isTrusted(one.role) && one.has_secret) {
			body.secret = makeSecret(answer.role);
		}
	} else {
		body.id = answer.id || plain(answer.name);
		body.secret = answer.secret || makeSecret(answer.role);
	}
	return body;
}

/* A new PIN or password, shown so that it can be handed over. */
export async function askSecret(one, given, wrong) {
	const answer = await askForm({
		title: t('manager_edit.people.secret_title', {name: one.name}),
		text: t('manager_edit.people.secret_text'), wrong,
		fields: [{type: 'text', name: 'secret', label: t('manager_edit.people.f_secret'),
			value: given ? given.secret : '', ...atMost(SECRET)}],
		submit: t('manager_edit.bar.save'),
	});
	return answer && {secret: answer.secret || makeSecret(one.role)};
}
