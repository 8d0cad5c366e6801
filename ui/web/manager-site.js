/* SPDX-License-Identifier: Apache-2.0 */
/* The editor's pages: services, counters, hours, texts, rules, kiosks. Each draws its part of the
 * draft; what comes or goes draws it anew. */
import {el, fill} from './dom.js';
import {CLOSED_DAYS, COUNTERS, DEVICES, DEVICE_NAME, GROUPS, ID, KIOSKS, NUMBER, OUTCOMES, PUBLIC_URL, REASONS, SERVICES} from './limits.js';
import {askConfirm} from './manager-ask.js';
import {Fields} from './manager-forms.js';
import {drawHours} from './manager-hours.js';
import {pictogram, pictogramChoice} from './manager-pictograms.js';
import {languagesOf, nameOf, t} from './strings.js';

/* How long each list may be. */
const MOST = {services: SERVICES, groups: GROUPS, counters: COUNTERS, closed_days: CLOSED_DAYS,
	priority_reasons: REASONS, outcomes: OUTCOMES, kiosks: KIOSKS, devices: DEVICES};
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

/* The first one that no item has. */
function freeLetter(services) {
	const used = services.map((service) => service.series);
	return Array.from(LETTERS).find((letter) => !used.includes(letter)) || 'AA';
}

function freeNumber(items) {
	let number = 1;
	while (items.some((item) => item.number === number)) {
		number++;
	}
	return number;
}

function freeId(items, stem) {
	let n = items.length + 1;
	while (items.some((item) => item.id === `${stem}-${n}`)) {
		n++;
	}
	return `${stem}-${n}`;
}

function emptyWords(site, text) {
	const words = {};
	words[languagesOf(site)[0]] = text;
	return words;
}

export class SiteView {
	/* page: {draft, fields, store}; part: which of the pages */
	constructor(root, page, part) {
		this.page = page;
		this.part = part;
		this.root = root;
		this.fields = new Fields(page.draft);
		this.open = {};
		this.draw();
	}

	get draft() {
		return this.page.draft;
	}

	update() {
		if (this.draft.site && !this.drawn) {
			this.draw();
		}
		if (this.drawn && this.seen !== this.stamp()) {
			this.draw();
		}
		this.fields.showFaults();
		this.markItems();
	}

	/* Where faults are shown. */
	places() {
		return [this.fields];
	}

	/* Changes when somebody else's site was taken over: what is drawn is then of the former one. */
	stamp() {
		return this.draft.seq;
	}

	draw() {
		if (!this.draft.site) {
			return;
		}
		this.drawn = true;
		this.seen = this.stamp();
		this.fields.forget();
		this.items = [];
		const draw = {
			services: () => this.services(), counters: () => this.counters(),
			hours: () => drawHours(this), texts: () => this.texts(), rules: () => this.rules(),
			kiosks: () => this.kiosks(),
		};
		fill(this.root, el('h1', {}, t(`manager.tab.${this.part}`)),
			el('p', {class: 'm-lead'}, t(`manager_edit.lead.${this.part}`)), draw[this.part]());
		this.fields.showFaults();
		this.markItems();
	}

	/* An item that is closed shows that it has a fault. */
	markItems() {
		(this.items || []).forEach(({path, box}) => {
			const wrong = this.draft.faultsBelow(path).length > 0;
			box.classList.toggle('wrong', wrong);
			if (wrong) {
				box.open = true;
			}
		});
	}

	/* A list of items that open; more: {title(item), body(path, item), make()} */
	list(key, more) {
		const items = this.draft.site[key] || [];
		const wrong = el('p', {class: 'fault', hidden: true});
		const box = el('div', {class: 'm-items'});
		this.fields.tie([key], box, wrong);
		return fill(box, wrong, items.map((item, at) => this.item(key, items, at, more)),
			items.length === 0 && el('p', {class: 'm-quiet'}, t('manager_edit.list.empty')),
			items.length < MOST[key] && el('p', {}, el('button', {type: 'button', class: 'm-add', onclick: () => {
				this.draft.set([key], items.concat(more.make(items)));
				this.open[`${key}/${items.length}`] = true;
				this.draw();
				this.focusItem(key, items.length);
			}}, `+ ${t(`manager_edit.add.${key}`)}`)));
	}

	focusItem(key, at) {
		const item = this.items.find(({path}) => path[0] === key && path[1] === at);
		const input = item && item.box.querySelector('input');
		if (input) {
			input.focus();
			input.select();
		}
	}

