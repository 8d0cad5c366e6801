/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the page at the door, and what it says of a service. */
import './wait-round.js';
import {addWords, nameOf, t} from './strings.js';
import waits from './words-wait.js';
import words from './words-door.js';

addWords('door', words);
addWords('wait', waits);

/* An estimate as the slip says it. */
export function waitText(seconds) {
	const rounded = self.layso_round_wait(seconds);
	const hours = Math.floor(rounded / 60), minutes = rounded % 60;
	if (rounded === 0) {
		return t('wait.under', {minutes: 5});
	}
	if (rounded > 240) {
		return t('wait.over', {hours: 4});
	}
	if (hours === 0) {
		return t('wait.minutes', {minutes});
	}
	return t(`wait.hours${hours === 1 ? '_one' : ''}${minutes ? '_minutes' : ''}`, {hours, minutes});
}

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
