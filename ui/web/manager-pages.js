/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of the notice board: titles, texts, tables, links and pictures that take turns in the
 * halls' large panel while nobody is being called, and on screens of their own. Pictures are brought to the size of a screen here, as PNG:
 * displays decode nothing else. */
import {get, post, put, ApiError} from './api.js';
import {el, fill} from './dom.js';
import {copyOf, same} from './manager-diff.js';
import {TableEditor, whenInputs} from './manager-page-content.js';
import {imageOf} from './manager-shown.js';
import {complain, say} from './notice.js';
import {languages as known, languagesOf, t} from './strings.js';

const PAGES_MAX = 24;
const SECONDS = 12;
const WIDTH = 1920; /* as many pixels as halls take: an upright picture keeps the height of a screen */
const HEIGHT = 1080;
const BASE64_BYTES = 2 * 1024 * 1024 - 4096;

/* A canvas with the image, in at most width × height. */
function draw(image, width, height) {
	const scale = Math.min(1, width / image.width, height / image.height);
	const canvas = el('canvas', {width: Math.max(1, Math.round(image.width * scale)),
		height: Math.max(1, Math.round(image.height * scale))});
	const context = canvas.getContext('2d');
	context.imageSmoothingQuality = 'high';
	context.drawImage(image, 0, 0, canvas.width, canvas.height);
	return canvas;
}

/* A photo as PNG may be too large for the hub: then it gets fewer pixels. */
async function pngOf(file) {
	const image = await createImageBitmap(file);
	for (let share = 1; share > 0.2; share *= 0.8) {
		const png = draw(image, WIDTH * share, HEIGHT * share).toDataURL('image/png').split(',')[1];
		if (png.length <= BASE64_BYTES) {
			return png;
		}
	}
	throw new Error('too large');
}

export class PagesPart {
	constructor(page) {
		this.page = page;
		this.list = el('div', {class: 'm-notices'});
		this.save = el('button', {type: 'button', class: 'lead', onclick: () => this.keep()},
			t('board_page.save'));
		this.undo = el('button', {type: 'button', onclick: () => this.begin()}, t('manager.bar.drop'));
		this.root = el('section', {class: 'm-part m-pages'}, el('h2', {}, t('board_page.title')),
			el('p', {class: 'm-quiet'}, t('board_page.text')), this.list,
			el('p', {class: 'm-actions'}, this.save, this.undo));
		this.pages = null;
		this.previews = new Map(); /* the open ones, by their page */
	}

	update() {
		const now = this.page.store.site.pages || [];
		if (this.pages === null || (same(this.pages, this.base) && !same(now, this.base))) {
			this.begin();
		}
	}

	begin() {
		this.base = this.page.store.site.pages || [];
		this.pages = copyOf(this.base);
		this.draw();
	}

	buttons() {
		this.previews.forEach((preview) => preview.changed());
		const isChanged = !same(this.pages, this.base);
		this.save.disabled = !isChanged || this.saving === true;
		this.undo.hidden = !isChanged;
	}

	/* Puts a value in a page, or takes it out when there is none. */
	set(page, key, value) {
		if (value) {
			page[key] = value;
		} else {
			delete page[key];
		}
		this.buttons();
	}

	field(at, name, language, input) {
		const id = `page-${at}-${name}${language ? `-${language}` : ''}`;
		input.id = id;
		return el('div', {class: 'm-field'}, el('label', {for: id}, language
			? `${t(`board_page.${name}`)} (${language})` : t(`board_page.${name}`)), input);
	}

	words(page, at, name) {
		return languagesOf(this.page.store.site).map((language) => {
			const input = el(name === 'head' ? 'input' : 'textarea', {rows: 3, lang: language,
				maxlength: name === 'head' ? 100 : 300, oninput: () => {
					const key = name === 'head' ? 'title' : 'text';
					const words = {...page[key], [language]: input.value};
					if (!input.value) {
						delete words[language];
					}
					this.set(page, key, Object.keys(words).length ? words : null);
				}});
			input.value = (page[name === 'head' ? 'title' : 'text'] || {})[language] || '';
			return this.field(at, name, language, input);
		});
	}

