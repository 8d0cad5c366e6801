/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub says while a page is open: by the stream that all pages of the browser share
 * (live-worker.js), or where a browser has no such thing by one of the page's own. */

const ANSWER_MS = 4000; /* a worker that works answers at once, also on a slow computer */
const SILENCE_MS = 8000; /* the worker itself tells of a silent hub after five seconds */

/* The browser's shared stream, seen from one page. Like an EventStream. */
class SharedStream {
	/* As an EventStream's; onMissed(): events came that nobody told this page of; onUseless(): the
	 * browser cannot do it. */
	constructor({onEvent, onBreak, onMissed, onUseless}) {
		Object.assign(this, {onEvent, onBreak, onMissed, onUseless});
		this.opened = false;
		this.timer = null;
		this.worker = new SharedWorker('/web/live-worker.js', {type: 'module', name: 'layso-events'});
		this.worker.onerror = () => this.onUseless();
		this.worker.port.onmessage = ({data}) => this.take(data);
		addEventListener('pagehide', () => this.say({close: true}));
		addEventListener('pageshow', ({persisted}) => persisted && this.opened && this.reopen());
	}

	say(message) {
		this.worker.port.postMessage(message);
	}

	open(seq, epoch) {
		this.seq = seq;
		this.epoch = epoch;
		this.reopen();
	}

	/* Also when the worker has been silent: a page that the browser had put to sleep hears nothing
	 * meanwhile, and the worker answers; one that has died does not. */
	reopen() {
		this.opened = true;
		this.say({open: {seq: this.seq, epoch: this.epoch}});
		this.wait(() => this.onUseless(), ANSWER_MS);
	}

	wait(then, ms) {
		clearTimeout(this.timer);
		this.timer = setTimeout(then, ms);
	}

	take(message) {
		if (!this.opened) {
			return;
		}
		this.wait(() => this.reopen(), SILENCE_MS);
		if (message.kind) {
			this.seq = message.seq;
			this.epoch = message.epoch;
			this.onEvent(message.kind);
		} else if (message.missed) {
			this.onMissed();
		} else if (message.broken) {
			this.onBreak(message.silent);
		}
	}

	isOpen() {
		return this.opened;
	}

	close() {
		clearTimeout(this.timer);
		this.say({close: true});
		this.opened = false;
	}
}

export class Live {
	/* onEvent(kind), onBreak(silent): the stream ended or cannot be had, or it is silent;
	 * onMissed(): something has happened, and nobody knows what. */
	constructor(onEvent, onBreak, onMissed) {
		this.calls = {onEvent, onBreak, onMissed, onUseless: () => this.standAlone()};
		this.stream = null;
		this.alone = false;
		this.wanted = null; /* [seq, epoch]: where it was opened */
		try {
			this.stream = new SharedStream(this.calls);
		} catch (error) {
			/* no such thing, or not allowed: open() goes another way */
		}
	}

	/* Few browsers need it, so it is loaded then; when it does not come, with the next open(). */
	async standAlone() {
		const {onEvent, onBreak, onMissed} = this.calls;
		if (this.alone) {
			return;
		}
		this.alone = true;
		if (this.stream) {
			this.stream.close();
			this.stream = null;
		}
		try {
			const {EventStream} = await import('./event-stream.js');
			this.stream = new EventStream(onEvent, onBreak);
		} catch (error) {
			this.alone = false;
			return;
		}
		if (this.wanted) {
			this.stream.open(...this.wanted);
			onMissed();
		}
	}

	/* Follows what comes after an event. */
	open(seq, epoch) {
		this.wanted = [seq, epoch];
		if (this.stream) {
			this.stream.open(seq, epoch);
		} else {
			this.standAlone();
		}
	}

	/* Whether it follows the hub from such an event on. */
	follows(seq, epoch) {
		const {stream} = this;
		return Boolean(stream) && stream.isOpen() && seq >= stream.seq && epoch === stream.epoch;
	}

	close() {
		this.wanted = null;
		if (this.stream) {
			this.stream.close();
		}
	}
}
