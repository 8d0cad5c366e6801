/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the page at the door, and what it says of a service. */
import {addWords, nameOf, t} from './strings.js';
import words from './words-door.js';

addWords('door', words);

/* What to bring for a service; '' where nothing is said. */
export function bringText(store, id) {
	const service = store.site && store.site.services.find((one) => one.id === id);
	const things = service && service.bring ? nameOf(service.bring) : '';
	return things ? t('door.bring', {things: things.split('\n').join('; ')}) : '';
}

/* Whether some of a service's procedures could be filed online for nothing. */
export function freeOnlineText(store, id) {
	const service = store.service(id);
	return service && service.free_online ? t('door.free_online', {n: service.free_online}) : '';
}
