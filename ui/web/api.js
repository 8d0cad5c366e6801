/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's API: requests with a time limit, and moves that are repeated until answered and yet
 * happen once. */

const API = '/api/v1';
const LIMIT_MS = 8000;
const REPEAT_MS = [400, 800, 1500, 2500, 4000];
const GIVE_UP_MS = 60000;
const PROBE_MS = 2000;

/* The hub refused: status, error ("not_allowed") and what it said in English. */
export class ApiError extends Error {
	constructor(status, body) {
		super(body.message || `status ${status}`);
		this.status = status;
		this.error = body.error || 'unknown';
		this.field = body.field || null;
		this.size = body.size; /* of what was too large, in bytes; limit: what may be */
		this.limit = body.limit;
		this.body = body;
		this.faults = body.faults || []; /* of a site: {path, fault, from, to, message} */
	}
}

/* The hub cannot be reached, or something on the way answered for it. */
export class Away extends Error {}

function withLimit(promise, limit_ms, abort) {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(new Away('no answer in time'));
			abort();
		}, limit_ms);
		const done = (how) => (value) => {
			clearTimeout(timer);
			how(value);
		};
		promise.then(done(resolve), done(reject));
	});
}

async function read(response) {
	if (response.status === 204) {
		return null;
	}
	let body;
	try {
		body = await response.json();
	} catch (error) {
		throw new Away('the answer is not the hub\'s');
	}
	if (!response.ok) {
		throw response.status >= 502 && !body.error
			? new Away('something on the way is away') : new ApiError(response.status, body);
	}
	return body;
}

/* Whether the hub could be reached last time. */
let away = false;
const lineWatchers = [];
/* Asks the one in front of the page to sign in; resolves when somebody has. */
let askStranger = null;

export function isAway() {
	return away;
}

/* watcher(away) is told of every change. */
export function onLine(watcher) {
	lineWatchers.push(watcher);
}

export function onStranger(ask) {
	askStranger = ask;
}

function setAway(now) {
	if (now !== away) {
		away = now;
		lineWatchers.forEach((watcher) => watcher(away));
	}
}

/* The hub's stream says nothing any more. The next answer, if there is one, ends it. */
export function noteSilence() {
	setAway(true);
}

/* What was pressed and is not answered yet: how many, and whether one has to be sent again. */
const sending = {n: 0, again: false};
const sendingWatchers = [];

/* watcher({n, again}) is told of every change. */
export function onSending(watcher) {
	sendingWatchers.push(watcher);
}

function noteSending(more, again) {
	sending.n += more;
	sending.again = again && sending.n > 0;
	sendingWatchers.forEach((watcher) => watcher(sending));
}

async function watchSending(work) {
	noteSending(1, sending.again);
	try {
		return await work();
	} finally {
		noteSending(-1, sending.again);
	}
}

async function exchange(method, path, body, headers, limit_ms) {
	const controller = typeof AbortController === 'function' ? new AbortController() : null;
	const options = {method, credentials: 'same-origin', headers: Object.assign({}, headers)};
	if (controller) {
		options.signal = controller.signal;
	}
	if (body !== undefined) {
		options.headers['Content-Type'] = 'application/json';
		options.body = JSON.stringify(body);
	}
	const all = async () => {
		let response;
		try {
			response = await fetch(API + path, options);
		} catch (error) {
			throw new Away(error.message);
		}
		return read(response);
	};
	return withLimit(all(), limit_ms || LIMIT_MS, () => controller && controller.abort());
}

async function watched(method, path, {body, headers, limit_ms, aside}) {
	try {
		const answer = await exchange(method, path, body, headers, limit_ms);
		setAway(false);
		return answer;
	} catch (error) {
		if (!aside || !(error instanceof Away)) {
			setAway(error instanceof Away);
		}
		throw error;
	}
}

/* A request that meets an ended sign-in is made again after the next one. how: {body, headers,
 * limit_ms, aside}. */
async function request(method, path, how) {
	try {
		return await watched(method, path, how);
	} catch (error) {
		if (!(error instanceof ApiError) || error.status !== 401 || path === '/sign-in' ||
			!askStranger) {
			throw error;
		}
	}
	await askStranger();
	return watched(method, path, how);
}

export function get(path) {
	return request('GET', path, {});
}

/* A question beside the page's work: when it alone stays without an answer, the hub is not away. */
export function getAside(path) {
	return request('GET', path, {aside: true});
}

/* limit_ms: how long the hub may take, where it has much to do. */
export function post(path, body, limit_ms) {
	return watchSending(() => request('POST', path, {body: body || {}, limit_ms}));
}

export function put(path, body, headers) {
	return watchSending(() => request('PUT', path, {body, headers}));
}

export function del(path) {
	return watchSending(() => request('DELETE', path, {}));
}

/* The browser says that its network is gone. On the hub's own computer that need not be so. */
window.addEventListener('offline', () => {
	watched('GET', '/sign-in', {limit_ms: PROBE_MS}).catch(() => null);
});

/* 128 random bits. crypto.randomUUID would need HTTPS, which a hall's network does not have. */
export function makeId() {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/* The hub is there but cannot take it now; the same request may be made again. */
function mayPass(error) {
	return error instanceof Away || (error instanceof ApiError && error.error === 'busy_hub');
}

/* Posts until answered. onRepeat is told before each repetition. The error of the last try has
 * .repeated when an earlier one may have reached the hub. */
function insist(path, body, onRepeat) {
	return watchSending(() => repeat(path, body, onRepeat));
}

async function repeat(path, body, onRepeat) {
	const until = Date.now() + GIVE_UP_MS;
	for (let tries = 0; ; tries++) {
		try {
			return await post(path, body);
		} catch (error) {
			error.repeated = tries > 0;
			if (!mayPass(error) || Date.now() > until) {
				throw error;
			}
			noteSending(0, true);
			if (onRepeat) {
				onRepeat(error);
			}
			await pause(REPEAT_MS[Math.min(tries, REPEAT_MS.length - 1)]);
		}
	}
}

/* A move at a counter or with a ticket, with one request id however often it is sent: the hub
 * answers a repeated one with the first answer. */
export function move(counter, name, body, onRepeat) {
	return insist(`/counters/${counter}/${name}`,
		Object.assign({}, body, {idempotency_key: makeId()}), onRepeat);
}

export function moveTicket(id, name, body, onRepeat) {
	return insist(`/tickets/${id}/${name}`,
		Object.assign({}, body, {idempotency_key: makeId()}), onRepeat);
}

/* A new ticket. The press id makes it one, also across a restart of the hub. */
export function issue(body, onRepeat) {
	return insist('/tickets', Object.assign({}, body, {press_id: makeId()}), onRepeat);
}