	item(key, items, at, more) {
		const name = `${key}/${at}`;
		const path = [key, at];
		const body = el('div', {class: 'm-item-body'});
		const box = el('details', {class: 'm-item', open: this.open[name], ontoggle: () => {
			this.open[name] = box.open;
		}}, el('summary', {}, more.title(items[at])), body);
		fill(body, more.body(path, items[at]), this.itemButtons(key, items, at));
		this.items.push({path, box});
		return box;
	}

	itemButtons(key, items, at) {
		const swap = (to) => {
			const list = items.slice();
			[list[at], list[to]] = [list[to], list[at]];
			[this.open[`${key}/${at}`], this.open[`${key}/${to}`]] =
				[this.open[`${key}/${to}`], this.open[`${key}/${at}`]];
			this.draft.set([key], list);
			this.draw();
		};
		return el('p', {class: 'm-item-buttons'},
			el('button', {type: 'button', disabled: at === 0, onclick: () => swap(at - 1)},
				`↑ ${t('manager_edit.list.up')}`),
			el('button', {type: 'button', disabled: at === items.length - 1,
				onclick: () => swap(at + 1)}, `↓ ${t('manager_edit.list.down')}`),
			el('button', {type: 'button', class: 'm-remove', onclick: async () => {
				if (await askConfirm(t('manager_edit.list.remove_title'), t('manager_edit.list.remove_text'),
					t('manager_edit.list.remove'))) {
					this.open = {};
					this.draft.set([key], items.filter((_, i) => i !== at));
					this.draw();
				}
			}}, t('manager_edit.list.remove')));
	}

	/* The choices of a service's group; an empty value is none. */
	groupChoices() {
		return [{value: '', label: t('manager_edit.group.none')}].concat(
			(this.draft.site.groups || []).map((group) => ({
				value: group.id, label: nameOf(group.name) || group.id,
			})));
	}

	/* An empty text is not written: a service that says nothing has no such key. */
	bring(path) {
		if (!this.draft.at(path)) {
			return el('p', {}, el('button', {type: 'button', class: 'm-add', onclick: () => {
				this.draft.set(path, emptyWords(this.draft.site, ''));
				this.draw();
			}}, `+ ${t('manager_edit.f.bring')}`));
		}
		return [this.fields.words(path, t('manager_edit.f.bring'),
			{long: true, hint: t('manager_edit.hint.bring')}),
		el('p', {}, el('button', {type: 'button', class: 'm-add', onclick: () => {
			this.draft.set(path, undefined);
			this.draw();
		}}, `${t('manager_edit.list.remove')}: ${t('manager_edit.f.bring')}`))];
	}

	groups() {
		const {site} = this.draft;
		return el('section', {class: 'm-part'}, el('h2', {}, t('manager_edit.group.title')),
			el('p', {class: 'm-quiet'}, t('manager_edit.group.text')), this.list('groups', {
				title: (group) => [pictogram(group.pictogram),
					el('b', {}, nameOf(group.name) || t('manager_edit.list.unnamed'))],
				body: (path) => this.drawnWord(path),
				make: (items) => ({id: freeId(items, 'group'),
					name: emptyWords(site, t('manager_edit.new.group'))}),
			}));
	}

	/* A name, an id and a pictogram. */
	drawnWord(path) {
		const f = this.fields;
		return [
			f.words(path.concat('name'), t('manager_edit.f.name')),
			el('div', {class: 'm-row'}, f.text(path.concat('id'), t('manager_edit.f.id'),
				{hint: t('manager_edit.hint.id'), max: ID})),
			pictogramChoice(f, path.concat('pictogram'), () => this.draw()),
		];
	}

	services() {
		return [this.serviceList(), this.groups()];
	}

