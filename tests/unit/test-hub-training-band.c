/* SPDX-License-Identifier: Apache-2.0 */
/* Which pages say that nothing is real, and which lead there. */
#include "check.h"

#include <string.h>

#include "hub/hub-training-band.h"

#define PAGE "<html>\n<head>\n<title>x</title>\n</head>\n<body class=\"a\">\n<p>b</p></body></html>"

static char *page(const struct training_band *band, const char *html, bool staff)
{
	struct textbuf out = {0};

	training_band_put(band, html, staff, &out);
	return out.data;
}

static void test_a_training_centre_says_it_above_all(void **state)
{
	struct phrases *phrases = phrases_none();
	const struct training_band band = {true, true, ":8080", "", phrases};
	_cleanup_free_ char *staff = page(&band, PAGE, true);
	_cleanup_free_ char *public = page(&band, PAGE, false);
	const char *at = strstr(staff, "<body class=\"a\">\n<aside id=\"training\"");

	(void)state;
	assert_non_null(at);
	assert_non_null(strstr(at, "data-training=\":8080\""));
	assert_non_null(strstr(at, "</aside>\n<p>b</p></body></html>"));
	assert_non_null(strstr(at, "training-former"));
	assert_non_null(strstr(staff, "training.js"));
	assert_non_null(strstr(public, "<aside id=\"training\""));
	assert_non_null(strstr(public, "training.css"));
	assert_null(strstr(public, "training.js"));
	assert_null(strstr(public, "training-keys"));
	phrases_free(phrases);
}

static void test_a_real_one_leads_there(void **state)
{
	const struct training_band alone = {false, false, "", "", NULL};
	const struct training_band beside = {false, false, ":8082", "https://b:8445", NULL};
	_cleanup_free_ char *plain = page(&alone, PAGE, true);
	_cleanup_free_ char *leads = page(&beside, PAGE, true);

	(void)state;
	assert_string_equal(plain, PAGE);
	assert_non_null(strstr(leads,
		"<body class=\"a\" data-training=\":8082\" "
		"data-training-tls=\"https://b:8445\">\n<p>b"));
	assert_null(strstr(leads, "training.css"));
}

static void test_what_is_no_page_stays(void **state)
{
	const struct training_band band = {true, false, ":8080", "", NULL};
	static const char *const texts[] = {"", "404\n", "<body>", "</head><body"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		_cleanup_free_ char *same = page(&band, texts[i], true);

		assert_string_equal(same, texts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_training_centre_says_it_above_all),
		cmocka_unit_test(test_a_real_one_leads_there),
		cmocka_unit_test(test_what_is_no_page_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
