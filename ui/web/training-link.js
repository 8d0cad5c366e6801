/* SPDX-License-Identifier: Apache-2.0 */
/* Where the other of two hubs on one board is: the training centre, or the real one. */

import {el, fill} from './dom.js';
import {addWords, t} from './strings.js';

/* The address in an element's data-training, or data-training-tls for a page that came by HTTPS;
 * ":8082" is a port of the host that this page came from. '' when there is none. */
export function otherCentre(element) {
	const tls = location.protocol === 'https:';
	const link = (tls ? element.dataset.trainingTls : element.dataset.training) || '';
	return link.charAt(0) === ':' ? `${location.protocol}//${location.hostname}${link}/` : link;
}

/* Its words and its style are loaded only where there is such a way. */
async function fillWay(way, address) {
	const words = await import('./words-training.js');
	addWords('training', words.default);
	if (!document.querySelector('link[href="/web/practise.css"]')) {
		document.head.appendChild(el('link', {rel: 'stylesheet', href: '/web/practise.css'}));
	}
	fill(way, el('a', {href: address}, t('training.practise')),
		el('span', {}, t('training.practise_text')));
}

/* In the real centre, where there is one to practise in: the way there; else null. */
export function practise() {
	const address = otherCentre(document.body);
	const way = address && el('p', {class: 'practise'});
	if (way) {
		fillWay(way, address).catch(() => null); /* away: then the other one is, too */
	}
	return way || null;
}