	serviceList() {
		const f = this.fields;
		return this.list('services', {
			title: (service) => [el('span', {class: 'm-series'}, service.series || '?'),
				pictogram(service.pictogram),
				el('b', {}, nameOf(service.name) || t('manager_edit.list.unnamed')),
				service.active === false && el('small', {class: 'm-off'}, t('manager_edit.service.off'))],
			body: (path) => [
				f.words(path.concat('name'), t('manager_edit.f.name')),
				el('div', {class: 'm-row'},
					f.text(path.concat('id'), t('manager_edit.f.id'), {hint: t('manager_edit.hint.id'), max: ID}),
					f.text(path.concat('series'), t('manager_edit.f.series'),
						{hint: t('manager_edit.hint.series')}),
					f.number(path.concat('serving_time_s'), t('manager_edit.f.serving_time'),
						{min: 1, max: 240, fallback: 600, hint: t('manager_edit.hint.serving')}),
					f.number(path.concat('wait_target_s'), t('manager_edit.f.wait_target'),
						{min: 0, max: 1440, hint: t('manager_edit.hint.wait_target'),
							fallback: (this.draft.site.rules || {}).wait_target_s || 1800}),
					f.number(path.concat('daily_limit'), t('manager_edit.f.daily_limit'),
						{min: 0, max: NUMBER, fallback: 0, hint: t('manager_edit.hint.limit')})),
				pictogramChoice(f, path.concat('pictogram'), () => this.draw()),
				(this.draft.site.groups || []).length > 0 && f.choice(path.concat('group'),
					t('manager_edit.f.group'), this.groupChoices()),
				this.bring(path.concat('bring')),
				f.tick(path.concat('active'), t('manager_edit.f.active'),
					{fallback: true, changed: () => this.draw()}),
			],
			make: (items) => {
				const letter = freeLetter(items);
				return {id: letter, series: letter,
					name: emptyWords(this.draft.site, t('manager_edit.new.service')),
					serving_time_s: 600, daily_limit: 0, active: true};
			},
		});
	}

	counters() {
		const f = this.fields;
		return this.list('counters', {
			title: (counter) => [el('span', {class: 'm-series'}, counter.number),
				el('b', {}, nameOf(counter.name) || t('manager_edit.list.unnamed')),
				el('small', {class: 'm-quiet'}, (counter.services || []).join(', '))],
			body: (path) => [
				el('div', {class: 'm-row'}, f.number(path.concat('number'), t('manager_edit.f.number'),
					{min: 1, max: COUNTERS})),
				f.words(path.concat('name'), t('manager_edit.f.name')),
				f.services(path.concat('services'), t('manager_edit.f.services')),
				f.tick(path.concat('in_order'), t('manager_edit.f.in_order'), {fallback: false}),
			],
			make: (items) => {
				const number = freeNumber(items);
				return {number, name: emptyWords(this.draft.site, t('counter.n', {n: number})),
					services: [], in_order: false};
			},
		});
	}

	texts() {
		const f = this.fields;
		const part = (title, ...body) => el('section', {class: 'm-part'},
			el('h2', {}, t(title)), body);
		return [
			part('manager_edit.text.centre', f.words(['name'], t('manager_edit.f.centre')),
				f.words(['texts', 'contact'], t('manager_edit.f.contact'), {long: true, optional: true}),
				el('div', {class: 'm-row'},
					f.text(['public_url'], t('manager_edit.f.public_url'), {optional: true,
						wide: true, hint: t('manager_edit.hint.public_url'), max: PUBLIC_URL}),
					f.text(['timezone'], t('manager_edit.f.timezone'), {optional: true}))),
			part('manager_edit.text.shown', ['slip_advice', 'kiosk_welcome', 'hall_welcome'].map((key) =>
				f.words(['texts', key], t(`manager_edit.f.${key}`), {long: true, optional: true}))),
			part('manager_edit.text.reasons', this.wordList('priority_reasons', 'reason', true)),
			part('manager_edit.text.outcomes', this.wordList('outcomes', 'outcome')),
		];
	}

	/* drawn: each may have a pictogram. */
	wordList(key, stem, drawn) {
		const f = this.fields;
		return this.list(key, {
			title: (word) => [pictogram(word.pictogram),
				el('b', {}, nameOf(word.name) || t('manager_edit.list.unnamed'))],
			body: (path) => (drawn ? this.drawnWord(path) : [
				f.words(path.concat('name'), t('manager_edit.f.name')),
				el('div', {class: 'm-row'}, f.text(path.concat('id'), t('manager_edit.f.id'),
					{hint: t('manager_edit.hint.id'), max: ID})),
			]),
			make: (items) => ({id: freeId(items, stem), name: emptyWords(this.draft.site, '')}),
		});
	}

	rules() {
		const f = this.fields;
		const rule = (key, more) => f.number(['rules', key], t(`manager_edit.rule.${key}`),
			Object.assign({hint: t(`manager_edit.rule.${key}_hint`)}, more));
		return el('section', {class: 'm-part m-rules'},
			rule('priority_in_a_row', {min: 1, max: 20, fallback: 2}),
			rule('age_limit_s', {min: 0, max: 1440, fallback: 3600}),
			rule('call_attempts', {min: 1, max: 20, fallback: 3}),
			rule('absent_behind', {min: 0, max: 50, fallback: 3}),
			rule('recall_interval_s', {min: 0, max: 120, fallback: 5}),
			rule('undo_finish_s', {min: 0, max: 3600, fallback: 30}),
			rule('take_back_s', {min: 0, max: 1440, fallback: 600}),
			f.number(['number_digits'], t('manager_edit.rule.number_digits'),
				{min: 2, max: 4, fallback: 3, hint: t('manager_edit.rule.number_digits_hint')}),
			f.tick(['rules', 'stop_past_closing'], t('manager_edit.rule.stop_past_closing'),
				{fallback: false, hint: t('manager_edit.rule.stop_past_closing_hint')}));
	}

