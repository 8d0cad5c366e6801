/* SPDX-License-Identifier: Apache-2.0 */
/* The manager's page: its parts, who sees which, and what they share. */
import {makeId, moveTicket, post} from './api.js';
import {el, fill} from './dom.js';
import {askConfirm} from './manager-ask.js';
import {NowView} from './manager-now.js';
import {memory} from './memory.js';
import {complain, hush, mountNotices, say, showAlarms, troubleAlarms} from './notice.js';
import {startShell} from './shell.js';
import {Store} from './store.js';
import {addWords, errorText, nameOf, onLanguage, t} from './strings.js';
import words from './words-manager.js';

addWords('manager', words);

const RIGHTS = {
	supervise: ['supervisor', 'admin'],
	notice: ['supervisor', 'director', 'admin'],
	people: ['supervisor', 'director', 'admin'],
	admin: ['admin'],
};
const EDITOR = ['services', 'counters', 'hours', 'texts', 'rules', 'kiosks'];
const PARTS = [
	{id: 'now', right: 'notice'},
	{id: 'assign', right: 'supervise'},
	{id: 'notices', right: 'notice'},
	{id: 'voice', right: 'notice'},
	{id: 'procedures', right: 'notice'},
	{id: 'people', right: 'people'},
	...EDITOR.concat('complaints').map((id) => ({id, right: 'admin', group: 'site'})),
	{id: 'data', right: 'admin'},
];
/* What is loaded when it is opened, and its style sheets: what is going on now is seen first. */
const LATER = {
	assign: [() => import('./manager-assign.js'), 'AssignView', 'manager-assign.css'],
	notices: [() => import('./manager-notices.js'), 'NoticesView', 'manager-editing.css', 'manager-notices.css'],
	voice: [() => import('./manager-voice.js'), 'VoiceView', 'manager-editing.css'],
	procedures: [() => import('./manager-procedures.js'), 'ProceduresView', 'manager-editing.css', 'manager-procedures.css'],
	people: [() => import('./manager-people.js'), 'PeopleView', 'manager-editing.css', 'manager-people.css'],
	site: [() => import('./manager-site.js'), 'SiteView', 'manager-editing.css', 'manager-site.css'],
	complaints: [() => import('./manager-complaints.js'), 'ComplaintsView', 'manager-editing.css'],
	data: [() => import('./manager-data.js'), 'DataPage', 'manager-editing.css'],
};

/* Once each; a part is drawn when it has them, and without one that does not come. */
function addStyle(name) {
	const href = `/web/${name}`;
	if (document.querySelector(`link[href="${href}"]`)) {
		return null;
	}
	return new Promise((resolve) => {
		document.head.appendChild(el('link', {rel: 'stylesheet', href, onload: resolve, onerror: resolve}));
	});
}

class Page {
	constructor(root, {me}) {
		this.me = me;
		this.root = root;
		this.draft = null;
		this.nav = el('nav', {class: 'm-nav'});
		this.body = el('main', {class: 'm-main', id: 'm-main'});
		this.strip = el('div', {class: 'strip', 'aria-live': 'polite'});
		fill(root, this.strip, el('div', {class: 'm-page'}, this.nav, this.body));
		mountNotices(root);
		this.store = new Store(() => this.update());
		if (memory.get('draft')) {
			this.loadEditor().then(() => this.update(), () => null);
		}
		window.addEventListener('hashchange', () => this.show());
		onLanguage(() => {
			hush();
			this.show();
		});
		setInterval(() => this.view && this.view.tickAll && this.view.tickAll(), 10000);
		this.show();
		this.store.look();
	}

	/* The words of what is edited; who edits the site gets its draft, and the bar that saves it. They
	 * come with the first part that has them, or where a draft was left. */
	loadEditor() {
		const load = async () => {
			const site = this.may('admin') ? [import('./manager-draft.js'), import('./manager-changes.js')] : [];
			const [words_, draft, changes] = await Promise.all([import('./words-manager_edit.js'), ...site]);
			addWords('manager_edit', words_.default);
			if (draft) {
				this.draft = new draft.Draft(() => this.updateDraft());
				this.bar = new changes.SaveBar(this.root, this);
			}
		};
		this.editor = this.editor || load();
		this.editor.catch(() => { this.editor = null; });
		return this.editor;
	}

	may(right) {
		return RIGHTS[right].includes(this.me.role);
	}

	parts() {
		return PARTS.filter((part) => this.may(part.right));
	}

	part() {
		const wanted = location.hash.slice(1);
		const part = this.parts().find((one) => one.id === wanted);
		return part ? part.id : 'now';
	}

