/* SPDX-License-Identifier: Apache-2.0 */
/* What the actions do: ask what they need to know, then the move. */
import {askForm} from './dialog.js';
import {atMost, between} from './limit.js';
import {DOSSIERS as DOSSIERS_MAX, NOTE, NUMBER_TEXT, QUANTITY} from './limits.js';
import {loaded, serviceName} from './notice.js';
import {nameOf, t} from './strings.js';

/* What a visit did to dossiers: entered only where there is something to enter. */
const DOSSIERS = ['received_online', 'received_counter', 'received_post', 'resolved_early',
	'resolved_on_time', 'resolved_late'];

function choice(name, label, options, value) {
	return {type: 'choice', name, label, options, value};
}

function note(label) {
	return {type: 'text', name: 'note', label: t(label), ...atMost(NOTE)};
}

/* A choice of usual reasons, and room for another. The words chosen are the note. */
function reasons(keys) {
	const options = keys.map((key) => ({value: t(key), label: t(key)}));
	return [choice('usual', t('ask.note_usual'), options, ''), note('ask.note_other')];
}

function noteOf(answer) {
	return answer.note || answer.usual || '';
}

function services(store, except) {
	return store.state.services.filter((service) => service.id !== except)
		.map((service) => ({value: service.id, label: nameOf(service.name)}));
}

/* A number that cannot be called is said at the field, and the form stays. before: {number, wrong},
 * what was typed and why it could not be. */
export async function askCall(page, before) {
	let unsure = null;
	const answer = await askForm({
		title: t('ask.call.title'), submit: t('ask.call.submit'), wrong: before && {number: before.wrong},
		check: ({number}) => ({number: number ? '' : t('ask.call.nothing')}),
		act: async ({number}) => {
			try {
				const {callTyped} = await import('./call-number.js');
				const {wrong, numbers} = await callTyped(page, number);
				unsure = numbers;
				return {number: wrong};
			} catch (error) {
				return t('boot.part');
			}
		},
		fields: [{
			type: 'text', name: 'number', label: t('ask.call.number'), ...atMost(NUMBER_TEXT), capitals: true,
			value: before && before.number, suggestions: page.store.waiting().map((ticket) => ticket.number),
		}],
	});
	return answer && unsure && loaded(import('./call-number.js'), async ({callMeant}) => {
		const wrong = await callMeant(page, answer.number, unsure);
		return wrong && askCall(page, {number: answer.number, wrong});
	});
}

/* What a finish says when nobody is asked: as the form stands when it opens. */
export function usualFinish({site}) {
	const [first] = site.outcomes || [];
	return first ? {outcome: first.id, quantity: 1} : {quantity: 1};
}

export async function askFinish(page, ticket) {
	const outcomes = (page.store.site.outcomes || []).map((one) =>
		({value: one.id, label: nameOf(one.name)}));
	const fields = outcomes.length ? [choice('outcome', t('ask.finish.outcome'), outcomes,
		outcomes[0].value)] : [];
	fields.push({
		type: 'number', name: 'quantity', label: t('ask.finish.quantity'), value: '1', ...between(0, QUANTITY),
	});
	const answer = await askForm({
		title: t('ask.finish.title', {number: ticket.number}), submit: t('ask.finish.submit'), fields,
		more: {
			title: t('dossier.title'),
			fields: DOSSIERS.map((name) =>
				({type: 'number', name, label: t(`dossier.${name}`), value: '', ...between(0, DOSSIERS_MAX)})),
		},
	});
	if (!answer) {
		return null;
	}
	const body = {quantity: Number(answer.quantity)};
	if (answer.outcome) {
		body.outcome = answer.outcome;
	}
	DOSSIERS.filter((name) => /^\d+$/.test(answer[name])).forEach((name) => {
		body[name] = Number(answer[name]);
	});
	return page.moveTicketHere(ticket, 'finish', body, t('said.finish', {number: ticket.number}));
}

