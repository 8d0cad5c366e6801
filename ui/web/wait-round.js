/* SPDX-License-Identifier: Apache-2.0 */
/* The pages' one rule for estimates, that of the slip (ui/dates.c): the longer, the coarser. For old
 * phones as well, so it is a script that modules load like one of theirs. */
(function () {
	'use strict';

	/* Minutes, 0: under five; more than 240: over four hours. */
	self.layso_round_wait = function (seconds) {
		var minutes = Math.floor((seconds + 30) / 60);
		var step = minutes < 30 ? 5 : minutes < 60 ? 10 : minutes < 120 ? 15 : 30;

		return seconds < 300 ? 0 : Math.floor((minutes + Math.floor(step / 2)) / step) * step;
	};
}());
