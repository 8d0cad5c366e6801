/* SPDX-License-Identifier: Apache-2.0 */
/* Days and hours as people here write them, and what they write read. The hub's own form is
 * 2026-11-23 and 2026-11-23T08:01:02.123+07:00. */
import {t} from './strings.js';

/* The parts that a language may write a day with, from 2026-11-23. */
function partsOf(day) {
	const [year, mm, dd] = day.split('-');
	const month = Number(mm), d = Number(dd);
	return {
		year, mm, dd, d, month: t(`date.month.${month}`), short_month: t(`date.month_short.${month}`),
		weekday: t(`date.weekday.${new Date(Date.UTC(year, month - 1, d)).getUTCDay()}`),
	};
}

/* "23/11/2026", "23 Nov 2026". */
export function dayText(day) {
	return /^\d+-\d+-\d/.test(day || '') ? t('date.short', partsOf(day)) : day || '';
}

/* "thứ Hai, 23/11/2026", "Monday, 23 November 2026": as it is said. */
export function longDayText(day) {
	return t('date.long', partsOf(day));
}

/* "08:01"; '–' for none. */
export function clockText(iso) {
	const parts = /T(\d\d:\d\d)/.exec(iso || '');
	return parts ? parts[1] : '–';
}

/* "08:01 23/11/2026", "08:01, 23 Nov 2026"; '' for none. */
export function whenText(iso) {
	return iso ? t('date.when', {clock: clockText(iso), day: dayText(iso.slice(0, 10))}) : '';
}

/* Whether the date of the service day is known: one that is still open may be of another date
 * while the hub does not know the time. */
export function dayIsKnown(state) {
	return state.day_known && (state.clock === 'ok' || !state.day_open);
}

function isDay(year, month, date) {
	const real = new Date(Date.UTC(year, month - 1, date));
	return year >= 2000 && year < 2100 && real.getUTCMonth() === month - 1 && real.getUTCDate() === date;
}

/* "28/11/2026", "28-11-26", "28 11 2026", "28112026" as 2026-11-28; null: that is no day. */
export function parseDay(text) {
	const parts = /^(\d{1,2})\s*[/.\s-]\s*(\d{1,2})\s*[/.\s-]\s*(\d{4}|\d\d)$/.exec(text.trim()) ||
		/^(\d\d)(\d\d)(\d{4})$/.exec(text.trim());
	if (!parts) {
		return null;
	}
	const [date, month, short] = parts.slice(1).map(Number);
	const year = short < 100 ? 2000 + short : short;
	const two = (n) => String(n).padStart(2, '0');
	return isDay(year, month, date) ? `${year}-${two(month)}-${two(date)}` : null;
}

/* "28/11/2026": as it is typed, in every language. What is no day of the hub's stays as it is. */
export function typedDay(day) {
	const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day || '');
	return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : day || '';
}

/* "17:05", "17h05", "17 giờ 5", "17h", "1705" as 17:05; null: that is no hour. A day also ends:
 * latest is 24:00 where that can be meant. */
export function parseClock(text, latest) {
	const parts = /^(\d{1,2})\s*(?::|\.|h|g|giờ)\s*(\d{1,2})?$/i.exec(text.trim()) ||
		/^(\d\d)(\d\d)$/.exec(text.trim());
	const [hour, minute] = parts ? [Number(parts[1]), Number(parts[2] || 0)] : [25, 0];
	const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
	return minute < 60 && (hour < 24 || clock === latest) ? clock : null;
}
