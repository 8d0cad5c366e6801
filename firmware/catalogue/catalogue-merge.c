/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-merge.h"

#include <string.h>

#include "catalogue/catalogue-columns.h"

#define BIT(column) (UINT32_C(1) << (column))
#define FEES \
	(BIT(CATALOGUE_COLUMN_FEE) | BIT(CATALOGUE_COLUMN_FEE_DIRECT) | \
		BIT(CATALOGUE_COLUMN_FEE_ONLINE) | BIT(CATALOGUE_COLUMN_FEE_POST))

static const json_t *get(const json_t *record, enum procedure_field field)
{
	return json_object_get(record, procedure_field_row(field)->name);
}

static void set(json_t *record, enum procedure_field field, const json_t *value)
{
	const char *name = procedure_field_row(field)->name;

	if (value) {
		(void)json_object_set(record, name, (json_t *)value);
	} else {
		(void)json_object_del(record, name);
	}
}

static const char *part_of(const json_t *way, const char *part)
{
	const char *text = json_string_value(json_object_get(way, part));

	return text ? text : "";
}

static bool is_of(const json_t *way, enum procedure_channel channel)
{
	return strcmp(part_of(way, "channel"), procedure_channel_name(channel)) == 0;
}

/* The ways of a channel that state a part ("fee"), or, without a part, all of that channel. */
static json_t *ways_of(json_t *ways, enum procedure_channel channel, const char *part)
{
	json_t *found = json_array();
	json_t *way;
	size_t i;

	json_array_foreach (ways, i, way) {
		if (is_of(way, channel) && (!part || *part_of(way, part))) {
			(void)json_array_append(found, way);
		}
	}
	return found;
}

static size_t count_part(const json_t *ways, const char *part)
{
	json_t *way;
	size_t n = 0;
	size_t i;

	json_array_foreach (ways, i, way) {
		n += *part_of(way, part) != '\0';
	}
	return n;
}

static bool has_text(const json_t *ways, const char *part, const char *text)
{
	json_t *way;
	size_t i;

	json_array_foreach (ways, i, way) {
		if (strcmp(part_of(way, part), text) == 0) {
			return true;
		}
	}
	return false;
}

/* ---- a column for a fee or for exemptions ---- */

static void remove_part(json_t *ways, const char *part)
{
	json_t *way;
	size_t i;

	json_array_foreach (ways, i, way) {
		(void)json_object_del(way, part);
	}
}

static bool have_same_fees(const json_t *kept, const json_t *given)
{
	bool same = json_array_size(kept) == json_array_size(given);

	for (size_t i = 0; same && i < json_array_size(kept); i++) {
		same = strcmp(part_of(json_array_get(kept, i), "fee"),
			       part_of(json_array_get(given, i), "fee")) == 0;
	}
	return same;
}

/* Writes fees into the ways of their channel, and adds ways where there are too few; those have
 * the first one's exemptions. */
static void write_fees(
	json_t *ways, enum procedure_channel channel, const json_t *given, const json_t *with_fee)
{
	json_t *all = ways_of(ways, channel, NULL);
	const json_t *mine = json_array_size(with_fee) > 0 ? with_fee : all;
	const char *exempt = part_of(json_array_get(mine, 0), "exempt");
	json_t *way;
	size_t i;

	json_array_foreach (given, i, way) {
		const char *fee = part_of(way, "fee");

		if (i < json_array_size(mine)) {
			(void)json_object_set_new(json_array_get(mine, i), "fee", json_string(fee));
			continue;
		}
		(void)json_array_append_new(ways,
			json_pack("{s:s, s:s, s:s}", "channel", procedure_channel_name(channel),
				"fee", fee, "exempt", exempt));
	}
	json_decref(all);
}

static void merge_fee(json_t *ways, json_t *given_ways, enum procedure_channel channel,
	struct catalogue_merged *merged)
{
	json_t *given = ways_of(given_ways, channel, "fee");
	json_t *kept = ways_of(ways, channel, "fee");
	size_t n_kept = json_array_size(kept);
	bool is_coarse = n_kept > 1 ||
		(channel == PROCEDURE_ANY && n_kept == 0 && count_part(ways, "fee") > 0);
	const char *first = part_of(json_array_get(given, 0), "fee");

