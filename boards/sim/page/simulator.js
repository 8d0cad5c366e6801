// SPDX-License-Identifier: Apache-2.0
// The simulator's page: shows what /api/events tells, and does what is pressed.
"use strict";

const find = (id) => document.getElementById(id);

function make(tag, properties = {}, ...children) {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
}

// words is of words.js: {language: {key: text}}, the first language first.
const languages = Object.keys(words);

function text(key, values, language = languages[0]) {
	const found = words[language][key] ?? words[languages[0]][key] ?? key;
	return found.replace(/\{(\w+)\}/g, (whole, name) => values?.[name] ?? whole);
}

// What say(language) gives for each language, the first of them in front.
function inEach(say) {
	return languages.flatMap((lang) => [make("span", {lang, textContent: say(lang)}), " "]);
}

function textInEach(key, values) {
	return inEach((language) => text(key, values, language));
}

// Requests go out one after the other, so that a release never overtakes its press.
let sending = Promise.resolve();
function post(path, body) {
	const request = () => fetch(path, {
		method: "POST",
		headers: {"Content-Type": "application/json"},
		body: JSON.stringify(body),
	});
	sending = sending.then(request).catch(() => {});
	return sending;
}

// ---- screens ----

// A screen shows the newest picture that it could load; while one loads, only the newest waits.
class Screen {
	constructor(box) {
		this.box = box;
		this.name = box.dataset.screen;
		this.image = box.querySelector("img");
		this.version = 0;
		this.wanted = 0;
		this.loading = false;
		this.pointer = null;
		this.lastMove = 0;
		box.addEventListener("pointerdown", (event) => this.down(event));
		box.addEventListener("pointermove", (event) => this.move(event));
		box.addEventListener("pointerup", (event) => this.up(event));
		box.addEventListener("pointercancel", (event) => this.up(event));
		box.addEventListener("dblclick", () => this.enlarge());
	}

	// A screen that takes no touches can be looked at in its full size.
	enlarge() {
		if (document.fullscreenElement) {
			document.exitFullscreen();
		} else if (!this.box.hasAttribute("data-touch")) {
			this.box.requestFullscreen();
		}
	}

	show(state) {
		if (state.touchable !== undefined) {
			this.box.toggleAttribute("data-touch", state.touchable);
		}
		if (!state.there) {
			return;
		}
		this.width = state.width;
		this.height = state.height;
		this.box.style.aspectRatio = `${state.width} / ${state.height}`;
		this.wanted = state.version;
		this.load();
	}

