/* SPDX-License-Identifier: Apache-2.0 */
/* The citizen's ticket page. In the JavaScript of 2010, for the phones that people have. */
(function () {
	'use strict';

	var LOOK_MS = 10000;
	var OVER_MS = 60000; /* nothing more is likely to happen */
	var LIMIT_MS = 8000;

	var texts = {
		vi: {
			ahead: 'Số người chờ trước',
			about: 'khoảng {n} phút',
			away: 'Chưa cập nhật được. Đang thử lại… Mời ông/bà theo dõi màn hình tại Trung tâm.',
			counter: 'Quầy {n}',
			hint_CALLED: 'Mời ông/bà đến quầy ngay và mang theo phiếu.',
			hint_NO_SHOW: 'Ông/bà đã lỡ lượt gọi. Xin báo cán bộ để được gọi lại.',
			hint_SUPPLEMENT: 'Khi đủ giấy tờ trong ngày, ông/bà dùng lại phiếu này.',
			hint_WAITING: 'Trang này tự cập nhật. Vui lòng ở gần khu vực chờ.',
			hours: 'khoảng {h} giờ {n} phút',
			hours_only: 'khoảng {h} giờ',
			label: 'Số thứ tự của ông/bà',
			lane_priority: 'Ưu tiên',
			lane_return: 'Quay lại',
			missing: 'Không tìm thấy số này. Có thể số đã hết hạn. Xin hỏi cán bộ tại Trung tâm.',
			over: 'hơn 4 giờ',
			past_closing: 'Có thể không kịp trong giờ làm việc hôm nay. Xin hỏi cán bộ nếu ông/bà cần gấp.',
			rate_1: 'Rất không hài lòng',
			rate_2: 'Không hài lòng',
			rate_3: 'Bình thường',
			rate_4: 'Hài lòng',
			rate_5: 'Rất hài lòng',
			rate_ask: 'Ông/bà có hài lòng với lần phục vụ này không? Câu trả lời không ghi tên ai.',
			rate_away: 'Chưa gửi được. Xin bấm lại.',
			rate_done: 'Xin cảm ơn ông/bà đã đánh giá.',
			soon: 'Sắp đến lượt của ông/bà',
			state_CALLED: 'Mời ông/bà đến',
			state_EXPIRED: 'Số đã hết hạn trong ngày',
			state_FINISHED: 'Đã xong. Cảm ơn ông/bà.',
			state_FINISHED_UNCONFIRMED: 'Đã xong. Cảm ơn ông/bà.',
			state_HELD: 'Đang tạm giữ chỗ',
			state_LEFT: 'Số đã kết thúc',
			state_NO_SHOW: 'Đã gọi nhưng vắng mặt',
			state_SERVING: 'Đang được phục vụ tại',
			state_SUPPLEMENT: 'Chờ bổ sung giấy tờ',
			state_VOID: 'Số đã hủy',
			state_WAITING: 'Đang chờ đến lượt',
			title: 'Số thứ tự',
			under: 'dưới 5 phút',
			updated: 'Cập nhật lúc {time}',
			wait: 'Dự kiến chờ'
		},
		en: {
			ahead: 'Waiting before you',
			about: 'about {n} min',
			away: 'Not up to date, trying again… Please watch the display at the centre.',
			counter: 'Counter {n}',
			hint_CALLED: 'Please go there now and bring your slip.',
			hint_NO_SHOW: 'You missed your call. Please tell a member of staff.',
			hint_SUPPLEMENT: 'When you have the papers today, use this slip again.',
			hint_WAITING: 'This page updates by itself. Please stay near the waiting area.',
			hours: 'about {h} h {n} min',
			hours_only: 'about {h} h',
			label: 'Your number',
			lane_priority: 'Priority',
			lane_return: 'Returning',
			missing: 'This number was not found; it may have expired. Please ask the staff.',
			over: 'more than 4 h',
			past_closing: 'Your turn may not come before we close today. Please ask the staff if it is urgent.',
			rate_1: 'Very dissatisfied',
			rate_2: 'Dissatisfied',
			rate_3: 'Neither',
			rate_4: 'Satisfied',
			rate_5: 'Very satisfied',
			rate_ask: 'Were you satisfied with this visit? Nobody is named in your answer.',
			rate_away: 'Not sent. Please press again.',
			rate_done: 'Thank you for your answer.',
			soon: 'Your turn is coming',
			state_CALLED: 'Please go to',
			state_EXPIRED: 'This number has expired',
			state_FINISHED: 'Finished. Thank you.',
			state_FINISHED_UNCONFIRMED: 'Finished. Thank you.',
			state_HELD: 'On hold',
			state_LEFT: 'This number is closed',
			state_NO_SHOW: 'Called, but absent',
			state_SERVING: 'Being served at',
			state_SUPPLEMENT: 'Waiting for your papers',
			state_VOID: 'This number was cancelled',
			state_WAITING: 'Waiting for your turn',
			title: 'Ticket',
			under: 'less than 5 min',
			updated: 'Updated at {time}',
			wait: 'Expected wait'
		}
	};

	var token = location.pathname.split('/').pop();
	var language = (/[?&]lang=en\b/.test(location.search) || remembered() === 'en') ? 'en' : 'vi';
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

	function t(key, values) {
		var text = texts[language][key] || '';
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
		return name ? name[language] || name.vi || '' : '';
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

	/* Five buttons once the visit is over, for as long as the hub takes an answer. */
	function showRating() {
		var asks = ticket.rating === 'open' && !rated;
		var score;
		byId('rate').hidden = !asks && !rated;
		write('rate-ask', asks ? t('rate_ask') : '');
		write('rate-said', rated ? t('rate_done') : unsent ? t('rate_away') : '');
		byId('scores').hidden = !asks;
		for (score = 1; score <= 5; score++) {
			write('score-' + score, t('rate_' + score));
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
		write('lane', ticket.lane === 'regular' ? '' : t('lane_' + ticket.lane));
		write('state', waiting && isSoon() ? t('soon') : t('state_' + ticket.state));
		write('counter', there && ticket.counter ? t('counter', {n: ticket.counter}) : '');
		fact('ahead', waiting && ticket.ahead > 0 ? String(ticket.ahead) : '');
		fact('wait', waiting && ticket.wait_estimate_s !== null
			? waitText(ticket.wait_estimate_s) : '');
		write('hint', t(ticket.past_closing ? 'past_closing' : 'hint_' + ticket.state));
		write('centre', nameOf(ticket.centre));
		showRating();
	}

	function show() {
		document.documentElement.lang = language;
		byId('vi').setAttribute('aria-pressed', String(language === 'vi'));
		byId('en').setAttribute('aria-pressed', String(language === 'en'));
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
		language = event.target.id;
		try {
			localStorage.setItem('layso.language', language);
		} catch (e) {
			/* not remembered */
		}
		show();
	}

	makeScores();
	byId('vi').onclick = speak;
	byId('en').onclick = speak;
	/* A phone that was in a pocket looks at once when it is taken out. */
	document.addEventListener('visibilitychange', function () {
		if (!document.hidden && !missing) {
			look();
		}
	});
	show();
	look();
}());
