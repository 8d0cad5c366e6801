/* SPDX-License-Identifier: Apache-2.0 */
/* A record of the catalogue: one administrative procedure (thủ tục hành chính), as a JSON object
 * and as a struct that looks into it. Pure. */
#pragma once

#include <jansson.h>

#include "base/zone.h"
#include "catalogue/procedure-code.h"

/* The fields in the order in which they are written: name, what they hold, the most characters of
 * a text or of each text of a list, the most entries of a list. */
enum procedure_kind {
	PROCEDURE_TEXT, /* on one line */
	PROCEDURE_LINES, /* a text that may have several lines */
	PROCEDURE_DAY, /* "2026-08-11" */
	PROCEDURE_WORD, /* a state */
	PROCEDURE_FLAG,
	PROCEDURE_LIST, /* of texts */
	PROCEDURE_ENTRIES, /* of objects */
};
#define PROCEDURE_FIELD_TABLE(X) \
	X(KEY, "key", TEXT, PROCEDURE_KEY_MAX, 0) \
	X(CODE, "code", TEXT, PROCEDURE_CODE_MAX, 0) \
	X(NAME, "name", TEXT, 1000, 0) \
	X(EVERYDAY, "everyday", LIST, 200, 30) \
	X(KEYWORDS, "keywords", LIST, 100, 60) \
	X(SECTOR, "sector", TEXT, 200, 0) \
	X(LEVEL, "level", TEXT, 200, 0) \
	X(FOR_WHOM, "for_whom", TEXT, 500, 0) \
	X(DEADLINE, "deadline", LINES, 2000, 0) \
	X(WAYS, "ways", ENTRIES, 4000, 24) \
	X(PAPERS, "papers", ENTRIES, 4000, 120) \
	X(STEPS, "steps", LIST, 12000, 60) \
	X(RESULT, "result", LINES, 4000, 0) \
	X(LEGAL, "legal", LIST, 1000, 120) \
	X(DECISION, "decision", TEXT, 300, 0) \
	X(DECISION_DAY, "decision_day", TEXT, 120, 0) \
	X(STATE, "state", WORD, 20, 0) \
	X(REPLACED_BY, "replaced_by", TEXT, PROCEDURE_CODE_MAX, 0) \
	X(VALID_FROM, "valid_from", DAY, DAY_LENGTH, 0) \
	X(VALID_TO, "valid_to", DAY, DAY_LENGTH, 0) \
	X(COMMON, "common", FLAG, 5, 0) \
	X(LINK, "link", TEXT, 500, 0) \
	X(SOURCE, "source", TEXT, 600, 0) \
	X(CHECKED_DAY, "checked_day", DAY, DAY_LENGTH, 0)
enum procedure_field {
#define X(id, name, kind, characters, entries) PROCEDURE_##id,
	PROCEDURE_FIELD_TABLE(X)
#undef X
		PROCEDURE_FIELDS
};

struct procedure_field_row {
	const char *name;
	enum procedure_kind kind;
	size_t characters;
	size_t entries;
};
const struct procedure_field_row *procedure_field_row(enum procedure_field field);
/* −EINVAL: no field has this name. */
int procedure_field_parse(const char *name, enum procedure_field *ret);

enum procedure_state { PROCEDURE_IN_FORCE, PROCEDURE_ENDED, PROCEDURE_REPLACED, PROCEDURE_STATES };
const char *procedure_state_name(enum procedure_state state); /* "in_force" … */
int procedure_state_parse(const char *word, enum procedure_state *ret);

/* How a case file is handed in. */
enum procedure_channel {
	PROCEDURE_DIRECT,
	PROCEDURE_ONLINE,
	PROCEDURE_POST,
	PROCEDURE_ANY, /* not stated */
	PROCEDURE_CHANNELS
};
const char *procedure_channel_name(enum procedure_channel channel); /* "direct" … */
int procedure_channel_parse(const char *word, enum procedure_channel *ret);

/* What a channel takes; a channel may stand several times, for several cases. */
struct procedure_way {
	enum procedure_channel channel;
	const char *deadline;
	const char *fee; /* as the source has it, exemptions included: fee.h reads it */
	const char *exempt; /* exemptions that stand apart from the fee */
	const char *note;
};

