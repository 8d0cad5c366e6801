/* SPDX-License-Identifier: Apache-2.0 */
/* What a record of the catalogue, a change of it and a fault of a file say in words. Pure. */
import {dayText} from './dates.js';
import {getLanguage, t} from './strings.js';

const DAYS = ['valid_from', 'valid_to', 'checked_day'];
const VALUE_MAX = 240;
const SAME_KEPT = 30; /* characters that two long texts begin with and that are shown */

/* For finding without marks: đ does not decompose. */
export function fold(text) {
	return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/đ/g, 'd');
}

/* The procedures whose name or code has each of the words; sector '': any; age '': any. */
export function findProcedures(all, {text, sector, age}) {
	const words = fold(text).split(/\s+/).filter(Boolean);
	return all.filter((one) => {
		const folded = one.folded || (one.folded = fold(`${one.code || ''} ${one.name}`));
		return (!sector || one.sector === sector) && (!age || one.age === age) &&
			words.every((word) => folded.includes(word));
	});
}

export function sectorsOf(all) {
	return Array.from(new Set(all.map((one) => one.sector).filter(Boolean)))
		.sort((one, other) => one.localeCompare(other, getLanguage()));
}

/* The key of a record is its code, with ~2 where it is the second one of it, or made by the hub, which
 * tells nobody anything. */
export function codeText(key) {
	return /^\d/.test(key) ? key.replace(/~\d+$/, '') : t('catalogue.no_code');
}

/* {new: 1, changed: 2, …} as "1 new, 2 changed, 0 ended". */
export function countsText(counts) {
	return t('catalogue.summary', {new: counts.new || 0, changed: counts.changed || 0, ended: counts.ended || 0});
}

/* A fee is never without its exemptions: [the fee, the exemptions]. */
export function feeTexts(way) {
	const fee = way.fee || '';
	return [fee || t('catalogue.fee_unstated'), way.exempt
		? t('catalogue.exempt', {text: way.exempt}) : fee ? t('catalogue.exempt_in_fee') : ''];
}

function wayText(way) {
	return [t(`catalogue.channel.${way.channel}`), way.deadline, ...feeTexts(way), way.note]
		.filter(Boolean).join(' · ');
}

export function paperText(paper) {
	const counts = [paper.originals && t('catalogue.originals', {n: paper.originals}),
		paper.copies && t('catalogue.copies', {n: paper.copies})].filter(Boolean).join(', ');
	return [paper.name + (counts ? ` (${counts})` : ''), paper.note].filter(Boolean).join(' · ');
}

/* A field's value as one text. */
export function valueText(field, value) {
	if (value === null || value === undefined || value === '') {
		return t('catalogue.nothing');
	}
	if (Array.isArray(value)) {
		const entry = {ways: wayText, papers: paperText}[field] || String;
		return value.map(entry).join('; ');
	}
	if (field === 'state') {
		return t(`catalogue.state.${value}`);
	}
	return value === true ? t('catalogue.yes') : DAYS.includes(field) ? dayText(value) : String(value);
}

/* What a field was and is, as texts; of lists, the entries that are not the same. */
export function changedTexts(field, before, after) {
	if (!Array.isArray(before) || !Array.isArray(after)) {
		return [valueText(field, before), valueText(field, after)];
	}
	const entries = [before, after].map((list) => list.map((one) => valueText(field, [one])));
	const own = [0, 1].map((at) => entries[at].filter((one) => !entries[1 - at].includes(one)));
	return (own[0].length + own[1].length > 0 ? own : entries).map((list) =>
		list.join('; ') || t('catalogue.nothing'));
}

const cut = (text, from) => (from > 0 ? '…' : '') + text.slice(from, from + VALUE_MAX) +
	(text.length > from + VALUE_MAX ? '…' : '');

/* Two texts cut to the place from which on they differ. */
export function cutPair(before, after) {
	let same = 0;
	while (same < before.length && before[same] === after[same]) {
		same++;
	}
	const long = Math.max(before.length, after.length) > VALUE_MAX;
	const from = long ? Math.max(0, same - SAME_KEPT) : 0;
	return [cut(before, from), cut(after, from)];
}

/* "thiếu …", "dài quá (nhiều nhất 1000)". */
export function faultText(fault) {
	const text = t(`catalogue.fault.${fault.fault}`);
	return fault.limit ? `${text} (${t('catalogue.limit', {limit: fault.limit})})` : text;
}

/* Codes as people type them under each other, or between commas. undefined: they say nothing. */
export function codesOf(text) {
	const codes = text.split(/[\s,;]+/).filter(Boolean);
	return codes.length > 0 ? codes : undefined;
}
