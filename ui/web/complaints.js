/* SPDX-License-Identifier: Apache-2.0 */
/* Complaints and suggestions: what came is entered, what was answered is noted. */
import {get, makeId, onLine, post} from './api.js';
import {figuresPart} from './complaints-figures.js';
import {dayText, parseDay, typedDay, whenText} from './dates.js';
import {dayInput} from './day-input.js';
import {askForm, dialogIsOpen, showPanel} from './dialog.js';
import {el, fill, fillFor, write} from './dom.js';
import {COMPLAINT_TEXT} from './limits.js';
import {startShell} from './shell.js';
import {addWords, errorText, nameOf, onLanguage, t} from './strings.js';
import words from './words-complaints.js';

addWords('complaints', words);

const CHANNELS = ['kiosk', 'counter', 'phone', 'post', 'online', 'box', 'other'];
const OUTCOMES = ['remedied', 'explained', 'unfounded', 'forwarded'];
const FILTERS = {open: 'state=open', overdue: 'overdue=true', answered: 'state=answered', all: ''};
const PAGE = 50;
const PAGE_MAX = 1000; /* of one answer */
const AGAIN_MS = 60000;
const MAY_ENTER = ['clerk', 'supervisor', 'admin'];
const MAY_SUPERVISE = ['supervisor', 'admin'];
const MAY_FIGURES = ['supervisor', 'director', 'admin'];

const isTooLong = (text) => Array.from(text).length > COMPLAINT_TEXT;
const dayOr = (day, key) => day ? dayText(day) : t(key);
const channelOptions = () => CHANNELS.map((id) => ({value: id, label: t(`complaints.channel.${id}`)}));
const outcomeOptions = () => OUTCOMES.map((id) => ({value: id, label: t(`complaints.outcome.${id}`)}));

/* A typed day that must be one; '' is none. */
const dayWrong = (text) => text && !parseDay(text) ? t('date.wrong') : '';

/* The same deed asked again has the same key, so that it happens once. */
function keyed() {
	let before, key;
	return (body) => {
		const text = JSON.stringify(body);
		key = text === before ? key : makeId();
		before = text;
		return Object.assign({idempotency_key: key}, body);
	};
}

/* "#subject=waiting": of a number that was taken for it. */
function draftOf(hash) {
	const subject = new URLSearchParams(hash.slice(1)).get('subject');
	return subject ? {subject, channel: 'kiosk'} : {};
}

class Complaints {
	constructor(root, {me, site}) {
		this.me = me;
		this.siteless = !site;
		this.site = site || {};
		this.root = root;
		this.filter = 'open';
		this.limit = PAGE;
		this.asked = 0;
		this.may = (roles) => roles.includes(me.role);
		this.keepEntry = keyed();
		this.draft = draftOf(location.hash);
		this.draw();
		onLanguage(() => {
			this.keepDraft();
			this.draw();
		});
		onLine((away) => away || this.look());
		setInterval(() => document.hidden || dialogIsOpen() || this.look(), AGAIN_MS);
	}

	subjects() {
		return (this.site.complaints || {}).subjects || [];
	}

	subjectText(id) {
		const subject = this.subjects().find((one) => one.id === id);
		return subject ? nameOf(subject.name) : id;
	}

	draw() {
		const {official} = this.site.complaints || {};
		this.note = el('p', {class: 'uneven', hidden: true});
		this.said = el('p', {class: 'told', role: 'status'});
		this.failed = el('p', {class: 'wrong-text', role: 'alert'});
		this.list = el('div', {'aria-live': 'polite'});
		fill(this.root, el('main', {class: 'figures complaints'}, el('h1', {}, t('complaints.title')),
			this.siteless && el('p', {class: 'uneven', role: 'alert'}, t('setup.no_site')),
			this.note,
			!this.subjects().length && el('p', {class: 'uneven'}, t('complaints.none_taken')),
			official && el('p', {}, `${t('complaints.official')} ${nameOf(official.words)} `,
				el('a', {href: official.link, rel: 'noreferrer'}, official.link)),
			this.may(MAY_ENTER) && this.subjects().length > 0 && this.entryForm(),
			el('h2', {}, t('complaints.list')), this.choices(), this.said, this.failed, this.list,
			this.may(MAY_FIGURES) && figuresPart((id) => this.subjectText(id))));
		this.look();
	}

