/* SPDX-License-Identifier: Apache-2.0 */
/* A text is read clause by clause. Each clause is nothing to pay, amounts, an exemption, or other
 * words; the text is what its clauses are together. */
#include "catalogue/fee.h"

#include <ctype.h>
#include <string.h>

#include "base/office.h"
#include "base/text.h"

enum { CLAUSE_MAX = 2000 };

enum clause_kind { CLAUSE_EMPTY, CLAUSE_FREE, CLAUSE_AMOUNTS, CLAUSE_EXEMPTION, CLAUSE_OTHER };

struct clauses {
	int n[CLAUSE_OTHER + 1];
	bool is_unclear; /* a fee is named whose amount cannot be read */
};

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* The length in bytes of a clause: to a full stop, semicolon, bracket or line end. A full stop
 * between digits is a part of a number. */
static size_t clause_length(const char *text)
{
	size_t n = 0;

	while (text[n] && !strchr(";()\n", text[n])) {
		if (text[n] == '.' &&
			!(n > 0 && isdigit((unsigned char)text[n - 1]) &&
				isdigit((unsigned char)text[n + 1]))) {
			break;
		}
		n++;
	}
	return n;
}

/* A number with groups of three digits: "25.000", "25,000", "25 000", "25000". NULL: none. */
static const char *parse_number(const char *at, int64_t *ret)
{
	size_t n = strspn(at, "0123456789");
	char mark = at[n];
	int64_t value = 0;

	if (n == 0 || n > 12) {
		return NULL;
	}
	for (size_t i = 0; i < n; i++) {
		value = value * 10 + (at[i] - '0');
	}
	at += n;
	while (n <= 3 && (mark == '.' || mark == ',' || mark == ' ') && *at == mark &&
		strspn(at + 1, "0123456789") == 3 && value < FEE_DONG_MAX) {
		for (int i = 1; i <= 3; i++) {
			value = value * 10 + (at[i] - '0');
		}
		at += 4;
	}
	if (isdigit((unsigned char)*at) || value > FEE_DONG_MAX) {
		return NULL;
	}
	*ret = value;
	return at;
}

/* Skips one of the words, which end where no letter follows; NULL: none is there. */
static const char *skip_word(const char *at, const char *const words[])
{
	for (size_t i = 0; words[i]; i++) {
		if (starts_with(at, words[i]) && !isalnum((unsigned char)at[strlen(words[i])]) &&
			!(at[strlen(words[i])] & 0x80)) {
			return at + strlen(words[i]);
		}
	}
	return NULL;
}

/* Reads an amount with its unit: "25.000 đồng", "0 VNĐ", "50 nghìn đồng", "5k"; NULL: none. */
static const char *parse_amount(const char *at, int64_t *ret)
{
	static const char *const thousands[] = {
		"nghìn", "ngàn", "Nghìn", "Ngàn", "nghin", "ngan", "k", "K", NULL};
	static const char *const millions[] = {"triệu", "Triệu", "trieu", NULL};
	static const char *const units[] = {"đồng", "Đồng", "ĐỒNG", "dong", "VNĐ", "VND", "vnđ",
		"vnd", "Vnđ", "đ", "Đ", "₫", NULL};
	int64_t factor = 1;
	const char *next;

	at = parse_number(at, ret);
	if (!at) {
		return NULL;
	}
	at += strspn(at, " ");
	if ((next = skip_word(at, thousands))) {
		factor = 1000;
	} else if ((next = skip_word(at, millions))) {
		factor = 1000000;
	}
	if (next) {
		at = next + strspn(next, " ");
	}
	next = skip_word(at, units);
	if ((!next && factor == 1) || *ret > FEE_DONG_MAX / factor) {
		return NULL;
	}
	*ret *= factor;
	return next ? next : at;
}

static void add_amount(struct fee *fee, int64_t dong)
{
	for (int i = 0; i < fee->n_amounts; i++) {
		if (fee->dong[i] == dong) {
			return;
		}
	}
	if (fee->n_amounts < FEE_AMOUNTS_MAX) {
		fee->dong[fee->n_amounts++] = dong;
	}
}

static bool find_amounts(const char *clause, struct fee *fee)
{
	bool found = false;

	for (const char *at = clause; *at;) {
		const char *end = NULL;
		int64_t dong;

		if (isdigit((unsigned char)*at)) {
			end = parse_amount(at, &dong);
			if (end) {
				add_amount(fee, dong);
				found = true;
			} else {
				at += strspn(at, "0123456789.,");
			}
		}
		at = end ? end : at + (*at != '\0');
	}
	return found;
}

/* Skips what a fee is called before its amount: "le phi", "muc thu". */
static const char *skip_labels(const char *folded)
{
	static const char *const labels[] = {
		"phi ", "le phi ", "muc thu ", "muc phi ", "muc ", "hinh thuc nop "};
	const char *at = folded;

	for (size_t i = 0; i < ELEMENTS(labels); i++) {
		if (starts_with(at, labels[i])) {
			at += strlen(labels[i]);
			i = (size_t)-1; /* from the first one again */
		}
	}
	return at;
}

