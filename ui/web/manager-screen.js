/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the address that a television's browser shows the hall with. */
import {post} from './api.js';
import {askForm, showPanel} from './dialog.js';
import {el} from './dom.js';
import {atMost, between} from './limit.js';
import {COUNTERS, ID} from './limits.js';
import {errorText, t} from './strings.js';

/* The token is shown this once: behind #, so that no log gets to see it. */
function showAddress({name, shows, counter}, token) {
	const what = shows === 'board' ? '&board' : counter ? `&counter=${counter}` : '';
	const address = `${location.origin}/hall#token=${token}${what}`;
	const field = el('input', {type: 'text', readonly: true, value: address, id: 'screen-address',
		onfocus: (event) => event.target.select()});
	return showPanel(t('manager.screen.title'), el('div', {},
		el('p', {}, t('manager.screen.made', {name})),
		el('div', {class: 'field'}, el('label', {}, el('span', {}, t('manager.screen.address')), field))));
}

/* page: {store} */
export async function askScreen(page) {
	let token = null;
	const given = await askForm({
		title: t('manager.screen.title'), text: t('manager.screen.text'),
		submit: t('manager.screen.make'),
		fields: [
			{type: 'choice', name: 'shows', label: t('manager.screen.shows'), value: 'hall',
				options: ['hall', 'board'].map((value) => ({value, label: t(`manager.screen.${value}`)}))},
			{type: 'text', name: 'name', label: t('manager.screen.name'), value: '', ...atMost(ID)},
			{type: 'number', name: 'counter', label: t('manager.screen.counter'), value: '',
				...between(1, COUNTERS)},
		],
		check: ({name, shows, counter}) => ({
			name: /^[A-Za-z0-9._-]+$/.test(name) ? '' : t('manager.screen.wrong'),
			counter: shows === 'board' && counter ? t('manager.screen.no_counter') : '',
		}),
		act: async ({name}) => {
			try {
				({token} = await post('/tokens', {name, role: 'screen'}));
				return '';
			} catch (error) {
				return errorText(error);
			}
		},
	});
	if (given) {
		page.store.look();
		await showAddress(given, token);
	}
}
