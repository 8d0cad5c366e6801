/* SPDX-License-Identifier: Apache-2.0 */
/* A clip apart from the store that holds it. */
#include <string.h>

#include "queue/clips.h"

void clip_row_free(struct clip_row *row)
{
	if (row) {
		free(row->sound);
		free(row->words);
		free(row->speaker);
		free(row->licence);
		free(row->agreed);
		free(row);
	}
}

bool clip_is_id(const char *id)
{
	return id && strlen(id) == LIMIT_CLIP_ID && strspn(id, "0123456789abcdef") == LIMIT_CLIP_ID;
}
