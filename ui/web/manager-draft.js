/* SPDX-License-Identifier: Apache-2.0 */
/* The site as it is being edited. Every change is kept in this browser at once, so that a reload, a
 * power cut or a sign-in that ended loses nothing; it is in force only when it is saved. */
import {get, post, put, ApiError} from './api.js';
import {copyOf, diff, merge, same} from './manager-diff.js';
import {faultsOf, pathText} from './manager-faults.js';
import {memory} from './memory.js';

const CHECK_MS = 600;
const KEPT = 'draft';

function kept() {
	try {
		const draft = JSON.parse(memory.get(KEPT) || 'null');
		return draft && draft.site && draft.base ? draft : null;
	} catch (error) {
		return null;
	}
}

/* The accounts have a page of their own. Sent along, one that was removed meanwhile would be back. */
export function withoutStaff(site) {
	const rest = Object.assign({}, site);
	delete rest.staff;
	return rest;
}

/* A site from a file: it adds people, and neither changes nor removes any. */
export function fromFile(file, now) {
	const known = (now.staff || []).map((one) => one.id);
	const staff = Array.isArray(file.staff)
		? file.staff.filter((one) => !one || !known.includes(one.id)) : [];
	return Object.assign(withoutStaff(file), staff.length ? {staff} : {});
}

function valueAt(site, path) {
	return path.reduce((value, part) => value === undefined || value === null ? undefined : value[part], site);
}

export class Draft {
	/* onChange(): what is to be saved, its faults, or what it was made from are others. */
	constructor(onChange) {
		this.onChange = onChange;
		this.base = null; /* the hub's, which this one was made from */
		this.seq = 0;
		this.site = null;
		this.faults = {};
		this.warnings = {}; /* words for what the hub takes, but doubts, by path */
		this.refusal = null; /* why the hub would not take it, beyond the faults */
		this.theirs = null; /* {seq, site}: what somebody else has saved meanwhile */
		this.saving = false;
	}

	isChanged() {
		return this.site !== null && !same(this.base, this.site);
	}

	changes() {
		return diff(this.base, this.site);
	}

	/* The site that is in force. */
	take(seq, whole) {
		const site = withoutStaff(whole);
		if (this.site === null) {
			const draft = kept();
			this.site = draft ? draft.site : copyOf(site);
			this.base = draft ? draft.base : site;
			this.seq = draft ? draft.seq : seq;
			this.check();
		}
		if (seq !== this.seq) {
			this.meet(seq, site);
		}
		this.onChange();
	}

	/* Somebody else's: taken over where nothing here is lost by it. */
	meet(seq, site) {
		if (!this.isChanged()) {
			this.begin(seq, site);
		} else if (!this.theirs || this.theirs.seq !== seq) {
			this.theirs = {seq, site};
		}
	}

	begin(seq, site) {
		this.seq = seq;
		this.base = site;
		this.site = copyOf(site);
		this.theirs = null;
		this.faults = {};
		this.refusal = null;
		memory.set(KEPT, '');
	}

	/* What both have made; conflicts are where both changed the same. */
	merged() {
		return merge(this.base, this.site, this.theirs.site);
	}

	/* Goes on from theirs, with the changes made here. */
	join() {
		const {site} = this.merged();
		this.base = this.theirs.site;
		this.seq = this.theirs.seq;
		this.site = site;
		this.theirs = null;
		this.changed();
	}

	/* Forgets what was changed here. */
	drop() {
		if (this.theirs) {
			this.begin(this.theirs.seq, this.theirs.site);
		} else {
			this.begin(this.seq, this.base);
		}
		this.onChange();
	}

	at(path) {
		return valueAt(this.site, path);
	}

	/* undefined takes it away, and with it the objects that were made for it alone. */
	set(path, value) {
		const last = path[path.length - 1];
		const above = path.slice(0, -1).reduce((object, part) => {
			if (object[part] === undefined || object[part] === null) {
				object[part] = {};
			}
			return object[part];
		}, this.site);
		if (value === undefined) {
			delete above[last];
			this.prune(path.slice(0, -1));
		} else {
			above[last] = value;
		}
		this.changed();
	}

	prune(path) {
		const made = valueAt(this.site, path);
		const last = path[path.length - 1];
		if (typeof last === 'string' && same(made, {}) && valueAt(this.base, path) === undefined) {
			const above = path.slice(0, -1);
			delete valueAt(this.site, above)[last];
			this.prune(above);
		}
	}

	replace(site) {
		this.site = copyOf(site);
		this.changed();
	}

	changed() {
		this.refusal = null;
		memory.set(KEPT, this.isChanged()
			? JSON.stringify({seq: this.seq, base: this.base, site: this.site}) : '');
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.check(), CHECK_MS);
		this.onChange();
	}

	/* Faults at or below a path. */
	faultsBelow(path) {
		const text = pathText(path);
		return Object.keys(this.faults).filter((one) => one === text ||
			(one.startsWith(text) && /^[.[]/.test(one.slice(text.length))));
	}

	onApiError(error) {
		this.faults = {};
		this.refusal = null;
		if (error.faults.length) {
			this.faults = faultsOf(error);
		} else {
			this.refusal = error;
		}
	}

	/* What the hub would say to it now. */
	async check() {
		const asked = copyOf(this.site);
		const changed = this.isChanged();
		if (!changed) {
			this.faults = {};
			this.onChange();
		}
		try {
			const {warnings} = await post('/site/check', asked);
			if (same(asked, this.site)) {
				this.faults = {};
				this.warnings = {};
				warnings.forEach(({path, warning}) => {
					this.warnings[path] = warning;
				});
				this.refusal = null;
			}
		} catch (error) {
			/* A site that is in force may have faults that only an import is refused for. */
			if (changed && error instanceof ApiError && same(asked, this.site)) {
				this.onApiError(error);
			}
		}
		this.onChange();
	}

	/* True: it is in force. */
	async save() {
		const site = copyOf(this.site);
		this.saving = true;
		this.onChange();
		try {
			const answer = await put('/site', site, {'If-Match': `"${this.seq}"`});
			this.begin(answer.seq, withoutStaff(site));
			return true;
		} catch (error) {
			if (!(error instanceof ApiError)) {
				throw error;
			}
			if (error.error === 'changed') {
				const now = await get('/site');
				this.theirs = {seq: now.seq, site: withoutStaff(now.site)};
			} else if (error.status === 400 || error.status === 409) {
				this.onApiError(error);
			} else {
				throw error;
			}
			return false;
		} finally {
			this.saving = false;
			this.onChange();
		}
	}
}
