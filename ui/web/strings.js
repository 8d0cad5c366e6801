/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the pages in each language. They stand in ui/strings/<language>.json; the hub makes
 * words-<section>.js of a section of it: {language: {key: text}}, the keys without the section. */
import words from './words-page.js';

const texts = words;

export const languages = Object.keys(texts);

let current = languages[0];
const watchers = [];

/* A page's own words, which it asks for by their section and key. */
export function addWords(section, more) {
	languages.forEach((language) => Object.keys(more[language] || {}).forEach((key) => {
		texts[language][`${section}.${key}`] = more[language][key];
	}));
}

/* watcher() is told when the language changes: what it drew has to be drawn again. */
export function onLanguage(watcher) {
	watchers.push(watcher);
}

export function setLanguage(language) {
	const before = current;
	current = texts[language] ? language : languages[0];
	document.documentElement.lang = current;
	if (current !== before) {
		watchers.forEach((watcher) => watcher());
	}
}

export function getLanguage() {
	return current;
}

/* The text with {placeholders} filled; in the first language, or the key, when it is missing. In the
 * page's language unless another is named. {n|place|places} is the first for one, else the other. */
export function t(key, values, language) {
	const text = texts[language || current][key] || texts[languages[0]][key] || key;
	return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name, one, more) => {
		if (!values || values[name] === undefined) {
			return whole;
		}
		return one === undefined ? values[name] : Number(values[name]) === 1 ? one : more;
	});
}

/* A language's name in itself; its code when the pages do not have it. */
export function languageName(language) {
	return texts[language] ? t('language.name', null, language) : language;
}

/* A name from the site data: {language: text}. */
export function nameOf(name) {
	return name ? name[current] || name[languages[0]] || name[Object.keys(name)[0]] || '' : '';
}

/* The languages that a site has its names in. */
export function languagesOf(site) {
	return site.languages || languages.slice(0, 1);
}

function bytesText(bytes, round) {
	const mega = bytes >= 1e7 ? 1024 : 1;
	return `${round(bytes / 1024 / mega).toLocaleString(t('number.locale'))} ${mega > 1 ? 'MB' : 'kB'}`;
}

/* Why something cannot be had, as the middle of a sentence. */
export function whyText(error) {
	return t(!error.status ? 'why.silent' : error.status === 403 ? 'why.forbidden'
		: error.status === 404 ? 'why.missing' : error.status === 429 ? 'why.too_many'
			: error.error === 'busy_hub' ? 'why.busy' : 'why.failed', {status: error.status});
}

/* What to say about an error of the API. A limit is never said to be larger than it is. */
export function errorText(error) {
	const key = `error.${error.error || 'away'}`;
	return texts[languages[0]][key] ? t(key, error.limit && {
		size: bytesText(error.size, Math.ceil), limit: bytesText(error.limit, Math.floor)}) : t('error.other');
}
