/* SPDX-License-Identifier: Apache-2.0 */
/* One event stream for all pages that a browser has open: it keeps only six connections to a hub, and
 * each stream takes one of them. The browser starts this for the first page that asks (live.js), and
 * ends it after the last.
 *
 * A page says {open: {seq, epoch}} or {close: true}, and hears {opened}, {kind, seq, epoch},
 * {broken, silent} and {alive}. opened says with missed that events came after those that the page
 * knows of. */
import {EventStream} from './event-stream.js';

const ports = new Set();
const stream = new EventStream(
	(kind) => tellAll({kind, seq: stream.seq, epoch: stream.epoch}),
	(silent) => tellAll({broken: true, silent}),
	() => tellAll({alive: true}));

function tellAll(message) {
	ports.forEach((port) => port.postMessage(message));
}

/* A page that knows another epoch has looked at the hub later than the stream was opened. */
function open(port, {seq, epoch}) {
	const joins = stream.isOpen() && stream.epoch === epoch;
	if (!joins) {
		stream.open(seq, epoch);
	}
	ports.add(port);
	port.postMessage({opened: true, missed: joins && stream.seq > seq});
}

function close(port) {
	ports.delete(port);
	if (ports.size === 0) {
		stream.close();
	}
}

self.onconnect = (event) => {
	const port = event.ports[0];
	port.onmessage = ({data}) => data.open ? open(port, data.open) : close(port);
};