	when(page, at, key) {
		return whenInputs(page[key], `page-${at}-${key}`,
			{day: t(`board_page.${key}`), time: t(`board_page.${key}_time`)},
			(value) => this.set(page, key, value));
	}

	where(page, at) {
		const input = el('select', {onchange: () =>
			this.set(page, 'where', input.value === 'both' ? null : input.value)},
		['both', 'hall', 'board'].map((where) =>
			el('option', {value: where}, t(`board_page.where_${where}`))));
		input.value = page.where || 'both';
		return this.field(at, 'where', '', input);
	}

	/* The address for the QR code and the words at it; without an address there is none. */
	link(page, at) {
		const keep = (url, words) => this.set(page, 'link', url || words
			? {url, ...words && {words}} : null);
		const url = el('input', {type: 'url', maxlength: 200,
			oninput: () => keep(url.value.trim(), (page.link || {}).words)});
		url.value = (page.link || {}).url || '';
		return el('div', {class: 'm-row'}, this.field(at, 'link', '', url),
			languagesOf(this.page.store.site).map((language) => {
				const input = el('input', {maxlength: 60, lang: language, oninput: () => {
					const words = {...(page.link || {}).words, [language]: input.value};
					if (!input.value) {
						delete words[language];
					}
					keep((page.link || {}).url || '', Object.keys(words).length ? words : null);
				}});
				input.value = ((page.link || {}).words || {})[language] || '';
				return this.field(at, 'link_words', language, input);
			}));
	}

	/* The preview is loaded when somebody wants to see one, and follows what is written. */
	look(page, at) {
		const shown = el('div');
		this.previews.delete(page);
		return el('details', {class: 'm-preview', ontoggle: async (event) => {
			this.previews.delete(page);
			fill(shown);
			if (event.target.open) {
				const {PagePreview} = await import('./manager-page-preview.js');
				const preview = new PagePreview(page, languagesOf(this.page.store.site),
					`page-${at}-preview`, (error) => this.wordsOf(at, error));
				this.previews.set(page, preview);
				fill(shown, preview.root);
			}
		}}, el('summary', {}, t('board_page.preview')), shown);
	}

	/* Why a page cannot be shown as it is. */
	wordsOf(at, error) {
		const fault = error instanceof ApiError && error.faults[0];
		return fault ? this.faultOf(at, fault.path) : t('board_page.no_preview');
	}

	/* How to look up one's case at the portal; the centre puts the address in. */
	addLookup() {
		const words = (key) => Object.fromEntries(languagesOf(this.page.store.site)
			.filter((language, i) => i === 0 || known.includes(language))
			.map((language) => [language, t(`board_page.${key}`, {}, language)]));
		const links = (this.page.store.site.catalogue || {}).links || {};
		this.pages.push({title: words('lookup_title'), text: words('lookup_text'),
			link: {url: links.centre || ''}});
		this.draw();
		const url = document.getElementById(`page-${this.pages.length - 1}-link`);
		url.focus();
	}

	picture(page, at) {
		const shown = el('div', {class: 'm-picture'});
		const file = el('input', {type: 'file', accept: 'image/png,image/jpeg,image/webp',
			onchange: () => this.upload(page, file, shown)});
		if (page.picture) {
			this.show(page.picture, shown);
		}
		return el('div', {class: 'm-row'}, this.field(at, 'picture', '', file), shown,
			page.picture && el('button', {type: 'button', onclick: () => {
				this.set(page, 'picture', null);
				this.draw();
			}}, t('board_page.no_picture')));
	}

	async show(id, shown) {
		try {
			fill(shown, draw(await imageOf((await get(`/pictures/${id}`)).png), 320, 180));
		} catch (error) {
			fill(shown, el('p', {class: 'm-warning'}, t('board_page.lost')));
		}
	}

