/* SPDX-License-Identifier: Apache-2.0 */
/* A procedure is looked up for somebody at the door: what to bring, what it costs, and a list of it
 * on one page of paper. Loaded when it is first asked for. */
import {get, post} from './api.js';
import {dayText} from './dates.js';
import {el, fill} from './dom.js';
import {complain} from './notice.js';
import {feeTexts, fold, paperText} from './procedure-words.js';
import {addWords, errorText, languages, nameOf, t} from './strings.js';
import words from './words-catalogue.js';

addWords('catalogue', words);

const STYLE = '/web/door-papers.css';
const HITS_MAX = 10;
/* From the size that older eyes read to the smallest that is still printed. */
const TYPE_PT = [15, 13, 11.5, 10, 9];

/* The service that does a sector: as the site says, else the one of that name; null: none. */
export function serviceOf(site, sector) {
	const same = (name) => fold(name) === fold(sector || '');
	const stated = (site.catalogue && site.catalogue.sectors) || {};
	const active = (site.services || []).filter((one) => one.active !== false);
	return active.find((one) => (stated[one.id] || []).some(same)) ||
		active.find((one) => Object.values(one.name || {}).some(same)) || null;
}

function feeLine(way, isFree) {
	const [fee, exemptions] = isFree ? [t('catalogue.free'), ''] : feeTexts(way);
	return el('li', {}, el('b', {}, `${t(`catalogue.channel.${way.channel}`)}: `), fee,
		exemptions && el('small', {}, exemptions));
}

/* What somebody takes home, and what the helper reads. */
function content({record, free_online: freeOnline}) {
	const {papers, ways, deadline, steps} = record;
	const part = (title, ...body) => [el('h3', {}, t(title)), body];
	const list = (tag, name, items) => el(tag, {class: name}, items.map((one) => el('li', {}, one)));
	return [
		part('catalogue.field.papers', papers && papers.length > 0 ? list('ul', 'papers', papers.map(paperText))
			: el('p', {}, t('catalogue.door.no_papers'))),
		part('catalogue.fees', ways && ways.length > 0 ? el('ul', {class: 'fees'}, ways.map((way) =>
			feeLine(way, freeOnline && way.channel === 'online')))
			: el('p', {}, t('catalogue.no_ways'))),
		deadline && part('catalogue.field.deadline', el('p', {}, deadline)),
		steps && steps.length > 0 && part('catalogue.field.steps', list('ol', 'steps', steps)),
	];
}

/* For the figures, which nobody waits for: a look-up that is not told is not counted. */
async function count(record, printed) {
	try {
		await post(`/procedures/${encodeURIComponent(record.key)}/looked-up`, {place: 'staff', printed});
	} catch (error) {
		/* The helper goes on with the visitor. */
	}
}

export class PapersPart {
	/* door: {store, chooseService(id)} */
	constructor(door) {
		if (!document.querySelector(`link[href="${STYLE}"]`)) {
			document.head.appendChild(el('link', {rel: 'stylesheet', href: STYLE}));
		}
		this.door = door;
		this.asked = 0;
		this.said = el('p', {class: 'none', role: 'status'});
		this.list = el('div', {});
		this.record = el('div', {class: 'door-procedure', 'aria-live': 'polite'});
		this.root = el('div', {}, this.said, this.list, this.record);
	}

	async ask(question) {
		const asked = ++this.asked;
		fill(this.said, t('catalogue.loading'));
		fill(this.list); /* nobody presses what was found before */
		this.close();
		try {
			const answer = await get(`/procedures/search?q=${encodeURIComponent(question)}&limit=${HITS_MAX}`);
			if (asked === this.asked) {
				this.show(answer);
			}
		} catch (error) {
			if (asked === this.asked) {
				fill(this.said, errorText(error));
			}
		}
	}

	show({hits, choices}) {
		fill(this.said, hits.length === 0 ? t('catalogue.door.nothing') : choices.length > 0
			? t('catalogue.door.which') : '');
		const all = () => fill(this.list, el('ul', {class: 'door-list'}, hits.map((hit) => this.row(hit))));
		if (choices.length === 0) {
			all();
			return;
		}
		fill(this.list, el('ul', {class: 'door-list'}, choices.map((choice) => el('li', {}, el('button', {type: 'button',
			class: 'door-row', onclick: () => {
				this.show({hits: hits.filter((hit) => choice.keys.includes(hit.key)), choices: []});
				this.focus();
			}}, el('b', {lang: languages[0]}, choice.label)))), el('li', {}, el('button', {type: 'button', class: 'door-row',
			onclick: () => {
				fill(this.said);
				all();
				this.focus();
			}}, t('catalogue.door.all')))));
	}

