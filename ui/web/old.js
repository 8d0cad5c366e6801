/* SPDX-License-Identifier: Apache-2.0 */
/* Runs only where modules do not: says so instead of waiting for ever. */
document.getElementById('boot').textContent =
	'Trình duyệt này quá cũ để mở trang này. This browser is too old for this page.';