	if (json_array_size(given) == 0) {
		merged->emptied |= n_kept > 0 ? BIT(PROCEDURE_WAYS) : 0;
		remove_part(kept, "fee");
		remove_part(kept, "exempt");
	} else if (is_coarse && !have_same_fees(kept, given)) {
		merged->coarse = has_text(ways, "fee", first) ? merged->coarse : first;
	} else if (!is_coarse) {
		write_fees(ways, channel, given, kept);
	}
	json_decref(given);
	json_decref(kept);
}

static const char *first_exempt(const json_t *ways)
{
	const char *exempt = "";

	for (size_t i = 0; !*exempt && i < json_array_size(ways); i++) {
		exempt = part_of(json_array_get(ways, i), "exempt");
	}
	return exempt;
}

static void merge_exempt(json_t *ways, json_t *given_ways, struct catalogue_merged *merged)
{
	const char *exempt = first_exempt(given_ways);
	const char *kept = first_exempt(ways);
	bool differ = false;
	json_t *way;
	size_t i;

	json_array_foreach (ways, i, way) {
		differ |= strcmp(part_of(way, "exempt"), kept) != 0;
	}
	if (!*exempt) {
		merged->emptied |= *kept ? BIT(PROCEDURE_WAYS) : 0;
		remove_part(ways, "exempt");
	} else if (*kept && differ) {
		merged->coarse = has_text(ways, "exempt", exempt) ? merged->coarse : exempt;
	} else {
		if (json_array_size(ways) == 0) {
			(void)json_array_append_new(ways,
				json_pack(
					"{s:s}", "channel", procedure_channel_name(PROCEDURE_ANY)));
		}
		json_array_foreach (ways, i, way) {
			(void)json_object_set_new(way, "exempt", json_string(exempt));
		}
	}
}

/* The kept ways, with what columns for fees and exemptions say. */
static json_t *merge_columns(
	const json_t *before, const json_t *given, uint32_t speaks, struct catalogue_merged *merged)
{
	static const int columns[PROCEDURE_CHANNELS] = {
		[PROCEDURE_DIRECT] = CATALOGUE_COLUMN_FEE_DIRECT,
		[PROCEDURE_ONLINE] = CATALOGUE_COLUMN_FEE_ONLINE,
		[PROCEDURE_POST] = CATALOGUE_COLUMN_FEE_POST,
		[PROCEDURE_ANY] = CATALOGUE_COLUMN_FEE,
	};
	json_t *ways = before ? json_deep_copy(before) : json_array();

	for (int channel = 0; channel < PROCEDURE_CHANNELS; channel++) {
		if (speaks & BIT(columns[channel])) {
			merge_fee(ways, (json_t *)given, (enum procedure_channel)channel, merged);
		}
	}
	if (speaks & BIT(CATALOGUE_COLUMN_EXEMPT)) {
		merge_exempt(ways, (json_t *)given, merged);
	}
	return ways;
}

/* ---- ways as a whole ---- */

/* Puts a part of a kept way, which the file's ways have nowhere, where it belongs: into the only
 * way of its channel if it is the only one there, too, or beside. */
static void carry_part(json_t *ways, json_t *before, json_t *way, const char *part)
{
	enum procedure_channel channel = PROCEDURE_ANY;
	json_t *here;
	json_t *there;

	(void)procedure_channel_parse(part_of(way, "channel"), &channel);
	here = ways_of(ways, channel, NULL);
	there = ways_of(before, channel, NULL);
	if (json_array_size(here) == 1 && json_array_size(there) == 1) {
		(void)json_object_set(json_array_get(here, 0), part, json_object_get(way, part));
	} else {
		(void)json_array_append_new(ways,
			json_pack("{s:s, s:s, s:s}", "channel", procedure_channel_name(channel),
				part, part_of(way, part), "note", part_of(way, "note")));
	}
	json_decref(here);
	json_decref(there);
}

/* The file's ways, with what they say nowhere. Where they say nothing at all but channels, the
 * kept ones say more. */
static json_t *merge_whole(const json_t *before, const json_t *given)
{
	static const char *const parts[] = {"deadline", "fee", "exempt"};
	json_t *ways = json_deep_copy(given);
	bool says[ELEMENTS(parts)];
	bool says_any = false;
	json_t *way;
	size_t i;

	for (size_t part = 0; part < ELEMENTS(parts); part++) {
		says[part] = count_part(given, parts[part]) > 0;
		says_any |= says[part];
	}
	if (!says_any && json_array_size(before) >= json_array_size(given)) {
		json_decref(ways);
		return json_deep_copy(before);
	}
	for (size_t part = 0; part < ELEMENTS(parts); part++) {
		json_array_foreach (before, i, way) {
			if (!says[part] && *part_of(way, parts[part])) {
				carry_part(ways, (json_t *)before, way, parts[part]);
			}
		}
	}
	return ways;
}

