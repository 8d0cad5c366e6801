// SPDX-License-Identifier: Apache-2.0
// The simulator's page: shows what /api/events tells, and does what is pressed.
"use strict";

const find = (id) => document.getElementById(id);

function make(tag, properties = {}, ...children) {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
}

// Vietnamese first, English second.
function words(vi, en) {
	return [vi, " ", make("span", {className: "en", lang: "en", textContent: en})];
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

const languages = {vi: ["Tiếng Việt", "Vietnamese"], en: ["English", "Tiếng Anh"]};

// A counter's keys, in staff's words.
const moves = {
	"next": "tiếp theo", "call-next": "gọi số", "recall": "gọi lại", "appear": "có mặt",
	"undo-call": "hủy gọi", "absent": "vắng", "hold": "tạm giữ", "finish": "xong",
	"undo-finish": "chưa xong", "open": "mở quầy", "close": "đóng quầy",
	"open-close": "mở/đóng quầy", "pause": "tạm dừng", "resume": "tiếp tục",
	"pause-resume": "tạm dừng/tiếp tục",
};

// What stands on a button: what the board file says it does, with the service's name.
function label(button, services) {
	if (button.does === "take") {
		const names = services?.[button.service];
		const vi = names?.vi ?? `Dịch vụ ${button.service}`;
		const en = names?.en ?? `Service ${button.service}`;
		return button.priority ? [`Ưu tiên: ${vi}`, `priority: ${en}`] : [vi, en];
	}
	if (button.does === "language") {
		return languages[button.language] ?? [button.language, ""];
	}
	if (button.does === "counter") {
		return [moves[button.move] ?? button.move, button.move];
	}
	if (button.does === "rate") {
		return ["đánh giá", "rate"];
	}
	return [button.name, ""];
}

function face(button) {
	if (button.does === "take") {
		return button.priority ? `${button.service}★` : button.service;
	}
	if (button.does === "counter") {
		return `Q${button.counter}`; // quầy, the counter
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
	const [vi, en] = label(state, services);
	const button = make("button", {type: "button"},
		make("b", {textContent: face(state)}),
		make("span", {}, vi, make("span", {className: "en", lang: "en", textContent: en})));
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
	const image = make("img", {src: slip.png, alt: `Phiếu ${slip.id}`});
	image.style.width = `${mm(slip.width_dots)}mm`;
	image.style.height = `${mm(slip.height_dots)}mm`;
	const figure = make("figure", {}, image,
		make("figcaption", {textContent: slip.at.slice(11, 19)}));
	figure.style.width = `${printer.paper_mm}mm`;
	figure.style.setProperty("--minus-height", `-${mm(slip.height_dots)}mm`);
	if (slip.garbage > 0) {
		figure.append(make("p", {className: "garbage"}, ...words(
			`Chữ lạ trên giấy: ${slip.garbage} ký tự “${slip.text}”`,
			`garbage on paper: ${slip.garbage} characters`)));
	}
	if (slip.clipped > 0) {
		figure.append(make("p", {className: "garbage"}, ...words(
			"Hình rộng hơn giấy", "the picture is wider than the paper")));
	}
	if (!slip.cut) {
		figure.append(make("p", {className: "garbage"}, ...words(
			"Giấy đứt giữa chừng", "the paper ended or was torn off")));
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

// What can be done to the printer: field, name, and its values with whether one is trouble.
const switches = [
	["paper", ["Giấy", "paper"], [
		["ok", ["Đủ", "plenty"]],
		["low", ["Sắp hết", "near end"], true],
		["out", ["Rút ra", "pull out"], true]]],
	["cover", ["Nắp", "cover"], [
		["closed", ["Đóng", "closed"]],
		["open", ["Mở", "open"], true]]],
	["plugged", ["Cáp", "cable"], [
		[true, ["Cắm", "plugged"]],
		[false, ["Rút", "pulled"], true]]],
	["cutter", ["Dao cắt", "cutter"], [
		["ok", ["Tốt", "fine"]],
		["jammed", ["Kẹt", "jammed"], true]]],
	["reads", ["Nhận dữ liệu", "reads"], [
		[true, ["Có", "yes"]],
		[false, ["Treo", "hangs"], true]]],
	["answers", ["Trả lời", "answers"], [
		[true, ["Có", "yes"]],
		[false, ["Không bao giờ", "never"], true]]],
];

function makeSwitches() {
	for (const [field, names, values] of switches) {
		const choice = make("div", {className: "choice"});
		choice.setAttribute("role", "group");
		choice.setAttribute("aria-label", names[0]);
		for (const [value, text, trouble] of values) {
			const button = make("button", {type: "button"}, ...words(...text));
			button.classList.toggle("trouble", Boolean(trouble));
			button.dataset.field = field;
			button.dataset.value = String(value);
			button.addEventListener("click", () => post("/api/printer", {[field]: value}));
			choice.append(button);
		}
		find("switches").append(make("span", {}, ...words(...names)), choice);
	}
}

function printerWord(printer) {
	if (!printer.plugged) {
		return ["Đã rút cáp", "unplugged", true];
	}
	if (printer.paper === "out") {
		return ["Hết giấy", "paper out", true];
	}
	if (printer.cover === "open") {
		return ["Nắp mở", "cover open", true];
	}
	if (!printer.online) {
		return ["Kẹt dao cắt", "cutter jammed", true];
	}
	if (!printer.connected) {
		return ["Chưa có ai dùng", "nobody has opened it", true];
	}
	if (printer.printing) {
		return ["Đang in", "printing", false];
	}
	return printer.paper === "low" ? ["Sắp hết giấy", "paper low", true] :
		["Sẵn sàng", "ready", false];
}

function showPrinter(printer) {
	const [vi, en, bad] = printerWord(printer);
	const badge = find("printer-state");
	badge.replaceChildren(...words(vi, en));
	badge.classList.toggle("bad", bad);
	find("slot").className = `slot ${printer.printing ? "busy" : bad ? "bad" : "ready"}`;
	for (const button of find("switches").querySelectorAll("button")) {
		button.setAttribute("aria-pressed",
			String(String(printer[button.dataset.field]) === button.dataset.value));
	}
	find("facts").textContent = `${printer.paper_mm} mm · ${printer.width_dots} dots · ` +
		`${printer.dpi} dpi · nhận/received ${printer.bytes.toLocaleString("vi")} byte · ` +
		`trả lời/answered ${printer.answered.toLocaleString("vi")} · ` +
		`lệnh lạ/unknown ${printer.unknown} · chữ lạ/garbage ${printer.garbage}`;
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
	find("staff").href = state.staff;
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
		find("link").textContent = "Mất kết nối với bộ mô phỏng · connection lost";
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
