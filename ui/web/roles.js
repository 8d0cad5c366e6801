/* SPDX-License-Identifier: Apache-2.0 */
/* Which page is for whom, and whose guide is about it. The hub decides; this only spares people doors
 * that stay shut. */

export const PAGES = [
	{id: 'counter', guide: 'clerk', path: '/', roles: ['clerk', 'supervisor', 'admin']},
	{id: 'door', guide: 'helper', path: '/door', roles: ['helper', 'clerk', 'supervisor', 'admin']},
	{id: 'complaints', guide: 'complaints', path: '/complaints', roles: ['clerk', 'supervisor', 'director', 'admin']},
	{id: 'manager', guide: 'manager', path: '/manager', roles: ['supervisor', 'director', 'admin']},
	{id: 'figures', guide: 'director', path: '/figures', roles: ['supervisor', 'director', 'admin']},
];

const HOME = {helper: 'door', director: 'figures', admin: 'manager'};

export function pagesOf(role) {
	return PAGES.filter((page) => page.roles.includes(role));
}

export function pageNamed(id) {
	return PAGES.find((page) => page.id === id);
}

/* Where somebody of this role usually works; null for a device, which has no page. */
export function homeOf(role) {
	return pagesOf(role).length ? pageNamed(HOME[role] || 'counter') : null;
}
