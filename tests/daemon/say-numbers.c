/* SPDX-License-Identifier: Apache-2.0 */
/* Says every number by a grammar, a line each: say-numbers vietnamese */
#include <stdio.h>

#include "ui/voice/spoken-number.h"

int main(int argc, char *argv[])
{
	const struct spoken_grammar *grammar = argc == 2 ? spoken_grammar_find(argv[1]) : NULL;

	if (!grammar) {
		return 2;
	}
	for (int value = 0; value <= SPOKEN_MAX; value++) {
		_cleanup_(textbuf_done) struct textbuf text = {0};

		spoken_number_text(grammar, value, &text);
		(void)puts(text.data);
	}
	return 0;
}