	choices() {
		return el('div', {class: 'choices', role: 'group', 'aria-label': t('complaints.show')},
			Object.keys(FILTERS).map((name) => el('button', {
				type: 'button', 'data-filter': name, 'aria-pressed': String(name === this.filter),
				onclick: () => this.choose(name),
			}, t(`complaints.filter.${name}`))));
	}

	choose(name) {
		this.filter = name;
		this.limit = PAGE;
		this.root.querySelectorAll('[data-filter]').forEach((button) => {
			button.setAttribute('aria-pressed', String(button.getAttribute('data-filter') === name));
		});
		this.look();
	}

	/* Asks for the list; an answer that was overtaken by another choice is dropped. When the hub does
	 * not give it, the one from before stays if it is of the same choice, and the page says why. */
	async look() {
		const asked = ++this.asked;
		try {
			const answer = await this.getList();
			if (asked === this.asked) {
				write(this.failed, '');
				this.shown = this.filter;
				this.show(answer);
			}
		} catch (error) {
			if (asked === this.asked) {
				write(this.failed, errorText(error));
				if (this.shown !== this.filter) {
					fillFor(this.list, null, () => null);
				}
			}
		}
	}

	/* As many as are wanted, one answer of the hub after the other. */
	async getList() {
		let answer = {complaints: [], next: 0};
		while (answer.next !== null && answer.complaints.length < this.limit) {
			const before = answer.complaints;
			const limit = Math.min(this.limit - before.length, PAGE_MAX);
			answer = await get(`/complaints?limit=${limit}&after=${answer.next}&${FILTERS[this.filter]}`);
			answer.complaints = before.concat(answer.complaints);
		}
		return answer;
	}

	show(answer) {
		this.note.hidden = answer.today !== null;
		this.note.textContent = answer.today === null ? `⚠ ${t('complaints.clock')}` : '';
		if (this.dayField && answer.today && !this.dayIsTyped()) {
			this.filled = typedDay(answer.today);
			this.dayField.value = this.filled;
		}
		fillFor(this.list, answer, () => [
			answer.complaints.length === 0 && el('p', {class: 'nothing'}, t('complaints.nothing')),
			el('ul', {class: 'complaint-list'}, answer.complaints.map((one) => this.card(one))),
			answer.next !== null && el('button', {type: 'button', onclick: () => {
				this.limit += PAGE;
				this.look();
			}}, t('complaints.more'))]);
	}

	/* Whether somebody typed a day; what the page has filled in may be the day before by now. */
	dayIsTyped() {
		return Boolean(this.dayField.value) && this.dayField.value !== this.filled;
	}

	/* What is typed stays when the form is drawn again, in another language. */
	keepDraft() {
		if (this.form) {
			const {subject, channel, about} = this.form.elements;
			this.draft = {subject: subject.value, channel: channel.value, about: about.value,
				day: this.dayIsTyped() ? this.dayField.value : ''};
		}
	}

	/* The next one is another, though it says the same. */
	clearDraft() {
		this.draft = {};
		this.keepEntry = keyed();
		this.form.reset();
		this.dayField.value = '';
		this.form.elements.subject.focus();
	}

