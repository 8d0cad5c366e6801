/* SPDX-License-Identifier: Apache-2.0 */
/* What differs between two sites, and three of them brought together. Pure. Items of lists are the
 * same when their id, number, day, name or what they are for is, wherever they stand. */

export function copyOf(value) {
	return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

const isObject = (value) =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/* Independent of the order of keys. */
export function same(a, b) {
	if (isObject(a) && isObject(b)) {
		const keys = Object.keys(Object.assign({}, a, b));
		return keys.every((key) => same(a[key], b[key]));
	}
	if (Array.isArray(a) && Array.isArray(b)) {
		return a.length === b.length && a.every((one, at) => same(one, b[at]));
	}
	return a === b;
}

const KEYS = ['id', 'number', 'day', 'everyday', 'procedure', 'sector'];

/* What an item of a list is known by; null when it has nothing. */
export function keyOf(item) {
	if (!isObject(item)) {
		return null;
	}
	const key = KEYS.find((one) => ['string', 'number'].includes(typeof item[one]));
	if (key) {
		return String(item[key]);
	}
	return typeof item.name === 'string' ? item.name : null;
}

function isKeyed(list) {
	if (!Array.isArray(list)) {
		return false;
	}
	const keys = list.map(keyOf);
	return keys.every((key) => key !== null) && new Set(keys).size === keys.length;
}

const byKey = (list, key) => list.find((item) => keyOf(item) === key);

function union(...lists) {
	return Array.from(new Set([].concat(...lists)));
}

function diffLists(from, to, path, out) {
	const before = from.map(keyOf), after = to.map(keyOf);
	before.filter((key) => !after.includes(key)).forEach((key) =>
		out.push({kind: 'removed', path: path.concat(key), from: byKey(from, key)}));
	after.filter((key) => !before.includes(key)).forEach((key) =>
		out.push({kind: 'added', path: path.concat(key), to: byKey(to, key)}));
	const kept = before.filter((key) => after.includes(key));
	if (!same(kept, after.filter((key) => before.includes(key)))) {
		out.push({kind: 'moved', path});
	}
	kept.forEach((key) => diffInto(byKey(from, key), byKey(to, key), path.concat(key), out));
}

function diffInto(from, to, path, out) {
	if (same(from, to)) {
		return;
	}
	if (isObject(from) && isObject(to)) {
		union(Object.keys(from), Object.keys(to)).forEach((key) =>
			diffInto(from[key], to[key], path.concat(key), out));
	} else if (isKeyed(from) && isKeyed(to) && from.length + to.length > 0) {
		diffLists(from, to, path, out);
	} else {
		out.push({kind: 'changed', path, from, to});
	}
}

/* [{kind: 'added' | 'removed' | 'changed' | 'moved', path: [keys], from, to}] */
export function diff(from, to) {
	const out = [];
	diffInto(from, to, [], out);
	return out;
}

function mergeLists(base, mine, theirs, path, conflicts) {
	const keys = union(mine.map(keyOf), theirs.map(keyOf));
	const items = keys.map((key) => mergeAt(byKey(base, key), byKey(mine, key),
		byKey(theirs, key), path.concat(key), conflicts));
	return items.filter((item) => item !== undefined);
}

function mergeAt(base, mine, theirs, path, conflicts) {
	if (same(mine, theirs) || same(theirs, base)) {
		return copyOf(mine);
	}
	if (same(mine, base)) {
		return copyOf(theirs);
	}
	if (isObject(mine) && isObject(theirs)) {
		const merged = {};
		const from = isObject(base) ? base : {};
		union(Object.keys(mine), Object.keys(theirs)).forEach((key) => {
			const value = mergeAt(from[key], mine[key], theirs[key], path.concat(key), conflicts);
			if (value !== undefined) {
				merged[key] = value;
			}
		});
		return merged;
	}
	if (isKeyed(mine) && isKeyed(theirs) && isKeyed(base || [])) {
		return mergeLists(base || [], mine, theirs, path, conflicts);
	}
	conflicts.push({path, mine, theirs});
	return copyOf(mine);
}

/* mine and theirs were both made from base. Gives both changes; where both changed the same thing,
 * mine, and says so: {site, conflicts: [{path, mine, theirs}]}. */
export function merge(base, mine, theirs) {
	const conflicts = [];
	return {site: mergeAt(base, mine, theirs, [], conflicts), conflicts};
}
