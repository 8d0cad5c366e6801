/* SPDX-License-Identifier: Apache-2.0 */
/* What else can be done with a ticket of the lists, and the keys' help. Loaded when somebody presses
 * for it. */
import {ACTIONS} from './actions.js';
import {askForm, askMenu, showPanel} from './dialog.js';
import {el} from './dom.js';
import {t} from './strings.js';

export async function askVoid(page, ticket) {
	const answer = await askForm({
		title: `${t('list.void')} ${ticket.number}`, submit: t('list.void'), danger: true,
	});
	return answer && page.ticketMove(ticket, 'void', {}, t('said.void', {number: ticket.number}));
}

/* What else can be done with a ticket of the lists. */
export async function askMore(page, ticket) {
	const waiting = ticket.state === 'WAITING';
	const items = [{value: 'history', label: t('action.history')}];
	if (page.canAct() && waiting && ticket.kiosk) {
		items.push({value: 'reprint', label: t('list.reprint')});
	}
	if (page.canAct() && ticket.state === 'HELD') {
		items.push({value: 'return', label: t('list.return')});
	}
	if (page.canAct() && ticket.state !== 'NO_SHOW') {
		items.push({value: 'leave', label: t('ask.leave.submit')});
	}
	if (page.canAct() && waiting) {
		items.push({value: 'void', label: t('list.void'), danger: true});
	}
	const value = await askMenu({title: ticket.number, items});
	return value && page.row(value, ticket);
}

export function showHelp() {
	return showPanel(t('help.title'), [
		el('dl', {class: 'help'}, ACTIONS.map((action) => el('div', {},
			el('dt', {}, action.shown.map((key) =>
				el('kbd', {}, key.length > 1 ? t(key) : key))),
			el('dd', {}, t(`action.${action.id}`))))),
		el('p', {class: 'hint'}, t('help.lists')), el('p', {class: 'hint'}, t('help.safe')),
	]);
}
