/* SPDX-License-Identifier: Apache-2.0 */
/* A keypad that is a keyboard to the kernel: which one, and which of its keys count. */
#pragma once

enum { KEYPAD_KEYS_MAX = 8, KEYPAD_DEVICE_SIZE = 64 };

struct keypad_settings {
	char device[KEYPAD_DEVICE_SIZE]; /* a part of the kernel's name for it; "" no keypad */
	/* KEY_… of linux/input-event-codes.h, in the order of what the keys do; 0: no such key */
	int code[KEYPAD_KEYS_MAX];
	int line; /* of the device in the board's file, for messages */
};
