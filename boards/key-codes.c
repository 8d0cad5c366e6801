/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/key-codes.h"

#include <linux/input-event-codes.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

#define KEY(name) {"KEY_" #name, KEY_##name}

static const struct {
	const char *name;
	int code;
} keys[] = {
	KEY(A),
	KEY(B),
	KEY(C),
	KEY(D),
	KEY(E),
	KEY(F),
	KEY(G),
	KEY(H),
	KEY(I),
	KEY(J),
	KEY(K),
	KEY(L),
	KEY(M),
	KEY(N),
	KEY(O),
	KEY(P),
	KEY(Q),
	KEY(R),
	KEY(S),
	KEY(T),
	KEY(U),
	KEY(V),
	KEY(W),
	KEY(X),
	KEY(Y),
	KEY(Z),
	KEY(0),
	KEY(1),
	KEY(2),
	KEY(3),
	KEY(4),
	KEY(5),
	KEY(6),
	KEY(7),
	KEY(8),
	KEY(9),
	KEY(F1),
	KEY(F2),
	KEY(F3),
	KEY(F4),
	KEY(F5),
	KEY(F6),
	KEY(F7),
	KEY(F8),
	KEY(F9),
	KEY(F10),
	KEY(F11),
	KEY(F12),
	KEY(F13),
	KEY(F14),
	KEY(F15),
	KEY(F16),
	KEY(F17),
	KEY(F18),
	KEY(F19),
	KEY(F20),
	KEY(F21),
	KEY(F22),
	KEY(F23),
	KEY(F24),
	KEY(KP0),
	KEY(KP1),
	KEY(KP2),
	KEY(KP3),
	KEY(KP4),
	KEY(KP5),
	KEY(KP6),
	KEY(KP7),
	KEY(KP8),
	KEY(KP9),
	KEY(KPENTER),
	KEY(KPPLUS),
	KEY(KPMINUS),
	KEY(KPDOT),
	KEY(KPASTERISK),
	KEY(KPSLASH),
	KEY(LEFT),
	KEY(RIGHT),
	KEY(UP),
	KEY(DOWN),
	KEY(ENTER),
	KEY(SPACE),
	KEY(ESC),
	KEY(TAB),
	KEY(BACKSPACE),
	KEY(HOME),
	KEY(END),
	KEY(PAGEUP),
	KEY(PAGEDOWN),
	KEY(INSERT),
	KEY(DELETE),
	KEY(HELP),
	KEY(SELECT),
	KEY(OK),
	KEY(BACK),
	KEY(FORWARD),
	KEY(NEXT),
	KEY(PREVIOUS),
	KEY(INFO),
	KEY(VOLUMEUP),
	KEY(VOLUMEDOWN),
	KEY(PLAYPAUSE),
};

int key_code_find(const char *name)
{
	int64_t number;

	for (size_t i = 0; i < ELEMENTS(keys); i++) {
		if (strcmp(keys[i].name, name) == 0) {
			return keys[i].code;
		}
	}
	return text_parse_int(name, 1, KEY_MAX, &number) < 0 ? 0 : (int)number;
}
