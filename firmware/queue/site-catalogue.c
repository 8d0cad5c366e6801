/* SPDX-License-Identifier: Apache-2.0 */
/* What a site says of its catalogue of procedures: counts, sectors, links, words, and the sheets
 * that hang on its notice board. All of it stays in the object. */
#include <ctype.h>
#include <string.h>

#include "base/link-template.h"
#include "base/office.h"
#include "base/text.h"
#include "base/utf8.h"
#include "queue/limits.h"
#include "queue/site-reader.h"

/* A text of 1 to LIMIT_TEXT characters. */
static bool is_text(const json_t *json)
{
	const char *text = json_string_value(json);

	return text && *text && strlen(text) == json_string_length(json) && text_is_clean(text) &&
		utf8_fits(text, LIMIT_TEXT);
}

static bool is_list_of_codes(const json_t *list)
{
	size_t i;
	json_t *code;

	json_array_foreach (list, i, code) {
		if (!text_is_id(json_string_value(code), LIMIT_PROCEDURE_KEY)) {
			return false;
		}
	}
	return json_is_array(list) && json_array_size(list) <= LIMIT_RECORDS;
}

static void check_stated(const struct site_at *at, json_t *catalogue)
{
	static const char *const keys[] = {"posted", "free_online", "posted_codes", "free_codes"};

	for (int i = 0; i < 4; i++) {
		struct site_at here = site_below(at, keys[i]);
		json_t *value = json_object_get(catalogue, keys[i]);

		if (i < 2 && value &&
			(!json_is_integer(value) || json_integer_value(value) < 0 ||
				json_integer_value(value) > LIMIT_RECORDS)) {
			site_fault_limits(&here, SITE_WRONG_RANGE, 0, LIMIT_RECORDS,
				"is not a number from 0 to %d", LIMIT_RECORDS);
		} else if (i >= 2 && value && !is_list_of_codes(value)) {
			site_fault(&here, SITE_WRONG_CODES, "is not a list of procedures' codes");
		}
	}
}

/* Which sectors a service does: {"A": ["Hộ tịch"]}. */
static void check_sectors(const struct site_at *at, json_t *catalogue)
{
	struct site_at here = site_below(at, "sectors");
	json_t *sectors = json_object_get(catalogue, "sectors");
	const char *id;
	json_t *list, *sector;
	size_t i;

	if (!sectors || !site_is_object(&here, sectors)) {
		return;
	}
	json_object_foreach (sectors, id, list) {
		struct site_at service = site_below(&here, id);
		bool right = json_is_array(list);

		if (!site_find_service(at->site, id)) {
			site_fault(&service, SITE_WRONG_SERVICE, "is the id of no service");
		}
		json_array_foreach (list, i, sector) {
			right &= is_text(sector);
		}
		if (!right) {
			site_fault(&service, SITE_WRONG_TYPE, "is not a list of sectors");
		}
	}
}

/* What people call sectors that lists have short names for: {"ho-tich": "Hộ tịch"}. */
static void check_sector_names(const struct site_at *at, json_t *catalogue)
{
	struct site_at here = site_below(at, "sector_names");
	json_t *names = json_object_get(catalogue, "sector_names");
	const char *short_name;
	json_t *name;

	if (!names || !site_is_object(&here, names)) {
		return;
	}
	json_object_foreach (names, short_name, name) {
		struct site_at one = site_below(&here, short_name);

		if (json_string_length(name) == 0) {
			site_fault(&one, SITE_WRONG_MISSING, "must not be empty");
		} else {
			(void)site_check_text(&one, name, LIMIT_TEXT);
		}
	}
}

/* {"procedure": code or key, "link": …} or {"sector": …, "link": …}. */
static void check_override(const struct site_at *at, json_t *override)
{
	static const char *const keys[] = {"procedure", "sector", "link", NULL};
	struct site_at link_at = site_below(at, "link");
	const char *procedure, *sector, *link;

	if (!site_is_object(at, override)) {
		return;
	}
	site_refuse_unknown(at, override, keys);
	procedure = site_get_text(at, override, "procedure", false);
	sector = site_get_text(at, override, "sector", false);
	link = site_get_text(at, override, "link", true);
	if (!*procedure == !*sector) {
		site_fault(at, SITE_WRONG_MISSING, "is for a procedure or for a sector");
	} else if (!text_is_id(*procedure ? procedure : sector, LIMIT_PROCEDURE_KEY)) {
		site_fault(at, SITE_WRONG_CODE,
			"has no code such as 1.013313, or a sector's id such as ho-tich");
	}
	site_check_link(&link_at, LINK_CENTRE, link, false);
}

