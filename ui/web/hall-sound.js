/* SPDX-License-Identifier: Apache-2.0 */
/* The hall's sound in a browser: one player, one announcement after the other. */
var hallSound = (function (parts) {
	'use strict';

	var SOUND_MS = 120000; /* no announcement is longer */
	var KEY_SHARE = 0.08; /* of the shorter side, while the key waits to be pressed */

	var onChange = null; /* on: whether the browser lets it be heard */

	var sound = {on: false, by_key: false, player: null, playing: false, last: '', next: '', since: 0,
		asked: false, /* with sound, and answered */
		call: '', nextCall: ''}; /* of what is played, and of what is next */
	var said = recall(); /* the calls, the last one last: the hub may not know after a restart */

	function recall() {
		try {
			return (sessionStorage.getItem('said') || '0-0').split(' ');
		} catch (e) {
			return ['0-0'];
		}
	}

	function remember(call) {
		said = said.slice(-40).concat([call]);
		try {
			sessionStorage.setItem('said', said.join(' '));
		} catch (e) {
			return; /* known until the page is loaded anew */
		}
	}

	/* The key stands under the picture, which is asked for that much lower. */
	function keyHeight() {
		return !sound.on && sound.player !== null
			? Math.round(Math.min(window.innerWidth, window.innerHeight) * KEY_SHARE) : 0;
	}

	function setSound(on, byKey) {
		var was = sound.on;
		sound.on = on;
		sound.by_key = sound.by_key || byKey;
		onChange(on !== was);
	}

	function playNext() {
		if (sound.playing && Date.now() - sound.since < SOUND_MS) {
			return;
		}
		sound.playing = false;
		if (sound.on && sound.next) {
			sound.call = sound.nextCall;
			start('/api/v1/announcements/' + sound.next, false);
			sound.next = '';
		}
	}

	function start(path, byKey) {
		var promise;
		sound.playing = true;
		sound.since = Date.now();
		sound.player.src = path;
		try {
			promise = sound.player.play();
		} catch (e) {
			sound.playing = false;
		}
		sound.byKeyNow = byKey;
		if (promise && promise['catch']) {
			promise['catch'](function (error) {
				sound.playing = false;
				if (error && error.name === 'NotAllowedError') {
					setSound(false, false);
				}
			});
		}
	}

	function onPlaying() {
		if (!sound.on) {
			setSound(true, sound.byKeyNow);
		}
	}

	function onEnded() {
		if (sound.call) {
			remember(sound.call);
		}
		onOver();
	}

	function onOver() {
		sound.call = '';
		sound.playing = false;
		playNext();
	}

	/* text: of the key; changed(whether) is called when sound may be on or off. */
	function begin(text, changed) {
		parts.write(parts.byId('sound'), text);
		onChange = changed;
		if (typeof Audio === 'undefined') {
			return;
		}
		sound.player = new Audio();
		onChange(false);
		sound.player.addEventListener('playing', onPlaying, false);
		sound.player.addEventListener('ended', onEnded, false);
		sound.player.addEventListener('error', onOver, false);
		parts.byId('sound').onclick = function () {
			start('/web/silence.wav', true);
		};
		parts.byId('sound').focus();
		start('/web/silence.wav', false); /* where the browser allows it, no key is needed */
	}

	/* What was not begun while the hub said so is not played: it may not be true any more. Nor is
	 * what was said before the hub began anew. */
	function hear(id, call) {
		if (id && id !== sound.last && (call === sound.call || said.indexOf(call) >= 0)) {
			sound.last = id;
			sound.next = '';
			return;
		}
		sound.nextCall = id && id !== sound.last ? call : sound.nextCall;
		sound.next = id && id !== sound.last ? id : id ? sound.next : '';
		sound.last = id || sound.last;
		playNext();
	}

	/* The call that was said last: the hub says what came after it. */
	function lastSaid() {
		return said[said.length - 1];
	}

	return {state: sound, begin: begin, hear: hear, keyHeight: keyHeight, lastSaid: lastSaid};
}(hallText));