static void merge_ways(json_t *draft, const json_t *before, const json_t *record, uint32_t speaks,
	struct catalogue_merged *merged)
{
	const json_t *kept = get(before, PROCEDURE_WAYS);
	const json_t *given = get(record, PROCEDURE_WAYS);
	bool is_whole = speaks & BIT(PROCEDURE_WAYS);
	json_t *ways;

	if (is_whole && !given) {
		merged->emptied |= kept ? BIT(PROCEDURE_WAYS) : 0;
		return;
	}
	ways = is_whole && kept ? merge_whole(kept, given)
		: is_whole      ? json_deep_copy(given)
				: merge_columns(kept, given, speaks, merged);
	set(draft, PROCEDURE_WAYS, json_array_size(ways) > 0 ? ways : NULL);
	json_decref(ways);
}

/* ---- the record ---- */

static bool is_ours(enum procedure_field field)
{
	return field == PROCEDURE_CODE || field == PROCEDURE_EVERYDAY ||
		field == PROCEDURE_KEYWORDS;
}

static void merge_fields(
	json_t *draft, const json_t *before, uint32_t speaks, struct catalogue_merged *merged)
{
	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		enum procedure_field field = (enum procedure_field)i;

		if (field == PROCEDURE_KEY || field == PROCEDURE_WAYS || get(draft, field) ||
			!get(before, field)) {
			continue;
		}
		if (is_ours(field) || !(speaks & BIT(field))) {
			set(draft, field, get(before, field));
		} else if (procedure_field_row(field)->kind != PROCEDURE_FLAG) {
			merged->emptied |= BIT(field);
		}
	}
}

/* A day and a source are of the record as a whole. */
static void merge_day(json_t *draft, const json_t *before, uint32_t speaks)
{
	bool has_papers = !get(before, PROCEDURE_PAPERS) || speaks & BIT(PROCEDURE_PAPERS);
	bool has_fees = !get(before, PROCEDURE_WAYS) || speaks & (BIT(PROCEDURE_WAYS) | FEES);

	if (!has_papers || !has_fees) {
		set(draft, PROCEDURE_CHECKED_DAY, get(before, PROCEDURE_CHECKED_DAY));
		set(draft, PROCEDURE_SOURCE, get(before, PROCEDURE_SOURCE));
	}
}

static void merge_state(json_t *draft, const json_t *before, const json_t *record, uint32_t speaks,
	bool is_whole, struct catalogue_merged *merged)
{
	const char *name = procedure_state_name(PROCEDURE_IN_FORCE);
	const char *state = json_string_value(get(before, PROCEDURE_STATE));

	if (speaks & BIT(PROCEDURE_STATE) || !state || strcmp(state, name) == 0) {
		return;
	}
	merged->had_ended = true;
	if (!is_whole) {
		set(draft, PROCEDURE_STATE, get(before, PROCEDURE_STATE));
		return;
	}
	set(draft, PROCEDURE_VALID_TO, get(record, PROCEDURE_VALID_TO));
	set(draft, PROCEDURE_REPLACED_BY, get(record, PROCEDURE_REPLACED_BY));
}

void catalogue_merge(const json_t *before, const json_t *record, uint32_t speaks, bool is_whole,
	struct catalogue_merged *ret)
{
	json_t *draft = json_copy((json_t *)record);
	struct procedure_fault fault;

	*ret = (struct catalogue_merged){0};
	merge_fields(draft, before, speaks, ret);
	merge_ways(draft, before, record, speaks, ret);
	merge_day(draft, before, speaks);
	merge_state(draft, before, record, speaks, is_whole, ret);
	if (get(draft, PROCEDURE_CODE) && !get(record, PROCEDURE_CODE)) {
		set(draft, PROCEDURE_KEY, get(before, PROCEDURE_KEY));
	}
	if (procedure_normalise(draft, &ret->record, &fault) < 0) {
		set(draft, PROCEDURE_WAYS, get(before, PROCEDURE_WAYS)); /* together too many */
		if (procedure_normalise(draft, &ret->record, &fault) < 0) {
			/* What is kept was never normal. */
			ret->record = json_incref((json_t *)record);
		}
	}
	json_decref(draft);
}
