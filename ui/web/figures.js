/* SPDX-License-Identifier: Apache-2.0 */
/* The figures page: a period, what its rows are, plots and a table. The hub does the sums. */
import {get} from './api.js';
import {dayText, parseDay, typedDay, whenText} from './dates.js';
import {dayInput} from './day-input.js';
import {el, fill} from './dom.js';
import {chosenColumns, columnChooser} from './figures-columns.js';
import {downloads, printButton} from './figures-downloads.js';
import {monthlyPart} from './figures-monthly.js';
import {presetDays} from './figures-period.js';
import {cellText, plots, table} from './figures-table.js';
import {startShell} from './shell.js';
import {addWords, errorText, getLanguage, nameOf, onLanguage, t} from './strings.js';
import words from './words-figures.js';

addWords('figures', words);

const REPORTS = ['days', 'weeks', 'months', 'hours', 'services', 'counters', 'lanes', 'staff',
	'ratings', 'pauses', 'slips', 'dossiers', 'lookups', 'evaluation'];
const WITHOUT_SERVICE = ['lookups', 'evaluation']; /* these know none */
const PRESETS = ['today', 'week', 'month', 'month_before', 'year'];
const TILES = ['issued', 'served', 'no_show', 'left', 'wait_median_s', 'serve_median_s',
	'within_percent', 'rating_mean'];

class Figures {
	/* today: the hub's; unsure: that is a guess. */
	constructor(root, {me, site, today, unsure}) {
		this.me = me;
		this.site = site;
		this.today = today;
		this.unsure = unsure;
		this.reports = REPORTS.filter((by) => by !== 'staff' || me.role === 'director');
		this.root = root;
		this.asked = 0;
		this.readAddress();
		this.draw();
		onLanguage(() => this.draw());
	}

	/* What is shown stands in the address, so that it can be kept or sent to somebody. */
	readAddress() {
		const given = new URLSearchParams(location.search);
		const month = presetDays('month', this.today);
		const isDay = (day) => /^\d{4}-\d{2}-\d{2}$/.test(day || '');
		this.from = isDay(given.get('from')) ? given.get('from') : month[0];
		this.to = isDay(given.get('to')) ? given.get('to') : month[1];
		this.by = this.reports.includes(given.get('by')) ? given.get('by') : 'days';
		this.service = given.get('service') || '';
		this.evaluation = given.get('period') || '';
	}

	query(more) {
		const query = new URLSearchParams(Object.assign({from: this.from, to: this.to}, more));
		if (this.service) {
			query.set('service', this.service);
		}
		return query.toString();
	}

	draw() {
		this.body = el('div', {class: 'figures-body', 'aria-live': 'polite'});
		this.title = el('h1', {});
		this.printed = el('p', {class: 'print-head'});
		fill(this.root, el('main', {class: 'figures'}, this.printed, this.title,
			!this.site && el('p', {class: 'uneven', role: 'alert'}, t('setup.no_site')),
			this.unsure && el('p', {class: 'uneven'}, el('span', {'aria-hidden': 'true'}, '⚠ '),
				t('figures.note.clock', {day: dayText(this.today)})),
			this.period = this.periodForm(),
			this.choices(), this.body, monthlyPart()));
		this.look();
	}

	periodForm() {
		const from = dayInput(this.from, {name: 'from', required: true});
		const to = dayInput(this.to, {name: 'to', required: true});
		const wrong = el('p', {class: 'wrong-text', role: 'alert'});
		const service = el('select', {name: 'service'},
			el('option', {value: ''}, t('figures.all_services')),
			((this.site || {}).services || []).map((one) => el('option',
				{value: one.id, selected: one.id === this.service}, nameOf(one.name))));
		const take = (days) => {
			[this.from, this.to] = days;
			[from, to].forEach((input, at) => {
				input.value = typedDay(days[at]);
				input.setCustomValidity('');
			});
			this.look();
		};
		return el('form', {
			class: 'card period',
			onsubmit: (event) => {
				event.preventDefault();
				const days = [parseDay(from.value), parseDay(to.value)];
				wrong.textContent = days[0] > days[1] ? t('figures.wrong_days') : '';
				this.service = service.value;
				if (!wrong.textContent) {
					take(days);
				}
			},
		},
		el('div', {class: 'presets', role: 'group', 'aria-label': t('figures.presets')},
			PRESETS.map((name) => el('button', {
				type: 'button', onclick: () => take(presetDays(name, this.today)),
			}, t(`figures.preset.${name}`)))),
		el('div', {class: 'fields'},
			el('label', {class: 'field'}, el('span', {}, t('figures.from')), from),
			el('label', {class: 'field'}, el('span', {}, t('figures.to')), to),
			el('label', {class: 'field'}, el('span', {}, t('figures.service')), service),
			el('button', {type: 'submit', class: 'lead'}, t('figures.show'))), wrong);
	}

	choices() {
		return el('div', {class: 'choices', role: 'group', 'aria-label': t('figures.by')},
			this.reports.map((by) => el('button', {
				type: 'button', 'data-by': by, 'aria-pressed': String(by === this.by),
				onclick: () => this.choose(by),
			}, t(`figures.by.${by}`))));
	}

