/* SPDX-License-Identifier: Apache-2.0 */
/* layso language: texts in another language. Nothing here asks the hub. */
#include <errno.h>
#include <string.h>

#include "base/paths.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl-value.h"
#include "ctl/ctl.h"
#include "queue/limits.h"
#include "ui/language-pack.h"
#include "ui/phrases.h"

enum { PACK_MAX = 1024 * 1024 };

static int read_pack(const char *path, json_t **ret)
{
	int r = ask_read_json(path, PACK_MAX, ret);

	if (r != CTL_OK) {
		return r;
	}
	if (!json_is_object(*ret)) {
		say_wrong("%s is not an object of texts\n", ask_file_name(path));
		return CTL_USAGE;
	}
	return CTL_OK;
}

/* The texts that fill the holes of every other language. */
static int read_first(json_t **ret)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	_cleanup_free_ char *path = NULL;

	if (phrases_load(NULL, &phrases) < 0) {
		say_wrong("the texts of layso cannot be read\n");
		return CTL_USAGE;
	}
	path = text_printf("%s/strings/%s.json", paths_datadir(), phrases_language(phrases, 0));
	return read_pack(path, ret);
}

int language_run_check(struct ctl *ctl)
{
	const char *path = ctl_value(ctl, "FILE");
	_cleanup_(language_report_done) struct language_report report = {0};
	json_auto_t *first = NULL;
	json_auto_t *pack = NULL;
	int r = read_first(&first);

	r = r == CTL_OK ? read_pack(path, &pack) : r;
	if (r != CTL_OK) {
		return r;
	}
	language_check(first, pack, &report);
	say("%s%s: %d of %d texts, %d faults; what is not written yet is said in the first "
	    "language\n",
		report.lines.data ? report.lines.data : "", ask_file_name(path), report.filled,
		report.texts, report.faults);
	return report.faults > 0 ? CTL_REFUSED : CTL_OK;
}

int language_run_words(struct ctl *ctl)
{
	const char *language = ctl_value(ctl, "LANGUAGE");
	_cleanup_(textbuf_done) struct textbuf out = {0};
	_cleanup_free_ char *path = NULL;
	json_auto_t *first = NULL;
	json_auto_t *pack = NULL;
	int r = CTL_OK;

	if (!text_is_id(language, LIMIT_LANGUAGE)) {
		say_wrong("'%s' is not a language's code of at most %d letters, like blt or mtq\n",
			language, LIMIT_LANGUAGE);
		return CTL_USAGE;
	}
	path = text_printf("%s/strings/%s.json", paths_etcdir(), language);
	if (access(path, F_OK) == 0) {
		r = read_pack(path, &pack);
	}
	r = r == CTL_OK ? read_first(&first) : r;
	if (r == CTL_OK) {
		language_put_words(first, pack, &out);
		say("%s", out.data);
	}
	return r;
}
