/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

#include "base/text.h"
#include "catalogue/link.h"

#define PORTAL "https://dichvucong.gov.vn/"

static const struct link_override overrides[] = {
	{LINK_PROCEDURE, "1.013313", PORTAL "thu-tuc-hanh-chinh/019d2bfa-5f68"},
	{LINK_PROCEDURE, "x-0123456789abcdef", PORTAL "trang/khong-ma"}, /* a record's key */
	{LINK_SECTOR, "ho-tich", PORTAL "linh-vuc/G01-HT"},
};
static const struct link_rules rules = {
	.templates = {[LINK_PROCEDURE] = PORTAL "tthc?ma={code}&rut={short}",
		[LINK_SECTOR] = PORTAL "linh-vuc/{sector}",
		[LINK_CENTRE] = "https://xa-mau.gov.vn"},
	.overrides = overrides,
	.n_overrides = ELEMENTS(overrides),
};

static void assert_link(enum link_kind kind, const char *id, const char *wanted)
{
	_cleanup_free_ char *link = NULL;

	assert_int_equal(link_make(&rules, kind, id, NULL, &link), 0);
	assert_string_equal(link, wanted);
}

static void a_link_is_made_from_the_template(void **state)
{
	char *error = NULL;

	(void)state;
	assert_int_equal(link_check(&rules, &error), 0);
	assert_link(LINK_PROCEDURE, "2.000815.000.00.00.H56",
		PORTAL "tthc?ma=2.000815.000.00.00.H56&rut=2.000815");
	assert_link(LINK_PROCEDURE, "local 4/đ",
		PORTAL "tthc?ma=local%204%2F%C4%91&rut=local%204%2F%C4%91");
	assert_link(LINK_SECTOR, "dat-dai", PORTAL "linh-vuc/dat-dai");
	assert_link(LINK_CENTRE, "", "https://xa-mau.gov.vn");
}

static void assert_link_of(const struct link_rules *read, const char *code, const char *wanted)
{
	const struct procedure procedure = {.text = {[PROCEDURE_KEY] = "x-0123456789abcdef",
						    [PROCEDURE_CODE] = code,
						    [PROCEDURE_LINK] = ""}};
	_cleanup_free_ char *link = NULL;

	assert_int_equal(link_make_of(read, &procedure, &link), *wanted ? 0 : -ENOENT);
	assert_string_equal(link ? link : "", wanted);
}

static void rules_are_read_from_the_site_data(void **state)
{
	json_t *links = json_pack("{s:s, s:s, s:[{s:s, s:s}, {s:s, s:s}, {s:s, s:s}]}", "procedure",
		PORTAL "{short}", "centre", PORTAL, "own", "procedure", "1.000001", "link",
		PORTAL "a", "sector", "ho-tich", "link", PORTAL "b", "procedure",
		"x-0123456789abcdef", "link", PORTAL "c");
	_cleanup_free_ char *link = NULL;
	struct link_rules read;

	(void)state;
	link_rules_read(links, &read);
	assert_int_equal(read.n_overrides, 3);
	assert_link_of(&read, "1.000001.000.00.00.H56", PORTAL "a");
	assert_link_of(&read, "1.000002.000.00.00.H56", PORTAL "1.000002");
	assert_link_of(&read, "", PORTAL "c"); /* by its key */
	assert_int_equal(link_make(&read, LINK_SECTOR, "ho-tich", NULL, &link), 0);
	assert_string_equal(link, PORTAL "b");
	read.n_overrides = 0;
	assert_link_of(&read, "", "");
	link_rules_done(&read);
	json_decref(links);
	link_rules_read(NULL, &read);
	assert_link_of(&read, "1.000001", "");
	link_rules_done(&read);
}

static void an_override_stands_before_the_template(void **state)
{
	(void)state;
	assert_link(LINK_PROCEDURE, "1.013313", overrides[0].link);
	assert_link(LINK_PROCEDURE, "1.013313.000.00.00.H56", overrides[0].link);
	assert_link(LINK_PROCEDURE, "1.01331", PORTAL "tthc?ma=1.01331&rut=1.01331");
	assert_link(LINK_PROCEDURE, "x-0123456789abcdef", overrides[1].link);
	assert_link(LINK_SECTOR, "ho-tich", overrides[2].link);
	/* A sector is not found under a procedure's code, nor the other way round. */
	assert_link(LINK_SECTOR, "1.013313", PORTAL "linh-vuc/1.013313");
	assert_link(LINK_PROCEDURE, "ho-tich", PORTAL "tthc?ma=ho-tich&rut=ho-tich");
}

static void assert_link_of_record(
	const struct link_rules *with, const char *code, const char *own, const char *wanted)
{
	_cleanup_free_ char *link = NULL;

	assert_int_equal(link_make(with, LINK_PROCEDURE, code, own, &link), 0);
	assert_string_equal(link, wanted);
}

static void an_override_stands_before_the_records_own_link(void **state)
{
	static const struct link_rules none = {.n_overrides = 0};
	static const char own[] = "https://a.vn/own";

	(void)state;
	assert_link_of_record(&rules, "1.013313", own, overrides[0].link);
	assert_link_of_record(&rules, "1.013314", own, own);
	assert_link_of_record(&rules, "1.013314", "", PORTAL "tthc?ma=1.013314&rut=1.013314");
	assert_link_of_record(&none, "1.013314", own, own);
	assert_link_of_record(&none, "", own, own);
}