struct procedure_paper {
	const char *name;
	int originals; /* 0 … 99 */
	int copies;
	const char *note;
};

/* Texts are "" where nothing is stated; they are the JSON object's. */
struct procedure {
	json_t *json; /* the record in its normal form; a reference of its own */
	const char *text[PROCEDURE_FIELDS]; /* of the fields TEXT, LINES and DAY; others "" */
	enum procedure_state state;
	bool is_common;
	size_t n_ways;
	struct procedure_way *ways;
	size_t n_papers;
	struct procedure_paper *papers;
};

/* What is wrong with a field, or with the file that it stands in: what an API calls it, and in
 * English. */
#define PROCEDURE_WRONG_TABLE(X) \
	X(RIGHT, "right", "is right") \
	X(OBJECT, "object", "is no record") \
	X(UNKNOWN, "unknown", "is no field of a record") \
	X(TYPE, "type", "holds another kind of value than it should") \
	X(MISSING, "missing", "is needed and missing") \
	X(LONG, "long", "is too long") \
	X(MANY, "many", "has too many entries") \
	X(CHARACTERS, "characters", "has characters that are no text: save it as UTF-8") \
	X(DAY, "day", "is no day such as 18/3/2025 or 2025-03-18") \
	X(WORD, "word", "is none of the words that can stand here") \
	X(NUMBER, "number", "is no whole number from 0 to 99") \
	X(CODE, "code", "is no whole code such as 1.013313") \
	X(KEY, "key", "does not belong to the code") \
	X(QUOTE, "quote", "has a quotation mark that is not closed, or text behind one") \
	X(TWICE, "twice", "is a heading that stands twice") \
	X(NO_COLUMN, "no_column", "is a column that is needed and missing") \
	X(EXTRA, "extra", "stands in a column without a heading") \
	X(JSON, "json", "cannot be read as JSON from here on") \
	X(NO_LIST, "no_list", "the file has no list of records") \
	X(RECORDS, "records", "the file has too many records") \
	X(EMPTY, "empty", "the file has no record")
enum procedure_wrong {
#define X(id, name, text) PROCEDURE_WRONG_##id,
	PROCEDURE_WRONG_TABLE(X)
#undef X
};
const char *procedure_wrong_name(enum procedure_wrong wrong);
const char *procedure_wrong_text(enum procedure_wrong wrong);

enum { PROCEDURE_PATH_MAX = 47 };
struct procedure_fault {
	enum procedure_wrong wrong;
	char path[PROCEDURE_PATH_MAX + 1]; /* "papers[2].name"; "" the record as a whole */
	size_t limit; /* of LONG in characters and of MANY in entries; else 0 */
};

/* Checks a record and makes its normal form: letters composed, single spaces, none around texts;
 * fields in the table's order, those that say nothing left out; the key made from the code, or
 * from the name where there is no code. −EINVAL: *ret_fault says what is wrong. */
int procedure_normalise(
	const json_t *json, json_t **ret, struct procedure_fault *ret_fault) _warn_unused_;

/* A record as a struct, normalised. */
int procedure_from_json(const json_t *json, struct procedure **ret,
	struct procedure_fault *ret_fault) _warn_unused_;
void procedure_free(struct procedure *procedure);
DEFINE_CLEANUP(struct procedure *, procedure_free);

/* The texts of a list: everyday names, keywords, steps, legal basis. "" past its end. */
size_t procedure_count(const struct procedure *procedure, enum procedure_field field);
const char *procedure_entry(
	const struct procedure *procedure, enum procedure_field field, size_t index);

/* Whether the record says what papers are needed and what is to be paid. */
bool procedure_is_whole(const struct procedure *procedure);

/* Whether handing in online is free, by the fee of that channel alone: it is stated there, and is
 * nothing in each of its cases. */
bool procedure_is_free_online(const struct procedure *procedure);

/* Writes text with composed letters, single spaces, none around its lines; without lines, line
 * ends are spaces, too. *ret_spaces (may be NULL): spaces were doubled inside. The caller's to
 * free. */
char *procedure_clean(const char *text, bool lines, bool *ret_spaces) _warn_unused_;