	async load() {
		if (this.loading || this.wanted === this.version) {
			return;
		}
		this.loading = true;
		const version = this.wanted;
		const next = new Image();
		next.src = `/api/screens/${this.name}.png?v=${version}`;
		try {
			await next.decode();
			this.image.src = next.src;
			this.image.hidden = false;
			this.version = version;
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
		this.loading = false;
		this.load();
	}

	touch(phase, event) {
		const place = this.image.getBoundingClientRect();
		const x = Math.round((event.clientX - place.left) / place.width * this.width);
		const y = Math.round((event.clientY - place.top) / place.height * this.height);
		post("/api/touch", {
			screen: this.name,
			x: Math.max(0, Math.min(this.width - 1, x)),
			y: Math.max(0, Math.min(this.height - 1, y)),
			phase,
		});
	}

	down(event) {
		if (!this.box.hasAttribute("data-touch") || event.button !== 0 || this.image.hidden) {
			return;
		}
		event.preventDefault();
		this.pointer = event.pointerId;
		this.box.setPointerCapture(event.pointerId);
		this.touch("down", event);
		const place = this.box.getBoundingClientRect();
		const ring = make("i", {className: "ring"});
		ring.style.left = `${event.clientX - place.left}px`;
		ring.style.top = `${event.clientY - place.top}px`;
		ring.addEventListener("animationend", () => ring.remove());
		this.box.append(ring);
	}

	move(event) {
		if (event.pointerId === this.pointer && event.timeStamp - this.lastMove > 40) {
			this.lastMove = event.timeStamp;
			this.touch("move", event);
		}
	}

	up(event) {
		if (event.pointerId === this.pointer) {
			this.pointer = null;
			this.touch("up", event);
		}
	}
}

const screens = {
	kiosk: new Screen(find("kiosk-screen")),
	hall: new Screen(find("hall-screen")),
};

// ---- panel ----

const panel = find("panel");
const held = new Set();

function hold(name, pressed) {
	if (pressed === held.has(name)) {
		return;
	}
	held[pressed ? "add" : "delete"](name);
	const button = [...panel.children].find((b) => b.dataset.name === name);
	if (button) {
		button.classList.toggle("down", pressed);
	}
	post("/api/button", {name, pressed});
}

// What stands on a button: what the board file says it does, with the service's name.
function label(button, services, language) {
	if (button.does === "take") {
		const service = services?.[button.service]?.[language] ??
			text("button.service", {service: button.service}, language);
		return button.priority ? text("button.priority", {service}, language) : service;
	}
	if (button.does === "counter") {
		return text(`move.${button.move.replaceAll("-", "_")}`, {}, language);
	}
	return button.does === "rate" ? text("button.rate", {}, language) : button.name;
}

// A language's button says its own name alone.
function labels(button, services) {
	return button.does === "language" ? [words[button.language]?.["language.name"] ?? button.language]
		: inEach((language) => label(button, services, language));
}

function face(button) {
	if (button.does === "take") {
		return button.priority ? `${button.service}★` : button.service;
	}
	if (button.does === "counter") {
		return text("button.counter", {n: button.counter});
	}
	if (button.does === "rate") {
		return `${button.score}★`;
	}
	return button.does === "language" ? button.language.toUpperCase() : button.name;
}

// A lamp without a button: what it shows stands in its name.
function makeLight(state) {
	const light = make("div", {className: "light"},
		make("b", {}), make("span", {textContent: state.name}));
	light.dataset.name = state.name;
	return light;
}

function makeButton(state, services) {
	if (state.light) {
		return makeLight(state);
	}
	const button = make("button", {type: "button"},
		make("b", {textContent: face(state)}),
		make("span", {}, ...labels(state, services)));
	button.dataset.name = state.name;
	button.addEventListener("pointerdown", (event) => {
		if (event.button === 0) {
			button.setPointerCapture(event.pointerId);
			hold(state.name, true);
		}
	});
	for (const end of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) {
		button.addEventListener(end, () => hold(state.name, false));
	}
	button.addEventListener("keydown", (event) => {
		if ((event.key === "Enter" || event.key === " ") && !event.repeat) {
			event.preventDefault();
			hold(state.name, true);
		}
	});
	button.addEventListener("keyup", () => hold(state.name, false));
	return button;
}

let panelShape = "";
function showPanel(state, services) {
	const shape = JSON.stringify([state.buttons.map((b) => b.name), services]);
	find("panel-off").hidden = state.connected && state.buttons.length > 0;
	if (shape !== panelShape) {
		panelShape = shape;
		panel.replaceChildren(...state.buttons.map((b) => makeButton(b, services)));
	}
	state.buttons.forEach((button, i) => {
		panel.children[i].dataset.lamp = button.lamp;
		panel.children[i].classList.toggle("down", button.pressed);
	});
}

// A letter key is the button of that name, as on the panel.
function buttonOf(key) {
	return [...panel.children].find((b) => b.dataset.name.toLowerCase() === key.toLowerCase());
}
addEventListener("keydown", (event) => {
	const button = event.key.length === 1 && buttonOf(event.key);
	if (button && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey) {
		hold(button.dataset.name, true);
	}
});
addEventListener("keyup", (event) => {
	const button = event.key.length === 1 && buttonOf(event.key);
	if (button) {
		hold(button.dataset.name, false);
	}
});

// ---- slips ----

const tray = find("slips");
const slipNodes = new Map();
let firstState = true;

function makeSlip(slip, printer) {
	const mm = (dots) => dots / printer.dpi * 25.4;
	const image = make("img", {src: slip.png, alt: text("slip", {id: slip.id})});
	image.style.width = `${mm(slip.width_dots)}mm`;
	image.style.height = `${mm(slip.height_dots)}mm`;
	const figure = make("figure", {}, image,
		make("figcaption", {textContent: slip.at.slice(11, 19)}));
	figure.style.width = `${printer.paper_mm}mm`;
	figure.style.setProperty("--minus-height", `-${mm(slip.height_dots)}mm`);
	if (slip.garbage > 0) {
		figure.append(make("p", {className: "garbage"}, ...textInEach(
			"slip.garbage", {n: slip.garbage, text: slip.text})));
	}
	if (slip.clipped > 0) {
		figure.append(make("p", {className: "garbage"}, ...textInEach("slip.clipped")));
	}
	if (!slip.cut) {
		figure.append(make("p", {className: "garbage"}, ...textInEach("slip.torn")));
	}
	if (!firstState) {
		figure.classList.add("new");
	}
	return figure;
}

function showSlips(slips, printer) {
	find("no-slips").hidden = slips.length > 0;
	find("slip-count").textContent = slips.length ? `${printer.slips}` : "";
	for (const id of slipNodes.keys()) {
		if (!slips.some((slip) => slip.id === id)) {
			slipNodes.get(id).remove();
			slipNodes.delete(id);
		}
	}
	for (const slip of [...slips].reverse()) {
		if (!slipNodes.has(slip.id)) {
			slipNodes.set(slip.id, makeSlip(slip, printer));
			tray.prepend(slipNodes.get(slip.id));
			tray.scrollTop = 0;
		}
	}
}

// ---- printer ----

// What can be done to the printer: field, the values that are well, and those that are trouble.
const switches = [
	["paper", ["ok"], ["low", "out"]],
	["cover", ["closed"], ["open"]],
	["plugged", [true], [false]],
	["cutter", ["ok"], ["jammed"]],
	["reads", [true], [false]],
	["answers", [true], [false]],
];

function makeSwitches() {
	for (const [field, well, trouble] of switches) {
		const choice = make("div", {className: "choice"});
		choice.setAttribute("role", "group");
		choice.setAttribute("aria-label", text(`switch.${field}`));
		for (const value of [...well, ...trouble]) {
			const button = make("button", {type: "button"},
				...textInEach(`switch.${field}.${value}`));
			button.classList.toggle("trouble", trouble.includes(value));
			button.dataset.field = field;
			button.dataset.value = String(value);
			button.addEventListener("click", () => post("/api/printer", {[field]: value}));
			choice.append(button);
		}
		find("switches").append(make("span", {}, ...textInEach(`switch.${field}`)), choice);
	}
}

// A word for it, and whether it is trouble.
function printerState(printer) {
	if (!printer.plugged) {
		return ["state.unplugged", true];
	}
	if (printer.paper === "out") {
		return ["state.paper_out", true];
	}
	if (printer.cover === "open") {
		return ["state.cover_open", true];
	}
	if (!printer.online) {
		return ["state.jammed", true];
	}
	if (!printer.connected) {
		return ["state.unused", true];
	}
	if (printer.printing) {
		return ["state.printing", false];
	}
	return printer.paper === "low" ? ["state.paper_low", true] : ["state.ready", false];
}

function showPrinter(printer) {
	const [word, bad] = printerState(printer);
	const badge = find("printer-state");
	badge.replaceChildren(...textInEach(word));
	badge.classList.toggle("bad", bad);
	find("slot").className = `slot ${printer.printing ? "busy" : bad ? "bad" : "ready"}`;
	for (const button of find("switches").querySelectorAll("button")) {
		button.setAttribute("aria-pressed",
			String(String(printer[button.dataset.field]) === button.dataset.value));
	}
	const count = (key) => text(key, {
		n: printer[key === "received" ? "bytes" : key].toLocaleString(languages[0])});
	find("facts").textContent = [`${printer.paper_mm} mm`, `${printer.width_dots} dots`,
		`${printer.dpi} dpi`, count("received"), count("answered"), count("unknown"),
		count("garbage")].join(" · ");
}

// ---- everything ----

function showSteps(state) {
	const called = Boolean(state.hub.called);
	const done = [state.slips.length > 0 || Boolean(state.hub.issued) || called,
		state.slips.length > 0, called];
	let now = false;
	done.forEach((isDone, i) => {
		const step = find(`step-${i + 1}`);
		step.classList.toggle("done", isDone);
		step.classList.toggle("now", !isDone && !now);
		now ||= !isDone;
	});
}

function show(state) {
	showPanel(state.panel, state.hub.services);
	showPrinter(state.printer);
	showSlips(state.slips, state.printer);
	showSteps(state);
	for (const [name, screen] of Object.entries(state.screens)) {
		screens[name]?.show(screen);
	}
	firstState = false;
}

let events = null;
function follow() {
	events = new EventSource("/api/events");
	events.addEventListener("state", (event) => {
		find("link").textContent = "";
		show(JSON.parse(event.data));
	});
	events.addEventListener("frame", (event) => {
		const frame = JSON.parse(event.data);
		screens[frame.screen]?.show(frame);
	});
	events.addEventListener("error", () => {
		find("link").replaceChildren(...textInEach("away"));
	});
}

// A page that nobody sees asks for nothing.
function followWhenSeen() {
	if (document.hidden) {
		events?.close();
		events = null;
	} else if (!events) {
		follow();
	}
}

makeSwitches();
document.addEventListener("visibilitychange", followWhenSeen);
followWhenSeen();