	entryForm() {
		this.wrong = el('p', {class: 'wrong-text', role: 'alert'});
		const field = (key, input, more) => el('label', Object.assign({class: 'field'}, more),
			el('span', {}, t(`complaints.${key}`)), input);
		const select = (name, options) => el('select', {name, required: true},
			el('option', {value: ''}, '–'),
			options.map(({value, label}) => el('option', {value}, label)));
		const about = el('input', {type: 'text', name: 'about', required: true, autocomplete: 'off',
			'aria-describedby': 'about-hint', oninput: () => about.setCustomValidity(
				isTooLong(about.value.trim()) ? t('complaints.too_long') : '')});
		this.dayField = dayInput('', {name: 'day'});
		this.dayField.value = this.draft.day || '';
		const form = el('form', {
			class: 'card',
			onsubmit: async (event) => {
				event.preventDefault();
				const given = new FormData(form);
				const body = {subject: given.get('subject'), channel: given.get('channel'),
					about: about.value.trim()};
				if (this.dayIsTyped()) {
					body.day = parseDay(this.dayField.value);
				}
				this.wrong.textContent = '';
				const told = {textContent: ''};
				if (await this.carryOut('', this.keepEntry(body), told)) {
					this.clearDraft(); /* perhaps of a form that was drawn meanwhile */
				}
				this.wrong.textContent = told.textContent;
			},
		},
		el('h2', {}, t('complaints.add')),
		el('div', {class: 'fields'},
			field('subject', select('subject', this.subjects().map((one) =>
				({value: one.id, label: nameOf(one.name)})))),
			field('channel', select('channel', channelOptions())),
			field('day', this.dayField),
			field('about', about, {class: 'field about'})),
		el('p', {class: 'hint', id: 'about-hint'}, t('complaints.about_hint')),
		el('button', {type: 'submit', class: 'lead'}, t('complaints.save')), this.wrong);
		form.elements.subject.value = this.draft.subject || '';
		form.elements.channel.value = this.draft.channel || '';
		about.value = this.draft.about || '';
		this.form = form;
		return form;
	}

	/* Posts; says how it went. True when it was done. */
	async carryOut(path, body, wrong) {
		try {
			const {complaint} = await post(`/complaints${path}`, body);
			fill(this.said, complaint.state !== 'open' ? t('complaints.saved')
				: t('complaints.saved_due', {due: dayOr(complaint.due, 'complaints.due_unknown')}));
			await this.look();
			return true;
		} catch (error) {
			wrong.textContent = error.field === 'day' || error.field === 'answered'
				? t('complaints.wrong_day') : errorText(error);
			return false;
		}
	}

	/* Asks with a form until it is done or given up; what was typed stays. fields(given), body(given). */
	async askAndDo({title, text, fields, submit, danger, check, path, body}) {
		const keep = keyed();
		const wrong = {textContent: ''};
		let given = {};
		do {
			given = await askForm({title, text, fields: fields(given), submit, danger, check,
				wrong: wrong.textContent});
		} while (given && !await this.carryOut(path, keep(body(given)), wrong));
	}

	answer(one) {
		return this.askAndDo({
			title: t('complaints.do.answer'), text: one.about, submit: t('complaints.save'),
			path: `/${one.id}/answer`,
			fields: (given) => [
				{type: 'choice', name: 'outcome', label: t('complaints.outcome'),
					value: given.outcome || '', options: outcomeOptions()},
				{type: 'text', name: 'note', label: t('complaints.note'), value: given.note || ''},
				{type: 'text', name: 'answered', label: t('complaints.answered_day'),
					value: given.answered || ''},
			],
			check: (given) => !given.outcome ? t('complaints.choose_outcome')
				: {note: isTooLong(given.note) ? t('complaints.too_long') : '',
					answered: dayWrong(given.answered)},
			body: (given) => Object.assign({outcome: given.outcome, note: given.note},
				given.answered && {answered: parseDay(given.answered)}),
		});
	}

