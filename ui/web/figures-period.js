/* SPDX-License-Identifier: Apache-2.0 */
/* Days as text, and how figures are written. */
import {t} from './strings.js';

const DAY_MS = 24 * 3600 * 1000;

function text(date) {
	return date.toISOString().slice(0, 10);
}

function at(day) {
	return new Date(`${day}T00:00:00Z`);
}

function added(day, days) {
	return text(new Date(at(day).getTime() + days * DAY_MS));
}

/* [first, last] of a usual period; today is the hub's. */
export function presetDays(name, today) {
	const month = `${today.slice(0, 7)}-01`;
	switch (name) {
	case 'week':
		return [added(today, -((at(today).getUTCDay() + 6) % 7)), today];
	case 'month':
		return [month, today];
	case 'month_before': {
		const last = added(month, -1);
		return [`${last.slice(0, 7)}-01`, last];
	}
	case 'year':
		return [`${today.slice(0, 4)}-01-01`, today];
	default:
		return [today, today];
	}
}

export function dayCount(from, to) {
	return Math.round((at(to) - at(from)) / DAY_MS) + 1;
}

export function numberText(n, decimals) {
	return n.toLocaleString(t('number.locale'),
		{minimumFractionDigits: decimals || 0, maximumFractionDigits: decimals || 0});
}

export function durationText(seconds) {
	const h = Math.floor(seconds / 3600);
	const m = Math.floor(seconds / 60) % 60;
	if (h > 0) {
		return t('figures.hours', {h: numberText(h), m});
	}
	return seconds >= 60 ? t('figures.minutes', {m, s: seconds % 60})
		: t('figures.seconds', {s: seconds});
}
