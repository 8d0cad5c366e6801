/* SPDX-License-Identifier: Apache-2.0 */
/* A board's first hour on a phone: the questions of "layso setup --page", which runs on the board and
 * answers here through the hub. Every answer comes with the whole of what there is to show. */
import {ApiError, post, put} from './api.js';
import {el, fill, fillFor, readText} from './dom.js';
import {memory} from './memory.js';
import {addWords, errorText, getLanguage, languageName, languages, setLanguage, t} from './strings.js';
import words from './words-setup_page.js';

addWords('setup_page', words);

const LOOK_MS = 1000;
const SITE_BYTES = 1024 * 1024; /* as the hub takes it */
const KEPT = ['none', 'find']; /* no lines of their own */
/* Which questions stand in which part; what the page asks in its own words has none of them. */
const PARTS = [
	['printer', ['printer', 'baud', 'flow', 'printer_try']],
	['screens', ['screen', 'diagonal', 'rotation', 'touch', 'touch_try']],
	['buttons', ['button', 'lamp', 'lamp_try', 'more']],
	['sound', ['sound', 'sound_try']],
	['centre', ['listen', 'hub', 'site', 'slip']],
];
const FOUND = ['printers', 'screens', 'touch', 'chips', 'sounds', 'used_lines'];

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class BoardSetup {
	constructor(root) {
		this.root = root;
		this.code = '';
		this.state = null; /* what the board said last */
		this.trouble = ''; /* why nothing can be asked: a word of setup_page.… */
		this.doing = null; /* {id, act}: what the board is at */
		this.said = {}; /* by question: what became of it */
		this.looking = null; /* for a lamp: {id, lines, at} */
		this.adminError = '';
		this.made = null; /* {name, secret} of the administrator that was made here */
		this.site = null; /* a former board's, to be imported at the end */
		this.siteSaid = '';
		this.typed = {}; /* what was typed and is not sent */
		this.draw();
	}

	/* ---- the board ---- */

	async send(body) {
		const state = await post('/setup', Object.assign({code: this.code, language: getLanguage()}, body));
		this.state = state;
		this.trouble = '';
		return state;
	}

	fail(error) {
		const status = error instanceof ApiError ? error.status : 0;
		this.trouble = status === 401 ? 'wrong_code' : status === 404 ? 'not_running'
			: status === 429 ? 'too_many' : 'away';
		if (status === 401 || status === 404) {
			this.state = this.state && this.state.written ? this.state : null;
		}
	}

	async begin(event) {
		event.preventDefault();
		this.code = event.target.elements.code.value.replace(/\s/g, '');
		try {
			await this.send({do: 'look'});
		} catch (error) {
			this.fail(error);
		}
		this.draw();
	}

	async answer(id, value) {
		delete this.said[id];
		try {
			const state = await this.send({do: 'answer', id, value});
			if (state.wrong) {
				this.said[state.wrong.id === id ? id : 'write'] = state.wrong.text;
				this.said[id] = state.wrong.text;
			}
		} catch (error) {
			this.fail(error);
		}
		this.draw();
	}

	/* What takes its time: asked for, and then looked at until it is done. Gives the result. */
	async run(act, id, value) {
		const before = this.state.result ? this.state.result.number : 0;
		this.doing = {id, act};
		this.said[id] = t(act === 'press' ? 'setup_page.press_now' : act === 'write'
			? 'setup_page.writing' : 'setup_page.working');
		this.draw();
		let result = null, asked = false;
		while (!result) {
			try {
				const state = await this.send(asked ? {do: 'look'} : {do: act, id, value: value || ''});
				result = state.result && state.result.number > before ? state.result : null;
				if (!result && !state.busy) {
					break; /* it never came to the board */
				}
				asked = true;
			} catch (error) {
				const gone = error instanceof ApiError && error.status !== 503;
				asked = asked || !gone; /* it may have come; what is not known is looked at */
				if (gone) {
					this.fail(error);
					break;
				}
			}
			await (result || later(LOOK_MS));
		}
		this.doing = null;
		return result || {ok: false, said: ''};
	}

	async tryIt(question) {
		const result = await this.run('try', question.id);
		this.said[question.id] = `${t(result.ok ? 'setup_page.worked' : 'setup_page.failed')}`;
		this.draw();
	}

	async press(question) {
		const result = await this.run('press', question.id);
		this.said[question.id] = result.ok ? t('setup_page.pressed', {line: result.value})
			: this.state.wrong ? this.state.wrong.text : t('setup_page.not_pressed');
		this.draw();
	}

	async show() {
		const result = await this.run('show', 'show');
		this.said.show = t(result.ok ? 'setup_page.shown' : 'setup_page.failed');
		this.draw();
	}

	/* ---- the lamp's line ---- */

	find(question) {
		const lines = question.choices.map((one) => one.value).filter((one) => !KEPT.includes(one));
		this.looking = {id: question.id, lines, at: -1};
		return this.findNext();
	}

	async findNext() {
		const {looking} = this;
		looking.at += 1;
		if (looking.at >= looking.lines.length) {
			this.looking = null;
			this.said[looking.id] = t('setup_page.failed');
			this.draw();
			return;
		}
		const result = await this.run('light', looking.id, looking.lines[looking.at]);
		if (!result.ok && this.state && this.looking) {
			await this.findNext(); /* somebody has this line */
			return;
		}
		delete this.said[looking.id];
		this.draw();
	}

	isThis() {
		const {id, lines, at} = this.looking;
		this.looking = null;
		return this.answer(id, lines[at]);
	}

	stop() {
		this.looking = null;
		this.draw();
	}

	/* ---- the administrator, and writing ---- */

	async makeAdmin(event) {
		event.preventDefault();
		const {name, secret} = event.target.elements;
		this.typed.name = name.value;
		try {
			const {wrong} = await this.send({do: 'admin', name: name.value.trim(), secret: secret.value});
			this.made = wrong ? null : {name: name.value.trim(), secret: secret.value};
			this.adminError = wrong ? errorText(new ApiError(wrong.status || 0, wrong.error || {})) : '';
		} catch (error) {
			this.fail(error);
		}
		this.draw();
	}

	async write() {
		const result = await this.run('write', 'write');
		this.said.write = result.ok ? '' : result.said || t('setup_page.failed');
		await this.importSite();
		this.draw();
	}

	/* ---- a former board's site: the new administrator imports it ---- */

	async takeSite(event) {
		const [file] = event.target.files;
		this.site = null;
		this.siteSaid = '';
		if (file) {
			try {
				const site = JSON.parse(await readText(file, SITE_BYTES));
				this.site = site && site.format === 'layso-site/1' ? site : null;
			} catch (error) {
				/* no such file either */
			}
			this.siteSaid = t(this.site ? 'setup_page.site_taken' : 'setup_page.site_wrong', {name: file.name});
		}
		await this.answer('site', this.site ? 'keep' : 'sample');
	}

	async importSite() {
		if (!this.site || !this.state || !this.state.written) {
			return;
		}
		try {
			await post('/sign-in', this.made);
			await put('/site', this.site);
			this.siteSaid = '';
		} catch (error) {
			this.siteSaid = `${t('setup_page.site_not')} ${errorText(error)}`;
		}
	}

	siteChooser() {
		if (this.state.found.has_site) {
			return null;
		}
		return el('div', {class: 'bs-question'}, this.made ? el('label', {class: 'field'},
			el('span', {}, t('setup_page.site')), el('input', {id: 'site-file', type: 'file',
				accept: '.json,application/json', disabled: Boolean(this.doing),
				onchange: (event) => this.takeSite(event)}))
			: el('p', {class: 'hint'}, t('setup_page.former')),
		el('p', {class: 'bs-said', role: 'status'}, this.siteSaid));
	}

	/* ---- what is drawn ---- */

	draw() {
		document.title = t('setup_page.title');
		fillFor(this.root, [getLanguage(), this.state, this.trouble, this.doing, this.said, this.looking,
			this.adminError, this.siteSaid, Boolean(this.made)], () => [
			el('header', {class: 'bs-head'}, el('h1', {}, t('setup_page.title')),
				languages.filter((one) => one !== getLanguage()).map((one) => el('button', {
					type: 'button', lang: one, onclick: () => this.speak(one),
				}, languageName(one)))),
			el('main', {class: 'narrow'}, this.trouble && el('p', {class: 'bs-trouble', role: 'alert'},
				t(`setup_page.${this.trouble}`)),
			!this.state ? this.door() : this.state.written ? this.end() : this.parts())]);
	}

	async speak(language) {
		setLanguage(language);
		memory.set('language', language);
		this.said = {};
		if (this.state && !this.doing) {
			await this.send({do: 'look'}).catch((error) => this.fail(error));
		}
		this.draw();
	}

	door() {
		return el('form', {class: 'card', onsubmit: (event) => this.begin(event)},
			el('p', {}, t('setup_page.intro')), el('p', {class: 'bs-command'},
				el('code', {}, 'sudo layso setup --page')),
			el('label', {class: 'field'}, el('span', {}, t('setup_page.code')), el('input', {
				id: 'code', name: 'code', inputmode: 'numeric', autocomplete: 'off', required: true,
				maxlength: 12, pattern: '[0-9 ]+', value: this.code,
			})),
			el('button', {class: 'lead big', type: 'submit'}, t('setup_page.enter')));
	}

	parts() {
		const {questions} = this.state;
		return [this.found(), PARTS.map(([part, kinds]) => {
			const own = questions.filter((one) => kinds.includes(one.kind));
			return own.length > 0 && this.part(part, part === 'screens' && this.shower(),
				own.map((one) => this.question(one)));
		}), this.admin(), this.last()];
	}

	part(name, ...children) {
		return el('section', {class: `card bs-part bs-${name}`}, el('h2', {}, t(`setup_page.part.${name}`)), children);
	}

	found() {
		const {found} = this.state;
		return this.part('found', el('dl', {class: 'bs-devices'}, FOUND.map((kind) =>
			(kind !== 'used_lines' || found[kind].length > 0) && [
				el('dt', {}, t(`setup_page.found.${kind}`)),
				el('dd', {}, found[kind].length === 0 ? t('setup_page.none')
					: found[kind].map((one) => el('div', {}, one.name, one.text && ` · ${one.text}`)))])));
	}

	shower() {
		return el('div', {class: 'bs-question'}, this.button('setup_page.show', () => this.show()), this.word('show'));
	}

	button(key, onclick, id) {
		return el('button', {type: 'button', id, disabled: Boolean(this.doing), onclick}, t(key));
	}

	word(id) {
		return el('p', {class: 'bs-said', role: 'status'}, this.said[id] || '');
	}

	question(question) {
		const {id, kind, trial} = question;
		if (trial) {
			return el('div', {class: 'bs-question'}, el('div', {class: 'bs-row'}, el('span', {}, question.text),
				this.button('setup_page.try', () => this.tryIt(question), id)), this.word(id));
		}
		if (kind === 'more') {
			return this.more(question);
		}
		const text = kind === 'button' ? t('setup_page.button', {name: id.slice(id.indexOf('.') + 1)})
			: kind === 'site' ? t('setup_page.data') : question.text;
		return el('div', {class: 'bs-question'}, el('label', {class: 'field'}, el('span', {}, text),
			this.input(question)),
		kind === 'button' && this.button('setup_page.press', () => this.press(question)),
		kind === 'lamp' && this.lampFinder(question), this.word(id));
	}

	lampFinder(question) {
		const {looking} = this;
		if (!looking || looking.id !== question.id) {
			return this.button('setup_page.find', () => this.find(question));
		}
		return !this.doing && el('div', {class: 'bs-row', role: 'group'},
			el('span', {}, t('setup_page.is_lit', {line: looking.lines[looking.at]})),
			el('button', {type: 'button', class: 'lead', onclick: () => this.isThis()}, t('setup_page.yes')),
			el('button', {type: 'button', onclick: () => this.findNext()}, t('setup_page.no')),
			el('button', {type: 'button', onclick: () => this.stop()}, t('setup_page.stop')));
	}

	/* A list where there is one; what can be typed, too (a network printer's address), has both. */
	input(question) {
		const {id, kind, value} = question;
		const choices = question.choices.filter((one) => one.value !== 'find');
		const attributes = {id, disabled: Boolean(this.doing),
			onchange: (event) => this.answer(id, event.target.value.trim() || 'none')};
		const open = kind === 'printer' || choices.length === 0;
		const known = choices.some((one) => one.value === value);
		if (choices.length === 0) {
			return kind === 'touch' || kind === 'slip' ? el('select', attributes, ['yes', 'no'].map((one) =>
				el('option', {value: one, selected: one === value}, t(`setup_page.${one}`))))
				: el('input', Object.assign({value, maxlength: 180, autocapitalize: 'none', spellcheck: 'false'}, attributes));
		}
		const list = el('select', attributes, !known && el('option', {value, selected: true}, value),
			choices.map((one) => el('option', {value: one.value, selected: one.value === value},
				one.text ? `${one.label} · ${one.text}` : one.label)));
		return !open ? list : [list, el('input', {'aria-label': question.text, placeholder: 'network:192.168.1.9',
			maxlength: 120, autocapitalize: 'none', spellcheck: 'false', disabled: Boolean(this.doing),
			onchange: (event) => event.target.value.trim() && this.answer(id, event.target.value.trim())})];
	}

	more(question) {
		const input = el('input', {id: question.id, maxlength: 100, autocapitalize: 'none', spellcheck: 'false',
			value: question.value === 'none' ? '' : question.value});
		return el('div', {class: 'bs-question'}, el('label', {class: 'field'}, el('span', {}, t('setup_page.more')), input),
			this.button('setup_page.add', () => this.answer(question.id, input.value.trim() || 'none')),
			this.word(question.id));
	}

	admin() {
		if (this.state.found.has_admin) {
			return this.part('admin', el('p', {}, t('setup_page.has_admin')), this.siteChooser());
		}
		return this.part('admin', el('form', {onsubmit: (event) => this.makeAdmin(event)},
			el('label', {class: 'field'}, el('span', {}, t('setup_page.admin')), el('input', {
				name: 'name', required: true, maxlength: 32, autocapitalize: 'none', spellcheck: 'false',
				autocomplete: 'username', value: this.typed.name || ''})),
			el('label', {class: 'field'}, el('span', {}, t('setup_page.secret')), el('input', {
				name: 'secret', type: 'password', required: true, maxlength: 64, autocomplete: 'new-password'})),
			el('p', {class: 'wrong-text', role: 'alert'}, this.adminError),
			el('button', {class: 'lead', type: 'submit', disabled: Boolean(this.doing)}, t('setup_page.make'))));
	}

	last() {
		const {changes, found} = this.state;
		return this.part('write', el('p', {}, t(changes ? 'setup_page.changes' : 'setup_page.no_changes')),
			changes && el('pre', {class: 'bs-changes', tabindex: 0}, changes),
			!found.has_admin && el('p', {class: 'bs-trouble'}, t('setup_page.no_admin')),
			el('button', {type: 'button', class: 'lead big', id: 'write', disabled: Boolean(this.doing) ||
				!found.has_admin, onclick: () => this.write()}, t('setup_page.write')),
			this.word('write'));
	}

	end() {
		const {result} = this.state;
		const ok = result && result.ok;
		return el('section', {class: 'card bs-part'}, el('h2', {}, t(!result ? 'setup_page.writing'
			: ok ? 'setup_page.done' : 'setup_page.not_done')),
		result && !ok && el('pre', {class: 'bs-changes'}, result.said),
		this.siteSaid && el('p', {class: 'bs-trouble', role: 'alert'}, this.siteSaid),
		result && el('p', {}, el('a', {href: '/manager', class: 'bs-next'}, t('setup_page.manager'))));
	}
}

setLanguage(memory.get('language') || languages[0]);
const root = document.getElementById('app');
fill(root);
new BoardSetup(root);