async function askNoted(page, ticket, name, keys) {
	const answer = await askForm({
		title: t(`ask.${name}.title`, {number: ticket.number}), submit: t(`ask.${name}.submit`),
		fields: keys.length ? reasons(keys) : [note('ask.note')],
	});
	return answer && page.moveTicketHere(ticket, name, {note: noteOf(answer)},
		t(`said.${name}`, {number: ticket.number}));
}

export function askHold(page, ticket) {
	return askNoted(page, ticket, 'hold', ['hold.copy', 'hold.sign', 'hold.out']);
}

export function askSupplement(page, ticket) {
	return askNoted(page, ticket, 'supplement', []);
}

export async function askTransfer(page, ticket) {
	const {store, number} = page;
	const open = store.state.counters.filter((counter) =>
		counter.number !== number && counter.state !== 'OFF');
	const fields = [
		choice('service', t('ask.service'), [{value: '', label: t('ask.transfer.same')}]
			.concat(services(store, ticket.service)), ''),
		choice('counter', t('ask.transfer.counter'),
			[{value: '', label: t('ask.transfer.counter_any')}].concat(open.map((counter) =>
				({value: String(counter.number), label: nameOf(counter.name)}))), ''),
		note('ask.note'),
	];
	const answer = await askForm({
		title: t('ask.transfer.title', {number: ticket.number}), submit: t('ask.transfer.submit'),
		fields,
		check: (given) => given.service || given.counter ? '' : t('ask.transfer.nothing'),
	});
	if (!answer) {
		return null;
	}
	const body = {note: noteOf(answer)};
	if (answer.service) {
		body.service = answer.service;
	}
	if (answer.counter) {
		body.counter = Number(answer.counter);
	}
	return page.moveTicketHere(ticket, 'transfer', body, t('said.transfer', {number: ticket.number}));
}

export async function askAddService(page, ticket) {
	const options = services(page.store, ticket.service);
	const answer = options.length && await askForm({
		title: t('ask.add_service.title', {number: ticket.number}),
		submit: t('ask.add_service.submit'),
		fields: [choice('service', t('ask.service'), options, options[0].value)],
	});
	return answer ? page.moveTicketHere(ticket, 'add-service', {service: answer.service},
		t('said.add_service', {service: serviceName(page.store, answer.service)})) : null;
}

/* With a ticket at the counter it begins after that, and a second press takes it back. */
export async function askPause(page, counter) {
	if (counter.pause_after) {
		return page.move('undo-pause-after', {}, '');
	}
	const title = t(counter.ticket ? 'action.pause_after' : 'ask.pause.title');
	const answer = await askForm({title, submit: title, fields: reasons(['pause.lunch', 'pause.short', 'pause.meeting'])});
	return answer && page.move(counter.ticket ? 'pause-after' : 'pause', {note: noteOf(answer)}, '');
}

export async function askServices(page, counter) {
	const answer = await askForm({
		title: t('ask.services.title'), submit: t('ask.services.submit'),
		fields: [{
			type: 'several', name: 'services', label: t('ask.service'), value: counter.services,
			options: services(page.store, null),
		}],
		check: (given) => given.services.length ? '' : t('ask.services.none'),
	});
	/* Those that stay keep their order. */
	const kept = answer && counter.services.filter((id) => answer.services.includes(id));
	return answer && page.move('services', {
		services: kept.concat(answer.services.filter((id) => !kept.includes(id))),
	}, t('said.services'));
}

export async function askClose(page, counter) {
	const answer = await askForm({
		title: t('ask.close.title'), danger: true,
		submit: t(counter.ticket ? 'ask.close.hand' : 'ask.close.submit'),
		text: counter.ticket ? t('ask.close.has', {number: counter.ticket.number})
			: t('ask.close.text', {counter: nameOf(counter.name)}),
	});
	return answer && page.move('close', {hand_over: Boolean(counter.ticket)}, '');
}
