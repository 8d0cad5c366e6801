/* SPDX-License-Identifier: Apache-2.0 */
/* A clip apart from the store that holds it. */
#include "queue/clips.h"

#include "base/text.h"

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
	return text_is_hex(id, LIMIT_CLIP_ID);
}
