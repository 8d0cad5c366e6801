/* SPDX-License-Identifier: Apache-2.0 */
/* The citizen's ticket page. In the JavaScript of 2010, for the phones that people have. */
(function () {
	'use strict';

	var LOOK_MS = 10000;
	var OVER_MS = 60000; /* nothing more is likely to happen */
	var LIMIT_MS = 8000;

	var texts = words; /* words-ticket.js: {language: {key: text}} */
	var languages = Object.keys(texts);

	var token = location.pathname.split('/').pop();
	var language = known((/[?&]lang=([\w-]+)/.exec(location.search) || [])[1]) ||
		known(remembered()) || languages[0];
	var ticket = null; /* the last answer */
	var missing = false;
	var away = false;
	var updated = '';
	var rated = false; /* here, just now */
	var unsent = false;
	var timer = null;

	function remembered() {
		try {
			return localStorage.getItem('layso.language');
		} catch (e) {
			return null;
		}
	}

	function known(code) {
		return languages.indexOf(code) >= 0 ? code : '';
	}

	function t(key, values) {
		var text = texts[language][key] || texts[languages[0]][key] || '';
		return text.replace(/\{(\w+)\}/g, function (whole, name) {
			return values && values[name] !== undefined ? values[name] : whole;
		});
	}

	function byId(id) {
		return document.getElementById(id);
	}

	function write(id, text) {
		var element = byId(id);
		if (element.textContent !== text) {
			element.textContent = text;
		}
	}

	function nameOf(name) {
		return name ? name[language] || name[languages[0]] || '' : '';
	}

	function two(n) {
		return (n < 10 ? '0' : '') + n;
	}

	/* As on the slip: the longer, the coarser (ui/dates.c). */
	function waitText(seconds) {
		var minutes = Math.floor((seconds + 30) / 60);
		var step = minutes < 30 ? 5 : minutes < 60 ? 10 : minutes < 120 ? 15 : 30;
		var rounded = Math.floor((minutes + Math.floor(step / 2)) / step) * step;
		if (seconds < 300) {
			return t('under');
		}
		if (rounded > 240) {
			return t('over');
		}
		if (rounded < 60) {
			return t('about', {n: rounded});
		}
		return t(rounded % 60 ? 'hours' : 'hours_only',
			{h: Math.floor(rounded / 60), n: rounded % 60});
	}

	function fact(name, text) {
		write(name + '-label', t(name));
		write(name, text);
		byId(name).parentNode.style.display = text === '' ? 'none' : 'block';
	}

	function kind(state) {
		return state === 'CALLED' ? 'called' : state === 'SERVING' ? 'serving'
			: state === 'WAITING' || state === 'HELD' || state === 'SUPPLEMENT' ||
				state === 'NO_SHOW' ? 'wait' : 'over';
	}

	/* To what is to be brought, while something can still be fetched. */
	function showPapers() {
		var link = byId('papers');
		link.hidden = !ticket.papers || kind(ticket.state) === 'over';
		write('papers', t('papers'));
		if (ticket.papers) {
			link.href = ticket.papers + '&lang=' + language;
		}
	}

	/* Five buttons once the visit is over, for as long as the hub takes an answer. */
	function showRating() {
		var asks = ticket.rating === 'open' && !rated;
		var score;
		byId('rate').hidden = !asks && !rated;
		write('rate-ask', asks ? t('rate.ask') : '');
		write('rate-said', rated ? t('rate.done') : unsent ? t('rate.away') : '');
		byId('scores').hidden = !asks;
		for (score = 1; score <= 5; score++) {
			write('score-' + score, t('rate.' + score));
		}
	}

	function rate(event) {
		var score = Number(event.currentTarget.id.slice(-1));
		var request = new XMLHttpRequest();
		request.open('POST', '/api/v1/public/' + encodeURIComponent(token) + '/rate');
		request.setRequestHeader('Content-Type', 'application/json');
		request.timeout = LIMIT_MS;
		request.onload = function () {
			/* 409: an answer has come before; that one counts. */
			rated = request.status === 200 || request.status === 409;
			unsent = !rated;
			show();
		};
		request.onerror = request.ontimeout = function () {
			unsent = true;
			show();
		};
		request.send(JSON.stringify({score: score}));
	}

	function makeScores() {
		var score;
		var button;
		for (score = 5; score >= 1; score--) {
			button = document.createElement('button');
			button.type = 'button';
			button.id = 'score-' + score;
			button.onclick = rate;
			byId('scores').appendChild(button);
		}
	}

	function makeLanguages() {
		languages.forEach(function (code) {
			var button = document.createElement('button');
			button.type = 'button';
			button.id = 'language-' + code;
			button.lang = code;
			button.textContent = texts[code]['language.name'] || code;
			button.onclick = speak;
			byId('languages').appendChild(button);
			byId('languages').appendChild(document.createTextNode(' '));
		});
	}

	/* Who is first may have to wait for the end of a break. */
	function isSoon() {
		return ticket.ahead === 0 && (ticket.wait_estimate_s === null || ticket.wait_estimate_s < 900);
	}

	function showTicket() {
		var waiting = ticket.state === 'WAITING';
		var there = ticket.state === 'CALLED' || ticket.state === 'SERVING';
		byId('page').className = kind(ticket.state);
		write('number', ticket.number);
		write('service', nameOf(ticket.service));
		write('lane', ticket.lane === 'regular' ? '' : t('lane.' + ticket.lane));
		write('state', waiting && isSoon() ? t('soon') : t('state.' + ticket.state));
		write('counter', there && ticket.counter ? t('counter', {n: ticket.counter}) : '');
		fact('ahead', waiting && ticket.ahead > 0 ? String(ticket.ahead) : '');
		fact('wait', waiting && ticket.wait_estimate_s !== null
			? waitText(ticket.wait_estimate_s) : '');
		fact('bring', kind(ticket.state) === 'over' ? '' : nameOf(ticket.bring));
		write('free_online', ticket.free_online && kind(ticket.state) !== 'over'
			? t('free_online', {n: ticket.free_online}) : '');
		write('hint', t(ticket.past_closing ? 'past_closing' : 'hint.' + ticket.state));
		write('centre', nameOf(ticket.centre));
		showPapers();
		showRating();
	}

	function show() {
		document.documentElement.lang = language;
		languages.forEach(function (code) {
			byId('language-' + code).setAttribute('aria-pressed', String(language === code));
		});
		write('label', t('label'));
		document.title = ticket ? ticket.number + ' – ' + t('title') : t('title');
		if (ticket) {
			showTicket();
		} else if (missing) {
			byId('page').className = 'over';
			write('number', '–');
			write('state', t('missing'));
		}
		byId('foot').className = away ? 'away' : '';
		write('foot', away ? t('away') : updated ? t('updated', {time: updated}) : '');
	}

	function take(status, text) {
		var now = new Date();
		away = false;
		if (status === 200) {
			ticket = JSON.parse(text);
			updated = two(now.getHours()) + ':' + two(now.getMinutes());
		} else if (status === 404 && !ticket) {
			missing = true;
		} else {
			away = true;
		}
	}

	function later() {
		clearTimeout(timer);
		if (!missing) {
			timer = setTimeout(look, ticket && kind(ticket.state) === 'over' ? OVER_MS : LOOK_MS);
		}
	}

	function look() {
		var request = new XMLHttpRequest();
		clearTimeout(timer);
		request.open('GET', '/api/v1/public/' + encodeURIComponent(token));
		request.timeout = LIMIT_MS;
		request.onload = function () {
			try {
				take(request.status, request.responseText);
			} catch (e) {
				away = true;
			}
			show();
			later();
		};
		request.onerror = request.ontimeout = function () {
			away = true;
			show();
			later();
		};
		request.send();
	}

	function speak(event) {
		language = event.target.lang;
		try {
			localStorage.setItem('layso.language', language);
		} catch (e) {
			/* not remembered */
		}
		show();
	}

	makeScores();
	makeLanguages();
	/* A phone that was in a pocket looks at once when it is taken out. */
	document.addEventListener('visibilitychange', function () {
		if (!document.hidden && !missing) {
			look();
		}
	});
	show();
	look();
}());
