/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub finds wrong with a site, in the page's language. */
import {t} from './strings.js';

/* The hub says faults in English, for developers; the usual ones are said in the page's language. */
const FAULTS = [
	[/procedures' codes/, 'manager.fault.codes'],
	[/must have a subject/, 'manager.fault.subjects'],
	[/^has no code such as/, 'manager.fault.code'],
	[/^is for a procedure or/, 'manager.fault.missing'],
	[/words in each wording/, 'manager.fault.wording'],
	[/link knows$|in the host's name/, 'manager.fault.url_placeholder'],
	[/would have the same link/, 'manager.fault.url_same'],
	[/must be written as %XX/, 'manager.fault.url_letters'],
	[/a QR code that/, 'manager.fault.url_long'],
	[/entries; at most/, 'manager.fault.many'],
	[/^is missing|must not be (empty|blank)/, 'manager.fault.missing'],
	[/must be on one line/, 'manager.fault.one_line'],
	[/no query/, 'manager.fault.url_plain'],
	[/must name a computer|names no host/, 'manager.fault.url_host'],
	[/earlier than the end of the hours/, 'manager.fault.day_end'],
	[/^is used twice/, 'manager.fault.twice'],
	[/^is the series of/, 'manager.fault.series_twice'],
	[/capital letters/, 'manager.fault.series'],
	[/must not have I, O or Q/, 'manager.fault.ioq'],
	[/two times such as/, 'manager.fault.span'],
	[/begins before the span/, 'manager.fault.overlap'],
	[/date as YYYY/, 'manager.fault.day'],
	[/time zone/, 'manager.fault.zone'],
	[/http:/, 'manager.fault.url'],
	[/id of (a|no) service/, 'manager.fault.service'],
	[/id of a group/, 'manager.fault.group'],
	[/line of more than/, 'manager.fault.line_long'],
	[/has \d+ lines/, 'manager.fault.lines'],
	[/must be a time such/, 'manager.fault.time'],
	[/letters, digits/, 'manager.fault.id'],
	[/at most \d+ bytes|more than \d+ characters$/, 'manager.fault.long'],
	[/must be a whole number$/, 'manager.fault.number'],
];

export function faultText(message) {
	const numbers = /from (-?\d+) to (-?\d+)/.exec(message) ||
		/between (-?\d+) and (-?\d+)/.exec(message) || /(-?\d+) to (-?\d+)$/.exec(message);
	const known = FAULTS.find(([pattern]) => pattern.test(message));
	if (known) {
		return t(known[1]);
	}
	return numbers ? t('manager.fault.range', {from: numbers[1], to: numbers[2]}) : message;
}
