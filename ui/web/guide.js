/* SPDX-License-Identifier: Apache-2.0 */
/* The guide to a page, over it. The hub makes it (hub-guide.c); a page that has been open for a while
 * keeps it, so that it can be read when the hub is away. */
import {closeDialog, showPanel} from './dialog.js';
import {el, fill} from './dom.js';
import {getLanguage, t, whyText} from './strings.js';
import {practise} from './training-link.js';

const kept = {};
let shown = false;

function addressOf(role) {
	return `/guide/${role}?lang=${getLanguage()}`;
}

async function fetchPart(address) {
	const response = await fetch(address);
	if (!response.ok) {
		throw response; /* with its status, which whyText() knows */
	}
	return response;
}

function dataOf(blob) {
	return new Promise((resolve) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result);
		reader.readAsDataURL(blob);
	});
}

/* What the hub's page has between <main> and </main>, with its picture in it. */
async function read(address) {
	const text = await (await fetchPart(address)).text();
	const main = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
	const picture = main.querySelector('img');
	if (picture) {
		picture.src = await dataOf(await (await fetchPart(picture.getAttribute('src'))).blob());
	}
	main.querySelectorAll('a').forEach((link) => link.setAttribute('target', '_blank'));
	return main;
}

/* Has it at hand before anybody asks. */
export async function keepGuide(role) {
	const address = addressOf(role);
	kept[address] = kept[address] || await read(address);
	return kept[address];
}

function addStyle() {
	if (!document.querySelector('link[href="/web/guide.css"]')) {
		document.head.appendChild(el('link', {rel: 'stylesheet', href: '/web/guide.css'}));
	}
}

/* Shows it, or takes it away again. */
export async function showGuide(role) {
	if (shown) {
		closeDialog();
		return;
	}
	addStyle();
	let main = null, why = null;
	try {
		main = await keepGuide(role);
	} catch (error) {
		why = whyText(error);
	}
	const body = el('div', {class: 'guide', tabindex: '-1'},
		why ? el('p', {role: 'alert'}, t('guide.away', {why})) : null);
	if (main) {
		const copy = document.importNode(main, true);
		fill(body, practise(), Array.from(copy.childNodes).filter((one) => one.nodeName !== 'H1'));
	}
	const panel = showPanel(main ? main.querySelector('h1').textContent : t('guide'), body);
	const box = document.querySelector('.dialog');
	shown = true;
	box.classList.toggle('guide-dialog', Boolean(main));
	body.focus(); /* its beginning, not the button at its end */
	box.parentNode.scrollTop = 0;
	await panel;
	shown = false;
}
