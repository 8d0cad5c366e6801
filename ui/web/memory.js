/* SPDX-License-Identifier: Apache-2.0 */
/* What this browser remembers. It may be forbidden to: then it is asked again each time. */
export const memory = {
	get(key) {
		try {
			return localStorage.getItem(`layso.${key}`);
		} catch (error) {
			return null;
		}
	},
	set(key, value) {
		try {
			localStorage.setItem(`layso.${key}`, value);
		} catch (error) {
			/* not remembered */
		}
	},
};
