/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/procedure-code.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/office.h"

enum { DIGITS = 7, FOLDED_MAX = 4000 };

static bool is_digit(char c)
{
	return isdigit((unsigned char)c);
}

int procedure_code_base(const char *text, char ret[PROCEDURE_CODE_BASE + 1])
{
	size_t n = strlen(text);

	if (n < PROCEDURE_CODE_BASE || n > PROCEDURE_CODE_MAX || text[1] != '.' ||
		!is_digit(text[0]) || text[0] == '0') {
		return -EINVAL;
	}
	for (size_t i = 2; i < PROCEDURE_CODE_BASE; i++) {
		if (!is_digit(text[i])) {
			return -EINVAL;
		}
	}
	for (size_t i = PROCEDURE_CODE_BASE; i < n; i++) {
		bool is_point = text[i] == '.';

		if ((i == PROCEDURE_CODE_BASE && !is_point) ||
			(is_point && (text[i - 1] == '.' || !text[i + 1])) ||
			(!is_point && !isalnum((unsigned char)text[i]))) {
			return -EINVAL;
		}
	}
	memcpy(ret, text, PROCEDURE_CODE_BASE);
	ret[PROCEDURE_CODE_BASE] = '\0';
	return 0;
}

bool procedure_code_is_whole(const char *text)
{
	char base[PROCEDURE_CODE_BASE + 1];

	return procedure_code_base(text, base) == 0;
}

bool procedure_code_same(const char *a, const char *b)
{
	char base_a[PROCEDURE_CODE_BASE + 1];
	char base_b[PROCEDURE_CODE_BASE + 1];

	return procedure_code_base(a, base_a) == 0 && procedure_code_base(b, base_b) == 0 &&
		strcmp(base_a, base_b) == 0;
}

void procedure_code_join(const char *text, char ret[PROCEDURE_CODE_MAX + 1])
{
	char word[PROCEDURE_CODE_MAX + 1];
	char digits[DIGITS + 1];
	size_t n = 0;

	ret[0] = '\0';
	text += strspn(text, " :.-");
	text_copy_cut(word, sizeof(word), text);
	word[strcspn(word, " ,;)")] = '\0';
	if (procedure_code_is_whole(word)) {
		(void)text_copy(ret, PROCEDURE_CODE_MAX + 1, word);
		return;
	}
	for (; is_digit(*text) || (*text && strchr(n == 1 ? " .," : " .", *text)); text++) {
		if (is_digit(*text) && n == DIGITS) {
			return;
		}
		if (is_digit(*text)) {
			digits[n++] = *text;
		}
	}
	if (n == DIGITS && digits[0] != '0') {
		(void)snprintf(ret, PROCEDURE_CODE_MAX + 1, "%c.%.6s", digits[0], digits + 1);
	}
}

int procedure_code_of_number(const char *text, char ret[PROCEDURE_CODE_MAX + 1])
{
	size_t n = is_digit(text[0]) && text[0] != '0' && text[1] && strchr(".,", text[1])
		? strspn(text + 2, "0123456789")
		: 0;

	if (procedure_code_is_whole(text)) {
		return -EINVAL;
	}
	if (n > 0 && n < DIGITS - 1 && !text[2 + n]) {
		(void)snprintf(ret, PROCEDURE_CODE_MAX + 1, "%c.%s%.*s", text[0], text + 2,
			(int)(DIGITS - 1 - n), "00000");
		return 0;
	}
	procedure_code_join(text, ret);
	return *ret ? 0 : -EINVAL;
}

size_t procedure_code_in_name(const char *name, char ret[PROCEDURE_CODE_MAX + 1])
{
	static const char *const markers[] = {
		"Mã số TTHC", "mã số TTHC", "Mã TTHC", "mã TTHC", "MÃ SỐ TTHC", "Mã thủ tục"};
	static const char *const dashes[] = {"-", "\xE2\x80\x93", "\xE2\x80\x94", "(", ":", ","};
	size_t n = strlen(name);

	ret[0] = '\0';
	for (size_t i = 0; i < ELEMENTS(markers); i++) {
		const char *at = strstr(name, markers[i]);

		if (at && at > name) {
			procedure_code_join(at + strlen(markers[i]), ret);
			n = (size_t)(at - name);
			break;
		}
	}
	if (!name[n]) {
		return n;
	}
	for (size_t i = 0; i < ELEMENTS(dashes); i++) {
		size_t length = strlen(dashes[i]);

		while (n > 0 && name[n - 1] == ' ') {
			n--;
		}
		if (n > length && memcmp(name + n - length, dashes[i], length) == 0) {
			n -= length;
			i = (size_t)-1; /* from the first one again */
		}
	}
	return n;
}

void procedure_code_own_key(const char *name, char ret[PROCEDURE_KEY_MAX + 1])
{
	char folded[FOLDED_MAX];
	uint64_t hash = UINT64_C(0xCBF29CE484222325); /* FNV-1a, 64 bits */

	office_fold(folded, sizeof(folded), name);
	for (const char *at = folded; *at; at++) {
		hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001B3);
	}
	(void)snprintf(ret, PROCEDURE_KEY_MAX + 1, "x-%016" PRIx64, hash);
}
