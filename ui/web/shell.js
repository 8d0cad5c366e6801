/* SPDX-License-Identifier: Apache-2.0 */
/* What all staff pages have around them: who is signed in, the way to the other pages, the
 * language, and whether the hub can be reached. */
import {del, get, isAway, onLine, onSending, onStranger, ApiError} from './api.js';
import {el, fill, write} from './dom.js';
import {memory} from './memory.js';
import {homeOf, pageNamed, pagesOf} from './roles.js';
import {
	getLanguage, languageName, languages, nameOf, onLanguage, setLanguage, t, whyText,
} from './strings.js';

const SENDING_MS = 600; /* what is answered sooner needs no word */
const PING_MS = [1000, 2000, 3000, 5000];
const GUIDE_MS = 20000; /* by then a page has what it began with */

/* The same person as before? Then what is on the page is still theirs. */
function isSame(one, other) {
	return one.role === other.role && one.name === other.name;
}

function initials(name) {
	const words = name.trim().split(/\s+/);
	return words.slice(-2).map((word) => word.charAt(0)).join('').toUpperCase();
}

class Shell {
	constructor(page, needs) {
		this.page = page;
		this.needs = needs;
		this.me = null;
		this.site = null;
		this.open = false;
		this.failures = 0;
		this.asking = null;
		this.slot = el('div', {class: 'head-slot'});
		this.head = el('header', {class: 'head'});
		this.strip = el('div', {class: 'away', role: 'status', 'aria-live': 'assertive'});
		this.skip = el('a', {class: 'skip', href: '#app'});
		this.app = document.getElementById('app');
		this.app.setAttribute('tabindex', '-1');
		document.body.insertBefore(this.strip, this.app);
		if (window.matchMedia('(forced-colors: active)').matches) {
			document.head.appendChild(el('link', {rel: 'stylesheet', href: '/web/forced-colors.css'}));
		}
		document.body.insertBefore(this.head, this.strip);
		document.body.insertBefore(this.skip, this.head);
		onStranger(() => this.signInAgain());
		onLine((away) => this.showLine(away));
		this.sending = el('p', {class: 'sending', role: 'status', hidden: true});
		document.body.appendChild(this.sending);
		onSending((what) => this.showSending(what));
		document.addEventListener('keydown', (event) => this.key(event), true);
	}

	/* Resolves once somebody who may use this page is known. */
	async start() {
		this.me = await this.whoAmI();
		const home = homeOf(this.me.role);
		if (!this.needs.includes(this.me.role) && this.page === 'counter' && home &&
			home.id !== 'counter') {
			location.replace(home.path); /* each one's front door */
			return new Promise(() => {});
		}
		this.site = this.needs.includes(this.me.role) ? await this.readSite() : null;
		this.draw();
		if (!this.needs.includes(this.me.role)) {
			this.refuse();
			return new Promise(() => {});
		}
		setTimeout(() => this.guide('keepGuide').catch(() => null), GUIDE_MS);
		return {me: this.me, site: this.site, slot: this.slot, shell: this};
	}

	whoAmI() {
		return this.insist(() => get('/sign-in'), (error) => error.status === 401 &&
			(() => this.askSignIn(null, {nobody: error.error === 'no_account'})));
	}

	readSite() {
		return this.insist(async () => (await get('/site')).site,
			(error) => error.status === 404 && (() => null)); /* none has been imported */
	}

	/* Asks for what the page cannot begin without, until it is there; says meanwhile why it is not.
	 * other(error): what to do instead, if there is such a thing. */
	async insist(ask, other) {
		const boot = document.getElementById('boot');
		for (;;) {
			try {
				const answer = await ask();
				if (boot) {
					write(boot, t('boot'));
				}
				return answer;
			} catch (error) {
				const instead = other && other(error);
				if (instead) {
					return instead();
				}
				if (boot) {
					write(boot, t('boot.trouble', {why: whyText(error)}));
				}
				await this.pause();
			}
		}
	}

	/* Seldom needed, so it is loaded then. */
	async askSignIn(before, how) {
		const {askSignIn} = await this.insist(() => import('./signin.js'));
		return askSignIn(before, how);
	}

	pause() {
		const ms = PING_MS[Math.min(this.failures, PING_MS.length - 1)];
		this.failures++;
		return new Promise((resolve) => setTimeout(resolve, ms));
	}

	/* The sign-in has ended. Whoever was here comes back to the page as it was; for somebody else
	 * it begins anew. */
	signInAgain() {
		if (!this.asking) {
			this.asking = this.askSignIn(this.me).then((me) => {
				this.asking = null;
				if (this.me && !isSame(me, this.me)) {
					location.reload();
					return new Promise(() => {});
				}
				return me;
			});
		}
		return this.asking;
	}

	async signOut() {
		try {
			await del('/sign-in');
		} catch (error) {
			if (!(error instanceof ApiError)) {
				return; /* not signed out: the line says why */
			}
		}
		location.assign('/');
	}

	/* Nobody signed in on the hub's own computer, where the hub lets a browser in. */
	isLocal() {
		return !this.me.staff && this.me.name === 'local';
	}

	showLine(away) {
		if (!away) {
			this.failures = 0;
		}
		write(this.strip, away ? t('alarm.away') : '');
		this.strip.classList.toggle('shown', away);
		if (away && !this.pinging) {
			this.ping();
		}
	}

