/* SPDX-License-Identifier: Apache-2.0 */
/* Plots: bars side by side in an SVG. What they show stands in the table beside them, too. */
import {el, fill} from './dom.js';
import {numberText} from './figures-period.js';

const SPACE = 'http://www.w3.org/2000/svg';
const WIDTH = 760; /* until its place is known */
const WIDTH_MIN = 240;
const HEIGHT = 240;
const BOTTOM = 40;
const TOP = 12;
const LETTER = 9; /* how wide one is at most, in figures */

function svg(tag, attributes, text) {
	const element = document.createElementNS(SPACE, tag);
	Object.keys(attributes).forEach((name) => element.setAttribute(name, attributes[name]));
	if (text !== undefined) {
		element.textContent = text;
	}
	return element;
}

/* The next 1, 2 or 5 times a power of ten: four steps of it hold the greatest value. */
function stepFor(greatest) {
	const rough = Math.max(greatest, 1) / 4;
	const power = Math.pow(10, Math.floor(Math.log10(rough)));
	const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
	return Math.max(step, 1);
}

/* What a plot is drawn by: the greatest number of its scale, where the bars begin, how wide it is. */
function frameFor(rows, width) {
	const greatest = Math.max(...rows.map((row) => Math.max(...row.values.map((n) => n || 0))));
	const top = stepFor(greatest) * 4;
	return {top, width, left: LETTER * Math.max(numberText(top).length, 3) + 12,
		heightOf: (n) => n / top * (HEIGHT - BOTTOM - TOP)};
}

function drawScale(plot, {top, width, left, heightOf}) {
	for (let i = 0; i <= 4; i++) {
		const y = HEIGHT - BOTTOM - heightOf(top / 4 * i);
		plot.appendChild(svg('line', {class: 'plot-line', x1: left, x2: width, y1: y, y2: y}));
		plot.appendChild(svg('text', {class: 'plot-text', x: left - 6, y: y + 4, 'text-anchor': 'end'},
			numberText(top / 4 * i)));
	}
}

/* What is not known has a dash in place of its bars. */
function drawRow(plot, row, middle, width, heightOf) {
	row.values.forEach((value, i) => {
		const height = heightOf(value || 0);
		plot.appendChild(svg('rect', {
			class: `plot-bar plot-bar-${i + 1}`, x: middle + (i - row.values.length / 2) * width,
			y: HEIGHT - BOTTOM - height, width: Math.max(width - 1, 0.8), height,
		}));
	});
	if (row.values.every((value) => value === null)) {
		plot.appendChild(svg('text', {class: 'plot-text plot-unknown', x: middle,
			y: HEIGHT - BOTTOM - 6, 'text-anchor': 'middle'}, '–'));
	}
}

function drawBars(plot, rows, {width, left, heightOf}) {
	const place = (width - left) / rows.length;
	const longest = Math.max(...rows.map((row) => row.label.length));
	const every = Math.max(1, Math.ceil((LETTER * longest + 6) / place));
	rows.forEach((row, index) => {
		const middle = left + place * (index + 0.5);
		drawRow(plot, row, middle, Math.min(place * 0.8 / row.values.length, 34), heightOf);
		if (index % every === 0) {
			plot.appendChild(svg('text', {
				class: 'plot-text', x: middle, y: HEIGHT - BOTTOM + 18, 'text-anchor': 'middle',
			}, row.label));
		}
	});
}

/* Drawn anew for each width, so that its texts keep their size. */
function drawIn(plot, rows) {
	let drawn = 0;
	const draw = (width) => {
		const frame = frameFor(rows, width);
		drawn = width;
		fill(plot).setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
		drawScale(plot, frame);
		drawBars(plot, rows, frame);
	};
	draw(WIDTH);
	if (window.ResizeObserver) {
		new ResizeObserver(([{contentRect}]) => {
			const width = Math.max(Math.round(contentRect.width), WIDTH_MIN);
			if (contentRect.width > 0 && width !== drawn) {
				draw(width);
			}
		}).observe(plot);
	}
}

/* rows: [{label, values}], a value of null is not known; series: the names of the values. */
export function barPlot(title, rows, series) {
	const plot = svg('svg', {class: 'plot', role: 'img', 'aria-label': title});
	drawIn(plot, rows);
	return el('figure', {class: 'plot-box'},
		el('figcaption', {}, el('b', {}, title), el('span', {class: 'plot-keys'},
			series.map((name, i) => el('span', {class: 'plot-key'},
				el('span', {class: `plot-mark plot-mark-${i + 1}`, 'aria-hidden': 'true'}),
				name)))),
		plot);
}
