/* SPDX-License-Identifier: Apache-2.0 */
/* The tablet at a counter: after a visit was finished it asks how it was, for some minutes or until
 * the next one is served. Which answer was given is shown nowhere. */
import {get, makeId, onStranger, post, ApiError} from './api.js';
import {el, fillFor} from './dom.js';
import {askSignIn} from './signin.js';
import {
	addWords, getLanguage, languageName, languages, nameOf, onLanguage, setLanguage, t, whyText,
} from './strings.js';
import words from './words-rate.js';

addWords('rate', words);

const LOOK_MS = 2000;
const THANKS_MS = 5000;
const SPACE = 'http://www.w3.org/2000/svg';
/* The mouth of each face, by its score: from displeased to pleased. */
const MOUTHS = [
	'M30 72 Q50 52 70 72', 'M32 69 Q50 59 68 69', 'M32 66 L68 66', 'M32 63 Q50 75 68 63',
	'M28 60 Q50 86 72 60',
];

function shape(tag, attributes) {
	const element = document.createElementNS(SPACE, tag);
	Object.keys(attributes).forEach((name) => element.setAttribute(name, attributes[name]));
	return element;
}

function face(score) {
	const svg = shape('svg', {viewBox: '0 0 100 100', class: 'face-svg', 'aria-hidden': 'true'});
	svg.appendChild(shape('circle', {cx: 50, cy: 50, r: 45, class: 'face-ring'}));
	svg.appendChild(shape('circle', {cx: 35, cy: 40, r: 5, class: 'face-eye'}));
	svg.appendChild(shape('circle', {cx: 65, cy: 40, r: 5, class: 'face-eye'}));
	svg.appendChild(shape('path', {d: MOUTHS[score - 1], class: 'face-mouth'}));
	return svg;
}

function isRefused(error) {
	return error instanceof ApiError && error.status === 403;
}

/* Why an answer does not count: a word of rate.…; '' when one came before, which counts. */
function notTaken(error) {
	if (error instanceof ApiError && error.status === 409) {
		return error.error === 'exists' ? '' : 'closed';
	}
	return isRefused(error) ? 'refused' : 'unsent';
}

class Tablet {
	constructor(root, counter) {
		this.root = root;
		this.counter = counter;
		this.rateable = null; /* {ticket, number} */
		this.answered = 0; /* the ticket that was answered last */
		this.thanks = false;
		this.trouble = ''; /* why nothing can be asked: a key of the words */
		this.why = null; /* the error behind it */
		this.said = ''; /* what became of an answer, likewise */
		this.sending = false;
		this.name = '';
		onLanguage(() => this.draw());
	}

	async look() {
		try {
			const state = await get('/state');
			const found = state.counters.find((one) => one.number === this.counter);
			this.show(found ? found.rateable : null);
			this.name = found ? nameOf(found.name) : '';
			this.trouble = found ? '' : 'rate.no_counter';
		} catch (error) {
			this.show(null); /* what cannot be sent is not asked */
			this.why = error;
			this.trouble = isRefused(error) ? 'rate.refused' : error.status ? 'boot.trouble' : 'rate.away';
		}
		this.draw();
		setTimeout(() => this.look(), LOOK_MS);
	}

	show(rateable) {
		if (rateable && (!this.rateable || rateable.ticket !== this.rateable.ticket)) {
			this.said = '';
		}
		this.rateable = rateable;
	}

	async rate(score) {
		const ticket = this.rateable.ticket;
		this.sending = true;
		this.said = 'sending';
		this.draw();
		const word = await this.send(ticket, score);
		this.sending = false;
		this.said = word && `rate.${word}`;
		this.answered = !word || word === 'closed' ? ticket : 0; /* else it may be said again */
		this.thanks = !word;
		this.draw();
		if (word) {
			return;
		}
		setTimeout(() => {
			this.thanks = false;
			this.draw();
		}, THANKS_MS);
	}

	/* What became of it: a word of rate.…, '' it counts. */
	async send(ticket, score) {
		try {
			await post(`/counters/${this.counter}/rate`, {score, ticket, idempotency_key: makeId()});
			return '';
		} catch (error) {
			return notTaken(error);
		}
	}

	asks() {
		return !this.thanks && this.rateable && this.rateable.ticket !== this.answered;
	}

	draw() {
		const page = this.thanks ? 'thanks' : this.asks() ? `ask ${this.rateable.ticket}` : 'idle';
		document.title = this.name || t('rate.counter', {n: this.counter});
		fillFor(this.root, [page, getLanguage(), this.name, this.word(this.trouble), this.said], () => el('main', {class: 'rate'},
			el('header', {class: 'rate-head'}, el('span', {}, document.title),
				languages.filter((language) => language !== getLanguage()).map((language) =>
					el('button', {
						type: 'button', lang: language, onclick: () => setLanguage(language),
					}, languageName(language)))),
			this.thanks ? el('div', {class: 'rate-word', role: 'status'}, face(5),
				el('h1', {}, t('rate.thanks')))
				: this.asks() ? this.question() : el('div', {class: 'rate-word'},
					el('h1', {}, t('rate.idle')), el('p', {}, t('rate.idle_text')),
					this.line(this.trouble || this.said))));
	}

	word(key) {
		return key && t(key, this.why && {why: whyText(this.why)});
	}

	line(key) {
		return key && el('p', {class: 'rate-said', role: 'status'}, this.word(key));
	}

	/* The best first, as on the phone (ticket.js). */
	question() {
		return el('div', {class: 'rate-ask'},
			el('p', {class: 'rate-number'}, t('rate.number', {number: this.rateable.number})),
			el('h1', {}, t('rate.question')),
			el('div', {class: 'rate-scores'}, [5, 4, 3, 2, 1].map((score) => el('button', {
				type: 'button', class: `score score-${score}`, disabled: this.sending,
				onclick: () => this.rate(score),
			}, face(score), el('span', {}, t(`rate.${score}`))))),
			this.line(this.said),
			el('p', {class: 'rate-unnamed'}, t('rate.unnamed')));
	}
}

setLanguage(languages[0]);
onStranger(() => askSignIn(null));
/* What stands there since the page came is left until the first answer. */
new Tablet(document.getElementById('app'), Number(location.pathname.split('/').pop())).look();
