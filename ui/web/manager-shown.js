/* SPDX-License-Identifier: Apache-2.0 */
/* What the halls' screens and the kiosks show now, while somebody wants to see it: the devices send
 * pictures only then. */
import {getAside} from './api.js';
import {el, fillFor, write} from './dom.js';
import {ownerTitle} from './notice.js';
import {getLanguage, t} from './strings.js';

const EVERY_MS = 2000;
const SILENT_MS = 15000; /* a device that is here and has sent nothing sends none */
const KEPT_MS = 60000; /* pictures, after the hub's last answer */

/* Of a PNG in base64. */
export function imageOf(png) {
	const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
	return createImageBitmap(new Blob([bytes], {type: 'image/png'}));
}

/* "5 giây trước" */
function ageText(ms) {
	const seconds = Math.round(ms / 1000);
	return seconds < 60 ? t('manager.shown.seconds', {n: seconds})
		: t('manager.shown.minutes', {n: Math.floor(seconds / 60)});
}

export class ShownPart {
	/* labelOf(name): what people call a device, in their languages; null nothing. */
	constructor(labelOf) {
		this.labelOf = labelOf;
		this.button = el('button', {type: 'button', onclick: () => this.set(!this.looking)});
		this.note = el('p', {class: 'm-quiet'});
		this.list = el('ul', {class: 'm-shown'});
		this.root = el('div', {}, el('p', {class: 'm-actions'}, this.button), this.note, this.list);
		this.canvases = new Map(); /* by name: {number, canvas} */
		this.screens = [];
		this.looking = false;
	}

	title(name) {
		return ownerTitle(name, this.labelOf(name));
	}

	set(looking) {
		this.looking = looking;
		this.began = Date.now();
		this.screens = null;
		this.refused = false;
		this.update();
		if (looking) {
			this.look();
		}
	}

	/* Ends by itself when the part has left the page; a page behind others asks nothing. */
	async look() {
		if (!this.looking || !this.root.isConnected) {
			this.looking = false;
			return;
		}
		if (!document.hidden) {
			try {
				const {screens} = await getAside('/screens');
				await Promise.all(screens.map((screen) => this.fetch(screen)));
				this.screens = screens;
				this.came = Date.now();
				this.refused = false;
			} catch (error) {
				/* The page says that the hub is away; too many looks pass. */
				this.refused = error.status === 403;
			}
			if (this.refused || Date.now() - this.came > KEPT_MS) {
				this.screens = null;
			}
			this.update();
		}
		setTimeout(() => this.look(), EVERY_MS);
	}

	async fetch(screen) {
		const known = this.canvases.get(screen.name);
		if (screen.number === null || (known && known.number === screen.number)) {
			return;
		}
		const {number, png} = await getAside(`/screens/${screen.name}`);
		if (png) {
			const image = await imageOf(png);
			const canvas = el('canvas', {width: image.width, height: image.height, role: 'img',
				'aria-label': t('manager.shown.picture', {name: this.title(screen.name)})});
			canvas.getContext('2d').drawImage(image, 0, 0);
			this.canvases.set(screen.name, {number, canvas});
		}
	}

	/* What stands under a picture, or in place of one. */
	words(screen) {
		const age = screen.number === null ? null
			: ageText(screen.age_ms + Date.now() - this.came);
		const fault = !screen.here ? 'manager.shown.away'
			: screen.kind === 'browser' ? 'manager.shown.browser'
				: screen.state !== 'ok' ? 'manager.shown.no_display' : null;
		if (fault) {
			return age ? `${t(fault)} · ${age}` : t(fault);
		}
		return age || t(Date.now() - this.began > SILENT_MS ? 'manager.shown.none' : 'manager.shown.waits');
	}

	update() {
		const {looking, screens} = this;
		write(this.button, t(looking ? 'manager.shown.end' : 'manager.shown.begin'));
		write(this.note, !looking ? t('manager.shown.text')
			: this.refused ? t('manager.shown.refused')
				: screens && screens.length === 0 ? t('manager.shown.no_screens') : '');
		const shown = looking && screens ? screens : [];
		fillFor(this.list, [shown.map(({name, number, here}) => [this.title(name), number, here]), getLanguage()],
			() => shown.map((screen) => this.item(screen)));
		shown.forEach((screen, i) => {
			write(this.list.children[i].querySelector('.m-shown-words'), this.words(screen));
		});
	}

	item({name, number, here}) {
		const kept = number !== null && this.canvases.get(name);
		return el('li', {class: here ? null : 'away'},
			el('div', {class: 'm-shown-picture'}, kept ? kept.canvas : null),
			el('p', {}, el('b', {}, this.title(name)), ' ', el('span', {class: 'm-shown-words'})));
	}
}