static void what_has_no_link_says_so(void **state)
{
	static const struct link_rules none = {.templates = {[LINK_SECTOR] = ""}};
	char *link = NULL;

	(void)state;
	assert_int_equal(link_make(&none, LINK_PROCEDURE, "1.013313", NULL, &link), -ENOENT);
	assert_int_equal(link_make(&none, LINK_SECTOR, "ho-tich", NULL, &link), -ENOENT);
	assert_int_equal(link_make(&rules, LINK_PROCEDURE, "", NULL, &link), -ENOENT);
	assert_null(link);
}

static void a_wrong_template_is_named_with_what_is_wrong(void **state)
{
	static const struct {
		enum link_kind kind;
		const char *template, *error;
	} cases[] = {
		{LINK_PROCEDURE, "ftp://a.vn/{code}", "does not begin with https:// or http://"},
		{LINK_PROCEDURE, "a.vn/{code}", "does not begin with https:// or http://"},
		{LINK_PROCEDURE, "http://a.vn/", "has no {code}: every procedure"},
		{LINK_PROCEDURE, "https:///{code}", "names no host"},
		{LINK_PROCEDURE, "https://a.vn/", "has no {code}: every procedure"},
		{LINK_PROCEDURE, "https://a.vn/{ma}", "'{ma}' at character 14"},
		{LINK_PROCEDURE, "https://a.vn/{code", "'{code' at character 14"},
		{LINK_PROCEDURE, "https://a.vn/{sector}", "'{sector}' at character 14"},
		{LINK_PROCEDURE, "https://a.{code}.vn/", "in the host's name, at character 11"},
		{LINK_PROCEDURE, "https://a.vn@b.vn/{code}", "in the host's name, at character 13"},
		{LINK_PROCEDURE, "https://a.vn/thủ/{code}",
			"must be written as %XX, at character 16"},
		{LINK_PROCEDURE, "https://a.vn/a b/{code}",
			"must be written as %XX, at character 15"},
		{LINK_PROCEDURE, "https://a.vn/%2/{code}",
			"must be written as %XX, at character 14"},
		{LINK_SECTOR, "https://a.vn/{code}", "'{code}' at character 14"},
		{LINK_CENTRE, "https://a.vn/{sector}", "'{sector}' at character 14"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *error = NULL;
		struct link_rules wrong = {0};

		wrong.templates[cases[i].kind] = cases[i].template;
		assert_int_equal(link_check(&wrong, &error), -EINVAL);
		if (!strstr(error, cases[i].error)) {
			fail_msg("%s: %s", cases[i].template, error);
		}
	}
}

static void a_wrong_link_is_named_by_its_code(void **state)
{
	static const struct link_override wrong[] = {
		{LINK_PROCEDURE, "1.000001", "https://a.vn/ok"},
		{LINK_PROCEDURE, "1.000002", "https://a.vn/{code}"},
	};
	const struct link_rules with = {.overrides = wrong, .n_overrides = 2};
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(link_check(&with, &error), -EINVAL);
	assert_non_null(strstr(error, "the link of procedure '1.000002' has '{code}'"));
}

static void a_link_too_long_for_a_code_is_refused(void **state)
{
	char template[LINK_BYTES_MAX + 2] = "https://a.vn/{code}/";
	struct link_rules with = {.templates = {template}};
	char *error = NULL, *link = NULL;
	size_t size = strlen(template);

	(void)state;
	memset(template + size, 'a', LINK_BYTES_MAX - size);
	assert_int_equal(link_check(&with, &error), 0);
	assert_int_equal(link_make(&with, LINK_PROCEDURE, "123456", NULL, &link), 0);
	free(TAKE_PTR(link));
	assert_int_equal(link_make(&with, LINK_PROCEDURE, "1234567", NULL, &link), -EMSGSIZE);
	assert_null(link);
	template[LINK_BYTES_MAX] = 'a';
	assert_int_equal(link_check(&with, &error), -EINVAL);
	assert_non_null(strstr(error, "is 214 bytes long"));
	free(error);
}

/* The table is the encoder's, byte by byte. */
static void the_code_of_each_length_has_its_size(void **state)
{
	char text[LINK_BYTES_MAX + 2] = "";
	struct link_qr qr;

	(void)state;
	for (int n = 1; n <= LINK_BYTES_MAX; n++) {
		QRcode *made;

		text[n - 1] = 'a';
		made = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
		assert_int_equal(link_qr(text, &qr), 0);
		assert_int_equal(qr.version, made->version);
		assert_int_equal(qr.modules, made->width + 8);
		QRcode_free(made);
	}
	text[LINK_BYTES_MAX] = 'a';
	assert_int_equal(link_qr(text, &qr), -EMSGSIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_is_made_from_the_template),
		cmocka_unit_test(rules_are_read_from_the_site_data),
		cmocka_unit_test(an_override_stands_before_the_template),
		cmocka_unit_test(an_override_stands_before_the_records_own_link),
		cmocka_unit_test(what_has_no_link_says_so),
		cmocka_unit_test(a_wrong_template_is_named_with_what_is_wrong),
		cmocka_unit_test(a_wrong_link_is_named_by_its_code),
		cmocka_unit_test(a_link_too_long_for_a_code_is_refused),
		cmocka_unit_test(the_code_of_each_length_has_its_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