	/* What was pressed and is not answered: nobody need press again. */
	showSending({n, again}) {
		if (n === 0) {
			clearTimeout(this.sendingTimer);
			this.sendingTimer = null;
			this.sending.hidden = true;
		} else if (again) {
			this.saySending('sending.again');
		} else if (!this.sendingTimer) {
			this.sendingTimer = setTimeout(() => this.saySending('sending'), SENDING_MS);
		}
	}

	saySending(key) {
		write(this.sending, t(key));
		this.sending.hidden = false;
	}

	/* Asks until the hub is there again, also on a page that asks for nothing itself. */
	async ping() {
		this.pinging = true;
		while (isAway()) {
			await this.pause();
			await get('/sign-in').catch(() => null);
		}
		this.pinging = false;
	}

	/* Seldom read, so it is loaded then; and when the page is at rest, for when the hub is away. */
	async guide(what) {
		const guide = await import('./guide.js');
		return guide[what](pageNamed(this.page).guide);
	}

	showGuide() {
		return this.guide('showGuide').catch(() => this.saySending('boot.part'));
	}

	key(event) {
		if (event.key === 'F1') {
			event.preventDefault(); /* not the browser's own */
			this.showGuide();
		} else if (event.key === 'Escape' && this.open) {
			this.toggle(false);
			this.menu.focus();
		}
	}

	toggle(open) {
		this.open = open;
		this.menu.setAttribute('aria-expanded', String(open));
		this.more.classList.toggle('open', open);
	}

	speak(language) {
		memory.set('language', language);
		setLanguage(language);
	}

	draw() {
		/* The way to complaints is there where the centre takes any. */
		const pages = pagesOf(this.me.role).filter(({id}) =>
			id !== 'complaints' || id === this.page || (this.site || {}).complaints);
		const here = (id) => id === this.page ? 'page' : null;
		const name = this.isLocal() ? t('shell.local') : this.me.name;
		write(this.skip, t('shell.skip'));
		document.title = [t(`nav.${this.page}`), this.site && nameOf(this.site.name)]
			.filter(Boolean).join(' – ');
		this.menu = el('button', {
			type: 'button', class: 'menu-button quiet', 'aria-expanded': 'false',
			'aria-controls': 'shell-more', 'aria-label': t('shell.menu'),
			onclick: () => this.toggle(!this.open),
		}, '☰');
		this.more = el('div', {class: 'head-more', id: 'shell-more'},
			pages.length > 1 && el('nav', {'aria-label': t('shell.pages')},
				pages.map((page) => el('a', {
					href: page.path, 'aria-current': here(page.id),
				}, t(`nav.${page.id}`)))),
			el('button', {
				type: 'button', class: 'quiet guide-button', title: `${t('guide')} (F1)`,
				'aria-label': t('guide'), 'aria-keyshortcuts': 'F1',
				onclick: () => this.showGuide(),
			}, '?'),
			this.languages(),
			el('span', {class: 'person'},
				el('span', {class: 'face', 'aria-hidden': 'true'}, initials(name)),
				el('span', {class: 'person-text'}, el('b', {}, name),
					el('small', {}, t(`role.${this.me.role}`)))),
			this.isLocal()
				? el('button', {
					type: 'button', class: 'quiet', onclick: () => this.signInNow(),
				}, t('shell.sign_in'))
				: el('button', {
					type: 'button', class: 'quiet', onclick: () => this.signOut(),
				}, t('shell.sign_out')));
		this.open = false;
		fill(this.head, el('a', {class: 'brand', href: homeOf(this.me.role)
			? homeOf(this.me.role).path : '/'}, this.site ? nameOf(this.site.name) : 'layso'),
		this.slot, this.menu, this.more);
	}

	languages() {
		return el('span', {class: 'languages', role: 'group', 'aria-label': t('language')},
			languages.map((language) => el('button', {
				type: 'button', class: 'quiet', lang: language,
				'aria-pressed': String(language === getLanguage()),
				'aria-label': `${language.toUpperCase()} – ${languageName(language)}`,
				onclick: () => this.speak(language),
			}, language.toUpperCase())));
	}

	async signInNow() {
		if (await this.askSignIn(null, {cancel: true})) {
			location.reload();
		}
	}

	/* This page is not for them: say so, and show the way. */
	refuse() {
		const pages = pagesOf(this.me.role);
		fill(this.app, el('main', {class: 'narrow'}, el('div', {class: 'card'},
			el('h1', {}, t('shell.refused')),
			el('p', {}, t(pages.length ? 'shell.refused_text' : 'shell.refused_device',
				{role: t(`role.${this.me.role}`)})),
			el('p', {class: 'ways'}, pages.map((page) =>
				el('a', {class: 'way', href: page.path}, t(`nav.${page.id}`)))),
			this.isLocal() && el('p', {class: 'hint'}, t('shell.refused_local')))));
	}
}

/* Starts a staff page. page: its id in roles.js; needs: the roles it is for (those of roles.js when
 * left out). Gives {me: {role, name, staff, expires_at}, site, slot, shell}; slot is the place in the
 * head that is the page's own. The page fills #app. It need not look at who is signed in again: a
 * request that meets an ended sign-in waits for the next one. */
export function startShell({page, needs}) {
	setLanguage(memory.get('language'));
	const shell = new Shell(page, needs || pageNamed(page).roles);
	onLanguage(() => shell.me && shell.draw());
	return shell.start();
}
