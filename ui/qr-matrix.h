/* SPDX-License-Identifier: Apache-2.0 */
/* The modules of a QR code, level M: of no drawing library, for the hub's pages too. */
#pragma once

/* The rows of text's code, one after the other, *ret_side modules each: '1' dark, '0' light,
 * without the quiet zone. Heap; NULL: no code holds the text. */
char *qr_matrix_make(const char *text, int *ret_side);