/* A template for procedures and one for sectors, the centre's link, and links of single ones. */
static void check_links(const struct site_at *at, json_t *catalogue)
{
	static const char *const keys[] = {"procedure", "sector", "centre", "own", NULL};
	struct site_at here = site_below(at, "links"), list_at = site_below(&here, "own");
	json_t *links = json_object_get(catalogue, "links"), *list;
	size_t n;

	if (!links || !site_is_object(&here, links)) {
		return;
	}
	site_refuse_unknown(&here, links, keys);
	for (enum link_kind kind = 0; kind < LINK_KINDS; kind++) {
		const char *name = link_kind_name(kind);
		struct site_at template_at = site_below(&here, name);

		site_check_link(&template_at, kind, site_get_text(&here, links, name, false), true);
	}
	list = json_object_get(links, "own");
	n = site_array_size(&list_at, list, LIMIT_RECORDS);
	for (size_t i = 0; i < n; i++) {
		struct site_at override_at = site_element(&list_at, i);

		check_override(&override_at, json_array_get(list, i));
	}
}

/* As the search takes them: of Vietnamese letters and digits; all else is between words. */
static size_t count_words(const char *wording, size_t length)
{
	_cleanup_free_ char *text = text_printf("%.*s", (int)length, wording);
	_cleanup_free_ char *folded = memory_new(length + 2, 1);
	size_t words = 0;

	office_fold(folded, length + 2, text);
	for (const char *at = folded; *at; at++) {
		words += isalnum((unsigned char)*at) &&
			(at == folded || !isalnum((unsigned char)at[-1]));
	}
	return words;
}

/* The words of one side of a rule: wordings with "|" between them, each of letters or digits. */
static void check_wordings(
	const struct site_at *at, json_t *rule, const char *key, bool can_be_mark)
{
	struct site_at here = site_below(at, key);
	const char *text = site_get_text(at, rule, key, true);

	if (utf8_count(text, strlen(text)) > LIMIT_SEARCH_WORDING) {
		site_fault_limits(&here, SITE_WRONG_LONG, 0, LIMIT_SEARCH_WORDING,
			"has more than %d characters", LIMIT_SEARCH_WORDING);
		return;
	}
	if (can_be_mark && (strcmp(text, "-") == 0 || strcmp(text, "!") == 0)) {
		return;
	}
	while (*text) {
		size_t n = strcspn(text, "|");
		size_t words = count_words(text, n);

		if (words == 0 || words > LIMIT_SEARCH_WORDS) {
			site_fault_limits(&here, SITE_WRONG_WORDING, 1, LIMIT_SEARCH_WORDS,
				"must have 1 to %d words in each wording", LIMIT_SEARCH_WORDS);
			return;
		}
		text += n + (text[n] == '|');
	}
}

/* What people here say, for the search: [{"everyday", "official", "hint"}, …]. */
static void check_search_words(const struct site_at *at, json_t *catalogue)
{
	struct site_at list_at = site_below(at, "words");
	json_t *list = json_object_get(catalogue, "words");
	size_t n = site_array_size(&list_at, list, LIMIT_SEARCH_RULES);

	for (size_t i = 0; i < n; i++) {
		struct site_at here = site_element(&list_at, i);
		json_t *rule = json_array_get(list, i);
		bool hint;

		if (site_is_object(&here, rule)) {
			site_refuse_unknown(&here, rule,
				(const char *const[]){"everyday", "official", "hint", NULL});
			check_wordings(&here, rule, "everyday", false);
			check_wordings(&here, rule, "official", true);
			site_get_bool(&here, rule, "hint", false, &hint);
		}
	}
}

