/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's TLS certificate, for whoever is to trust it. */
#include "hub/hub-api.h"

void api_certificate(struct request *request)
{
	const struct tls *tls = &request->hub->tls;
	struct out *out = &request->out;

	if (!tls->certificate) {
		request_refuse(request, REFUSAL_NOT_FOUND, "tls", "this hub has no TLS");
		return;
	}
	out_open(out, '{');
	out_key_text(out, "sha256", tls->fingerprint);
	out_key_text(out, "pin", tls->pin);
	out_key(out, "ends_at");
	out_time(out, tls->ends_wall_ms);
	out_key_bool(out, "self_made", tls->self_made);
	out_key_text(out, "pem", tls->certificate);
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}
