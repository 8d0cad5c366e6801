/* SPDX-License-Identifier: Apache-2.0 */
/* Tells of a call on a phone that nobody looks at: by sound, by vibration, by a notification. All
 * of it begins with a press of the person, and each only where the phone has it. */
var ticketAlert = (function () {
	'use strict';

	var NOTES = [[880, 0], [1109, 0.22], [1319, 0.44], [880, 1.1], [1109, 1.32], [1319, 1.54]]; /* Hz, s */
	var NOTE_S = 0.2;
	var SHAKE_MS = [500, 200, 500, 200, 500];

	var Sound = window.AudioContext || window.webkitAudioContext;
	var audio = null;
	var worker = null; /* Android shows a notification only through one */
	var on = false;

	function canShake() {
		return Boolean(navigator.vibrate) && 'ontouchstart' in window;
	}

	/* Browsers keep notifications to addresses that begin with https. */
	function canNotify() {
		return Boolean(window.Notification) && Boolean(window.isSecureContext);
	}

	/* Of 'sound', 'shake', 'note': how it will tell now. */
	function ways() {
		return [audio ? 'sound' : '', on && canShake() ? 'shake' : '',
			on && canNotify() && Notification.permission === 'granted' ? 'note' : '']
			.filter(Boolean);
	}

	function play(notes) {
		if (audio.resume) {
			audio.resume();
		}
		notes.forEach(function (note) {
			var tone = audio.createOscillator();
			tone.frequency.value = note[0];
			tone.connect(audio.destination);
			tone.start(audio.currentTime + note[1]);
			tone.stop(audio.currentTime + note[1] + NOTE_S);
		});
	}

	function askToNotify(changed) {
		var asked = Notification.requestPermission(changed);
		if (asked && asked.then) {
			asked.then(changed, changed);
		}
		if (navigator.serviceWorker) {
			navigator.serviceWorker.register('/web/ticket-worker.js').then(function (found) {
				worker = found;
			}, function () {
				worker = null;
			});
		}
	}

	/* In the press itself: later, no browser lets a page make a sound. */
	function begin(changed) {
		on = true;
		try {
			audio = audio || (Sound ? new Sound() : null);
			if (audio) {
				play(NOTES.slice(0, 1));
			}
		} catch (e) {
			audio = null;
		}
		if (canShake()) {
			navigator.vibrate(SHAKE_MS.slice(0, 1));
		}
		if (canNotify()) {
			askToNotify(changed);
		}
	}

	function end() {
		on = false;
		audio = null;
	}

	function notify(title, text) {
		var how = {body: text, tag: 'call', renotify: true, icon: '/web/favicon.svg', data: location.href};
		if (worker && worker.showNotification) {
			worker.showNotification(title, how);
		} else {
			new Notification(title, how).onclick = function () {
				window.focus();
			};
		}
	}

	/* Each way by itself: one that fails leaves the others. */
	function tell(title, text) {
		var how = {
			sound: function () {
				play(NOTES);
			},
			shake: function () {
				navigator.vibrate(SHAKE_MS);
			},
			note: function () {
				notify(title, text);
			},
		};
		ways().forEach(function (way) {
			try {
				how[way]();
			} catch (e) {
				/* the page itself says it as ever */
			}
		});
	}

	return {
		possible: Boolean(Sound) || canShake() || canNotify(),
		isOn: function () {
			return on;
		},
		begin: begin, end: end, tell: tell, ways: ways,
	};
}());