static void check_event_name(const struct site_at *at, json_t *name)
{
	const char *language;
	json_t *text;

	if (!site_is_object(at, name)) {
		return;
	}
	if (json_object_size(name) == 0) {
		site_fault(at, SITE_WRONG_MISSING, "is in no language");
	}
	json_object_foreach (name, language, text) {
		struct site_at here = site_below(at, language);

		if (json_string_length(text) == 0) {
			site_fault(&here, SITE_WRONG_MISSING, "must not be empty");
		} else if (site_check_text(&here, text, LIMIT_LIFE_EVENT_NAME)) {
			site_check_name(&here, json_string_value(text), true);
		}
	}
}

static void check_event(const struct site_at *at, json_t *event)
{
	static const char *const keys[] = {
		"words", "sectors", "procedures", "name", "pictogram", NULL};
	struct site_at name_at = site_below(at, "name");
	char pictogram[LIMIT_ID + 1];

	if (!site_is_object(at, event)) {
		return;
	}
	site_refuse_unknown(at, event, keys);
	check_event_name(&name_at, json_object_get(event, "name"));
	site_get_pictogram(at, event, pictogram);
	for (int k = 0; k < 3; k++) {
		struct site_at here = site_below(at, keys[k]);
		json_t *list = json_object_get(event, keys[k]);
		size_t n = site_array_size(&here, list, LIMIT_LIFE_EVENT);
		bool right = true;

		for (size_t i = 0; i < n; i++) {
			right &= is_text(json_array_get(list, i));
		}
		if (!right) {
			site_fault(&here, SITE_WRONG_TYPE, "is not a list of texts");
		}
	}
}

/* What happens in people's lives, and what goes with it (catalogue/life-events.h). */
static void check_events(const struct site_at *at, json_t *catalogue)
{
	struct site_at list_at = site_below(at, "events");
	json_t *list = json_object_get(catalogue, "events");
	size_t n = site_array_size(&list_at, list, LIMIT_LIFE_EVENTS);

	for (size_t i = 0; i < n; i++) {
		struct site_at here = site_element(&list_at, i);

		check_event(&here, json_array_get(list, i));
	}
}

void site_check_catalogue(const struct site_at *at, json_t *root)
{
	static const char *const keys[] = {"posted", "free_online", "posted_codes", "free_codes",
		"sectors", "sector_names", "links", "words", "events", NULL};
	struct site_at here = site_below(at, "catalogue");
	json_t *catalogue = json_object_get(root, "catalogue");

	if (catalogue && site_is_object(&here, catalogue)) {
		site_refuse_unknown(&here, catalogue, keys);
		check_stated(&here, catalogue);
		check_sectors(&here, catalogue);
		check_sector_names(&here, catalogue);
		check_links(&here, catalogue);
		check_search_words(&here, catalogue);
		check_events(&here, catalogue);
	}
}

/* ---- the sheets that hang ---- */

/* A sheet's key: an id, and the number of the page behind a slash. */
static bool is_sheet(const char *key)
{
	const char *slash = key ? strchr(key, '/') : NULL;
	_cleanup_free_ char *id = key
		? text_printf("%.*s", slash ? (int)(slash - key) : (int)strlen(key), key)
		: NULL;
	int64_t page;

	return id && text_is_id(id, LIMIT_SHEET_KEY) &&
		(!slash || text_parse_int(slash + 1, 1, LIMIT_RECORDS, &page) == 0);
}

static void check_sheet(const struct site_at *at, json_t *sheet)
{
	static const char *const keys[] = {"sheet", "hash", "both_languages", NULL};
	bool both;

	if (!site_is_object(at, sheet)) {
		return;
	}
	site_refuse_unknown(at, sheet, keys);
	site_get_bool(at, sheet, "both_languages", false, &both);
	if (!is_sheet(json_string_value(json_object_get(sheet, "sheet"))) ||
		!text_is_hex(json_string_value(json_object_get(sheet, "hash")), LIMIT_SHEET_HASH)) {
		site_fault(at, SITE_WRONG_TYPE, "is not a sheet and its hash");
	}
}

void site_check_sheets(const struct site_at *at, json_t *root)
{
	struct site_at sheets_at = site_below(at, "sheets");
	json_t *sheets = json_object_get(root, "sheets");
	size_t n = site_array_size(&sheets_at, sheets, LIMIT_SHEETS);

	for (size_t i = 0; i < n; i++) {
		struct site_at here = site_element(&sheets_at, i);

		check_sheet(&here, json_array_get(sheets, i));
	}
}
