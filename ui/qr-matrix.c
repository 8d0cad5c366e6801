/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/qr-matrix.h"

#include <qrencode.h>

#include "base/cleanup.h"
#include "base/text.h"

DEFINE_CLEANUP(QRcode *, QRcode_free);

char *qr_matrix_make(const char *text, int *ret_side)
{
	_cleanup_(QRcode_freep) QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	char *modules;
	size_t n;

	if (!qr) {
		return NULL;
	}
	n = (size_t)qr->width * (size_t)qr->width;
	modules = memory_new(n + 1, 1);
	for (size_t i = 0; i < n; i++) {
		modules[i] = qr->data[i] & 1 ? '1' : '0';
	}
	*ret_side = qr->width;
	return modules;
}
