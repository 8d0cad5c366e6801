/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pictograms.h"

#include <string.h>

#include "pictograms-table.h"

enum { N = sizeof(pictograms_table) / sizeof(pictograms_table[0]) };

const char *pictograms_name(size_t index)
{
	return index < N ? pictograms_table[index].name : NULL;
}

const char *pictograms_find(const char *name)
{
	for (size_t i = 0; i < N; i++) {
		if (strcmp(pictograms_table[i].name, name) == 0) {
			return pictograms_table[i].path;
		}
	}
	return NULL;
}
