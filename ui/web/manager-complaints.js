/* SPDX-License-Identifier: Apache-2.0 */
/* What complaints and suggestions can be about, until when they are to be answered, and where the
 * official channel is: part of the site, edited in the page's draft. Loaded when it is opened. */
import {el, fill} from './dom.js';
import {COMPLAINT_DAYS, COMPLAINT_SUBJECT, COMPLAINT_SUBJECTS, ID, LINK} from './limits.js';
import {askConfirm} from './manager-ask.js';
import {Fields} from './manager-forms.js';
import {addWords, languagesOf, nameOf, t} from './strings.js';
import words from './words-complaints.js';

addWords('complaints', words);

const PLACE = ['complaints'];
const SUBJECTS = ['complaints', 'subjects'];
const OFFICIAL = ['complaints', 'official'];

export class ComplaintsView {
	constructor(root, page) {
		this.page = page;
		this.root = root;
		this.fields = new Fields(page.draft);
		this.update();
	}

	/* Drawn anew when somebody else's site was taken over. */
	update() {
		const {draft} = this.page;
		if (!draft.site) {
			return;
		}
		if (this.seen !== draft.seq) {
			this.draw();
		}
		this.fields.showFaults();
	}

	places() {
		return [this.fields];
	}

	set(path, value, keep) {
		this.page.draft.set(path, value);
		this.draw();
		const input = keep && this.root.querySelector(keep);
		if (input) {
			input.focus();
		}
	}

	draw() {
		const {site, seq} = this.page.draft;
		this.seen = seq;
		this.fields.forget();
		fill(this.root, el('h1', {}, t('manager.tab.complaints')),
			el('p', {class: 'm-lead'}, t('complaints.edit.lead')),
			site.complaints ? [this.subjects(), this.days(), this.official(), this.stop()] : this.start());
		this.fields.showFaults();
	}

	button(text, onclick, more) {
		return el('button', Object.assign({type: 'button', class: 'm-add', onclick}, more), text);
	}

	start() {
		return el('section', {class: 'm-part'}, el('p', {class: 'm-actions'}, this.button(`+ ${t('complaints.edit.start')}`, () =>
			this.set(PLACE, {subjects: [this.newSubject([])], count: 'working'}, 'input'))));
	}

	stop() {
		return el('p', {class: 'm-actions'}, this.button(t('complaints.edit.stop'), async () => {
			if (await askConfirm(t('complaints.edit.stop'), t('complaints.edit.stop_text'),
				t('complaints.edit.stop'))) {
				this.set(PLACE, undefined, '.m-add');
			}
		}, {class: 'm-remove'}));
	}

	newSubject(subjects) {
		const {site} = this.page.draft;
		let n = subjects.length + 1;
		while (subjects.some((one) => one.id === `subject-${n}`)) {
			n++;
		}
		return {id: `subject-${n}`, name: {[languagesOf(site)[0]]: ''},
			service: (site.services[0] || {}).id};
	}

	subjects() {
		const {draft} = this.page;
		const list = draft.at(SUBJECTS) || [];
		const wrong = el('p', {class: 'fault', hidden: true});
		const body = el('div', {}, list.map((subject, at) => this.subject(list, subject, at)));
		this.fields.tie(SUBJECTS, body, wrong);
		return el('section', {class: 'm-part'}, el('h2', {}, t('complaints.edit.subjects')), body, wrong,
			list.length < COMPLAINT_SUBJECTS && el('p', {class: 'm-actions'}, this.button(`+ ${t('complaints.edit.add')}`, () =>
				this.set(SUBJECTS, list.concat(this.newSubject(list)), '.c-subject:last-child input'))));
	}

	subject(list, subject, at) {
		const path = SUBJECTS.concat(at);
		const f = this.fields;
		const name = nameOf(subject.name) || t('manager_edit.list.unnamed');
		const services = this.page.draft.site.services.map((one) =>
			({value: one.id, label: `${one.id} – ${nameOf(one.name)}`}));
		return el('div', {class: 'c-subject', role: 'group', 'aria-label': name},
			f.words(path.concat('name'), t('manager_edit.f.name'), {max: COMPLAINT_SUBJECT}),
			el('div', {class: 'm-row'},
				f.text(path.concat('id'), t('manager_edit.f.id'), {hint: t('manager_edit.hint.id'), max: ID}),
				f.choice(path.concat('service'), t('complaints.edit.service'), services)),
			el('p', {class: 'm-actions'}, this.button(t('manager_edit.list.remove'), () =>
				this.set(SUBJECTS, list.filter((_, i) => i !== at), '.m-add'),
			{class: 'm-remove', 'aria-label': `${t('manager_edit.list.remove')}: ${name}`})));
	}

	days() {
		const count = ['working', 'calendar'].map((value) =>
			({value, label: t(`complaints.edit.${value}`)}));
		return el('section', {class: 'm-part'}, el('h2', {}, t('complaints.edit.answer')),
			el('div', {class: 'm-row'},
				this.fields.number(PLACE.concat('days'), t('complaints.edit.days'),
					{min: 1, max: COMPLAINT_DAYS, hint: t('complaints.edit.days_hint')}),
				this.fields.choice(PLACE.concat('count'), t('complaints.edit.count'), count)));
	}

	official() {
		const {site} = this.page.draft;
		const f = this.fields;
		return el('section', {class: 'm-part'}, el('h2', {}, t('complaints.edit.official')),
			el('p', {class: 'm-quiet'}, t('complaints.edit.official_text')),
			site.complaints.official ? [
				f.words(OFFICIAL.concat('words'), t('complaints.edit.official_name'), {max: COMPLAINT_SUBJECT}),
				f.text(OFFICIAL.concat('link'), t('complaints.edit.link'), {wide: true, max: LINK}),
				el('p', {class: 'm-actions'}, this.button(t('manager_edit.list.remove'), () => this.set(OFFICIAL, undefined, '.m-add'),
					{class: 'm-remove', 'aria-label': `${t('manager_edit.list.remove')}: ${t('complaints.edit.official')}`})),
			] : el('p', {class: 'm-actions'}, this.button(`+ ${t('complaints.edit.official')}`, () => this.set(OFFICIAL,
				{link: '', words: {[languagesOf(site)[0]]: ''}}))));
	}
}
