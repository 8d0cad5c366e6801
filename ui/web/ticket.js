/* SPDX-License-Identifier: Apache-2.0 */
/* The citizen's ticket page. In the JavaScript of 2010, for the phones that people have. */
(function () {
	'use strict';

	var LOOK_MS = 10000;
	var OVER_MS = 60000; /* nothing more is likely to happen */
	var LIMIT_MS = 8000;
	var SOON_S = 300;

	var texts = window.words; /* words-ticket.js: {language: {key: text}} */
	if (!texts || !window.ticketAlert || !window.layso_round_wait) {
		return; /* what is missing did not arrive: the page says so since it came (#boot) */
	}
	var languages = Object.keys(texts);

	var token = location.pathname.split('/').pop();
	var language = known((/[?&]lang=([\w-]+)/.exec(location.search) || [])[1]) ||
		known(remembered()) || languages[0];
	var ticket = null; /* the last answer */
	var missing = false;
	var failed = ''; /* what became of the last question: '', 'away', 'crowded' */
	var updated = ''; /* the hall's time of the last answer, where the hub knows it */
	var rating = ''; /* what became of an answer given here: 'sending', or a word of rate.… */
	var told = ''; /* the call that this page has told of: its counter, and how many there were */
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

	/* The hub's answer, or done(0, '') when there is none in time. Old phones know no request.timeout. */
	function ask(method, path, body, done) {
		var request = new XMLHttpRequest();
		var over = false;
		var limit;
		function finish(status, text) {
			if (!over) {
				over = true;
				clearTimeout(limit);
				done(status, text);
			}
		}
		limit = setTimeout(function () {
			finish(0, '');
			request.abort();
		}, LIMIT_MS);
		request.open(method, '/api/v1/public/' + encodeURIComponent(token) + path);
		request.onreadystatechange = function () {
			if (request.readyState === 4) {
				finish(request.status, request.responseText);
			}
		};
		if (body) {
			request.setRequestHeader('Content-Type', 'application/json');
		}
		request.send(body ? JSON.stringify(body) : null);
	}

	/* null: it is not the hub that has answered. */
	function parse(text) {
		try {
			return JSON.parse(text);
		} catch (e) {
			return null;
		}
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

	function waitText(seconds) {
		var rounded = layso_round_wait(seconds);
		if (rounded === 0) {
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
		var over = rating === 'done' || rating === 'closed' || rating === 'staff';
		var asks = ticket.rating === 'open' && !over;
		var score;
		byId('rate').hidden = !asks && !over;
		write('rate-ask', asks ? t('rate.ask') : '');
		write('rate-said', rating ? t('rate.' + rating) : '');
		byId('scores').hidden = !asks;
		for (score = 1; score <= 5; score++) {
			write('score-' + score, t('rate.' + score));
			byId('score-' + score).disabled = rating === 'sending';
		}
	}

	/* An answer that has come before counts. */
	function becameOf(status, answer) {
		var error = answer ? answer.error : '';
		if ((status === 200 && answer && answer.rated) || (status === 409 && error === 'exists')) {
			return 'done';
		}
		return status === 409 && error ? 'closed' : status === 403 && error ? 'staff' : 'away';
	}

	function rate(event) {
		rating = 'sending';
		show();
		ask('POST', '/rate', {score: Number(event.currentTarget.id.slice(-1))}, function (status, text) {
			rating = becameOf(status, parse(text));
			show();
		});
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

	/* Who is first may have to wait for the end of a break, or for a counter to open. */
	function isSoon() {
		return ticket.ahead === 0 && ticket.wait_estimate_s !== null && ticket.wait_estimate_s < SOON_S;
	}

	function stateText() {
		return ticket.state !== 'WAITING' ? t('state.' + ticket.state)
			: isSoon() ? t('soon') : t(ticket.ahead === 0 ? 'first' : 'state.WAITING');
	}

	/* What to do now. */
	function hintText() {
		return ticket.past_closing ? t('past_closing')
			: ticket.state === 'WAITING' && isSoon() ? t('hint.soon')
			: ticket.state === 'CALLED' && ticket.calls > 1 ? t('hint.again', {n: ticket.calls})
			: t('hint.' + ticket.state);
	}

	function titleText() {
		return ticket.state === 'CALLED' && ticket.counter
			? t('title.called', {number: ticket.number, n: ticket.counter})
			: ticket.number + ' – ' + stateText();
	}

	function showAlert() {
		var over = kind(ticket.state) === 'over' || kind(ticket.state) === 'serving';
		var ways = ticketAlert.ways();
		byId('alert').hidden = over || !ticketAlert.possible;
		write('alert-key', t('alert'));
		byId('alert-key').setAttribute('aria-pressed', String(ticketAlert.isOn()));
		write('alert-said', !ticketAlert.isOn() ? '' : ways.length === 0 ? t('alert.none')
			: t('alert.on', {ways: ways.map(function (way) {
				return t('alert.' + way);
			}).join(', ')}));
	}

	/* Once a call, and once each time it is repeated. Calls are counted anew when one is taken back,
	 * and at another counter. */
	function tellOfCall() {
		var call = ticket.state === 'CALLED' ? ticket.counter + '/' + ticket.calls : '';
		if (call && call !== told) {
			ticketAlert.tell(titleText(), hintText());
		}
		told = call;
	}

	function showTicket() {
		var waiting = ticket.state === 'WAITING';
		var there = ticket.state === 'CALLED' || ticket.state === 'SERVING';
		byId('page').className = kind(ticket.state);
		write('number', ticket.number);
		write('service', nameOf(ticket.service));
		write('lane', ticket.lane === 'regular' ? '' : t('lane.' + ticket.lane));
		write('state', stateText());
		write('counter', there && ticket.counter ? t('counter', {n: ticket.counter}) : '');
		fact('ahead', waiting && ticket.ahead > 0 ? String(ticket.ahead) : '');
		fact('wait', waiting && ticket.wait_estimate_s !== null && !isSoon()
			? waitText(ticket.wait_estimate_s) : '');
		fact('bring', kind(ticket.state) === 'over' ? '' : nameOf(ticket.bring));
		write('free_online', ticket.free_online && kind(ticket.state) !== 'over'
			? t('free_online', {n: ticket.free_online}) : '');
		write('hint', hintText());
		write('centre', nameOf(ticket.centre));
		showPapers();
		showRating();
		showAlert();
	}

	/* Before the first answer, and where there is no such number. */
	function showNone() {
		byId('page').className = missing ? 'over' : 'wait';
		write('number', missing ? '–' : '…');
		write('state', t(missing ? 'missing' : 'asking'));
		write('hint', missing ? t('hint.missing') : failed ? t('hint.away') : '');
	}

	function show() {
		document.documentElement.lang = language;
		languages.forEach(function (code) {
			byId('language-' + code).setAttribute('aria-pressed', String(language === code));
		});
		write('label', t('label'));
		document.title = ticket ? titleText() : t(missing ? 'missing' : 'title');
		if (ticket) {
			showTicket();
		} else {
			showNone();
		}
		write('away', failed === 'away' && ticket && updated ? t('away_since', {time: updated})
			: failed ? t(failed) : '');
		write('foot', updated && !failed ? t('updated', {time: updated}) : '');
	}

	/* The hall's time, as the hub writes it in the hall's zone: 2026-11-23T08:01:02.123+07:00 */
	function clockOf(now) {
		return typeof now === 'string' ? now.slice(11, 16) : '';
	}

	function take(status, answer) {
		failed = '';
		if (status === 200 && answer && typeof answer.number === 'string' &&
			texts[language]['state.' + answer.state]) {
			ticket = answer;
			updated = clockOf(answer.now);
			tellOfCall();
		} else if (status === 404 && answer && answer.error === 'not_found' && !ticket) {
			missing = true;
		} else {
			failed = status === 429 ? 'crowded' : 'away';
		}
	}

	function later() {
		clearTimeout(timer);
		if (!missing) {
			timer = setTimeout(look, ticket && kind(ticket.state) === 'over' ? OVER_MS : LOOK_MS);
		}
	}

	function look() {
		clearTimeout(timer);
		ask('GET', '', null, function (status, text) {
			take(status, parse(text));
			show();
			later();
		});
	}

	function pressAlert() {
		if (ticketAlert.isOn()) {
			ticketAlert.end();
		} else {
			ticketAlert.begin(show);
		}
		show();
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

	document.body.removeChild(byId('boot'));
	makeScores();
	makeLanguages();
	byId('alert-key').onclick = pressAlert;
	/* A phone that was in a pocket looks at once when it is taken out. */
	document.addEventListener('visibilitychange', function () {
		if (!document.hidden && !missing) {
			look();
		}
	});
	show();
	look();
}());
