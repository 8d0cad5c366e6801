/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hall's screen for a television that is only a browser, in the JavaScript of 2010. It decides
 * nothing: the hub says what stands where (/api/v1/hall) and answers when that changes, so one
 * question is always under way. hall-panels.js draws it, and hall-sound.js plays the announcements.
 */
(function () {
	'use strict';

	if (!window.words || !window.hallText || !window.hallPanels || !window.hallSound) {
		return; /* what is missing did not arrive: the page says so since it came (#boot) */
	}

	var LIMIT_MS = 14000; /* an answer comes within 10 s */
	var FIRST_MS = 8000; /* the first at once */
	var AWAY_MS = 5000; /* the hub may restart without the public being told */
	var RETRY_MS = 15000; /* at most, from 1 s on */
	var REFUSED_MS = 30000;
	var FRESH_MS = 8000; /* as the hub counts; for when it is away */
	var OLD_MS = 12 * 3600000; /* such a page is loaded anew in a quiet hour */
	var NIGHT = [180, 240]; /* minutes of the day */
	var PICTURES_MAX = 6; /* are kept: a television has little memory */

	var byId = hallText.byId;
	var fresh = hallPanels.fresh;
	var show = hallText.show;
	var sound = hallSound.state;
	var write = hallText.write;
	var texts = words; /* words-browser_hall.js */
	var languages = Object.keys(texts);
	var token = value('token');
	var isBoard = /[#?&]board(&|=|$)/.test(location.search + location.hash); /* a notice board */
	var isDraft = location.hash === '#draft';
	var began = Date.now();
	var view = null;
	var tag = '';
	var heardAt = 0; /* the last answer */
	var viewAt = 0; /* the view's */
	var failures = 0;
	var request = null;
	var refused = false;
	var reply = null; /* the last one that had a view */
	var theme = ''; /* a tag of its colours and emblem */
	var pictures = []; /* {id, data, failed}, data '' while it is asked for */

	/* Of the address: behind # it stays in the browser, behind ? it works, too. */
	function value(name) {
		var found = new RegExp('[#?&]' + name + '=([^&#]*)').exec(location.search + location.hash);
		return found ? decodeURIComponent(found[1]) : '';
	}

	function t(language, key, values) {
		var text = (texts[language] || texts[languages[0]])[key];
		return text.replace(/\{(\w+)\}/g, function (whole, name) {
			return values[name];
		});
	}

	/* In the hall's languages, each in turn. */
	function both(key, values) {
		var first = view ? view.language : languages[0];
		var second = view ? view.second : languages[1];
		var text = t(first, key, values || {});
		return second ? text + ' – ' + t(second, key, values || {}) : text;
	}

	/* Pictures */

	/* '' when it is not the hub that has answered. */
	function dataOf(status, text) {
		try {
			return status === 200 ? 'data:image/png;base64,' + JSON.parse(text).png : '';
		} catch (e) {
			return '';
		}
	}

	function keepPicture(picture, status, text) {
		picture.data = dataOf(status, text);
		picture.failed = !picture.data;
		if (picture.data) {
			showView();
		} else {
			setTimeout(function () {
				if (pictures.indexOf(picture) >= 0) {
					askPicture(picture);
				}
			}, RETRY_MS);
		}
		showStrip();
	}

	function askPicture(picture) {
		var asking = new XMLHttpRequest();
		var limit = setTimeout(function () {
			asking.abort();
		}, FIRST_MS);
		asking.open('GET', '/api/v1/pictures/' + picture.id);
		asking.setRequestHeader('Authorization', 'Bearer ' + token);
		asking.onreadystatechange = function () {
			if (asking.readyState === 4) {
				clearTimeout(limit);
				keepPicture(picture, asking.status, asking.responseText);
			}
		};
		asking.send();
	}

	function pictureNamed(id) {
		return pictures.filter(function (one) {
			return one.id === id;
		})[0];
	}

	function pictureOf(id) {
		var picture = pictureNamed(id);
		if (!picture) {
			picture = {id: id, data: '', failed: false};
			pictures = pictures.slice(1 - PICTURES_MAX).concat([picture]);
			askPicture(picture);
		}
		return picture.data;
	}

	function lacksPicture() {
		var picture = view && view.main.kind === 'page' && pictureNamed(view.main.picture);
		return Boolean(picture) && picture.failed;
	}

	function showView() {
		var isPicture = view.main.kind === 'page' && view.main.picture;
		hallPanels.showAll(view, isPicture ? pictureOf(view.main.picture) : '');
	}

	/* Without the hub, a page that has ended is taken off, at most a minute too early: the hub's
	 * clock is known in whole minutes. */
	function endPage() {
		var main = view && view.main;
		if (main && main.kind === 'page' && main.minutes_left >= 0 && failures > 0 &&
			Date.now() - viewAt >= (main.minutes_left - 1) * 60000) {
			main.kind = 'welcome';
			showView();
		}
	}

	/* What the page itself has to say. */

	function showHelp(status) {
		var help = byId('help-text');
		refused = status !== 0;
		show(byId('help'), refused);
		if (!refused || help.firstChild) {
			return;
		}
		write(byId('help-title'), both(byId('training') ? 'practice' : token ? 'refused' : 'no_token'));
		languages.forEach(function (language) {
			(byId('training') ? [] : ['help.1', 'help.2', 'help.3']).forEach(function (key) {
				hallText.add(help, '', 'p').textContent = t(language, key, {});
			});
		});
	}

	function showStrip() {
		var silent = Date.now() - heardAt;
		var away = heardAt > 0 && silent >= AWAY_MS && failures > 0;
		var text = '';
		if (heardAt === 0 && failures > 0) {
			text = both('unreached');
		} else if (away) {
			text = both(isBoard ? 'board_away' : 'away', {time: view.clock ? view.clock.time : '', n: Math.floor(silent / 60000)});
		} else if (sound.on && reply && reply.sound_state === 'no_voice') {
			text = both('no_voice');
		} else if (lacksPicture()) {
			text = both('no_picture');
		}
		write(byId('strip'), text);
		show(byId('strip'), text !== '' && !refused);
		show(byId('boot'), !isDraft && !view && !refused && text === '');
		show(byId('sound'), text === '' && hallSound.keyHeight() > 0);
		/* What was new when the hub went away is not new for ever. */
		if (failures > 0 && fresh.key && Date.now() - fresh.at >= FRESH_MS) {
			hallText.name(byId('main'), 'panel waited');
		}
	}

	/* The key stands under the picture, which is asked for that much lower: of another height. */
	function onSound(changed) {
		showStrip();
		if (changed) {
			tag = '';
		}
		if (changed && sound.on && request) {
			request.abort(); /* to ask again, with sound */
		}
	}

	/* Questions */

	function isQuiet() {
		return view.minute >= NIGHT[0] && view.minute < NIGHT[1] && !fresh.key &&
			(!view.list || view.list.rows.length === 0);
	}

	function replyOf(text) {
		var found = JSON.parse(text);
		if (!found.view) {
			throw new Error('this is not the hub');
		}
		return found;
	}

	function onAnswer(status, text) {
		if (status === 200) {
			reply = replyOf(text);
			if (theme && reply.theme !== theme && !sound.by_key) {
				location.reload(); /* in other colours */
			}
			theme = reply.theme;
			view = reply.view;
			tag = reply.tag;
			viewAt = Date.now();
			showView();
			hallSound.hear(reply.sound, reply.sound_call);
		}
		failures = 0;
		heardAt = Date.now();
		/* A key's permission would be lost, and the elements do not become more. */
		if (view && Date.now() - began > OLD_MS && isQuiet() && !sound.by_key) {
			location.reload();
		}
	}

	/* The diagonal of a part of the screen. */
	function inchesOf(width, height) {
		var all = diagonal(window.innerWidth, window.innerHeight);
		return Math.max(1, Math.floor((Number(value('inches')) || 43) * diagonal(width, height) / all));
	}

	function diagonal(width, height) {
		return Math.sqrt(width * width + height * height);
	}

	function later(ms) {
		setTimeout(ask, ms);
	}

	function onDone(status, text) {
		var known = status === 200 || status === 204;
		if (known) {
			try {
				onAnswer(status, text);
			} catch (e) {
				known = false;
				tag = '';
			}
		}
		if (known || status === 401 || status === 403) {
			showHelp(known ? 0 : status);
		}
		failures = known ? 0 : failures + 1;
		showStrip();
		later(known ? 0 : refused ? REFUSED_MS
			: Math.min(RETRY_MS, 1000 * Math.pow(2, Math.min(failures - 1, 4))));
	}

	function ask() {
		var asking = new XMLHttpRequest();
		var limit = setTimeout(function () {
			asking.abort();
		}, tag ? LIMIT_MS : FIRST_MS);
		var done = false;
		var aborted = sound.on;
		var width = window.innerWidth;
		var height = window.innerHeight - hallSound.keyHeight();
		request = asking;
		byId('sound').style.fontSize = hallSound.keyHeight() * 0.36 + 'px';
		asking.open('GET', '/api/v1/hall?width=' + width + '&height=' + height +
			'&inches=' + inchesOf(width, height) + '&counter=' + (Number(value('counter')) || 0) + (isBoard ? '&board=true' : '') +
			(sound.on ? '&sound=true' : '') + (sound.on && sound.asked ? '&heard=' + hallSound.lastSaid() : '') + (tag ? '&seen=' + tag : ''));
		if (token) {
			asking.setRequestHeader('Authorization', 'Bearer ' + token);
		}
		asking.onreadystatechange = function () {
			if (asking.readyState !== 4 || done) {
				return;
			}
			done = true;
			clearTimeout(limit);
			request = null;
			if (asking.status === 0 && sound.on && !aborted) {
				later(0); /* our own, to ask with sound */
			} else {
				sound.asked = sound.asked || (aborted && asking.status >= 200 && asking.status < 300);
				onDone(asking.status, asking.responseText);
			}
		};
		asking.send();
	}

	setInterval(function () {
		endPage();
		showStrip();
	}, 1000);
	window.onresize = function () {
		tag = '';
		if (request) {
			request.abort();
		}
	};
	byId('emblem').onload = byId('picture').onload = function () {
		if (view) {
			showView();
		}
	};
	/* Of a draft, the page around this one says what to show (manager-page-preview.js). */
	if (!isBoard && !isDraft) {
		hallSound.begin(both('sound_on'), onSound);
	}
	showStrip();
	if (!isDraft) {
		ask();
	}
}());
