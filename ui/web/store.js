/* SPDX-License-Identifier: Apache-2.0 */
/* What the page knows of the hub: the site, the state, the lists, the health. Whatever happens
 * there, the page looks at the state again, so it cannot drift away from it; events only say when. */
import {get, getAside, noteSilence, onLine, ApiError} from './api.js';
import {hubNow, setHubTime} from './clock.js';
import {Live} from './live.js';

const AFTER_EVENT_MS = 60;
const LOOK_MS = 15000; /* also without an event: waits grow, and a dead line is noticed */
const RETRY_MS = [500, 1000, 2000, 3000, 5000];
const ASIDE_MS = 3000; /* until a question beside the work is asked again */
const HEALTH_KINDS = ['device', 'device_remove', 'start', 'paper'];
const LIST_KINDS = ['no_show', 'revive', 'supplement', 'return', 'leave', 'expire', 'restart',
	'day_open', 'day_close', 'clock_correct', 'reopen'];
const FINISH_KINDS = ['finish', 'undo_finish', 'unfinish', 'rate', 'restart', 'day_open', 'clock_correct', 'reopen'];
const LIST_MAX = 200;

/* Until when a counter's last finish can be undone, by the hub's clock. */
function dated(counter) {
	const last = counter.last_finished;
	return last ? Object.assign({}, counter, {
		last_finished: Object.assign({until: hubNow() + last.undo_s * 1000}, last),
	}) : counter;
}

export class Store {
	/* onChange(): something is new. withLists: also who is absent or fetches papers. */
	constructor(onChange, withLists) {
		this.onChange = onChange;
		this.withLists = withLists;
		this.live = new Live((kind) => this.take(kind), (silent) => {
			if (silent) {
				noteSilence();
				this.setAway(true); /* until a look says otherwise */
			}
			this.look();
		}, () => {
			this.noteAll();
			this.lookSoon();
		});
		onLine((away) => away ? this.setAway(true) : this.lookSoon());
		this.forget();
	}

	forget() {
		clearTimeout(this.timer);
		this.live.close();
		this.site = null;
		this.siteSeq = -1;
		this.state = null;
		this.health = null;
		this.absent = [];
		this.supplement = [];
		this.away = false;
		this.failures = 0;
		this.looking = false;
		this.again = false;
		this.soon = false;
		this.troubles = {}; /* what cannot be had, and the error: state, site, lists, health … */
		this.asking = {};
		this.listsDue = true;
		this.healthDue = true;
		this.age = 0;
		this.catalogueEvents = (this.catalogueEvents || 0) + 1;
		this.complaintEvents = 0;
		this.finishEvents = 0;
	}

	/* Events may have been missed, of any kind. */
	noteAll() {
		this.listsDue = true;
		this.healthDue = true;
		this.catalogueEvents++;
		this.complaintEvents++;
		this.finishEvents++;
	}

	take(kind) {
		this.listsDue = this.listsDue || LIST_KINDS.includes(kind);
		this.healthDue = this.healthDue || HEALTH_KINDS.includes(kind);
		this.catalogueEvents += kind === 'catalogue';
		this.complaintEvents += kind === 'complaint';
		this.finishEvents += FINISH_KINDS.includes(kind);
		this.lookSoon();
	}

	/* Soon after the first of several events, however many follow. */
	lookSoon() {
		if (this.looking) {
			this.again = true;
		} else if (!this.soon) {
			this.lookIn(AFTER_EVENT_MS);
			this.soon = true;
		}
	}

	lookIn(ms) {
		clearTimeout(this.timer);
		this.soon = false;
		this.timer = setTimeout(() => this.look(), ms);
	}

	/* Looks at the hub's state; never twice at once. */
	async look() {
		if (this.looking) {
			this.again = true;
			return;
		}
		clearTimeout(this.timer);
		this.soon = false;
		this.looking = true;
		this.again = false;
		try {
			await this.read();
			this.troubles.state = null;
			this.failures = 0;
			this.setAway(false);
			this.lookIn(this.again ? AFTER_EVENT_MS : this.troubles.site ? ASIDE_MS : LOOK_MS);
			this.readAside();
		} catch (error) {
			this.fail(error);
		}
		this.looking = false;
		this.onChange();
	}