	focus() {
		const first = this.list.querySelector('button');
		if (first) {
			first.focus();
		}
	}

	row(hit) {
		const facts = [hit.sector, hit.free_online && hit.valid && t('catalogue.door.free_online'),
			(!hit.valid || hit.age === 'old') && t(`catalogue.age.${hit.age}`)].filter(Boolean).join(' · ');
		return el('li', {}, el('button', {type: 'button', class: 'door-row', 'data-key': hit.key,
			onclick: () => this.open(hit.key)}, el('span', {class: 'door-hit'}, el('b', {lang: languages[0]}, hit.name),
			el('small', {}, facts))));
	}

	async open(key) {
		const {asked} = this;
		let procedure;
		try {
			procedure = await get(`/procedures/${encodeURIComponent(key)}`);
		} catch (error) {
			complain(errorText(error));
			return;
		}
		if (asked !== this.asked) {
			return;
		}
		const {record, valid, age} = procedure;
		const service = serviceOf(this.door.store.site, record.sector);
		const heading = el('h2', {tabindex: -1, lang: languages[0]}, record.name);
		const button = (key_, run, more) => el('button', Object.assign({type: 'button', onclick: run}, more), t(key_));
		this.list.hidden = true;
		fill(this.record, heading,
			(!valid || age === 'old') && el('p', {class: 'door-doubt'}, t(valid ? 'catalogue.door.old'
				: 'catalogue.door.not_valid')),
			procedure.free_online && valid && el('p', {class: 'door-free'}, t('catalogue.door.free_online_help')),
			el('div', {class: 'door-buttons'},
				valid && button('catalogue.door.print', () => this.print(record), {class: 'lead'}),
				service && button('catalogue.door.number', () => this.door.chooseService(service.id)),
				button('catalogue.door.back', () => this.back(key))),
			service && el('p', {class: 'door-facts'}, t('catalogue.door.service', {service: nameOf(service.name)})),
			content(procedure));
		this.addSheet(procedure);
		heading.focus();
		count(record, false);
	}

	back(key) {
		this.close();
		const row = Array.from(this.list.querySelectorAll('button')).find((one) => one.dataset.key === key);
		(row || this.list.querySelector('button')).focus();
	}

	close() {
		fill(this.record);
		this.list.hidden = false;
		this.removeSheet();
	}

	/* ---- on paper ---- */

	removeSheet() {
		if (this.sheet) {
			document.body.removeChild(this.sheet);
			this.sheet = null;
			document.body.classList.remove('has-sheet');
		}
	}

	/* The page that is printed, beside what is on the screen; nothing that may not hold is printed. */
	addSheet(procedure) {
		this.removeSheet();
		if (!procedure.valid) {
			return;
		}
		const {record, age} = procedure;
		const {site, state} = this.door.store;
		this.sheet = el('div', {class: 'print-sheet', 'aria-hidden': 'true'},
			el('p', {class: 'centre'}, nameOf(site.name)), el('h1', {}, t('catalogue.door.sheet')),
			el('h2', {lang: languages[0]}, record.name), el('p', {class: 'code'}, record.code || ''), content(procedure),
			procedure.free_online && el('p', {class: 'free'}, t('catalogue.door.free_online')),
			age === 'old' && el('p', {class: 'free'}, t('catalogue.door.old')),
			el('p', {class: 'code'}, t('catalogue.door.printed', {day: state.day ? dayText(state.day) : '–',
				checked: record.checked_day ? dayText(record.checked_day) : '–'})));
		document.body.appendChild(this.sheet);
		document.body.classList.add('has-sheet');
	}

	/* In the largest type with which it is on one page; what is longer yet takes another. */
	fit() {
		const {sheet} = this;
		const isFit = TYPE_PT.some((size) => {
			sheet.style.fontSize = `${size}pt`;
			return sheet.scrollHeight <= sheet.clientHeight;
		});
		sheet.classList.toggle('long', !isFit);
	}

	print(record) {
		this.fit();
		window.print();
		count(record, true);
	}
}
