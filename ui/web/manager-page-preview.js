/* SPDX-License-Identifier: Apache-2.0 */
/* What a screen will show of a page that is being written: the hub says what stands where, as it
 * does for a hall's screen, and the page of such a screen draws it in a frame. And from how far it
 * can be read, in words. */
import {get, post} from './api.js';
import {el, fill} from './dom.js';
import {languageName, t} from './strings.js';

const LYING = [1920, 1080];
const UPRIGHT = [1080, 1920];
const SHOWN_PX = {lying: 640, upright: 360}; /* how wide the picture is here */
const INCHES = [32, 43, 55, 65, 75];
const METRES = [2, 3, 5, 8];
const NEAR = 2;
const WAIT_MS = 400; /* after the last key */
const MM_PER_METRE = 4.654; /* a capital seen under 16 minutes of arc: ISO 9241-3's least */
const SECONDS = 12; /* of a part, unless the page says another number */
const TABLE_SECONDS = 60; /* nobody waits longer for the row that is theirs */
const CAPITAL = 0.714; /* of the em */

const PARTS = [['head', 'page-title', 'title'], ['lines', 'page-text', 'text'],
	['link_words', 'qr-words', 'words']];

/* How a text has been set: its type in pixels, and what of it had no room. most: the type in pixels
 * that no text gets more than. */
function settingOf(name, element, most) {
	const inner = element.firstChild;
	const [first, second] = inner.childNodes;
	const size = (one) => parseFloat(getComputedStyle(one).fontSize);
	const isDropped = second.textContent !== '' && second.style.display === 'none';
	return {name, size: size(first), isLargest: size(first) > most * 0.99, second: second.textContent && !isDropped ? size(second) : 0,
		isDropped, isCut: inner.offsetHeight > element.offsetHeight + 1
			|| inner.scrollWidth > element.offsetWidth + 1};
}

function settingOfTable(table, most) {
	const inner = table.firstChild;
	const size = parseFloat(getComputedStyle(inner).fontSize);
	const second = inner.querySelector('.second');
	return {name: 'table', size, isLargest: size > most * 0.99, second: second ? parseFloat(getComputedStyle(second).fontSize) : 0,
		isDropped: false, isCut: inner.offsetHeight > table.offsetHeight + 1};
}

/* most: the largest type of each, in pixels. */
export function settingsOf(page, most) {
	const shown = (id) => page.getElementById(id).style.display === 'block';
	const settings = PARTS.filter(([, id]) => shown(id))
		.map(([name, id, kind]) => settingOf(name, page.getElementById(id), most[kind]));
	return shown('page-table')
		? settings.concat(settingOfTable(page.getElementById('page-table'), most.table)) : settings;
}

/* One decimal, with the language's sign for it. */
function tenths(number) {
	return (Math.floor(number * 10 + 1e-6) / 10).toLocaleString(t('number.locale'));
}

/* What is too full, and what to do; [] everything can be read. mm: of a pixel. */
export function remarksOf(settings, mm, metres, languages) {
	const remarks = [];
	const say = (key, setting, values) => remarks.push(t(`board_page.${key}`,
		{part: t(`board_page.${setting.name}`), ...values}));
	settings.forEach((setting) => {
		const high = setting.size * CAPITAL * mm;
		/* Who scans a code stands in front of it. */
		const isSmall = high / MM_PER_METRE < (setting.name === 'link_words' ? Math.min(metres, NEAR) : metres);
		if (setting.isCut) {
			say('too_long', setting);
		} else if (isSmall) {
			say('too_small', setting, {mm: Math.round(high), far: tenths(high / MM_PER_METRE), metres});
		}
		if (setting.isDropped) {
			say('no_second', setting, {language: languageName(languages[1])});
		}
		if (setting.isCut || setting.isDropped || (isSmall && !setting.isLargest)) {
			remarks.push(t(`board_page.shorten_${setting.name}`));
		} else if (isSmall) {
			remarks.push(t('board_page.larger_screen'));
		}
	});
	return remarks;
}

/* From how far all of a language can be read; 0 there is nothing. */
function reachOf(settings, size, mm) {
	const sizes = settings.map(size).filter((px) => px > 0);
	return sizes.length ? Math.min(...sizes) * CAPITAL * mm / MM_PER_METRE : 0;
}

