/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in: over whatever is on the page, which stays as it is. With a name and a PIN or password;
 * a device's or keypad's token does, too. */
import {post, ApiError} from './api.js';
import {el, fill} from './dom.js';
import {memory} from './memory.js';
import {addWords, errorText, getLanguage, languageName, languages, setLanguage, t} from './strings.js';
import {practise} from './training-link.js';
import words from './words-login.js';

addWords('login', words);

class SignIn {
	constructor(before, done, how) {
		this.before = before;
		this.done = done;
		this.how = how || {};
		this.withToken = Boolean(before && before.staff === null);
		this.given = {name: before ? before.name : memory.get('name') || ''};
		this.focused = document.activeElement;
		this.cover = el('div', {class: 'signin'});
		document.body.appendChild(this.cover);
		this.hideRest(true);
		this.draw();
	}

	/* What is behind is out of reach, for the keyboard and for a screen reader. */
	hideRest(hidden) {
		Array.from(document.body.children).forEach((one) => {
			if (one !== this.cover && one.tagName !== 'SCRIPT' && one.id !== 'training') {
				one.inert = hidden;
				one.classList.toggle('behind', hidden);
			}
		});
	}

	field(label, attributes) {
		const input = el('input', Object.assign({
			required: true, autocapitalize: 'none', spellcheck: 'false',
		}, attributes));
		return el('label', {class: 'field'}, el('span', {}, t(label)), input);
	}

	fields() {
		if (this.withToken) {
			return [this.field('login.token', {
				type: 'password', name: 'token', autocomplete: 'off',
			})];
		}
		return [
			this.field('login.name', {
				type: 'text', name: 'name', autocomplete: 'username',
				value: this.given.name,
			}),
			this.field('login.secret', {
				type: 'password', name: 'secret', autocomplete: 'current-password',
			}),
		];
	}

	languages() {
		return el('p', {class: 'signin-languages', role: 'group', 'aria-label': t('language')},
			languages.map((language) => el('button', {
				type: 'button', lang: language, 'aria-pressed': String(language === getLanguage()),
				onclick: () => this.speak(language),
			}, languageName(language))));
	}

	speak(language) {
		memory.set('language', language);
		this.keep();
		setLanguage(language);
		this.draw();
	}

	keep() {
		const name = this.form.elements.name;
		this.given.name = name && name.value !== undefined ? name.value : this.given.name;
	}

	turn() {
		this.keep();
		this.withToken = !this.withToken;
		this.draw();
	}

	draw() {
		this.wrong = el('p', {class: 'wrong-text', id: 'signin-wrong', role: 'alert'});
		this.button = el('button', {class: 'lead big', type: 'submit'}, t('login.submit'));
		this.form = el('form', {class: 'card', onsubmit: (event) => this.submit(event)},
			el('h1', {id: 'signin-title'}, t('login.title')),
			this.before && el('p', {class: 'note'}, t('login.again')),
			this.fields(), this.wrong, this.button,
			el('p', {class: 'signin-turn'}, !document.getElementById('training') && el('button', {
				type: 'button', class: 'plain', onclick: () => this.turn(),
			}, t(this.withToken ? 'login.by_name' : 'login.by_token')), /* no device practises */
			this.how.cancel && el('button', {
				type: 'button', class: 'plain', onclick: () => this.end(null),
			}, t('ask.cancel'))),
			this.before ? null : practise(),
			el('details', {open: this.how.nobody}, el('summary', {}, t('login.none')),
				el('p', {}, t('login.none_text')), el('p', {}, t('login.none_first'))));
		this.centre = el('p', {class: 'signin-centre'}, 'layso');
		fill(this.cover, el(this.before ? 'div' : 'main', {
			class: 'signin-box', role: this.before ? 'dialog' : null,
			'aria-modal': this.before ? 'true' : null, 'aria-labelledby': 'signin-title',
		}, this.centre, this.form, this.languages()));
		document.title = t('login.title');
		const empty = Array.from(this.form.querySelectorAll('input')).find((one) => !one.value);
		(empty || this.form.querySelector('input')).focus();
	}

	async submit(event) {
		event.preventDefault();
		const value = (name) => this.form.elements[name].value;
		const body = this.withToken ? {token: value('token').trim()}
			: {name: value('name').trim(), secret: value('secret')};
		this.button.disabled = true;
		this.wrong.textContent = '';
		try {
			const me = await post('/sign-in', body);
			if (!this.withToken) {
				memory.set('name', body.name);
			}
			this.end(me);
		} catch (error) {
			this.fail(error);
		}
	}

	fail(error) {
		const bad = error instanceof ApiError && (error.status === 401 || error.status === 400);
		this.button.disabled = false;
		this.wrong.textContent = bad
			? t(this.withToken ? 'error.unauthorized' : 'login.wrong')
			: error.status === 403 ? t('login.not_valid') : errorText(error);
		const input = this.form.elements[this.withToken ? 'token' : 'secret'];
		input.setAttribute('aria-invalid', 'true');
		input.setAttribute('aria-describedby', 'signin-wrong');
		input.focus();
		input.select();
	}

	end(me) {
		this.hideRest(false);
		document.body.removeChild(this.cover);
		if (this.focused && this.focused.focus) {
			this.focused.focus();
		}
		this.done(me);
	}
}

/* Asks until somebody has signed in; gives who it is (null when it was cancelled). before: who was
 * until now, or null; how: {cancel: it may be left, nobody: there is no account yet}. */
export function askSignIn(before, how) {
	return new Promise((resolve) => new SignIn(before, resolve, how));
}
