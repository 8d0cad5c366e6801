/* SPDX-License-Identifier: Apache-2.0 */
/* The manager's usual questions: the form is loaded with the first one. */
/* True when it is to be done. */
export async function askConfirm(title, text, submit) {
	const {askForm} = await import('./dialog.js');
	return await askForm({title, text, submit, danger: true}) !== null;
}
