/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An import of procedures: a file compared with the catalogue as it is. First somebody looks at the
 * difference; then the same file comes again with the digest and the catalogue's version that the
 * difference was of, and is taken as what was looked at or not at all. Runs in a worker's thread.
 */
#pragma once

#include "base/json-writer.h"
#include "catalogue/catalogue-counts.h"
#include "catalogue/catalogue-diff.h"
#include "queue/store.h"

enum {
	CATALOGUE_DIGEST = 32, /* hex digits */
	CATALOGUE_SHOWN_BYTES = 1024 * 1024, /* values of changed fields that a preview has */
	CATALOGUE_PIECE_BYTES = 256 * 1024, /* contents that one command adds */
	CATALOGUE_WORD = 20,
};

/* What somebody sends; the texts are the JSON object's, which must outlive it. */
struct catalogue_wish {
	const char *file; /* its name */
	const char *text; /* what it holds */
	bool is_whole; /* procedures that it does not have have ended */
	struct catalogue_reading reading;
};
/* The name of the member of a body that is wrong; NULL: none. Reads what it states into *ret. */
const char *catalogue_wish_read(const json_t *body, struct catalogue_wish *ret);

/* A kept record's JSON as a struct. −EUCLEAN. */
int catalogue_record_parse(const char *json, struct procedure **ret) _warn_unused_;
/* The record of a key, or of a code with a province's part; *ret_json (NULL: not wanted) is heap.
 * −ENOENT, −EUCLEAN. Blocks on the disk. */
int catalogue_record_find(struct store *store, const char *name, struct procedure **ret,
	char **ret_json) _warn_unused_;
/* All records, in the order of their keys. */
struct catalogue_records {
	struct procedure **procedures;
	size_t n;
};
int catalogue_records_read(struct store *store, struct catalogue_records *ret) _warn_unused_;
void catalogue_records_done(struct catalogue_records *records);
/* What the site's "catalogue" states of what the centre posts; NULL: nothing. The codes are the
 * JSON's, which must outlive it. */
void catalogue_stated_read(const json_t *catalogue, struct catalogue_stated *ret);
void catalogue_stated_done(struct catalogue_stated *stated);
/* Adds members to an answer: its age, and whether it may be shown as what holds today. */
void catalogue_put_validity(struct out *out, const struct procedure *procedure, const char *today);

/* The catalogue as the database has it. */
struct catalogue_kept {
	int64_t seq; /* its version */
	json_t *list; /* the records, by key */
	json_t *ids; /* {key: the content's id} */
};
int catalogue_kept_read(struct store *store, struct catalogue_kept *ret) _warn_unused_;
void catalogue_kept_done(struct catalogue_kept *kept);
/* The records as the functions of catalogue/ take them: heap, borrowed records. */
json_t **catalogue_kept_array(const struct catalogue_kept *kept, size_t *ret_n);

/* What an import is made of. */
struct catalogue_plan {
	char digest[CATALOGUE_DIGEST + 1]; /* of the wish */
	json_t *details; /* the event's: changes and summary */
	json_t *pieces; /* contents to add first: [{id: text}] */
};
void catalogue_plan_done(struct catalogue_plan *plan);

/* Compares a file with what is kept. 0: *ret_plan, and in out, if it is not NULL, the difference as
 * JSON. −EINVAL: the file is not taken; out then has the faults as an error's JSON, in any case. */
int catalogue_plan_make(const struct catalogue_wish *wish, const struct catalogue_kept *kept,
	bool preview, struct catalogue_plan *ret_plan, struct out *out) _warn_unused_;
