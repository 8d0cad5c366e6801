/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "queue/clips.h"
#include "queue/site-reader.h"

#define FORMAT "layso-site/1"

static const char *const weekdays[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

void site_parse_words(const struct site_at *at, json_t *json, bool one_line, struct site_text *ret)
{
	const char *language;
	json_t *value;

	/* Without languages no text can be right, and the missing languages are reported
	 * already. */
	if (!site_is_object(at, json) || at->site->n_languages == 0) {
		return;
	}
	json_object_foreach (json, language, value) {
		struct site_at here = site_below(at, language);
		bool known = false;

		for (int i = 0; i < at->site->n_languages; i++) {
			known = known || strcmp(at->site->languages[i], language) == 0;
		}
		if (!known) {
			site_fault(
				&here, SITE_WRONG_LANGUAGE, "is not one of the site's languages");
		}
	}
	for (int i = 0; i < at->site->n_languages; i++) {
		struct site_at here = site_below(at, at->site->languages[i]);
		const char *text = site_get_text(at, json, at->site->languages[i], i == 0);

		if (!*text) {
			continue;
		}
		site_check_name(&here, text, one_line);
		memcpy(ret->language[ret->n], at->site->languages[i], LIMIT_LANGUAGE + 1);
		ret->text[ret->n++] = text_dup(text);
	}
}

static void get_words(
	const struct site_at *at, json_t *object, const char *key, struct site_text *ret)
{
	struct site_at here = site_below(at, key);
	json_t *json = json_object_get(object, key);

	if (!json) {
		site_fault(&here, SITE_WRONG_MISSING, "is missing");
		return;
	}
	site_parse_words(&here, json, true, ret);
}

static void parse_span(const struct site_at *at, json_t *json, struct site_hours *ret, int weekday)
{
	const char *from = json_string_value(json_array_get(json, 0));
	const char *to = json_string_value(json_array_get(json, 1));
	struct site_span span;
	int n = ret->n[weekday];

	if (json_array_size(json) != 2 || !from || !to ||
		text_parse_minute(from, &span.from_minute) < 0 ||
		text_parse_minute(to, &span.to_minute) < 0 || span.from_minute >= span.to_minute) {
		site_fault(at, SITE_WRONG_SPAN,
			"must be two times such as [\"07:30\",\"11:30\"], the earlier first");
		return;
	}
	if (n > 0 && ret->span[weekday][n - 1].to_minute > span.from_minute) {
		site_fault(at, SITE_WRONG_OVERLAP, "begins before the span before it ends");
		return;
	}
	ret->span[weekday][n] = span;
	ret->n[weekday]++;
}

static void parse_hours(const struct site_at *at, json_t *json, struct site_hours *ret)
{
	if (json_is_string(json) && strcmp(json_string_value(json), "always") == 0) {
		for (int day = 0; day < 7; day++) {
			ret->n[day] = 1;
			ret->span[day][0] = (struct site_span){0, 1440};
		}
		return;
	}
	if (!json_is_object(json)) {
		site_fault(at, SITE_WRONG_TYPE, "must be \"always\" or an object of weekdays");
		return;
	}
	site_refuse_unknown(at, json,
		(const char *const[]){"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL});
	for (int day = 0; day < 7; day++) {
		struct site_at here = site_below(at, weekdays[day]);
		json_t *spans = json_object_get(json, weekdays[day]);
		size_t n = site_array_size(&here, spans, LIMIT_SPANS);

		for (size_t i = 0; i < n; i++) {
			struct site_at one = site_element(&here, i);

			parse_span(&one, json_array_get(spans, i), ret, day);
		}
	}
}

static void parse_languages(const struct site_at *at, json_t *root, struct site *site)
{
	struct site_at here = site_below(at, "languages");
	json_t *list = json_object_get(root, "languages");
	size_t n = site_array_size(&here, list, LIMIT_LANGUAGES);

	for (size_t i = 0; i < n; i++) {
		struct site_at one = site_element(&here, i);
		const char *code = json_string_value(json_array_get(list, i));

		if (!code || !text_is_id(code, LIMIT_LANGUAGE)) {
			site_fault(&one, SITE_WRONG_LANGUAGE,
				"must be a language code of at most 8 characters A-Z a-z 0-9 - _ "
				".");
			continue;
		}
		if (site_is_doubled(list, i)) {
			site_import_fault(&one, SITE_WRONG_TWICE, "is used twice");
		}
		(void)text_copy(site->languages[site->n_languages++], LIMIT_LANGUAGE + 1, code);
	}
	if (site->n_languages == 0) {
		site_fault(&here, SITE_WRONG_MISSING, "must name at least one language");
	}
}

static void parse_closed_days(const struct site_at *at, json_t *root, struct site *site)
{
	struct site_at here = site_below(at, "closed_days");
	json_t *list = json_object_get(root, "closed_days");
	size_t n = site_array_size(&here, list, LIMIT_CLOSED_DAYS);

	site->closed_days = memory_new(n, sizeof(*site->closed_days));
	for (size_t i = 0; i < n; i++) {
		struct site_at one = site_element(&here, i);
		struct site_at day_at = site_below(&one, "day");
		json_t *json = json_array_get(list, i);
		const char *day;

		if (!site_is_object(&one, json)) {
			continue;
		}
		site_refuse_unknown(&one, json, (const char *const[]){"day", "name", NULL});
		day = site_get_text(&one, json, "day", true);
		if (*day && !zone_day_valid(day)) {
			site_fault(&day_at, SITE_WRONG_DAY, "must be a date as YYYY-MM-DD");
		}
		for (size_t j = 0; j < i && *day; j++) {
			if (strcmp(site->closed_days[j].day, day) == 0) {
				site_import_fault(&day_at, SITE_WRONG_TWICE, "is used twice");
			}
		}
		(void)text_copy(site->closed_days[i].day, DAY_LENGTH + 1, day);
		site->n_closed_days = (int)i + 1;
		if (json_object_get(json, "name")) {
			get_words(&one, json, "name", &site->closed_days[i].name);
		}
	}
}

static void check_series(const struct site_at *at, const struct site *site, const char *series)
{
	struct site_at here = site_below(at, "series");

	if (!*series || strlen(series) > LIMIT_SERIES ||
		strspn(series, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(series)) {
		site_fault_limits(&here, SITE_WRONG_SERIES, 1, LIMIT_SERIES,
			"must be 1 to %d capital letters", LIMIT_SERIES);
		return;
	}
	if (strpbrk(series, "IOQ")) {
		site_fault(
			&here, SITE_WRONG_IOQ, "must not have I, O or Q: they are read as 1 and 0");
	}
	for (int i = 0; i < site->n_services - 1; i++) {
		if (strcmp(site->services[i].series, series) == 0) {
			site_fault(&here, SITE_WRONG_SERIES_TWICE, "is the series of %s already",
				site->services[i].id);
		}
	}
}

static void parse_group_of(const struct site_at *at, json_t *json, const struct site *site,
	struct site_service *service)
{
	struct site_at here = site_below(at, "group");
	const char *group = site_get_text(at, json, "group", false);

	if (*group && !site_find_group(site, group)) {
		site_fault(&here, SITE_WRONG_GROUP, "must be the id of a group");
		return;
	}
	text_copy_cut(service->group, sizeof(service->group), group);
}

static void parse_bring(const struct site_at *at, json_t *json, struct site_text *ret)
{
	struct site_at here = site_below(at, "bring");
	json_t *bring = json_object_get(json, "bring");

	if (!bring) {
		return;
	}
	site_parse_words(&here, bring, false, ret);
	for (int i = 0; i < ret->n; i++) {
		struct site_at language = site_below(&here, ret->language[i]);

		site_check_lines(&language, ret->text[i]);
	}
}

static void parse_service(const struct site_at *at, json_t *json, struct site *site)
{
	struct site_service *service = &site->services[site->n_services];
	struct site_at id_at = site_below(at, "id");
	struct site_at hours_at = site_below(at, "hours");
	json_t *hours = json_object_get(json, "hours");
	const char *series;

	if (!site_is_object(at, json)) {
		return;
	}
	site_refuse_unknown(at, json,
		(const char *const[]){"id", "series", "name", "hours", "daily_limit",
			"serving_time_s", "wait_target_s", "active", "pictogram", "group", "bring",
			NULL});
	site_get_id(at, json, "id", service->id);
	if (*service->id && site_find_service(site, service->id)) {
		site_fault(&id_at, SITE_WRONG_TWICE, "is used twice");
	}
	site->n_services++;
	series = site_get_text(at, json, "series", true);
	check_series(at, site, series);
	text_copy_cut(service->series, sizeof(service->series), series);
	get_words(at, json, "name", &service->name);
	if (hours && !json_is_null(hours)) {
		service->has_hours = true;
		parse_hours(&hours_at, hours, &service->hours);
	}
	site_get_int(at, json, "daily_limit", 0, LIMIT_NUMBER, 0, &service->daily_limit);
	site_get_int(at, json, "serving_time_s", 10, 4 * 3600, 600, &service->serving_time_s);
	site_get_int(at, json, "wait_target_s", 0, 24 * 3600, site->wait_target_s,
		&service->wait_target_s);
	site_get_bool(at, json, "active", true, &service->active);
	site_get_pictogram(at, json, service->pictogram);
	parse_group_of(at, json, site, service);
	parse_bring(at, json, &service->bring);
}

static void parse_counter(const struct site_at *at, json_t *json, struct site *site)
{
	struct site_counter *counter = &site->counters[site->n_counters];
	struct site_at list_at = site_below(at, "services");
	struct site_at number_at = site_below(at, "number");
	json_t *list = json_object_get(json, "services");
	size_t n;

	if (!site_is_object(at, json)) {
		return;
	}
	site_refuse_unknown(
		at, json, (const char *const[]){"number", "name", "services", "in_order", NULL});
	site_get_int(at, json, "number", 1, LIMIT_COUNTERS, 0, &counter->number);
	if (!json_object_get(json, "number")) {
		site_fault(&number_at, SITE_WRONG_MISSING, "is missing");
	} else if (counter->number && site_find_counter(site, counter->number)) {
		site_fault(&number_at, SITE_WRONG_TWICE, "is used twice");
	}
	site->n_counters++;
	get_words(at, json, "name", &counter->name);
	site_get_bool(at, json, "in_order", false, &counter->in_order);
	n = site_array_size(&list_at, list, LIMIT_SERVICES);
	for (size_t i = 0; i < n; i++) {
		struct site_at one = site_element(&list_at, i);
		const char *id = json_string_value(json_array_get(list, i));

		if (!id || !site_find_service(site, id)) {
			site_fault(&one, SITE_WRONG_SERVICE, "is not the id of a service");
			continue;
		}
		if (site_is_doubled(list, i)) {
			site_import_fault(&one, SITE_WRONG_TWICE, "is used twice");
		}
		(void)text_copy(counter->services[counter->n_services++], LIMIT_ID + 1, id);
	}
}

static void parse_staff(const struct site_at *at, json_t *json, struct site *site)
{
	static const char *const roles[] = {
		"helper", "clerk", "supervisor", "director", "admin", "administrator"};
	struct site_staff *staff = &site->staff[site->n_staff];
	struct site_at id_at = site_below(at, "id");
	struct site_at name_at = site_below(at, "name");
	struct site_at role_at = site_below(at, "role");
	bool known = false;

	if (!site_is_object(at, json)) {
		return;
	}
	site_refuse_unknown(at, json, (const char *const[]){"id", "name", "role", "active", NULL});
	site_get_id(at, json, "id", staff->id);
	if (*staff->id && site_find_staff(site, staff->id)) {
		site_fault(&id_at, SITE_WRONG_TWICE, "is used twice");
	}
	site->n_staff++;
	staff->name = text_dup(site_get_text(at, json, "name", true));
	site_check_name(&name_at, staff->name, true);
	site_get_id(at, json, "role", staff->role);
	for (size_t i = 0; i < ELEMENTS(roles); i++) {
		known = known || strcmp(roles[i], staff->role) == 0;
	}
	if (*staff->role && !known) {
		site_fault(&role_at, SITE_WRONG_CHOICE,
			"must be helper, clerk, supervisor, director or admin");
	}
	site_get_bool(at, json, "active", true, &staff->active);
}

/* Of what has a pictogram. */
static const char *const drawn_keys[] = {"id", "name", "pictogram", NULL};

/* Parses a reason, an outcome or a group into the next of words, and counts it in *n. */
static void parse_word(const struct site_at *at, json_t *json, const char *const *keys,
	struct site_word *words, int *n)
{
	struct site_at id_at = site_below(at, "id");
	struct site_word *word = &words[*n];

	if (!site_is_object(at, json)) {
		return;
	}
	site_refuse_unknown(at, json, keys);
	site_get_id(at, json, "id", word->id);
	for (int i = 0; i < *n && *word->id; i++) {
		if (strcmp(words[i].id, word->id) == 0) {
			site_import_fault(&id_at, SITE_WRONG_TWICE, "is used twice");
			break;
		}
	}
	++*n;
	get_words(at, json, "name", &word->name);
	if (keys == drawn_keys) {
		site_get_pictogram(at, json, word->pictogram);
	}
}

static void parse_reason(const struct site_at *at, json_t *json, struct site *site)
{
	parse_word(at, json, drawn_keys, site->reasons, &site->n_reasons);
}

static void parse_group(const struct site_at *at, json_t *json, struct site *site)
{
	parse_word(at, json, drawn_keys, site->groups, &site->n_groups);
}

static void parse_outcome(const struct site_at *at, json_t *json, struct site *site)
{
	static const char *const keys[] = {"id", "name", NULL};

	parse_word(at, json, keys, site->outcomes, &site->n_outcomes);
}

static void parse_list(const struct site_at *at, json_t *root, const char *key, size_t max,
	size_t size, struct site *site, void **array,
	void (*parse)(const struct site_at *at, json_t *json, struct site *site))
{
	struct site_at here = site_below(at, key);
	json_t *list = json_object_get(root, key);
	size_t n = site_array_size(&here, list, max);

	*array = memory_new(n, size);
	for (size_t i = 0; i < n; i++) {
		struct site_at one = site_element(&here, i);

		parse(&one, json_array_get(list, i), site);
	}
}

static void parse_rules(const struct site_at *at, json_t *root, struct site *site)
{
	struct site_at here = site_below(at, "rules");
	json_t *given = json_object_get(root, "rules");
	json_t *none = json_object();
	json_t *rules = given ? given : none;

	if (site_is_object(&here, rules)) {
		site_refuse_unknown(&here, rules,
			(const char *const[]){"priority_in_a_row", "age_limit_s", "call_attempts",
				"absent_behind", "recall_interval_s", "undo_finish_s",
				"take_back_s", "wait_target_s", "rate_counter_s", "rate_phone_s",
				"stop_past_closing", NULL});
		site_get_int(&here, rules, "priority_in_a_row", 1, 20, 2, &site->priority_in_a_row);
		site_get_int(&here, rules, "age_limit_s", 0, 24 * 3600, 3600, &site->age_limit_s);
		site_get_int(&here, rules, "call_attempts", 1, 20, 3, &site->call_attempts);
		site_get_int(&here, rules, "absent_behind", 0, 50, 3, &site->absent_behind);
		site_get_int(
			&here, rules, "recall_interval_s", 0, 120, 5, &site->recall_interval_s);
		site_get_int(&here, rules, "undo_finish_s", 0, 3600, 30, &site->undo_finish_s);
		site_get_int(&here, rules, "take_back_s", 0, 86400, 600, &site->take_back_s);
		site_get_int(
			&here, rules, "wait_target_s", 0, 24 * 3600, 1800, &site->wait_target_s);
		site_get_int(&here, rules, "rate_counter_s", 0, 3600, 300, &site->rate_counter_s);
		site_get_int(
			&here, rules, "rate_phone_s", 0, 24 * 3600, 10800, &site->rate_phone_s);
		site_get_bool(&here, rules, "stop_past_closing", false, &site->stop_past_closing);
	}
	json_decref(none);
}

/* Texts and notices stay in the object; here they are only checked. */
static void check_texts(const struct site_at *at, json_t *root, struct site *site)
{
	struct site_at texts_at = site_below(at, "texts");
	struct site_at notices_at = site_below(at, "notices");
	json_t *texts = json_object_get(root, "texts");
	json_t *notices = json_object_get(root, "notices");
	size_t n = site_array_size(&notices_at, notices, LIMIT_NOTICES);
	const char *key;
	json_t *value;

	(void)site;
	if (texts && site_is_object(&texts_at, texts)) {
		site_refuse_unknown(&texts_at, texts,
			(const char *const[]){
				"slip_advice", "kiosk_welcome", "hall_welcome", "contact", NULL});
		json_object_foreach (texts, key, value) {
			struct site_at here = site_below(&texts_at, key);
			struct site_text words = {0};

			site_parse_words(&here, value, false, &words);
			for (int i = 0; i < words.n; i++) {
				free(words.text[i]);
			}
		}
	}
	for (size_t i = 0; i < n; i++) {
		struct site_at here = site_element(&notices_at, i);
		struct site_text words = {0};

		site_parse_words(&here, json_array_get(notices, i), false, &words);
		for (int j = 0; j < words.n; j++) {
			free(words.text[j]);
		}
	}
}

/* The clips of the centre's own voice, {language: {clip: id}}, stay in the object, too. */
static void check_voice(const struct site_at *at, json_t *root)
{
	struct site_at voice_at = site_below(at, "voice");
	json_t *voice = json_object_get(root, "voice"), *clips, *id;
	const char *language, *clip;
	size_t n = 0;

	if (!voice || !site_is_object(&voice_at, voice)) {
		return;
	}
	json_object_foreach (voice, language, clips) {
		struct site_at here = site_below(&voice_at, language);

		if (!text_is_id(language, LIMIT_LANGUAGE)) {
			site_fault(&here, SITE_WRONG_LANGUAGE, "is not a language's code");
		}
		if (!site_is_object(&here, clips)) {
			continue;
		}
		json_object_foreach (clips, clip, id) {
			struct site_at clip_at = site_below(&here, clip);

			n++;
			if (!text_is_id(clip, LIMIT_CLIP) || !clip_is_id(json_string_value(id))) {
				site_fault(&clip_at, SITE_WRONG_TYPE,
					"is not a clip's name with an id");
			}
		}
	}
	if (n > LIMIT_CLIPS) {
		site_fault_limits(&voice_at, SITE_WRONG_MANY, 0, LIMIT_CLIPS,
			"has more than %d clips", LIMIT_CLIPS);
	}
}

/* The path of a ticket's page is appended to the URL. */
static void parse_public_url(const struct site_at *at, json_t *root, struct site *site)
{
	struct site_at here = site_below(at, "public_url");
	const char *text = site_get_text(at, root, "public_url", false);
	const char *host = strstr(text, "//");

	site->public_url = text_dup(text);
	if (*text && strncmp(text, "http://", 7) != 0 && strncmp(text, "https://", 8) != 0) {
		site_fault(&here, SITE_WRONG_URL, "must begin with http:// or https://");
	} else if (!utf8_fits(text, LIMIT_PUBLIC_URL)) {
		site_fault_limits(&here, SITE_WRONG_LONG, 0, LIMIT_PUBLIC_URL,
			"has more than %d characters", LIMIT_PUBLIC_URL);
	} else if (strlen(text) != utf8_count(text, strlen(text))) {
		site_import_fault(
			&here, SITE_WRONG_URL_LETTERS, "has letters that must be written as %XX");
	} else if (strpbrk(text, "?# \n\\")) {
		site_import_fault(&here, SITE_WRONG_URL_PLAIN,
			"must have no query, no fragment and no space");
	} else if (host && strchr("/:", host[2])) {
		site_import_fault(&here, SITE_WRONG_URL_HOST, "must name a computer");
	}
}

static int hours_end(const struct site_hours *hours)
{
	int end = 0;

	for (int day = 0; day < 7; day++) {
		for (int i = 0; i < hours->n[day]; i++) {
			end = MAX_OF(end, hours->span[day][i].to_minute);
		}
	}
	return end;
}

/* After the day's end nothing is issued, so the hours must not go beyond it. */
static void check_day_end(const struct site_at *at, const struct site *site)
{
	struct site_at here = site_below(at, "day_end");
	int end = hours_end(&site->hours);

	for (int i = 0; i < site->n_services; i++) {
		end = MAX_OF(end, hours_end(&site->services[i].hours));
	}
	if (site->day_end_minute < end) {
		site_import_fault(
			&here, SITE_WRONG_DAY_END, "is earlier than the end of the hours");
	}
}

static void parse_centre(const struct site_at *at, json_t *root, struct site *site)
{
	struct site_at format_at = site_below(at, "format");
	struct site_at zone_at = site_below(at, "timezone");
	struct site_at hours_at = site_below(at, "hours");
	struct site_at end_at = site_below(at, "day_end");
	json_t *hours = json_object_get(root, "hours");
	const char *text = site_get_text(at, root, "format", true);

	if (*text && strcmp(text, FORMAT) != 0) {
		site_fault(&format_at, SITE_WRONG_TYPE, "must be \"%s\"", FORMAT);
	}
	get_words(at, root, "name", &site->name);
	text = site_get_text(at, root, "timezone", false);
	(void)text_copy(site->timezone, sizeof(site->timezone), *text ? text : ZONE_DEFAULT);
	if (!zone_exists(site->timezone)) {
		site_fault(&zone_at, SITE_WRONG_ZONE, "is not a time zone this system knows");
	}
	parse_public_url(at, root, site);
	if (hours) {
		parse_hours(&hours_at, hours, &site->hours);
	} else {
		site_fault(&hours_at, SITE_WRONG_MISSING, "is missing");
	}
	text = site_get_text(at, root, "day_end", false);
	site->day_end_minute = 1440;
	if (*text &&
		(text_parse_minute(text, &site->day_end_minute) < 0 || site->day_end_minute == 0)) {
		site_fault(&end_at, SITE_WRONG_TIME, "must be a time such as \"20:00\"");
	}
	site_get_int(at, root, "number_digits", 2, 4, 3, &site->number_digits);
}

static int parse(json_t *json, bool strict, struct site **ret, json_t **ret_faults)
{
	static const char *const keys[] = {"format", "name", "timezone", "languages", "public_url",
		"hours", "closed_days", "day_end", "number_digits", "rules", "groups", "services",
		"counters", "staff", "priority_reasons", "outcomes", "texts", "notices", "pages",
		"voice", "kiosks", "devices", "catalogue", "sheets", "complaints",
		SITE_FORMER_EVALUATIONS, NULL};
	_cleanup_(site_freep) struct site *site = memory_new(1, sizeof(*site));
	json_t *faults = json_array();
	struct site_at at = {.faults = faults, .site = site, .strict = strict};
	int r = 0;

	site->json = json_incref(json);
	if (site_is_object(&at, json)) {
		site_refuse_unknown(&at, json, keys);
		parse_languages(&at, json, site);
		parse_centre(&at, json, site);
		parse_closed_days(&at, json, site);
		parse_rules(&at, json, site);
		parse_list(&at, json, "groups", LIMIT_GROUPS, sizeof(struct site_word), site,
			(void **)&site->groups, parse_group);
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
		site_check_pages(&at, json);
		check_voice(&at, json);
		site_check_catalogue(&at, json);
		site_check_sheets(&at, json);
		site_check_kiosks(&at, json);
		site_check_devices(&at, json);
		site_check_complaints(&at, json);
		check_day_end(&at, site);
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

int site_parse(json_t *json, struct site **ret, json_t **ret_faults)
{
	return parse(json, false, ret, ret_faults);
}

int site_parse_import(json_t *json, struct site **ret, json_t **ret_faults)
{
	return parse(json, true, ret, ret_faults);
}
