/* SPDX-License-Identifier: Apache-2.0 */
/* Runs only where modules do not: says so instead of waiting for ever. */
document.getElementById('boot').innerHTML = document.getElementById('old').innerHTML;
document.getElementById('boot').nextSibling.hidden = true;
