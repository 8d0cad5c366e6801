/* SPDX-License-Identifier: Apache-2.0 */
/* The manager's usual questions. */
import {askForm} from './dialog.js';

/* True when it is to be done. */
export async function askConfirm(title, text, submit) {
	return await askForm({title, text, submit, danger: true}) !== null;
}
