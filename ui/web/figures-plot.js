/* SPDX-License-Identifier: Apache-2.0 */
/* Plots: bars side by side in an SVG. What they show stands in the table beside them, too. */
import {el} from './dom.js';
import {numberText} from './figures-period.js';

const SPACE = 'http://www.w3.org/2000/svg';
const WIDTH = 760;
const HEIGHT = 240;
const LEFT = 48;
const BOTTOM = 40;
const TOP = 12;
const LABEL_WIDTH = 62;

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

function drawScale(plot, top, heightOf) {
	for (let i = 0; i <= 4; i++) {
		const y = HEIGHT - BOTTOM - heightOf(top / 4 * i);
		plot.appendChild(svg('line', {class: 'plot-line', x1: LEFT, x2: WIDTH, y1: y, y2: y}));
		plot.appendChild(svg('text', {class: 'plot-text', x: LEFT - 6, y: y + 4, 'text-anchor': 'end'},
			numberText(top / 4 * i)));
	}
}

function drawBars(plot, rows, series, heightOf) {
	const place = (WIDTH - LEFT) / rows.length;
	const width = Math.min(place * 0.8 / series.length, 34);
	const every = Math.max(1, Math.ceil(LABEL_WIDTH / place));
	rows.forEach((row, index) => {
		const middle = LEFT + place * (index + 0.5);
		series.forEach((one, i) => {
			const height = heightOf(row.values[i] || 0);
			plot.appendChild(svg('rect', {
				class: `plot-bar plot-bar-${i + 1}`, x: middle + (i - series.length / 2) * width,
				y: HEIGHT - BOTTOM - height, width: Math.max(width - 1, 0.8), height,
			}));
		});
		if (index % every === 0) {
			plot.appendChild(svg('text', {
				class: 'plot-text', x: middle, y: HEIGHT - BOTTOM + 18, 'text-anchor': 'middle',
			}, row.label));
		}
	});
}

/* rows: [{label, values}], series: the names of the values. */
export function barPlot(title, rows, series) {
	const greatest = Math.max(...rows.map((row) => Math.max(...row.values.map((n) => n || 0))));
	const top = stepFor(greatest) * 4;
	const heightOf = (n) => n / top * (HEIGHT - BOTTOM - TOP);
	const plot = svg('svg', {
		class: 'plot', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': title,
	});
	drawScale(plot, top, heightOf);
	drawBars(plot, rows, series, heightOf);
	return el('figure', {class: 'plot-box'},
		el('figcaption', {}, el('b', {}, title), el('span', {class: 'plot-keys'},
			series.map((name, i) => el('span', {class: 'plot-key'},
				el('span', {class: `plot-mark plot-mark-${i + 1}`, 'aria-hidden': 'true'}),
				name)))),
		plot);
}