	correct(one) {
		const answered = one.state === 'answered';
		return this.askAndDo({
			title: t('complaints.do.correct'), submit: t('complaints.save'),
			path: `/${one.id}/correct`,
			fields: (given) => [
				{type: 'choice', name: 'subject', label: t('complaints.subject'),
					value: given.subject || one.subject,
					options: this.subjects().map(({id, name}) => ({value: id, label: nameOf(name)}))},
				{type: 'choice', name: 'channel', label: t('complaints.channel'),
					value: given.channel || one.channel, options: channelOptions()},
				{type: 'text', name: 'day', label: t('complaints.day'),
					value: given.day === undefined ? typedDay(one.day) : given.day},
				{type: 'text', name: 'about', label: t('complaints.about'), value: given.about || one.about},
			].concat(answered ? [
				{type: 'choice', name: 'outcome', label: t('complaints.outcome'),
					value: given.outcome || one.outcome, options: outcomeOptions()},
				{type: 'text', name: 'note', label: t('complaints.note'),
					value: given.note === undefined ? one.note : given.note},
			] : []),
			check: (given) => ({
				day: dayWrong(given.day),
				about: isTooLong(given.about) ? t('complaints.too_long') : given.about ? '' : t('complaints.empty'),
				note: given.note && isTooLong(given.note) ? t('complaints.too_long') : '',
			}),
			body: (given) => Object.assign({channel: given.channel, about: given.about},
				given.subject && {subject: given.subject}, given.day && {day: parseDay(given.day)},
				answered && {outcome: given.outcome, note: given.note}),
		});
	}

	withdraw(one) {
		return this.askAndDo({
			title: t('complaints.do.withdraw'), text: t('complaints.withdraw_text'), danger: true,
			submit: t('complaints.do.withdraw'), path: `/${one.id}/withdraw`,
			fields: (given) => [{type: 'text', name: 'note', label: t('complaints.why'),
				value: given.note || ''}],
			check: (given) => isTooLong(given.note) ? {note: t('complaints.too_long')} : '',
			body: (given) => ({note: given.note}),
		});
	}

	async history(one) {
		let history;
		try {
			({history} = await get(`/complaints/${one.id}`));
		} catch (error) {
			fill(this.said, errorText(error));
			return;
		}
		await showPanel(t('complaints.do.history'), el('ul', {}, history.map((version) => el('li', {},
			el('b', {}, `${whenText(version.at)} ${version.by}: ${t(`complaints.action.${version.action}`)}`),
			el('br'), this.lines(version).filter(Boolean).join(' · ')))));
	}

	/* What is said of a complaint, or of a version of it. */
	lines(one) {
		return [this.subjectText(one.subject), one.about,
			t('complaints.received', {day: dayOr(one.day, 'complaints.day_unknown'),
				channel: t(`complaints.channel.${one.channel}`)}),
			one.outcome ? t('complaints.answered', {day: dayOr(one.answered, 'complaints.day_unknown'),
				outcome: t(`complaints.outcome.${one.outcome}`), who: one.answered_by})
				: t(one.overdue ? 'complaints.overdue' : 'complaints.due',
					{day: dayOr(one.due, 'complaints.due_unknown')}),
			one.note];
	}

	card(one) {
		const [subject, about, received, became, note] = this.lines(one);
		const mine = one.entered_by === this.me.name || one.entered_by === this.me.staff;
		const button = (name, show) => show && el('button', {
			type: 'button', class: name === 'answer' ? 'lead' : null, onclick: () => this[name](one),
			'aria-label': `${t(`complaints.do.${name}`)}: ${subject}, ${about}`,
		}, t(`complaints.do.${name}`));
		const gone = one.state === 'withdrawn';
		const supervises = this.may(MAY_SUPERVISE);
		return el('li', {class: `card complaint ${one.overdue ? 'overdue' : one.state}`},
			el('h3', {}, subject), el('p', {class: 'words'}, about), el('p', {}, received),
			el('p', {class: one.overdue ? 'wrong-text' : null}, gone ? t('complaints.withdrawn') : became,
				one.in_time === false && ` · ${t('complaints.late')}`),
			note && el('p', {class: 'hint'}, note),
			el('div', {class: 'doings'},
				button('answer', one.state === 'open' && this.may(MAY_ENTER)),
				button('correct', !gone && (supervises || (this.may(MAY_ENTER) && mine))),
				button('reopen', one.state === 'answered' && supervises),
				button('withdraw', !gone && supervises), button('history', true)));
	}

	reopen(one) {
		return this.askAndDo({title: t('complaints.do.reopen'), text: one.about, fields: () => [],
			submit: t('complaints.do.reopen'), path: `/${one.id}/reopen`, body: () => ({})});
	}
}

startShell({page: 'complaints'}).then(({me, site}) =>
	new Complaints(document.getElementById('app'), {me, site}));
