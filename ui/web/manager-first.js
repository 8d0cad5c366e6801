/* SPDX-License-Identifier: Apache-2.0 */
/* The first start: the hub has no site yet. A former board's file is taken here at once; which devices
 * have reported is told, and where the others are set up. */
import {getAside, put} from './api.js';
import {el, fill, fillFor, readText} from './dom.js';
import {deviceTitle, isTroubled, stateTitle, whatToDo} from './manager-devices.js';
import {faultText} from './manager-faults.js';
import {errorText, t} from './strings.js';

const FILE_BYTES = 1024 * 1024; /* as the hub takes it */
const FAULTS_MAX = 20;
const LOOK_MS = 5000;

function row(device) {
	const advice = isTroubled(device) ? whatToDo(device) : '';
	return el('div', {class: 'm-first-device'}, el('b', {}, deviceTitle(device)), `: ${stateTitle(device)}`,
		advice && el('p', {class: 'm-quiet'}, advice));
}

/* page: {store, may(right)} */
export class FirstStart {
	constructor(page) {
		this.page = page;
		this.health = null; /* the page's own has none without a site */
		this.devices = el('div', {});
		this.answer = el('div', {'aria-live': 'polite'});
		this.file = el('input', {type: 'file', id: 'first-file', accept: '.json,application/json',
			onchange: () => this.take()});
		this.root = el('div', {}, el('h1', {}, t('manager.first.title')),
			page.may('admin') && el('section', {class: 'm-part'}, el('h2', {}, t('manager.first.site')),
				el('p', {}, t('manager.first.former')), el('div', {class: 'm-field'},
					el('label', {for: 'first-file'}, t('manager_edit.import.file')), this.file), this.answer),
			el('section', {class: 'm-part'}, el('h2', {}, t('manager.first.board')),
				el('p', {}, t('manager.first.terminal')), el('p', {}, el('code', {}, 'sudo layso setup --page'))),
			el('section', {class: 'm-part'}, el('h2', {}, t('manager.first.devices')), this.devices));
		this.look();
	}

	/* As long as this is shown. */
	look() {
		getAside('/health').then((health) => {
			this.health = health;
			this.update();
		}, () => null).then(() => /* the page itself says when the hub is away */
			setTimeout(() => this.root.isConnected && this.look(), LOOK_MS));
	}

	update() {
		const {health} = this;
		const devices = (health && health.devices) || [];
		fillFor(this.devices, [Boolean(health), devices], () => devices.length > 0
			? devices.map(row)
			: el('p', {class: 'm-quiet'}, t(health ? 'manager.first.none' : 'boot')));
	}

	refuse(text, faults = []) {
		this.file.value = '';
		fill(this.answer, el('p', {class: 'm-warning', role: 'alert'}, text), faults.length > 0 &&
			el('ul', {}, faults.slice(0, FAULTS_MAX).map((one) =>
				el('li', {}, el('code', {}, one.path), ' ', faultText(one)))));
	}

	async take() {
		let site;
		try {
			site = JSON.parse(await readText(this.file.files[0], FILE_BYTES));
		} catch (error) {
			this.refuse(t(error instanceof RangeError ? 'manager_edit.import.too_long' : 'manager_edit.import.no_json'));
			return;
		}
		if (!site || site.format !== 'layso-site/1') {
			this.refuse(t('manager_edit.import.not_ours'));
			return;
		}
		try {
			await put('/site', site);
			this.page.store.look();
		} catch (error) {
			this.refuse(errorText(error), error.faults);
		}
	}
}
