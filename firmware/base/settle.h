/* SPDX-License-Identifier: Apache-2.0 */
/* For a process that has become idle: gives memory back. */
#pragma once

/* Gives freed memory and the pages of program files back to the system. Files' pages are read again
 * (as a rule from the page cache) when they are needed: what only the start needed does not stay
 * resident. Takes some milliseconds; call it when nobody waits. */
void settle_memory(void);
