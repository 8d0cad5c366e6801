/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* The kernel's code of a key by its name in linux/input-event-codes.h ("KEY_ENTER"), or by that
 * number ("28"), which evtest shows, too; 0: there is no such key. Rare keys have no name here. */
int key_code_find(const char *name);