	drawNav() {
		const here = this.part();
		const link = (part) => el('a', {href: `#${part.id}`,
			'aria-current': part.id === here ? 'page' : null}, t(`manager.tab.${part.id}`));
		const all = this.parts();
		const site = all.filter((part) => part.group === 'site');
		this.nav.setAttribute('aria-label', t('manager.nav'));
		fill(this.nav, all.filter((part) => !part.group && part.id !== 'data').map(link),
			site.length > 0 && el('p', {class: 'm-nav-head'}, t('manager.nav.site')), site.map(link),
			all.filter((part) => part.id === 'data').map(link));
		const current = this.nav.querySelector('[aria-current]');
		if (current && current.scrollIntoView && this.nav.scrollWidth > this.nav.clientWidth) {
			this.nav.scrollLeft = current.offsetLeft - 16;
		}
	}

	show() {
		const id = this.part();
		this.drawNav();
		fill(this.body);
		this.view = id === 'now' ? new NowView(this.body, this) : this.later(id);
		window.scrollTo(0, 0);
		this.update();
	}

	later(id) {
		const [load, name, ...styles] = LATER[EDITOR.includes(id) ? 'site' : id];
		const view = {update() {}};
		Promise.all([load(), this.loadEditor(), ...styles.map(addStyle)]).then(([module]) => {
			if (this.view === view) {
				this.view = new module[name](this.body, this, id);
				this.update();
			}
		}, () => this.view === view && fill(this.body,
			el('p', {class: 'm-part wrong-text', role: 'alert'}, t('boot.part'))));
		return view;
	}

	/* The draft is another one; a view that has more than the site redraws that alone. */
	redraw() {
		if (this.view.redrawSite) {
			this.view.redrawSite();
		} else {
			this.show();
		}
	}

	/* Something is new at the hub. */
	update() {
		const {store} = this;
		showAlarms(this.strip, store.site && this.part() === 'now' ? [] : troubleAlarms(store));
		if (this.store.site && this.draft) {
			this.draft.take(this.store.siteSeq, this.store.site);
		}
		if (this.store.state && !this.store.site && this.part() !== 'data') {
			this.showFirst();
			return;
		}
		if (this.view.first) {
			this.show();
			return;
		}
		this.view.update();
		this.goOn();
	}

	/* There is no site yet: loaded when that is so, which is once in a hall's life. */
	async showFirst() {
		const {view} = this;
		const {FirstStart} = await import('./manager-first.js');
		if (this.view !== view || this.store.site) {
			return;
		}
		if (!view.first) {
			view.first = new FirstStart(this);
			fill(this.body, view.first.root);
		}
		view.first.update();
	}

	updateDraft() {
		if (this.view) {
			this.view.update();
		}
		this.bar.update();
	}

	/* To the field of a fault, in whichever part it is edited. */
	goTo(text, part) {
		this.wanted = text;
		if (part === this.part()) {
			this.goOn();
		} else {
			location.hash = `#${part}`;
		}
	}

	goOn() {
		if (this.wanted && this.view.places && this.view.places().some((one) => one.go(this.wanted))) {
			this.wanted = null;
		}
	}

	/* Asks the hub for something, and says what came of it. refused(error) may say it better. */
	async attempt(make, done, refused) {
		try {
			done(await make());
		} catch (error) {
			if (!(refused && refused(error))) {
				complain(errorText(error));
			}
		}
		this.store.look();
	}

	/* What the counters' cards ask */

	async endSession(number) {
		const counter = this.store.counter(number);
		const name = nameOf(counter.name) || t('counter.n', {n: number});
		const text = counter.ticket
			? t('manager.end.has', {counter: name, number: counter.ticket.number})
			: t('manager.end.text', {counter: name, staff: this.store.staffName(counter.staff)});
		if (await askConfirm(t('manager.now.end_session'), text, t('manager.now.end_session'))) {
			await this.attempt(() => post(`/counters/${number}/close`,
				{hand_over: true, idempotency_key: makeId()}),
			(answer) => {
				this.store.putCounter(answer);
				say(t('manager.end.said', {counter: name}));
			});
		}
	}

	reprint({id, number}) {
		return this.attempt(() => moveTicket(id, 'reprint', {}),
			() => say(t('said.reprint', {number})));
	}

	/* That the database was rebuilt. */
	async acknowledge() {
		if (await askConfirm(t('manager.acknowledge'), t('manager.acknowledge.text'), t('manager.acknowledge'))) {
			await this.attempt(() => post('/health/acknowledge', {}),
				() => say(t('manager.acknowledge.said')));
		}
	}

	askServices() {
		location.hash = '#assign';
	}
}

startShell({page: 'manager'}).then((shell) =>
	new Page(document.getElementById('app'), shell));

