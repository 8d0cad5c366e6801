/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's event stream. The browser resumes it by itself with Last-Event-ID; what it does not
 * notice (a cable that was pulled) the page's own look at the state does. */

const KINDS = [
	'start', 'restart', 'site', 'day_open', 'day_close', 'clock_accept', 'clock_correct',
	'issue', 'call', 'recall', 'appear', 'undo_call', 'absent', 'no_show', 'revive', 'hold',
	'resume', 'return', 'transfer', 'add_service', 'supplement', 'finish', 'undo_finish',
	'leave', 'void', 'expire', 'finish_unconfirmed', 'paper', 'reprint',
	'counter_open', 'counter_pause', 'counter_resume', 'counter_close', 'counter_services', 'device',
	'rate', 'portal', 'dossier', 'dossier_remove',
	'staff', 'numbers', 'lost', 'recover',
];
const REOPEN_MS = 3000;

export class Live {
	/* onEvent(kind, data), onBreak(): the stream ended or cannot be had. */
	constructor(onEvent, onBreak) {
		this.onEvent = onEvent;
		this.onBreak = onBreak;
		this.source = null;
		this.timer = null;
		this.seq = 0;
		this.epoch = '';
	}

	/* Follows what comes after an event. */
	open(seq, epoch) {
		this.close();
		this.seq = seq;
		this.epoch = epoch;
		this.source = new EventSource(`/api/v1/events?after=${seq}&epoch=${epoch}`);
		KINDS.forEach((kind) => {
			this.source.addEventListener(kind, (event) => this.take(kind, event));
		});
		this.source.onerror = () => this.fail();
	}

	take(kind, event) {
		if (event.lastEventId) {
			const at = event.lastEventId.lastIndexOf('-');

			this.epoch = event.lastEventId.slice(0, at);
			this.seq = Number(event.lastEventId.slice(at + 1));
		}
		this.onEvent(kind, JSON.parse(event.data));
	}

	fail() {
		/* CLOSED: the browser has given up, which it does at any answer but 200. */
		if (this.source.readyState === EventSource.CLOSED && !this.timer) {
			this.timer = setTimeout(() => this.open(this.seq, this.epoch), REOPEN_MS);
		}
		this.onBreak();
	}

	close() {
		clearTimeout(this.timer);
		this.timer = null;
		if (this.source) {
			this.source.close();
			this.source = null;
		}
	}
}