	async upload(page, file, shown) {
		let png;
		try {
			png = await pngOf(file.files[0]);
		} catch (error) {
			complain(t('board_page.unreadable'));
			return;
		}
		await this.page.attempt(() => post('/pictures', {png}), (answer) => {
			this.set(page, 'picture', answer.id);
			this.show(answer.id, shown);
		});
	}

	one(page, at) {
		const seconds = el('input', {type: 'number', min: 3, max: 300, oninput: () =>
			this.set(page, 'seconds', Number(seconds.value))});
		const on = el('input', {type: 'checkbox', onchange: () => {
			if (on.checked) {
				delete page.on;
			} else {
				page.on = false;
			}
			this.buttons();
		}});
		seconds.value = page.seconds || SECONDS;
		on.checked = page.on !== false;
		return el('div', {class: 'm-hall-page', role: 'group', 'aria-label': t('board_page.n', {n: at + 1})},
			el('b', {}, t('board_page.n', {n: at + 1})),
			el('div', {class: 'm-row'}, this.words(page, at, 'head')),
			el('div', {class: 'm-row'}, this.words(page, at, 'lines')), this.picture(page, at),
			new TableEditor(page, languagesOf(this.page.store.site), `page-${at}-table`,
				() => this.buttons()).root,
			this.link(page, at),
			el('div', {class: 'm-row'}, this.where(page, at), this.field(at, 'seconds', '', seconds),
				this.field(at, 'on', '', on)),
			el('div', {class: 'm-row'}, this.when(page, at, 'from'), this.when(page, at, 'to')),
			this.look(page, at),
			el('p', {class: 'm-actions'},
				at > 0 && el('button', {type: 'button', onclick: () => {
					this.pages.splice(at - 1, 0, this.pages.splice(at, 1)[0]);
					this.draw();
				}}, t('board_page.earlier')),
				el('button', {type: 'button', class: 'm-remove', onclick: () => {
					this.pages.splice(at, 1);
					this.draw();
				}}, t('manager.list.remove'))));
	}

	draw() {
		this.previews.clear();
		fill(this.list, this.pages.map((page, at) => this.one(page, at)),
			this.pages.length === 0 && el('p', {class: 'm-quiet'}, t('board_page.none')),
			this.pages.length < PAGES_MAX && el('button', {type: 'button', class: 'm-add', onclick: () => {
				this.pages.push({});
				this.draw();
			}}, `+ ${t('board_page.add')}`),
			this.pages.length < PAGES_MAX && el('button', {type: 'button', class: 'm-add',
				onclick: () => this.addLookup()}, `+ ${t('board_page.lookup')}`));
		this.buttons();
	}

	/* Which page, and where in it. */
	faultOf(at, path) {
		const key = (/^pages\[\d+\]\.(\w+)/.exec(path) || [])[1];
		const row = /\.rows\[(\d+)\]/.exec(path);
		const names = {title: 'head', text: 'lines', picture: 'picture', table: 'table', link: 'link',
			from: 'from', to: 'to', where: 'where', seconds: 'seconds'};
		const place = names[key] ? t(`board_page.${names[key]}`) : '';
		return t(`board_page.fault${key === 'table' || key === 'link' ? `_${key}` : ''}`, {n: at + 1,
			place: place + (row ? ` ${t('board_page.row')} ${Number(row[1]) + 1}` : '')});
	}

	async keep() {
		const pages = this.pages.filter((page) => page.title || page.text || page.picture
			|| page.table || page.link);
		this.saving = true;
		this.buttons();
		await this.page.attempt(
			() => put('/pages', {pages}, {'If-Match': `"${this.page.store.siteSeq}"`}),
			() => {
				this.base = pages;
				this.pages = copyOf(pages);
				this.draw();
				say(t('board_page.saved'));
			}, (error) => {
				const at = error instanceof ApiError && error.faults.length
					? /pages\[(\d+)\]/.exec(error.faults[0].path) : null;
				if (at) {
					complain(this.faultOf(Number(at[1]), error.faults[0].path));
				}
				return at !== null;
			});
		this.saving = false;
		this.buttons();
	}
}