	/* What the kiosk's buttons are for, by their names in its board file. */
	buttons(path, kiosk) {
		const all = kiosk.buttons || {};
		const services = this.draft.site.services.map((one) => ({
			value: one.id, label: `${one.id} – ${nameOf(one.name)}`,
		}));
		const set = (buttons) => {
			this.draft.set(path.concat('buttons'),
				Object.keys(buttons).length ? buttons : undefined);
			this.draw();
		};
		const name = el('input', {type: 'text', 'aria-label': t('manager_edit.kiosk.button'),
			placeholder: t('manager_edit.kiosk.button')});
		return el('fieldset', {class: 'm-services'}, el('legend', {}, t('manager_edit.kiosk.buttons')),
			el('p', {class: 'm-quiet'}, t('manager_edit.kiosk.buttons_text')),
			Object.keys(all).map((button) => el('div', {class: 'm-row m-button'},
				this.fields.choice(path.concat('buttons', button), button, services),
				el('button', {type: 'button', class: 'm-remove',
					'aria-label': `${t('manager_edit.list.remove')}: ${button}`, onclick: () => {
						const rest = Object.assign({}, all);
						delete rest[button];
						set(rest);
					}}, t('manager_edit.list.remove')))),
			el('div', {class: 'm-row m-button'}, name, el('button', {
				type: 'button', class: 'm-add', onclick: () => {
					const word = name.value.trim();
					if (word && services.length) {
						set(Object.assign({}, all, {[word]: services[0].value}));
					}
				},
			}, `+ ${t('manager_edit.kiosk.add_button')}`)));
	}

	/* One that has reported and is not listed yet, so that its name need not be looked up. */
	newKiosk(items) {
		const {health} = this.page.store;
		const seen = health ? health.devices.map((device) => device.name.split('/'))
			.filter(([, part]) => part === 'printer' || part === 'panel')
			.map(([owner]) => owner) : [];
		const listed = items.map((kiosk) => kiosk.name);
		return seen.find((name) => !listed.includes(name)) || `kiosk-${items.length + 1}`;
	}

	kiosks() {
		return [this.kioskList(), el('section', {class: 'm-part'}, el('h2', {}, t('manager_edit.key.devices')),
			el('p', {class: 'm-quiet'}, t('manager_edit.devices_text')), this.devices())];
	}

	/* What people call each device, which is also asked where they stand with their troubles. */
	devices() {
		const f = this.fields;
		return this.list('devices', {
			title: (device) => [el('b', {}, nameOf(device.name) || t('manager_edit.list.unnamed')),
				el('small', {class: 'm-quiet'}, device.id)],
			body: (path) => [
				f.words(path.concat('name'), t('manager_edit.f.name'), {max: DEVICE_NAME}),
				el('div', {class: 'm-row'}, f.text(path.concat('id'), t('manager_edit.f.id'),
					{hint: t('manager_edit.hint.device'), max: ID})),
			],
			make: (items) => ({id: freeId(items, 'kiosk'), name: emptyWords(this.draft.site, '')}),
		});
	}

	kioskList() {
		const f = this.fields;
		return this.list('kiosks', {
			title: (kiosk) => [el('b', {}, kiosk.name || t('manager_edit.list.unnamed')),
				el('small', {class: 'm-quiet'}, kiosk.services
					? kiosk.services.join(', ') : t('manager_edit.kiosk.all'))],
			body: (path, kiosk) => [
				el('div', {class: 'm-row'}, f.text(path.concat('name'), t('manager_edit.f.kiosk'),
					{hint: t('manager_edit.hint.kiosk'), max: ID})),
				el('label', {class: 'm-tick'}, el('input', {
					type: 'checkbox', checked: !kiosk.services,
					onchange: (event) => {
						this.draft.set(path.concat('services'), event.target.checked ? undefined
							: this.draft.site.services.map((one) => one.id));
						this.draw();
					},
				}), ' ', t('manager_edit.kiosk.all')),
				kiosk.services && f.services(path.concat('services'), t('manager_edit.f.kiosk_services')),
				this.buttons(path, kiosk),
			],
			make: (items) => ({name: this.newKiosk(items)}),
		});
	}
}
