/* SPDX-License-Identifier: Apache-2.0 */
/* Time as the hub has it: this computer's own clock may be wrong. */
import {t} from './strings.js';

let offset = 0;

export function setHubTime(iso) {
	offset = Date.parse(iso) - Date.now();
}

export function hubNow() {
	return Date.now() + offset;
}

/* Seconds since a moment, not negative. */
export function secondsSince(iso) {
	return iso ? Math.max(0, Math.floor((hubNow() - Date.parse(iso)) / 1000)) : 0;
}

/* "dưới 1 phút", "12 phút", "1 giờ 05 phút". */
export function minutesText(seconds) {
	const minutes = Math.floor(seconds / 60);
	if (minutes < 1) {
		return t('time.now');
	}
	if (minutes < 60) {
		return t('time.minutes', {n: minutes});
	}
	return t('time.hours', {
		h: Math.floor(minutes / 60),
		m: String(minutes % 60).padStart(2, '0'),
	});
}

/* "03:25", "1:03:25". */
export function stopwatchText(seconds) {
	const two = (n) => String(n).padStart(2, '0');
	const hours = Math.floor(seconds / 3600);
	const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
	return hours > 0 ? `${hours}:${rest}` : rest;
}
