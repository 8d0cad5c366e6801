/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing is kept and nothing answered for the hub: it is there because phones show a page's
 * notification only through one (ticket-alert.js). Pressed, it leads back to the page. */
self.addEventListener('notificationclick', function (event) {
	'use strict';
	var address = event.notification.data;
	event.notification.close();
	event.waitUntil(self.clients.matchAll({type: 'window', includeUncontrolled: true})
		.then(function (pages) {
			var mine = pages.filter(function (page) {
				return page.url === address;
			})[0];
			return mine ? mine.focus() : self.clients.openWindow(address);
		}));
});
