/* SPDX-License-Identifier: Apache-2.0 */
/* The editor's hours and closed days. */
import {dayText} from './dates.js';
import {clockInput} from './day-input.js';
import {el} from './dom.js';
import {SPANS} from './limits.js';
import {languagesOf, nameOf, t} from './strings.js';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_END = '24:00';

/* One span of a day: two times. */
function span(view, path, day, at) {
	const draft = view.draft;
	const wrong = el('span', {class: 'fault', hidden: true});
	const time = (which) => clockInput(draft.at(path.concat(day, at, which)),
		(clock) => draft.set(path.concat(day, at, which), clock), {
			'aria-label': t(which ? 'manager_edit.hours.to' : 'manager_edit.hours.from', {day: t(`manager_edit.day.${day}`)}),
		}, which ? DAY_END : '');
	const box = el('span', {class: 'm-span', role: 'group'}, time(0),
		el('span', {'aria-hidden': 'true'}, '–'), time(1),
		el('button', {type: 'button', class: 'm-remove small', 'aria-label': t('manager_edit.hours.remove', {
			day: t(`manager_edit.day.${day}`)}), onclick: () => {
			draft.set(path.concat(day), draft.at(path.concat(day)).filter((_, i) => i !== at));
			view.draw();
		}}, '×'), wrong);
	view.fields.tie(path.concat(day, at), box, wrong);
	return box;
}

function week(view, path) {
	const draft = view.draft;
	return el('div', {class: 'm-week'}, DAYS.map((day) => {
		const spans = draft.at(path.concat(day)) || [];
		return el('div', {class: 'm-week-day'}, el('b', {}, t(`manager_edit.day.${day}`)),
			el('span', {class: 'm-spans'},
				spans.length === 0 && el('span', {class: 'm-quiet'}, t('manager_edit.hours.closed')),
				spans.map((_, at) => span(view, path, day, at)),
				spans.length < SPANS && el('button', {
					type: 'button', class: 'm-add small',
					'aria-label': t('manager_edit.hours.add_to', {day: t(`manager_edit.day.${day}`)}),
					onclick: () => {
						const last = spans.length ? spans[spans.length - 1][1] : '07:30';
						draft.set(path.concat(day), spans.concat([[last,
							last < '11:30' ? '11:30' : '17:00']]));
						view.draw();
					},
				}, `+ ${t('manager_edit.hours.add')}`)));
	}));
}

function usualWeek() {
	const week_ = {};
	DAYS.forEach((day, at) => {
		week_[day] = at < 5 ? [['07:30', '11:30'], ['13:30', '17:00']] : [];
	});
	return week_;
}

/* The hours at a path: always, or a week. */
function hours(view, path, always) {
	const draft = view.draft;
	const isAlways = draft.at(path) === 'always';
	return [el('label', {class: 'm-tick'}, el('input', {
		type: 'checkbox', checked: isAlways, onchange: (event) => {
			draft.set(path, event.target.checked ? 'always' : usualWeek());
			view.draw();
		},
	}), ' ', always), !isAlways && week(view, path)];
}

function closedDays(view) {
	const f = view.fields;
	return view.list('closed_days', {
		title: (one) => [el('b', {}, dayText(one.day) || '?'),
			el('small', {class: 'm-quiet'}, nameOf(one.name))],
		body: (path) => [
			el('div', {class: 'm-row'}, f.day(path.concat('day'), t('manager_edit.f.day'))),
			f.words(path.concat('name'), t('manager_edit.f.occasion')),
		],
		make: () => ({day: '', name: {[languagesOf(view.draft.site)[0]]:
			t('manager_edit.new.closed_day')}}),
	});
}

function serviceHours(view) {
	const services = view.draft.site.services || [];
	return services.map((service, at) => {
		const path = ['services', at, 'hours'];
		const own = view.draft.at(path);
		return el('div', {class: 'm-own-hours'}, el('label', {class: 'm-tick'}, el('input', {
			type: 'checkbox', checked: Boolean(own), onchange: (event) => {
				view.draft.set(path, event.target.checked ? usualWeek() : null);
				view.draw();
			},
		}), ' ', el('span', {class: 'm-series'}, service.id), nameOf(service.name)),
		own && hours(view, path, t('manager_edit.hours.always_service')));
	});
}

export function drawHours(view) {
	const part = (title, ...body) => el('section', {class: 'm-part'}, el('h2', {}, t(title)), body);
	return [
		part('manager_edit.hours.centre', hours(view, ['hours'], t('manager_edit.hours.always')),
			el('div', {class: 'm-row'}, view.fields.frame(['day_end'], t('manager_edit.f.day_end'),
				clockInput(view.draft.at(['day_end']) || '', (clock) => view.draft.set(['day_end'], clock || undefined),
					{placeholder: DAY_END}, DAY_END), {hint: t('manager_edit.hint.day_end')}))),
		part('manager_edit.hours.closed_days', closedDays(view)),
		part('manager_edit.hours.services', el('p', {class: 'm-quiet'}, t('manager_edit.hours.services_text')),
			serviceHours(view)),
	];
}
