/* SPDX-License-Identifier: Apache-2.0 */
/* The guides of the roles: a page made of the words, and beside it the files of the data folder,
 * which are read when they are asked for. Anybody may read them: there is nothing of a hall in
 * them. */
#include <errno.h>
#include <unistd.h>

#include "base/paths.h"
#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-guide.h"
#include "hub/hub-pages.h"

static const char *language_of(const struct request *request)
{
	const char *wished =
		MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, "lang");

	return guide_language(request->phrases, wished ? wished : "");
}

/* The file in the language, else in the first: a language of a centre's own has no pictures. NULL:
 * there is none. Heap. */
static char *find_file(const struct request *request, const struct guide_wish *wish)
{
	const char *const languages[] = {
		language_of(request), phrases_language(request->phrases, 0)};

	for (size_t i = 0; i < ELEMENTS(languages); i++) {
		_cleanup_free_ char *path = text_printf(
			"%s/guide/%s-%s%s", paths_datadir(), wish->role, languages[i], wish->kind);

		if (access(path, R_OK) == 0) {
			return TAKE_PTR(path);
		}
	}
	return NULL;
}

static bool has_file(const struct request *request, const struct guide_wish *wish, const char *kind)
{
	struct guide_wish other = *wish;
	_cleanup_free_ char *path = NULL;

	other.kind = kind;
	path = find_file(request, &other);
	return path != NULL;
}

/* In the thread. */
static int read_file(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct textbuf *out = &request->out.text;
	struct guide_wish wish;
	_cleanup_free_ char *path = NULL;

	(void)store;
	if (guide_parse(request->parameter, &wish) == 0) {
		path = find_file(request, &wish);
	}
	/* What goes while it is read is not there. */
	if (path && text_read_file(path, LIMIT_PAGE_BYTES, &out->data, &out->size) == 0) {
		out->capacity = out->size + 1;
	}
	return 0;
}

static void answer_file(struct request *request)
{
	if (request->out.text.size == 0) {
		request->unknown_page = true;
		request_refuse(request, API_ERROR_NOT_FOUND, NULL, "there is no such file");
		return;
	}
	request->type = pages_type(request->parameter);
	request->is_page = true;
	request_answer(request, MHD_HTTP_OK);
}

void api_guide(struct request *request)
{
	struct guide_wish wish;
	struct guide_page page = {.role = wish.role};

	if (guide_parse(request->parameter, &wish) < 0) {
		request->unknown_page = true;
		request_refuse(request, API_ERROR_NOT_FOUND, NULL, "there is no such guide");
		return;
	}
	request->phrases = phrases_ref(request->hub->phrases);
	if (*wish.kind) {
		request_work(request, read_file, answer_file);
		return;
	}
	page.phrases = request->phrases;
	page.language = language_of(request);
	page.has_picture = has_file(request, &wish, ".png");
	page.has_sheet = has_file(request, &wish, ".pdf");
	guide_page_put(&page, &request->out.text);
	request->type = pages_type(".html");
	request->is_page = true;
	request_answer(request, MHD_HTTP_OK);
}
