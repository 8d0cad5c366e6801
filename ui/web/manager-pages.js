/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of the notice board: titles, texts, tables, links and pictures that take turns in the
 * halls' large panel while nobody is being called, and on screens of their own. Pictures are brought to the size of a screen here, as PNG:
 * displays decode nothing else. */
import {get, post, put, ApiError} from './api.js';
import {el, fill} from './dom.js';
import {HALL_PAGES, HALL_PAGE_LINK, HALL_PAGE_LINK_WORDS, HALL_PAGE_SECONDS, TEXT} from './limits.js';
import {copyOf, same} from './manager-diff.js';
import {faultsOf, faultText, pathParts, placeText, Places} from './manager-faults.js';
import {TableEditor, whenInputs} from './manager-page-content.js';
import {imageOf} from './manager-shown.js';
import {complain, say} from './notice.js';
import {languages as known, languagesOf, t} from './strings.js';

/* Characters of the fields that are written. */
const LONGEST = {head: TEXT, lines: TEXT, link: HALL_PAGE_LINK, link_words: HALL_PAGE_LINK_WORDS};
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
		this.undo = el('button', {type: 'button', onclick: () => this.begin()}, t('manager_edit.bar.drop'));
		this.root = el('section', {class: 'm-part m-pages'}, el('h2', {}, t('board_page.title')),
			el('p', {class: 'm-quiet'}, t('board_page.text')), this.list,
			el('p', {class: 'm-actions'}, this.save, this.undo));
		this.pages = null;
		this.fields = new Places();
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

	/* path: below the page, as the hub names it. */
	field(at, name, language, input, path) {
		const id = `page-${at}-${name}${language ? `-${language}` : ''}`;
		const wrong = el('span', {class: 'fault', id: `${id}-wrong`, hidden: true});
		input.id = id;
		input.setAttribute('aria-describedby', `${id}-wrong`);
		this.fields.tie(['pages', at].concat(path, language || []), input, wrong, LONGEST[name]);
		return el('div', {class: 'm-field'}, el('label', {for: id}, language
			? `${t(`board_page.${name}`)} (${language})` : t(`board_page.${name}`)), input, wrong);
	}

	words(page, at, name) {
		return languagesOf(this.page.store.site).map((language) => {
			const input = el(name === 'head' ? 'input' : 'textarea', {rows: 3, lang: language,
				oninput: () => {
					const key = name === 'head' ? 'title' : 'text';
					const words = {...page[key], [language]: input.value};
					if (!input.value) {
						delete words[language];
					}
					this.set(page, key, Object.keys(words).length ? words : null);
				}});
			input.value = (page[name === 'head' ? 'title' : 'text'] || {})[language] || '';
			return this.field(at, name, language, input, name === 'head' ? 'title' : 'text');
		});
	}

	when(page, at, key) {
		const wrong = el('span', {class: 'fault wide', hidden: true});
		const inputs = whenInputs(page[key], `page-${at}-${key}`,
			{day: t(`board_page.${key}`), time: t(`board_page.${key}_time`)},
			(value) => this.set(page, key, value));
		this.fields.tie(['pages', at, key], inputs[0].querySelector('input'), wrong);
		return [inputs, wrong];
	}

	where(page, at) {
		const input = el('select', {onchange: () =>
			this.set(page, 'where', input.value === 'both' ? null : input.value)},
		['both', 'hall', 'board'].map((where) =>
			el('option', {value: where}, t(`board_page.where_${where}`))));
		input.value = page.where || 'both';
		return this.field(at, 'where', '', input, 'where');
	}

	/* The address for the QR code and the words at it; without an address there is none. */
	link(page, at) {
		const keep = (url, words) => this.set(page, 'link', url || words
			? {url, ...words && {words}} : null);
		const url = el('input', {type: 'url',
			oninput: () => keep(url.value.trim(), (page.link || {}).words)});
		url.value = (page.link || {}).url || '';
		return el('div', {class: 'm-row'}, this.field(at, 'link', '', url, ['link', 'url']),
			languagesOf(this.page.store.site).map((language) => {
				const input = el('input', {lang: language, oninput: () => {
					const words = {...(page.link || {}).words, [language]: input.value};
					if (!input.value) {
						delete words[language];
					}
					keep((page.link || {}).url || '', Object.keys(words).length ? words : null);
				}});
				input.value = ((page.link || {}).words || {})[language] || '';
				return this.field(at, 'link_words', language, input, ['link', 'words']);
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
					`page-${at}-preview`, (error) => this.wordsOf(error));
				this.previews.set(page, preview);
				fill(shown, preview.root);
			}
		}}, el('summary', {}, t('board_page.preview')), shown);
	}

	/* Why a page cannot be shown as it is. */
	wordsOf(error) {
		const fault = error instanceof ApiError && error.faults[0];
		return fault ? `${placeText(pathParts(fault.path).slice(2), this.page.store.site)}: ${faultText(fault)}`
			: t('board_page.no_preview');
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
		return el('div', {class: 'm-row'}, this.field(at, 'picture', '', file, 'picture'), shown,
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
		file.value = ''; /* the same one may be chosen again */
	}

	one(page, at) {
		const seconds = el('input', {type: 'number', min: 3, max: HALL_PAGE_SECONDS, oninput: () =>
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
		const title = el('b', {tabindex: -1}, t('board_page.n', {n: at + 1}));
		const wrong = el('p', {class: 'fault', hidden: true});
		this.fields.tie(['pages', at], title, wrong);
		return el('div', {class: 'm-hall-page', role: 'group', 'aria-label': t('board_page.n', {n: at + 1})},
			title, wrong,
			el('div', {class: 'm-row'}, this.words(page, at, 'head')),
			el('div', {class: 'm-row'}, this.words(page, at, 'lines')), this.picture(page, at),
			new TableEditor(page, languagesOf(this.page.store.site), `page-${at}-table`,
				{path: ['pages', at, 'table'], places: this.fields, onchange: () => this.buttons()}).root,
			this.link(page, at),
			el('div', {class: 'm-row'}, this.where(page, at), this.field(at, 'seconds', '', seconds, 'seconds'),
				this.field(at, 'on', '', on, 'on')),
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
				}}, t('manager_edit.list.remove'))));
	}

	draw() {
		this.previews.clear();
		this.fields.forget();
		fill(this.list, this.pages.map((page, at) => this.one(page, at)),
			this.pages.length === 0 && el('p', {class: 'm-quiet'}, t('board_page.none')),
			this.pages.length < HALL_PAGES && el('button', {type: 'button', class: 'm-add', onclick: () => {
				this.pages.push({});
				this.draw();
			}}, `+ ${t('board_page.add')}`),
			this.pages.length < HALL_PAGES && el('button', {type: 'button', class: 'm-add',
				onclick: () => this.addLookup()}, `+ ${t('board_page.lookup')}`));
		this.buttons();
	}

	async keep() {
		const pages = this.pages.filter((page) => page.title || page.text || page.picture
			|| page.table || page.link);
		this.pages = copyOf(pages);
		this.saving = true;
		this.draw(); /* the hub's faults have the places of what is sent */
		if (this.fields.goToLong()) {
			this.saving = false;
			this.buttons();
			return;
		}
		await this.page.attempt(
			() => put('/pages', {pages}, {'If-Match': `"${this.page.store.siteSeq}"`}),
			() => {
				this.base = pages;
				this.pages = copyOf(pages);
				this.draw();
				say(t('board_page.saved'));
			}, (error) => {
				const faults = error instanceof ApiError ? faultsOf(error) : {};
				const first = Object.keys(faults)[0];
				return Boolean(first) && this.fields.show(faults).length === 0 && this.fields.go(first);
			});
		this.saving = false;
		this.buttons();
	}
}
