/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/site.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { FAULTS_MAX = 100, PATH_MAX_BYTES = 160 };
#define FORMAT "layso-site/1"

static const char *const weekdays[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/* Where the parser is: a path such as "services[2].name" and the faults found so far. */
struct at {
	const struct at *above;
	const char *key; /* NULL: an array's element */
	size_t index;
	json_t *faults;
	const struct site *site;
};

static size_t path_write(const struct at *at, char *ret, size_t size)
{
	size_t n = at->above ? path_write(at->above, ret, size) : 0;
	int more = 0;

	if (n >= size) {
		return n;
	}
	if (at->key) {
		more = snprintf(ret + n, size - n, "%s%s", n ? "." : "", at->key);
	} else if (at->above) {
		more = snprintf(ret + n, size - n, "[%zu]", at->index);
	}
	return n + (size_t)MAX_OF(more, 0);
}

_printf_(2, 3) static void fault(const struct at *at, const char *format, ...)
{
	char path[PATH_MAX_BYTES] = "";
	char message[256];
	va_list arguments;

	if (json_array_size(at->faults) >= FAULTS_MAX) {
		return;
	}
	va_start(arguments, format);
	(void)vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	(void)path_write(at, path, sizeof(path));
	(void)json_array_append_new(
		at->faults, json_pack("{s:s, s:s}", "path", path, "message", message));
}

static struct at below(const struct at *at, const char *key)
{
	return (struct at){.above = at, .key = key, .faults = at->faults, .site = at->site};
}

static struct at element(const struct at *at, size_t index)
{
	return (struct at){.above = at, .index = index, .faults = at->faults, .site = at->site};
}

static bool is_object(const struct at *at, const json_t *json)
{
	if (!json_is_object(json)) {
		fault(at, "must be an object");
		return false;
	}
	return true;
}

/* The known keys end with NULL. */
static void refuse_unknown(const struct at *at, json_t *object, const char *const known[])
{
	const char *key;
	json_t *value;

	json_object_foreach (object, key, value) {
		struct at here = below(at, key);
		size_t i = 0;

		while (known[i] && strcmp(known[i], key) != 0) {
			i++;
		}
		if (!known[i]) {
			fault(&here, "is not a known key");
		}
	}
}

static size_t array_size(const struct at *at, const json_t *json, size_t max)
{
	if (!json) {
		return 0;
	}
	if (!json_is_array(json)) {
		fault(at, "must be a list");
		return 0;
	}
	if (json_array_size(json) > max) {
		fault(at, "has %zu entries; at most %zu are allowed", json_array_size(json), max);
		return max;
	}
	return json_array_size(json);
}

static const char *get_text(const struct at *at, json_t *object, const char *key, bool required)
{
	struct at here = below(at, key);
	json_t *json = json_object_get(object, key);
	const char *text = json_string_value(json);

	if (!json && !required) {
		return "";
	}
	if (!text) {
		fault(&here, json ? "must be text" : "is missing");
		return "";
	}
	if (strlen(text) > LIMIT_TEXT || strlen(text) != json_string_length(json) ||
		!text_is_clean(text)) {
		fault(&here, "must be clean text of at most %d bytes", LIMIT_TEXT);
		return "";
	}
	if (required && !*text) {
		fault(&here, "must not be empty");
	}
	return text;
}

static void get_id(const struct at *at, json_t *object, const char *key, char ret[LIMIT_ID + 1])
{
	struct at here = below(at, key);
	const char *text = get_text(at, object, key, true);

	if (*text && !text_is_id(text, LIMIT_ID)) {
		fault(&here, "must be 1 to %d letters, digits, '-', '_' or '.'", LIMIT_ID);
		return;
	}
	(void)text_copy(ret, LIMIT_ID + 1, text);
}

static void get_int(const struct at *at, json_t *object, const char *key, int min, int max,
	int fallback, int *ret)
{
	struct at here = below(at, key);
	json_t *json = json_object_get(object, key);

	*ret = fallback;
	if (!json) {
		return;
	}
	if (!json_is_integer(json) || json_integer_value(json) < min ||
		json_integer_value(json) > max) {
		fault(&here, "must be a whole number from %d to %d", min, max);
		return;
	}
	*ret = (int)json_integer_value(json);
}

static void get_bool(const struct at *at, json_t *object, const char *key, bool fallback, bool *ret)
{
	struct at here = below(at, key);
	json_t *json = json_object_get(object, key);

	*ret = json ? json_is_true(json) : fallback;
	if (json && !json_is_boolean(json)) {
		fault(&here, "must be true or false");
	}
}

/* An object of language → text. The site's first language is required. */
static void parse_words(const struct at *at, json_t *json, struct site_text *ret)
{
	const char *language;
	json_t *value;

	if (!is_object(at, json)) {
		return;
	}
	json_object_foreach (json, language, value) {
		struct at here = below(at, language);
		bool known = false;

		for (int i = 0; i < at->site->n_languages; i++) {
			known = known || strcmp(at->site->languages[i], language) == 0;
		}
		if (!known) {
			fault(&here, "is not one of the site's languages");
		}
	}
	for (int i = 0; i < at->site->n_languages; i++) {
		const char *text = get_text(at, json, at->site->languages[i], i == 0);

		if (!*text) {
			continue;
		}
		memcpy(ret->language[ret->n], at->site->languages[i], LIMIT_LANGUAGE + 1);
		ret->text[ret->n++] = text_dup(text);
	}
}

static void get_words(const struct at *at, json_t *object, const char *key, struct site_text *ret)
{
	struct at here = below(at, key);
	json_t *json = json_object_get(object, key);

	if (!json) {
		fault(&here, "is missing");
		return;
	}
	parse_words(&here, json, ret);
}

static void parse_span(const struct at *at, json_t *json, struct site_hours *ret, int weekday)
{
	const char *from = json_string_value(json_array_get(json, 0));
	const char *to = json_string_value(json_array_get(json, 1));
	struct site_span span;
	int n = ret->n[weekday];

	if (json_array_size(json) != 2 || !from || !to ||
		text_parse_minute(from, &span.from_minute) < 0 ||
		text_parse_minute(to, &span.to_minute) < 0 || span.from_minute >= span.to_minute) {
		fault(at, "must be two times such as [\"07:30\",\"11:30\"], the earlier first");
		return;
	}
	if (n > 0 && ret->span[weekday][n - 1].to_minute > span.from_minute) {
		fault(at, "begins before the span before it ends");
		return;
	}
	ret->span[weekday][n] = span;
	ret->n[weekday]++;
}

static void parse_hours(const struct at *at, json_t *json, struct site_hours *ret)
{
	if (json_is_string(json) && strcmp(json_string_value(json), "always") == 0) {
		for (int day = 0; day < 7; day++) {
			ret->n[day] = 1;
			ret->span[day][0] = (struct site_span){0, 1440};
		}
		return;
	}
	if (!json_is_object(json)) {
		fault(at, "must be \"always\" or an object of weekdays");
		return;
	}
	refuse_unknown(at, json,
		(const char *const[]){"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL});
	for (int day = 0; day < 7; day++) {
		struct at here = below(at, weekdays[day]);
		json_t *spans = json_object_get(json, weekdays[day]);
		size_t n = array_size(&here, spans, LIMIT_SPANS);

		for (size_t i = 0; i < n; i++) {
			struct at one = element(&here, i);

			parse_span(&one, json_array_get(spans, i), ret, day);
		}
	}
}

static void parse_languages(const struct at *at, json_t *root, struct site *site)
{
	struct at here = below(at, "languages");
	json_t *list = json_object_get(root, "languages");
	size_t n = array_size(&here, list, LIMIT_LANGUAGES);

	for (size_t i = 0; i < n; i++) {
		struct at one = element(&here, i);
		const char *code = json_string_value(json_array_get(list, i));

		if (!code || !text_is_id(code, LIMIT_LANGUAGE)) {
			fault(&one, "must be a language code such as \"vi\"");
			continue;
		}
		(void)text_copy(site->languages[site->n_languages++], LIMIT_LANGUAGE + 1, code);
	}
	if (site->n_languages == 0) {
		fault(&here, "must name at least one language");
		(void)text_copy(site->languages[site->n_languages++], LIMIT_LANGUAGE + 1, "vi");
	}
}

static void parse_closed_days(const struct at *at, json_t *root, struct site *site)
{
	struct at here = below(at, "closed_days");
	json_t *list = json_object_get(root, "closed_days");
	size_t n = array_size(&here, list, LIMIT_CLOSED_DAYS);

	site->closed_days = memory_new(n, sizeof(*site->closed_days));
	for (size_t i = 0; i < n; i++) {
		struct at one = element(&here, i);
		struct at day_at = below(&one, "day");
		json_t *json = json_array_get(list, i);
		const char *day;

		if (!is_object(&one, json)) {
			continue;
		}
		refuse_unknown(&one, json, (const char *const[]){"day", "name", NULL});
		day = get_text(&one, json, "day", true);
		if (*day && !zone_day_valid(day)) {
			fault(&day_at, "must be a date as YYYY-MM-DD");
		}
		(void)text_copy(site->closed_days[i].day, DAY_LENGTH + 1, day);
		site->n_closed_days = (int)i + 1;
		if (json_object_get(json, "name")) {
			get_words(&one, json, "name", &site->closed_days[i].name);
		}
	}
}

static void check_series(const struct at *at, const struct site *site, const char *series)
{
	struct at here = below(at, "series");

	if (!*series || strlen(series) > LIMIT_SERIES ||
		strspn(series, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(series)) {
		fault(&here, "must be 1 to %d capital letters", LIMIT_SERIES);
		return;
	}
	if (strpbrk(series, "IOQ")) {
		fault(&here, "must not have I, O or Q: they are read as 1 and 0");
	}
	for (int i = 0; i < site->n_services - 1; i++) {
		if (strcmp(site->services[i].series, series) == 0) {
			fault(&here, "is the series of %s already", site->services[i].id);
		}
	}
}

static void parse_service(const struct at *at, json_t *json, struct site *site)
{
	struct site_service *service = &site->services[site->n_services];
	struct at id_at = below(at, "id");
	struct at hours_at = below(at, "hours");
	json_t *hours = json_object_get(json, "hours");
	const char *series;

	if (!is_object(at, json)) {
		return;
	}
	refuse_unknown(at, json,
		(const char *const[]){"id", "series", "name", "hours", "daily_limit",
			"serving_time_s", "active", NULL});
	get_id(at, json, "id", service->id);
	if (*service->id && site_find_service(site, service->id)) {
		fault(&id_at, "is used twice");
	}
	site->n_services++;
	series = get_text(at, json, "series", true);
	check_series(at, site, series);
	text_copy_cut(service->series, sizeof(service->series), series);
	get_words(at, json, "name", &service->name);
	if (hours && !json_is_null(hours)) {
		service->has_hours = true;
		parse_hours(&hours_at, hours, &service->hours);
	}
	get_int(at, json, "daily_limit", 0, LIMIT_NUMBER, 0, &service->daily_limit);
	get_int(at, json, "serving_time_s", 10, 4 * 3600, 600, &service->serving_time_s);
	get_bool(at, json, "active", true, &service->active);
}

static void parse_counter(const struct at *at, json_t *json, struct site *site)
{
	struct site_counter *counter = &site->counters[site->n_counters];
	struct at list_at = below(at, "services");
	struct at number_at = below(at, "number");
	json_t *list = json_object_get(json, "services");
	size_t n;

	if (!is_object(at, json)) {
		return;
	}
	refuse_unknown(
		at, json, (const char *const[]){"number", "name", "services", "in_order", NULL});
	get_int(at, json, "number", 1, LIMIT_COUNTERS, 0, &counter->number);
	if (counter->number == 0) {
		fault(&number_at, "is missing or wrong");
	} else if (site_find_counter(site, counter->number)) {
		fault(&number_at, "is used twice");
	}
	site->n_counters++;
	get_words(at, json, "name", &counter->name);
	get_bool(at, json, "in_order", false, &counter->in_order);
	n = array_size(&list_at, list, LIMIT_SERVICES);
	for (size_t i = 0; i < n; i++) {
		struct at one = element(&list_at, i);
		const char *id = json_string_value(json_array_get(list, i));

		if (!id || !site_find_service(site, id)) {
			fault(&one, "is not the id of a service");
			continue;
		}
		(void)text_copy(counter->services[counter->n_services++], LIMIT_ID + 1, id);
	}
}

static void parse_staff(const struct at *at, json_t *json, struct site *site)
{
	static const char *const roles[] = {
		"helper", "clerk", "supervisor", "director", "administrator"};
	struct site_staff *staff = &site->staff[site->n_staff];
	struct at id_at = below(at, "id");
	struct at role_at = below(at, "role");
	bool known = false;

	if (!is_object(at, json)) {
		return;
	}
	refuse_unknown(at, json, (const char *const[]){"id", "name", "role", "active", NULL});
	get_id(at, json, "id", staff->id);
	if (*staff->id && site_find_staff(site, staff->id)) {
		fault(&id_at, "is used twice");
	}
	site->n_staff++;
	staff->name = text_dup(get_text(at, json, "name", true));
	get_id(at, json, "role", staff->role);
	for (size_t i = 0; i < ELEMENTS(roles); i++) {
		known = known || strcmp(roles[i], staff->role) == 0;
	}
	if (*staff->role && !known) {
		fault(&role_at, "must be helper, clerk, supervisor, director or administrator");
	}
	get_bool(at, json, "active", true, &staff->active);
}

static void parse_reason(const struct at *at, json_t *json, struct site *site)
{
	struct site_word *word = &site->reasons[site->n_reasons];

	if (!is_object(at, json)) {
		return;
	}
	refuse_unknown(at, json, (const char *const[]){"id", "name", NULL});
	site->n_reasons++;
	get_id(at, json, "id", word->id);
	get_words(at, json, "name", &word->name);
}

static void parse_outcome(const struct at *at, json_t *json, struct site *site)
{
	struct site_word *word = &site->outcomes[site->n_outcomes];

	if (!is_object(at, json)) {
		return;
	}
	refuse_unknown(at, json, (const char *const[]){"id", "name", NULL});
	site->n_outcomes++;
	get_id(at, json, "id", word->id);
	get_words(at, json, "name", &word->name);
}

static void parse_list(const struct at *at, json_t *root, const char *key, size_t max, size_t size,
	struct site *site, void **array,
	void (*parse)(const struct at *at, json_t *json, struct site *site))
{
	struct at here = below(at, key);
	json_t *list = json_object_get(root, key);
	size_t n = array_size(&here, list, max);

	*array = memory_new(n, size);
	for (size_t i = 0; i < n; i++) {
		struct at one = element(&here, i);

		parse(&one, json_array_get(list, i), site);
	}
}

static void parse_rules(const struct at *at, json_t *root, struct site *site)
{
	struct at here = below(at, "rules");
	json_t *given = json_object_get(root, "rules");
	json_t *none = json_object();
	json_t *rules = given ? given : none;

	if (is_object(&here, rules)) {
		refuse_unknown(&here, rules,
			(const char *const[]){"priority_in_a_row", "age_limit_s", "call_attempts",
				"absent_behind", "recall_interval_s", "undo_finish_s", NULL});
		get_int(&here, rules, "priority_in_a_row", 1, 20, 2, &site->priority_in_a_row);
		get_int(&here, rules, "age_limit_s", 0, 24 * 3600, 3600, &site->age_limit_s);
		get_int(&here, rules, "call_attempts", 1, 20, 3, &site->call_attempts);
		get_int(&here, rules, "absent_behind", 0, 50, 3, &site->absent_behind);
		get_int(&here, rules, "recall_interval_s", 0, 120, 5, &site->recall_interval_s);
		get_int(&here, rules, "undo_finish_s", 0, 3600, 30, &site->undo_finish_s);
	}
	json_decref(none);
}

/* Texts and notices are kept in the object; here they are only checked. */
static void check_texts(const struct at *at, json_t *root, struct site *site)
{
	struct at texts_at = below(at, "texts");
	struct at notices_at = below(at, "notices");
	json_t *texts = json_object_get(root, "texts");
	json_t *notices = json_object_get(root, "notices");
	size_t n = array_size(&notices_at, notices, LIMIT_NOTICES);
	const char *key;
	json_t *value;

	(void)site;
	if (texts && is_object(&texts_at, texts)) {
		refuse_unknown(&texts_at, texts,
			(const char *const[]){
				"slip_advice", "kiosk_welcome", "hall_welcome", NULL});
		json_object_foreach (texts, key, value) {
			struct at here = below(&texts_at, key);
			struct site_text words = {0};

			parse_words(&here, value, &words);
			for (int i = 0; i < words.n; i++) {
				free(words.text[i]);
			}
		}
	}
	for (size_t i = 0; i < n; i++) {
		struct at here = element(&notices_at, i);
		struct site_text words = {0};

		parse_words(&here, json_array_get(notices, i), &words);
		for (int j = 0; j < words.n; j++) {
			free(words.text[j]);
		}
	}
}

static void parse_centre(const struct at *at, json_t *root, struct site *site)
{
	struct at format_at = below(at, "format");
	struct at zone_at = below(at, "timezone");
	struct at hours_at = below(at, "hours");
	struct at end_at = below(at, "day_end");
	struct at url_at = below(at, "public_url");
	json_t *hours = json_object_get(root, "hours");
	const char *text = get_text(at, root, "format", true);

	if (*text && strcmp(text, FORMAT) != 0) {
		fault(&format_at, "must be \"%s\"", FORMAT);
	}
	get_words(at, root, "name", &site->name);
	text = get_text(at, root, "timezone", false);
	(void)text_copy(site->timezone, sizeof(site->timezone), *text ? text : ZONE_DEFAULT);
	if (!zone_exists(site->timezone)) {
		fault(&zone_at, "is not a time zone this system knows");
	}
	text = get_text(at, root, "public_url", false);
	site->public_url = text_dup(text);
	if (*text && strncmp(text, "http://", 7) != 0 && strncmp(text, "https://", 8) != 0) {
		fault(&url_at, "must begin with http:// or https://");
	}
	if (strlen(text) > 200) {
		fault(&url_at, "must have at most 200 bytes");
	}
	if (hours) {
		parse_hours(&hours_at, hours, &site->hours);
	} else {
		fault(&hours_at, "is missing");
	}
	text = get_text(at, root, "day_end", false);
	site->day_end_minute = 1440;
	if (*text &&
		(text_parse_minute(text, &site->day_end_minute) < 0 || site->day_end_minute == 0)) {
		fault(&end_at, "must be a time such as \"20:00\"");
	}
	get_int(at, root, "number_digits", 2, 4, 3, &site->number_digits);
}

int site_parse(json_t *json, struct site **ret, json_t **ret_faults)
{
	static const char *const keys[] = {"format", "name", "timezone", "languages", "public_url",
		"hours", "closed_days", "day_end", "number_digits", "rules", "services", "counters",
		"staff", "priority_reasons", "outcomes", "texts", "notices", NULL};
	_cleanup_(site_freep) struct site *site = memory_new(1, sizeof(*site));
	json_t *faults = json_array();
	struct at at = {.faults = faults, .site = site};
	int r = 0;

	site->json = json_incref(json);
	if (is_object(&at, json)) {
		refuse_unknown(&at, json, keys);
		parse_languages(&at, json, site);
		parse_centre(&at, json, site);
		parse_closed_days(&at, json, site);
		parse_rules(&at, json, site);
		parse_list(&at, json, "services", LIMIT_SERVICES, sizeof(struct site_service), site,
			(void **)&site->services, parse_service);
		parse_list(&at, json, "counters", LIMIT_COUNTERS, sizeof(struct site_counter), site,
			(void **)&site->counters, parse_counter);
		parse_list(&at, json, "staff", LIMIT_STAFF, sizeof(struct site_staff), site,
			(void **)&site->staff, parse_staff);
		parse_list(&at, json, "priority_reasons", LIMIT_REASONS, sizeof(struct site_word),
			site, (void **)&site->reasons, parse_reason);
		parse_list(&at, json, "outcomes", LIMIT_OUTCOMES, sizeof(struct site_word), site,
			(void **)&site->outcomes, parse_outcome);
		check_texts(&at, json, site);
	}
	if (json_array_size(faults) > 0) {
		r = -EINVAL;
	} else {
		*ret = TAKE_PTR(site);
	}
	if (r < 0 && ret_faults) {
		*ret_faults = faults;
	} else {
		json_decref(faults);
	}
	return r;
}

static void words_free(struct site_text *text)
{
	for (int i = 0; i < text->n; i++) {
		free(text->text[i]);
	}
}

void site_free(struct site *site)
{
	if (!site) {
		return;
	}
	words_free(&site->name);
	for (int i = 0; i < site->n_closed_days; i++) {
		words_free(&site->closed_days[i].name);
	}
	for (int i = 0; i < site->n_services; i++) {
		words_free(&site->services[i].name);
	}
	for (int i = 0; i < site->n_counters; i++) {
		words_free(&site->counters[i].name);
	}
	for (int i = 0; i < site->n_staff; i++) {
		free(site->staff[i].name);
	}
	for (int i = 0; i < site->n_reasons; i++) {
		words_free(&site->reasons[i].name);
	}
	for (int i = 0; i < site->n_outcomes; i++) {
		words_free(&site->outcomes[i].name);
	}
	free(site->public_url);
	free(site->closed_days);
	free(site->services);
	free(site->counters);
	free(site->staff);
	free(site->reasons);
	free(site->outcomes);
	json_decref(site->json);
	free(site);
}

const struct site_service *site_find_service(const struct site *site, const char *id)
{
	for (int i = 0; i < site->n_services; i++) {
		if (strcmp(site->services[i].id, id) == 0) {
			return &site->services[i];
		}
	}
	return NULL;
}

const struct site_counter *site_find_counter(const struct site *site, int number)
{
	for (int i = 0; i < site->n_counters; i++) {
		if (site->counters[i].number == number) {
			return &site->counters[i];
		}
	}
	return NULL;
}

const struct site_staff *site_find_staff(const struct site *site, const char *id)
{
	for (int i = 0; i < site->n_staff; i++) {
		if (strcmp(site->staff[i].id, id) == 0) {
			return &site->staff[i];
		}
	}
	return NULL;
}

static const struct site_word *find_word(const struct site_word *words, int n, const char *id)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(words[i].id, id) == 0) {
			return &words[i];
		}
	}
	return NULL;
}

const struct site_word *site_find_reason(const struct site *site, const char *id)
{
	return find_word(site->reasons, site->n_reasons, id);
}

const struct site_word *site_find_outcome(const struct site *site, const char *id)
{
	return find_word(site->outcomes, site->n_outcomes, id);
}

const char *site_text_get(const struct site_text *text, const char *language)
{
	for (int i = 0; i < text->n; i++) {
		if (strcmp(text->language[i], language) == 0) {
			return text->text[i];
		}
	}
	return text->n > 0 ? text->text[0] : "";
}
