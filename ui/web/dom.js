/* SPDX-License-Identifier: Apache-2.0 */
/* Elements without ceremony. */

/* What a press began is not begun again before its end. */
function onceAtATime(act) {
	return async (event) => {
		const one = event.currentTarget;
		if (one.getAttribute('aria-busy')) {
			event.preventDefault();
			return;
		}
		const under = act(event);
		if (under && under.then) {
			one.setAttribute('aria-busy', 'true');
			try {
				await under;
			} finally {
				one.removeAttribute('aria-busy');
			}
		}
	};
}

const PRESSES = ['onclick', 'onsubmit'];

/* el('button', {class: 'a', onclick: f, 'aria-label': 'b', disabled: true}, 'text', child, …).
 * A child that is null or false is left out. */
export function el(tag, attributes, ...children) {
	const element = document.createElement(tag);
	Object.keys(attributes || {}).forEach((name) => {
		const value = attributes[name];
		if (name.startsWith('on')) {
			element.addEventListener(name.slice(2), PRESSES.includes(name) ? onceAtATime(value) : value);
		} else if (value === true) {
			element.setAttribute(name, '');
		} else if (value !== false && value !== null && value !== undefined) {
			element.setAttribute(name, value);
		}
	});
	add(element, children);
	return element;
}

function add(element, children) {
	children.forEach((child) => {
		if (Array.isArray(child)) {
			add(element, child);
		} else if (child !== null && child !== undefined && child !== false) {
			element.appendChild(
				child instanceof Node ? child : document.createTextNode(String(child)));
		}
	});
}

export function fill(element, ...children) {
	while (element.firstChild) {
		element.removeChild(element.firstChild);
	}
	add(element, children);
	return element;
}

/* Writes only what changed, so that a screen reader is not told the same thing again. */
export function write(element, text) {
	if (element.textContent !== text) {
		element.textContent = text;
	}
}

/* Fills the element anew only when the key differs from last time. */
export function fillFor(element, key, make) {
	const text = JSON.stringify(key);
	if (element.keptKey !== text) {
		element.keptKey = text;
		/* Who works with the keyboard stays where they are. */
		const focused = element.contains(document.activeElement) && document.activeElement.id;
		fill(element, make());
		const again = focused && document.getElementById(focused);
		if (again) {
			again.focus();
		}
	}
}

/* A chosen file's text, without a byte order mark; UTF-16 when it has the mark of it. RangeError: it
 * is larger than limit bytes, as the hub would say. */
export function readText(file, limit) {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		if (file.size > limit) {
			throw Object.assign(new RangeError('the file is too large'),
				{error: 'too_large', size: file.size, limit});
		}
		reader.onload = () => resolve(reader.result);
		reader.onerror = () => reject(reader.error);
		reader.readAsText(file);
	});
}
