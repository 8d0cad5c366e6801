/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing a pictogram from all there are, seen beside each other. */
import {el} from './dom.js';
import {PICTOGRAMS} from './pictograms.js';
import {t} from './strings.js';

const SVG = 'http://www.w3.org/2000/svg';

/* The drawing of a name; null when there is none. It says nothing to a screen reader. */
export function pictogram(name) {
	if (!PICTOGRAMS[name]) {
		return null;
	}
	const svg = document.createElementNS(SVG, 'svg');
	const path = document.createElementNS(SVG, 'path');
	svg.setAttribute('viewBox', '0 0 960 960');
	svg.setAttribute('class', 'm-pictogram');
	svg.setAttribute('aria-hidden', 'true');
	path.setAttribute('d', PICTOGRAMS[name]);
	svg.appendChild(path);
	return svg;
}

let count = 0;

/* fields: those of the page; the choice is written to the draft at this path. */
export function pictogramChoice(fields, path, changed) {
	const {draft} = fields;
	const group = `pictogram-${++count}`;
	const wrong = el('span', {class: 'fault', hidden: true});
	const choice = (name) => el('label', {class: 'm-pill', title: t(`manager_edit.pictogram.${name}`)},
		el('input', {type: 'radio', name: group, value: name,
			checked: (draft.at(path) || 'none') === name, onchange: () => {
				draft.set(path, name === 'none' ? undefined : name);
				changed();
			}}),
		pictogram(name), el('span', {}, t(`manager_edit.pictogram.${name}`)));
	const box = el('details', {class: 'm-choice'},
		el('summary', {}, t('manager_edit.f.pictogram')),
		el('div', {class: 'm-pills', role: 'radiogroup', 'aria-label': t('manager_edit.f.pictogram')},
			['none'].concat(Object.keys(PICTOGRAMS)).map(choice)), wrong);
	fields.tie(path, box, wrong);
	return box;
}
