/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/sheet-records.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalogue/vn-fold.h"

enum { SECTOR_ID_MAX = 100 };

struct sheet_row {
	const struct procedure *procedure;
	char *sector; /* its id */
	char *order; /* the name as the alphabet sorts it */
	char *link; /* NULL: none */
};

/* ---- the order ---- */

/* The words without their marks, joined; heap. */
static char *fold(const char *text, const char *between)
{
	struct textbuf out = {0};
	struct vn_word word;

	textbuf_add(&out, "");
	while (vn_fold_next(&text, &word)) {
		textbuf_printf(&out, "%s%s", out.size > 0 ? between : "", word.plain);
	}
	return out.data;
}

static uint32_t hash(const char *text)
{
	uint32_t hash = 2166136261U; /* FNV-1a */

	for (; *text; text++) {
		hash = (hash ^ (unsigned char)*text) * 16777619U;
	}
	return hash;
}

char *sheet_sector_id(const char *name)
{
	char *id = fold(name, "-");

	/* "centre" is a sheet of its own. */
	if (!text_is_id(id, SECTOR_ID_MAX) || strcmp(id, "centre") == 0) {
		char *unusual = text_printf("%.80s-%08x", id, hash(name));

		free(id);
		return unusual;
	}
	return id;
}

static int compare_rows(const void *a, const void *b)
{
	const struct sheet_row *left = a, *right = b;
	int order = strcmp(left->sector, right->sector);

	order = order ? order : strcmp(left->order, right->order);
	return order ? order
		     : strcmp(left->procedure->text[PROCEDURE_KEY],
			       right->procedure->text[PROCEDURE_KEY]);
}

/* ---- links ---- */

/* What is wrong with the link of a record; heap, NULL nothing. */
static char *make_link(const struct link_rules *rules, struct sheet_row *row)
{
	const char *own = row->procedure->text[PROCEDURE_LINK];
	int r = link_make_of(rules, row->procedure, &row->link);

	if (r == -EMSGSIZE) {
		return text_printf("is longer than the %d bytes of a QR code", LINK_BYTES_MAX);
	}
	/* The others were checked with the rules. */
	return r == 0 && strcmp(row->link, own) == 0 ? link_check_whole(own) : NULL;
}

static int make_links(
	const struct link_rules *rules, struct sheet_row *rows, int n, char **ret_error)
{
	struct textbuf errors = {0};

	for (int i = 0; i < n; i++) {
		_cleanup_free_ char *error = make_link(rules, &rows[i]);

		if (error) {
			textbuf_printf(&errors, "the link of procedure '%s %s' %s\n",
				rows[i].procedure->text[PROCEDURE_KEY],
				rows[i].procedure->text[PROCEDURE_NAME], error);
		}
	}
	if (errors.size > 0) {
		*ret_error = errors.data;
		return -EINVAL;
	}
	return 0;
}

/* ---- the records ---- */

static void leave_out(struct sheet_records *records, struct textbuf *said,
	const struct procedure *procedure, enum catalogue_age age)
{
	records->n_left_out++;
	if (age != CATALOGUE_NO_LONGER) {
		textbuf_printf(said, "%s  %s (%s)\n", procedure->text[PROCEDURE_KEY],
			procedure->text[PROCEDURE_NAME], catalogue_age_name(age));
	}
}

static void add_entry(
	struct sheet_records *records, const struct sheet_row *row, const char *other_name)
{
	const struct procedure *procedure = row->procedure;
	const char *name = procedure->text[PROCEDURE_SECTOR];
	struct sheet_sector *sector = &records->sectors[records->n_sectors];

	if (records->n_entries == 0 || strcmp(sector[-1].id, row->sector) != 0) {
		*sector = (struct sheet_sector){
			.id = row->sector,
			.name = *name ? name : other_name,
			.entries = &records->entries[records->n_entries],
		};
		records->n_sectors++;
		sector++;
	}
	sector[-1].n_entries++;
	records->entries[records->n_entries++] = (struct sheet_entry){
		.code = procedure->text[PROCEDURE_CODE],
		.name = procedure->text[PROCEDURE_NAME],
		.link = row->link,
		.free_online = procedure_is_free_online(procedure),
	};
}

static void make_sector_links(const struct link_rules *rules, struct sheet_records *records)
{
	struct textbuf too_long = {0};

	textbuf_add(&too_long, "");
	for (int i = 0; i < records->n_sectors; i++) {
		char *link = NULL;
		int r = link_make(rules, LINK_SECTOR, records->sectors[i].id, NULL, &link);

		/* A link that is too long gives no sheet; what is listed is not touched by it. */
		if (r == 0) {
			records->sectors[i].link = link;
		} else if (r == -EMSGSIZE) {
			textbuf_printf(&too_long, "  %s\n", records->sectors[i].name);
		}
	}
	records->too_long = too_long.data;
}

int sheet_records_make(struct procedure *const *procedures, size_t n, const char *today,
	const struct link_rules *rules, const char *other_name, struct sheet_records *ret,
	char **ret_error)
{
	struct sheet_records records = {0};
	struct textbuf said = {0};
	int n_rows = 0, r;

	textbuf_add(&said, "");
	records.rows = memory_new(n + 1, sizeof(*records.rows));
	records.entries = memory_new(n + 1, sizeof(*records.entries));
	records.sectors = memory_new(n + 1, sizeof(*records.sectors));
	for (size_t i = 0; i < n; i++) {
		enum catalogue_age age = catalogue_age_of(procedures[i], today, NULL);
		const char *sector = procedures[i]->text[PROCEDURE_SECTOR];

		if (!catalogue_age_is_valid(age)) {
			leave_out(&records, &said, procedures[i], age);
			continue;
		}
		records.rows[n_rows++] = (struct sheet_row){
			.procedure = procedures[i],
			.sector = sheet_sector_id(*sector ? sector : other_name),
			.order = fold(procedures[i]->text[PROCEDURE_NAME], " "),
		};
	}
	records.left_out = said.data;
	if (n_rows > 0) {
		qsort(records.rows, (size_t)n_rows, sizeof(*records.rows), compare_rows);
	}
	r = make_links(rules, records.rows, n_rows, ret_error);
	for (int i = 0; i < n_rows; i++) {
		add_entry(&records, &records.rows[i], other_name);
	}
	if (r < 0) {
		sheet_records_done(&records);
		return r;
	}
	make_sector_links(rules, &records);
	*ret = records;
	return 0;
}

void sheet_records_done(struct sheet_records *records)
{
	for (int i = 0; i < records->n_sectors; i++) {
		free((char *)records->sectors[i].link);
	}
	for (int i = 0; i < records->n_entries; i++) {
		free(records->rows[i].sector);
		free(records->rows[i].order);
		free(records->rows[i].link);
	}
	free(records->rows);
	free(records->entries);
	free(records->sectors);
	free(records->too_long);
	free(records->left_out);
	*records = (struct sheet_records){0};
}
