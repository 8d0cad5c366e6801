/* SPDX-License-Identifier: Apache-2.0 */
/* What a dialog's fields may be, said before it is sent: the limits are the hub's. */
import {addWords, t} from './strings.js';
import words from './words-limit.js';

addWords('limit', words);

/* So many characters, as the hub counts them. */
export const atMost = (to) => ({limit: (text) => Array.from(text).length > to ? t('limit.long', {to}) : ''});

/* A whole number, or nothing. */
export const between = (from, to) => ({limit: (text) =>
	text && !(text >= from && text <= to && text % 1 === 0) ? t('limit.range', {from, to}) : ''});
