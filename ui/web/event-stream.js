/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's event stream. The browser resumes it by itself with Last-Event-ID. What it does not
 * notice is a cable that was pulled: the hub says something every two seconds, and when nothing has
 * come for a while the stream is opened anew, and the page looks for itself. */

const KINDS = [
	'start', 'restart', 'site', 'day_open', 'day_close', 'clock_accept', 'clock_correct',
	'issue', 'call', 'recall', 'appear', 'undo_call', 'absent', 'no_show', 'revive', 'hold',
	'resume', 'return', 'transfer', 'add_service', 'supplement', 'finish', 'undo_finish',
	'unfinish', 'undo_appear', 'undo_leave', 'undo_void',
	'leave', 'void', 'expire', 'finish_unconfirmed', 'paper', 'reprint',
	'counter_open', 'counter_pause', 'counter_pause_after', 'counter_undo_pause_after',
	'counter_resume', 'counter_close', 'counter_services', 'device', 'rate',
	'portal', 'dossier', 'dossier_remove', 'catalogue', 'complaint', 'evaluation',
	'staff', 'numbers', 'lost', 'recover', 'device_remove', 'reopen', 'acknowledge',
];
const REOPEN_MS = 3000;
const SILENCE_MS = 5000;

export class EventStream {
	/* onEvent(kind), at seq and epoch; onBreak(silent): the stream ended or cannot be had, or it is
	 * silent; onAlive(): the hub has said something. */
	constructor(onEvent, onBreak, onAlive) {
		this.onEvent = onEvent;
		this.onBreak = onBreak;
		this.onAlive = onAlive || (() => {});
		this.source = null;
		this.timer = null;
		this.silence = null;
		this.seq = 0;
		this.epoch = '';
	}

	/* Follows what comes after an event. */
	open(seq, epoch) {
		this.close();
		this.seq = seq;
		this.epoch = epoch;
		this.source = new EventSource(`/api/v1/events?after=${seq}&epoch=${epoch}&alive=true`);
		KINDS.forEach((kind) => {
			this.source.addEventListener(kind, (event) => this.take(kind, event));
		});
		this.source.addEventListener('alive', () => {
			this.hear();
			this.onAlive();
		});
		this.source.onerror = () => this.fail();
		this.hear();
	}

	hear() {
		clearTimeout(this.silence);
		this.silence = setTimeout(() => {
			this.open(this.seq, this.epoch);
			this.onBreak(true);
		}, SILENCE_MS);
	}

	take(kind, event) {
		this.hear();
		if (event.lastEventId) {
			const at = event.lastEventId.lastIndexOf('-');

			this.epoch = event.lastEventId.slice(0, at);
			this.seq = Number(event.lastEventId.slice(at + 1));
		}
		this.onEvent(kind);
	}

	fail() {
		/* CLOSED: the browser has given up, which it does at any answer but 200. */
		if (this.source.readyState === EventSource.CLOSED && !this.timer) {
			this.timer = setTimeout(() => this.open(this.seq, this.epoch), REOPEN_MS);
		}
		this.onBreak(false);
	}

	isOpen() {
		return Boolean(this.source);
	}

	close() {
		clearTimeout(this.timer);
		clearTimeout(this.silence);
		this.timer = null;
		if (this.source) {
			this.source.close();
			this.source = null;
		}
	}
}