export class PagePreview {
	/* page: as in the site; languages: the site's; id begins the inputs' ids; faultOf(error): in words. */
	constructor(page, languages, id, faultOf) {
		Object.assign(this, {page, languages, id, faultOf, part: 0, pages: 1, asked: 0});
		this.choice = {};
		this.frame = el('iframe', {src: '/hall#draft', title: t('board_page.preview'), tabindex: '-1',
			onload: () => this.ask()});
		this.box = el('div', {class: 'm-frame'}, this.frame);
		this.turn = el('button', {type: 'button', onclick: () => {
			this.part = (this.part + 1) % this.pages;
			this.ask();
		}});
		this.remarks = el('div', {role: 'status'});
		this.root = el('div', {},
			el('div', {class: 'm-row'},
				this.choose('screen', this.places(), (place) => t(`board_page.on_${place}`)),
				this.choose('shape', ['lying', 'upright'], (shape) => t(`board_page.${shape}`)),
				this.choose('inches', INCHES, (n) => t('board_page.n_inches', {n}), 43),
				this.choose('metres', METRES, (n) => t('board_page.n_metres', {n}), 3)),
			this.box, el('p', {class: 'm-actions'}, this.turn), this.remarks);
	}

	/* Where the page is shown. */
	places() {
		return {hall: ['hall'], board: ['board']}[this.page.where] || ['hall', 'board'];
	}

	choose(name, values, words, value) {
		const id = `${this.id}-${name}`;
		const select = el('select', {id, onchange: () => {
			this.part = 0;
			this.ask();
		}}, values.map((one) => el('option', {value: one}, words(one))));
		select.value = value || values[0];
		this.choice[name] = select;
		return el('div', {class: 'm-field'}, el('label', {for: id}, t(`board_page.${name}`)), select);
	}

	/* The page has changed. */
	changed() {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.ask(), WAIT_MS);
	}

	async ask() {
		const {screen, shape, inches} = this.choice;
		const [width, height] = shape.value === 'lying' ? LYING : UPRIGHT;
		const asked = ++this.asked;
		let view;
		let picture;
		try {
			({view} = await post('/pages/preview', {page: this.page, width, height,
				board: screen.value === 'board', inches: Number(inches.value), part: this.part}));
			picture = view.main.picture
				? `data:image/png;base64,${(await get(`/pictures/${view.main.picture}`)).png}` : '';
		} catch (error) {
			if (asked === this.asked) {
				this.show([this.faultOf(error)], 'm-warning');
			}
			return;
		}
		if (asked === this.asked && this.root.isConnected) {
			this.draw(view, picture, width, height);
		}
	}

	draw(view, picture, width, height) {
		const {hallBoard, hallPanels, document: page} = this.frame.contentWindow;
		const most = {};
		const scale = SHOWN_PX[this.choice.shape.value] / width;
		const again = () => hallPanels.showAll(view, picture);
		const table = view.main.table;
		Object.assign(this.frame.style, {width: `${width}px`, height: `${height}px`,
			transform: `scale(${scale})`});
		Object.assign(this.box.style, {width: `${width * scale}px`, height: `${height * scale}px`});
		page.getElementById('picture').onload = again;
		page.getElementById('emblem').onload = again;
		again();
		this.pages = table ? table.pages : 1;
		this.part = table ? table.page : 0;
		this.turn.hidden = this.pages < 2;
		fill(this.turn, t('board_page.next_part', {n: this.part + 1, all: this.pages}));
		Object.keys(hallBoard.MOST).forEach((kind) => {
			most[kind] = hallBoard.MOST[kind] * view.unit_100px / 100;
		});
		this.judge(settingsOf(page, most), Number(this.choice.inches.value) * 25.4 / Math.hypot(width, height));
	}

	judge(settings, mm) {
		const seconds = this.pages * (this.page.seconds || SECONDS);
		const remarks = remarksOf(settings, mm, Number(this.choice.metres.value), this.languages);
		if (this.pages > 1 && seconds > TABLE_SECONDS) {
			remarks.push(t('board_page.many_parts', {part: t('board_page.table'), n: this.pages,
				minutes: Math.ceil(seconds / 60)}), t('board_page.shorten_table'));
		}
		const far = reachOf(settings, (setting) => setting.size, mm);
		const second = reachOf(settings, (setting) => setting.second, mm);
		const reach = [far > 0 && t('board_page.reach', {far: tenths(far)}),
			second > 0 && t('board_page.reach_second',
				{far: tenths(second), language: languageName(this.languages[1])})];
		this.show(remarks, 'm-warning');
		this.remarks.appendChild(el('p', {class: 'm-quiet'}, reach.filter(Boolean).join(' ')));
	}

	show(remarks, kind) {
		fill(this.remarks, remarks.length > 0 && el('div', {class: kind},
			remarks.map((remark) => el('p', {}, remark))));
	}
}