	choose(by) {
		this.by = by;
		this.root.querySelectorAll('[data-by]').forEach((button) => {
			button.setAttribute('aria-pressed', String(button.getAttribute('data-by') === by));
		});
		this.look();
	}

	/* Asks for what was chosen; an answer that was overtaken by another choice is dropped. */
	async look() {
		const asked = ++this.asked;
		const evaluation = this.by === 'evaluation'; /* of a period of its own */
		this.period.hidden = evaluation;
		history.replaceState(null, '', evaluation
			? `?by=evaluation&period=${encodeURIComponent(this.evaluation)}`
			: `?${this.query({by: this.by})}`);
		fill(this.title, evaluation ? t('figures.evaluation.title')
			: t('figures.title', {from: dayText(this.from), to: dayText(this.to)}));
		this.root.setAttribute('aria-busy', 'true');
		let shown;
		try {
			const [state, parts] = await Promise.all([get('/state'),
				evaluation ? this.evaluationParts() : this.reportParts()]);
			shown = [parts, this.printHead(state)];
		} catch (error) {
			shown = [el('p', {class: 'wrong-text', role: 'alert'}, errorText(error)), ''];
		}
		if (asked === this.asked) {
			fill(this.body, shown[0]);
			fill(this.printed, shown[1]);
			this.root.setAttribute('aria-busy', 'false');
		}
	}

	/* What a printed page says besides: whose figures these are, which, and of when. */
	printHead(state) {
		const service = ((this.site || {}).services || []).find((one) => one.id === this.service);
		const byService = service && !WITHOUT_SERVICE.includes(this.by);
		return [el('b', {}, nameOf((this.site || {}).name)),
			el('span', {}, t(`figures.by.${this.by}`), byService && ` · ${nameOf(service.name)}`),
			state.clock === 'ok' && el('span', {},
				t('figures.taken_at', {when: whenText(state.time)}))];
	}

	async evaluationParts() {
		const {evaluationPart} = await import('./figures-evaluation.js');
		return evaluationPart({me: this.me, today: this.unsure ? null : this.today,
			period: this.evaluation, look: (period) => {
				this.evaluation = period;
				return this.look();
			}});
	}

	async reportParts() {
		const report = await get(`/reports/${this.by}?${this.query({language: getLanguage()})}`);
		switch (report.by) {
		case 'dossiers': {
			const {dossierEntry, dossierReport} = await import('./figures-dossiers.js');
			return [this.chosen(report, () => dossierReport(report, this.site)),
				await dossierEntry({me: this.me, site: this.site,
					today: this.unsure ? null : this.today, from: this.from, to: this.to,
					after: () => this.look()})];
		}
		case 'lookups': {
			const {lookupReport} = await import('./figures-lookups.js');
			return this.chosen(report, () => lookupReport(report, this.service !== ''));
		}
		default:
			return this.ticketParts(report);
		}
	}

	/* What draws the report with the columns that are chosen, below the chooser, and its files. */
	chosen(report, draw) {
		const shown = el('div', {});
		const show = () => fill(shown, draw(), this.downloads(report));
		show();
		return [report.rows.length > 0 && columnChooser(report, show), shown];
	}

	ticketParts(report) {
		const staff = report.rows.map((row) => ({id: row.key, name: row.name}));
		const names = {site: this.site, staff};
		const total = report.rows[report.rows.length - 1];
		const nothing = report.rows.length === 1 && !total.issued && !total.sessions;
		const previous = el('div', {});
		const shown = () => {
			import('./figures-previous.js').then(({previousPart}) =>
				fill(previous, previousPart(report, this.service)), () => null);
			return table(report, names, chosenColumns(report));
		};
		return [this.portalNotes(report), this.tiles(total),
			nothing ? [el('p', {class: 'nothing'}, t('figures.nothing')), this.downloads(report)]
				: [el('div', {class: 'plots'}, plots(report, names)),
					this.chosen(report, shown), previous],
			'within_percent' in total && el('p', {class: 'hint'}, t('figures.note.target')),
			'rated' in total && el('p', {class: 'hint'}, t('figures.note.rated'))];
	}

	portalNotes(report) {
		return report.portal.map((span) => el('p', {class: 'uneven'},
			el('span', {'aria-hidden': 'true'}, '⚠ '),
			t(span.to ? 'figures.note.portal' : 'figures.note.portal_now',
				{from: whenText(span.from), to: span.to && whenText(span.to)}),
			span.note && ` (${span.note})`));
	}

	tiles(total) {
		return el('dl', {class: 'tiles'}, TILES.filter((name) => name in total).map((name) =>
			el('div', {class: 'tile'}, el('dt', {}, t(`figures.col.${name}`)),
				el('dd', {}, cellText(name, total[name])))));
	}

	downloads(report) {
		return downloads(report, {name: `layso-${this.by}-${this.from}-${this.to}`, previous: !!report.plots,
			query: Object.assign({from: this.from, to: this.to}, this.service && {service: this.service}),
			more: printButton()});
	}
}

startShell({page: 'figures'}).then(async ({me, site, shell}) => {
	const state = await shell.insist(() => get('/state'));
	/* Without a clock the open day stands on a date of its own. */
	const unsure = state.clock !== 'ok';
	new Figures(document.getElementById('app'), {me, site, unsure,
		today: unsure && state.day ? state.day : state.time.slice(0, 10)});
});
