/* SPDX-License-Identifier: Apache-2.0 */
/* The reports of past months that the hub has made and kept. */
import {get} from './api.js';
import {el, fill} from './dom.js';
import {errorText, t} from './strings.js';

const link = (month, kind) => el('a', {class: 'download',
	href: `/api/v1/monthly-reports/${month}.${kind}`, download: `layso-${month}.${kind}`,
}, `${month.slice(5)}/${month.slice(0, 4)} · ${kind.toUpperCase()}`);

async function show(body) {
	try {
		const {reports, keep_months: kept} = await get('/monthly-reports');
		fill(body, reports.length > 0 ? reports.map(({month}) => el('p', {class: 'downloads'},
			link(month, 'pdf'), link(month, 'xlsx')))
			: el('p', {class: 'nothing'}, t(kept > 0 ? 'figures.monthly_none' : 'figures.monthly_off')));
	} catch (error) {
		fill(body, el('p', {class: 'wrong-text', role: 'alert'}, errorText(error)));
	}
}

/* Filled when it is opened. */
export function monthlyPart() {
	const body = el('div', {'aria-live': 'polite'});
	return el('details', {class: 'card monthly', ontoggle: (event) => event.target.open && show(body)},
		el('summary', {}, t('figures.monthly')), body);
}
