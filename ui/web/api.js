/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's API: requests with a time limit, and moves that are repeated until answered and yet
 * happen once. */

const API = '/api/v1';
const LIMIT_MS = 8000;
const REPEAT_MS = [400, 800, 1500, 2500, 4000];
const GIVE_UP_MS = 60000;

/* The hub refused: status, error ("not_allowed") and what it said in English. */
export class Refusal extends Error {
	constructor(status, body) {
		super(body.message || `status ${status}`);
		this.status = status;
		this.error = body.error || 'unknown';
		this.field = body.field || null;
	}
}

/* The hub cannot be reached, or something on the way answered for it. */
export class Away extends Error {}

function withLimit(promise, abort) {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(new Away('no answer in time'));
			abort();
		}, LIMIT_MS);
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
			? new Away('something on the way is away') : new Refusal(response.status, body);
	}
	return body;
}

async function request(method, path, body) {
	const controller = typeof AbortController === 'function' ? new AbortController() : null;
	const options = {method, credentials: 'same-origin', headers: {}};
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
	return withLimit(all(), () => controller && controller.abort());
}

export function get(path) {
	return request('GET', path);
}

export function post(path, body) {
	return request('POST', path, body || {});
}

/* 128 random bits. crypto.randomUUID would need HTTPS, which a hall's network does not have. */
export function makeId() {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/* The hub is there but cannot take it now; the same request may be made again. */
function mayPass(error) {
	return error instanceof Away || (error instanceof Refusal && error.error === 'busy_hub');
}

/* A move at a counter, with one request id however often it is sent: the hub answers a repeated
 * one with the first answer. onRepeat is told before each repetition. The error of the last try
 * has .repeated when an earlier one may have reached the hub. */
export async function move(counter, name, body, onRepeat) {
	const whole = Object.assign({}, body, {request_id: makeId()});
	const until = Date.now() + GIVE_UP_MS;
	for (let tries = 0; ; tries++) {
		try {
			return await post(`/counters/${counter}/${name}`, whole);
		} catch (error) {
			error.repeated = tries > 0;
			if (!mayPass(error) || Date.now() > until) {
				throw error;
			}
			onRepeat(error);
			await pause(REPEAT_MS[Math.min(tries, REPEAT_MS.length - 1)]);
		}
	}
}
