/* SPDX-License-Identifier: Apache-2.0 */
/* A file of an office program that is imported: how it is read, and what is wrong with it. */
import {el, readText} from './dom.js';
import {errorText, t} from './strings.js';

const FILE_BYTES = 128 * 1024;
const UNREADABLE = ['NotReadableError', 'NotFoundError'];

/* A NUL ends no text early: the hub says where it is. */
export async function fileText(input) {
	return (await readText(input.files[0], FILE_BYTES)).replace(/\0/g, '\uFFFD');
}

/* A column as an office program calls it: 1 is A, 28 is AB. */
function columnLetters(column) {
	return column < 1 ? '' : columnLetters(Math.floor((column - 1) / 26)) +
		String.fromCharCode(65 + (column - 1) % 26);
}

/* why(name): the words of a reason. */
export function faultText(fault, why) {
	const heading = fault.heading && fault.heading !== fault.cell ? ` (${fault.heading})` : '';
	const place = fault.row > 0 ? `${t(fault.column ? 'figures.fault.cell_at' : 'figures.fault.row_at', {
		row: fault.row, column: columnLetters(fault.column), heading,
	})}: ` : '';
	return `${place}${fault.cell ? `“${fault.cell}” ` : ''}${why(fault.what)}`;
}

/* What a refused file is told, a line for each fault. */
export function fileFailure(error, why) {
	if (UNREADABLE.includes(error.name)) {
		return t('figures.fault.unreadable');
	}
	if (error.faults && error.faults.length) {
		return [t('figures.fault.none_taken'),
			el('ul', {}, error.faults.map((fault) => el('li', {}, faultText(fault, why))))];
	}
	return errorText(error);
}
