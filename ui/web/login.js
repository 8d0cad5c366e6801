/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in with a token, where the hub asks for one. */
import {post} from './api.js';
import {el, fill} from './dom.js';
import {errorText, t} from './strings.js';

export function mountLogin(root, onDone) {
	const wrong = el('p', {class: 'wrong-text', role: 'alert'});
	const token = el('input', {
		type: 'password', name: 'token', autocomplete: 'current-password', required: true,
		maxlength: 64, autocapitalize: 'none', spellcheck: 'false',
	});
	const button = el('button', {class: 'lead', type: 'submit'}, t('login.submit'));
	const submit = async (event) => {
		event.preventDefault();
		button.disabled = true;
		wrong.textContent = '';
		try {
			await post('/login', {token: token.value.trim()});
			onDone();
		} catch (error) {
			wrong.textContent = errorText(error);
			button.disabled = false;
			token.focus();
		}
	};
	fill(root, el('main', {class: 'narrow'}, el('form', {class: 'card', onsubmit: submit},
		el('h1', {}, t('login.title')),
		el('label', {class: 'field'}, el('span', {}, t('login.token')), token),
		wrong, button, el('p', {class: 'hint'}, t('login.text')))));
	token.focus();
	return {update() {}};
}