	async read() {
		const age = this.age;
		const state = await get('/state');
		if (age !== this.age) {
			this.again = true; /* a move was made meanwhile: this is from before it */
			return;
		}
		setHubTime(state.time);
		if (state.site_seq === 0) {
			this.site = this.troubles.site = null;
			this.state = state;
			return;
		}
		await this.readSite(state.site_seq);
		state.counters = state.counters.map(dated);
		this.state = state;
		if (!this.live.follows(state.seq, state.epoch)) {
			this.noteAll();
			this.live.open(state.seq, state.epoch);
		}
	}

	/* A new site that cannot be had: the one before still stands. */
	async readSite(seq) {
		try {
			if (!this.site || seq !== this.siteSeq) {
				this.site = (await getAside('/site')).site;
				this.siteSeq = seq;
			}
			this.troubles.site = null;
		} catch (error) {
			this.troubles.site = error;
			if (!this.site) {
				throw error;
			}
		}
	}

	/* What the page shows beside the queue; whatever becomes of it, the queue goes on. */
	readAside() {
		if (this.listsDue && this.withLists) {
			this.listsDue = !this.ask('lists', () => this.readLists());
		}
		if (this.healthDue) {
			this.healthDue = !this.ask('health', async () => {
				this.health = await getAside('/health');
			});
		}
	}

	async readLists() {
		const list = async (word) =>
			(await getAside(`/tickets?state=${word}&limit=${LIST_MAX}`)).tickets;
		const lists = [await list('NO_SHOW'), await list('SUPPLEMENT')];
		[this.absent, this.supplement] = lists;
	}

	/* What a page asks for itself beside these: why it cannot be had, or null. */
	note(part, error) {
		this.troubles[part] = error;
		this.onChange();
	}

	/* Whether it is asked now: not while it is under way. */
	ask(part, read) {
		if (this.asking[part]) {
			return false;
		}
		this.asking[part] = true;
		read().then(() => null, (error) => error).then((error) => {
			this.asking[part] = false;
			this.troubles[part] = error;
			if (error) {
				this[`${part}Due`] = true;
				setTimeout(() => this.readAside(), ASIDE_MS);
			} else {
				this.readAside(); /* something may have happened meanwhile */
			}
			this.onChange();
		});
		return true;
	}

	fail(error) {
		if (error !== this.troubles.site) {
			this.troubles.state = error;
		}
		this.listsDue = true;
		this.healthDue = true;
		if (!(error instanceof ApiError) || error.status >= 500) {
			this.setAway(true);
		} else if (error.error === 'no_site' || error.status === 404) {
			this.setAway(false);
		}
		this.lookIn(RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)]);
		this.failures++;
	}

	setAway(away) {
		if (away !== this.away) {
			this.away = away;
			this.onChange();
		}
	}

	/* The answer to a move: a counter as it is now. Looks that were under way are older. */
	putCounter(counter) {
		this.age++;
		if (this.state) {
			this.state.counters = this.state.counters.map((old) =>
				old.number === counter.number ? Object.assign({}, old, dated(counter)) : old);
			const busy = counter.ticket ? counter.ticket.id : 0;
			this.state.waiting = this.waiting().filter((ticket) => ticket.id !== busy);
		}
	}

	/* Only staff are told who waits. */
	waiting() {
		return (this.state && this.state.waiting) || [];
	}

	counter(number) {
		return this.state && this.state.counters.find((c) => c.number === number);
	}

	service(id) {
		return this.state && this.state.services.find((s) => s.id === id);
	}

	staffName(id) {
		const staff = ((this.site && this.site.staff) || []).find((s) => s.id === id);
		return staff ? staff.name : id;
	}
}