static bool is_free(const char *words)
{
	static const char *const all[] = {"mien phi", "mien le phi", "mien phi le phi", "khong",
		"khong thu", "khong thu phi", "khong thu le phi", "khong thu phi le phi",
		"khong mat phi", "khong mat le phi", "khong phi", "khong le phi", "khong co",
		"khong co phi", "khong co le phi", "khong phai nop", "khong phai nop phi",
		"khong phai nop le phi", "0"};

	for (size_t i = 0; i < ELEMENTS(all); i++) {
		if (strcmp(words, all[i]) == 0) {
			return true;
		}
	}
	return false;
}

/* Whether it exempts somebody; the marks matter, "miền" is a region. */
static bool is_exemption(const char *clause, const char *folded)
{
	static const char *const marked[] = {"miễn", "Miễn", "MIỄN", "giảm", "Giảm", "GIẢM",
		"Không thu", "không thu", "KHÔNG THU", "không phải nộp", "Không phải nộp"};
	static const char *const plain[] = {"mien phi", "mien le phi", "mien thu", "mien nop",
		"mien giam", "duoc mien", "giam phi", "giam le phi", "khong thu", "khong phai nop"};
	bool is_plain = strlen(clause) == strlen(folded); /* written without marks */

	for (size_t i = 0; i < ELEMENTS(marked); i++) {
		if (strstr(clause, marked[i])) {
			return true;
		}
	}
	for (size_t i = 0; is_plain && i < ELEMENTS(plain); i++) {
		if (strstr(folded, plain[i])) {
			return true;
		}
	}
	return false;
}

static enum clause_kind classify(const char *clause, struct fee *fee, struct clauses *clauses)
{
	char folded[CLAUSE_MAX + 1];
	const char *words;

	office_fold(folded, sizeof(folded), clause);
	words = skip_labels(folded);
	if (!*folded) {
		return CLAUSE_EMPTY;
	}
	if (is_free(words)) {
		return CLAUSE_FREE;
	}
	if (is_exemption(clause, folded)) {
		(void)find_amounts(clause, fee);
		return CLAUSE_EXEMPTION;
	}
	if (find_amounts(clause, fee)) {
		return CLAUSE_AMOUNTS;
	}
	clauses->is_unclear = clauses->is_unclear || (words != folded && strchr(clause, ':'));
	return CLAUSE_OTHER;
}

static bool has_zero(const struct fee *fee)
{
	for (int i = 0; i < fee->n_amounts; i++) {
		if (fee->dong[i] == 0) {
			return true;
		}
	}
	return false;
}

static enum fee_kind kind_of(const struct fee *fee, const struct clauses *clauses)
{
	bool states_free = clauses->n[CLAUSE_FREE] > 0 || has_zero(fee);
	bool states_other = clauses->n[CLAUSE_OTHER] > 0 || fee->has_exemptions;
	int n_paid = fee->n_amounts - has_zero(fee);

	if (n_paid == 0) {
		return states_free && !states_other ? FEE_FREE : FEE_TEXT;
	}
	if (clauses->is_unclear) {
		return FEE_TEXT;
	}
	return n_paid == 1 && !states_free ? FEE_AMOUNT : FEE_SEVERAL;
}

void fee_read(const char *text, struct fee *ret)
{
	struct clauses clauses = {0};
	struct fee fee = {.kind = FEE_NOT_STATED};
	bool is_stated = false;

	for (const char *at = text; *at;) {
		size_t length = clause_length(at);
		_cleanup_free_ char *clause = memory_new(1, length + 1);
		enum clause_kind kind;

		memcpy(clause, at, length);
		kind = classify(clause, &fee, &clauses);
		is_stated = is_stated || kind != CLAUSE_EMPTY;
		if (kind == CLAUSE_EXEMPTION && !fee.has_exemptions) {
			fee.has_exemptions = true;
			fee.exemptions_at = (size_t)(at - text) + strspn(at, " ");
		}
		clauses.n[kind]++;
		at += length;
		at += *at != '\0';
	}
	fee.kind = is_stated ? kind_of(&fee, &clauses) : FEE_NOT_STATED;
	*ret = fee;
}

/* How many brackets of the first bytes are left open. */
static int count_open(const char *text, size_t length)
{
	int open = 0;

	for (size_t i = 0; i < length; i++) {
		open += text[i] == '(';
		open -= text[i] == ')' && open > 0;
	}
	return open;
}

/* The bracket that closes one which stands before the text; NULL: there is none. */
static const char *find_close(const char *text)
{
	int open = 1;

	for (const char *at = text; *at; at++) {
		open += *at == '(';
		open -= *at == ')';
		if (open == 0) {
			return at;
		}
	}
	return NULL;
}

void fee_split(const char *text, const struct fee *fee, char **ret_amount, char **ret_exemptions)
{
	static const char marks[] = " .,:;\n"; /* between two clauses */
	const char *exemptions = text + (fee->has_exemptions ? fee->exemptions_at : strlen(text));
	size_t length = (size_t)(exemptions - text);
	int open = count_open(text, length);
	const char *close = open == 1 ? find_close(exemptions) : NULL;

	if (!*exemptions || open > 1 || (close && close[1 + strspn(close + 1, marks)])) {
		*ret_amount = text_dup(text);
		*ret_exemptions = NULL;
		return;
	}
	while (length > 0 && (text[length - 1] == '(' || strchr(marks, text[length - 1]))) {
		length--;
	}
	*ret_amount =
		text_printf("%.*s%s", (int)length, text, count_open(text, length) > 0 ? ")" : "");
	*ret_exemptions = close ? text_printf("%.*s", (int)(close - exemptions), exemptions)
				: text_dup(exemptions);
}
