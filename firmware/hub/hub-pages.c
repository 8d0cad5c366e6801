/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-pages.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-headers.h"
#include "hub/hub-mhd.h"
#include "hub/hub-staff-page.h"
#include "hub/hub-training-band.h"
#include "ui/image.h"
#include "ui/phrases.h"
#include "ui/theme-file.h"

#define EMBLEM "web/emblem-night.png"
#define HALL_PAGE "web/hall-page.html"
#define UNKNOWN_PAGE "web/unknown-page.html"

enum { TAG_BYTES = 12, DEPTH_MAX = 3 };

struct page {
	char *name; /* "web/door.js", "web/fonts/one.woff2", "openapi.json"; "/door" */
	char tag[TAG_BYTES * 2 + 3]; /* the ETag, quoted */
	struct MHD_Response *response;
	struct MHD_Response *unchanged; /* 304 */
};

struct pages {
	struct page page[LIMIT_PAGE_FILES];
	int n;
	char *unknown; /* what is shown where there is no page; NULL none */
	const struct phrases *phrases; /* while they are made */
	const struct training_band *band; /* the same */
	struct theme *theme; /* the same; NULL none */
	bool strict;
};

const char *pages_type(const char *name)
{
	static const char *const types[][2] = {
		{".html", "text/html; charset=utf-8"},
		{".css", "text/css; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"},
		{".json", "application/json"},
		{".webmanifest", "application/manifest+json"},
		{".svg", "image/svg+xml"},
		{".png", "image/png"},
		{".ico", "image/x-icon"},
		{".woff2", "font/woff2"},
		{".mp3", "audio/mpeg"},
		{".ogg", "audio/ogg"},
		{".wav", "audio/wav"},
		{".pdf", "application/pdf"},
	};
	const char *end = strrchr(name, '.');

	for (size_t i = 0; end && i < ELEMENTS(types); i++) {
		if (strcmp(end, types[i][0]) == 0) {
			return types[i][1];
		}
	}
	return "application/octet-stream";
}

static void add_headers(struct MHD_Response *response, const struct page *page, bool strict)
{
	const char *type = pages_type(*page->name == '/' ? STAFF_PAGE_TEMPLATE : page->name);
	bool framed = strcmp(page->name, HALL_PAGE) == 0; /* to preview the notice board's pages */

	headers_add(response, framed ? HEADERS_FRAMED : HEADERS_PAGE, type, strict);
	(void)MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, page->tag);
}

static void make_tag(struct page *page, const char *data, size_t size)
{
	uint8_t hash[crypto_generichash_BYTES];
	char hex[TAG_BYTES * 2 + 1];

	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)data, size, NULL, 0);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, TAG_BYTES);
	(void)snprintf(page->tag, sizeof(page->tag), "\"%s\"", hex);
}

/* Takes over data. */
static void add_page(struct pages *pages, const char *name, char *data, size_t size)
{
	struct page *page = &pages->page[pages->n++];

	page->name = text_dup(name);
	make_tag(page, data, size);
	page->response = MHD_create_response_from_buffer_with_free_callback(size, data, free);
	page->unchanged = MHD_create_response_from_buffer_with_free_callback(0, NULL, NULL);
	if (!page->response || !page->unchanged) {
		log_out_of_memory();
	}
	add_headers(page->response, page, pages->strict);
	add_headers(page->unchanged, page, pages->strict);
}

static bool is_kind(const char *name, const char *kind)
{
	const char *end = strrchr(name, '.');

	return end && strcmp(end, kind) == 0;
}

static void put_html(struct pages *pages, const char *html, bool staff, struct textbuf *out)
{
	_cleanup_(textbuf_done) struct textbuf words = {0};

	phrases_put_html(pages->phrases, html, &words);
	training_band_put(pages->band, words.data, staff, out);
}

/* A page of the template, under the path of its route. */
static void add_staff_pages(struct pages *pages, const char *template)
{
	const struct staff_page *staff;

	for (size_t i = 0; (staff = staff_page_at(i)) && pages->n < LIMIT_PAGE_FILES; i++) {
		_cleanup_(textbuf_done) struct textbuf html = {0};
		struct textbuf filled = {0};

		staff_page_fill(template, staff, &html);
		put_html(pages, html.data, true, &filled);
		add_page(pages, staff->path, filled.data, filled.size);
	}
}

static void read_file(struct pages *pages, const char *path, const char *name)
{
	char *data = NULL;
	size_t size = 0;
	int r = pages->n < LIMIT_PAGE_FILES ? text_read_file(path, LIMIT_PAGE_BYTES, &data, &size)
					    : -E2BIG;

	if (r < 0) {
		log_error(FAULT_OURS, "cannot serve %s: %s", path, strerror(-r));
		return;
	}
	if (strcmp(name, STAFF_PAGE_TEMPLATE) == 0) {
		add_staff_pages(pages, data);
		free(data);
		return;
	}
	if (strcmp(name, UNKNOWN_PAGE) == 0) {
		struct textbuf filled = {0};

		phrases_put_html(pages->phrases, data, &filled);
		free(data);
		pages->unknown = filled.data; /* hub-request.c adds the rest */
		return;
	}
	if (is_kind(name, ".html") || (is_kind(name, ".css") && pages->theme)) {
		struct textbuf filled = {0};

		if (is_kind(name, ".css")) {
			theme_fill_css(pages->theme, data, &filled);
		} else {
			put_html(pages, data, false, &filled);
		}
		free(data);
		data = filled.data;
		size = filled.size;
	}
	add_page(pages, name, data, size);
}

/* A section of the words: a module that exports them, or a script for phones without modules. */
static void add_words(struct pages *pages)
{
	static const char *const words[][3] = {
		{"web/words-page.js", "page", "export default "},
		{"web/words-catalogue.js", "catalogue", "export default "},
		{"web/words-complaints.js", "complaints", "export default "},
		{"web/words-devices.js", "devices", "export default "},
		{"web/words-door.js", "door", "export default "},
		{"web/words-event.js", "event", "export default "},
		{"web/words-finished.js", "finished", "export default "},
		{"web/words-figures.js", "figures", "export default "},
		{"web/words-limit.js", "limit", "export default "},
		{"web/words-login.js", "login", "export default "},
		{"web/words-manager.js", "manager", "export default "},
		{"web/words-manager_advice.js", "manager_advice", "export default "},
		{"web/words-manager_edit.js", "manager_edit", "export default "},
		{"web/words-rate.js", "rate", "export default "},
		{"web/words-setup_page.js", "setup_page", "export default "},
		{"web/words-board_page.js", "board_page", "export default "},
		{"web/words-voice_page.js", "voice_page", "export default "},
		{"web/words-take_back.js", "take_back", "export default "},
		{"web/words-training.js", "training", "export default "},
		{"web/words-wait.js", "wait", "export default "},
		{"web/words-ticket.js", "ticket", "var words = "},
		{"web/words-browser_hall.js", "browser_hall", "var words = "},
	};

	for (size_t i = 0; i < ELEMENTS(words) && pages->n < LIMIT_PAGE_FILES; i++) {
		struct textbuf script = {0};

		textbuf_add(&script, words[i][2]);
		phrases_put_script(pages->phrases, words[i][1], &script);
		textbuf_add(&script, ";\n");
		add_page(pages, words[i][0], script.data, script.size);
	}
}

/* The limits as the hub has them, so that the pages have no numbers of their own. */
static void add_limits(struct pages *pages)
{
	struct textbuf script = {0};

	for (size_t i = 0; page_limits[i].name; i++) {
		textbuf_printf(&script, "%s%s=%lld", i == 0 ? "export const " : ",",
			page_limits[i].name, (long long)page_limits[i].value);
	}
	textbuf_add(&script, ";\n");
	add_page(pages, "web/limits.js", script.data, script.size);
}

/* For the hall's page; without it, as on halld's screen, there is a bar instead. */
static void add_emblem(struct pages *pages, const char *path)
{
	char *data = NULL;
	size_t size = 0;
	int r = path ? text_read_file(path, IMAGE_EMBLEM_BYTES, &data, &size) : 0;

	if (r < 0) {
		log_error(FAULT_SITE, "the theme's emblem %s: %s", path, strerror(-r));
	} else if (path) {
		add_page(pages, EMBLEM, data, size);
	}
}

/* The theme's colours, of which the other style sheets make use. */
static void add_theme(struct pages *pages, const char *name)
{
	struct textbuf css = {0};

	if (theme_load_any(name, &pages->theme) < 0) {
		log_error(FAULT_OURS, "the pages have no colours");
		return;
	}
	theme_put_css(pages->theme, &css);
	add_page(pages, "web/theme.css", css.data, css.size);
	add_emblem(pages, pages->theme->emblem[1]);
}

static void read_folder(struct pages *pages, const char *folder, const char *prefix, int depth)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	if (!dir) {
		log_error(FAULT_OURS, "cannot read the pages in %s: %s", folder, strerror(errno));
		return;
	}
	while ((entry = readdir(dir))) {
		_cleanup_free_ char *path = text_printf("%s/%s", folder, entry->d_name);
		_cleanup_free_ char *name = text_printf("%s%s", prefix, entry->d_name);
		struct stat st;

		if (entry->d_name[0] == '.' || stat(path, &st) < 0) {
			continue;
		}
		if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX) {
			_cleanup_free_ char *below = text_printf("%s/", name);

			read_folder(pages, path, below, depth + 1);
		} else if (S_ISREG(st.st_mode)) {
			read_file(pages, path, name);
		}
	}
	(void)closedir(dir);
}

struct pages *pages_new(
	const char *datadir, const struct training_band *band, const char *theme, bool strict)
{
	struct pages *pages = memory_new(1, sizeof(*pages));
	_cleanup_free_ char *web = text_printf("%s/web", datadir);
	_cleanup_free_ char *openapi = text_printf("%s/openapi.json", datadir);

	pages->strict = strict;
	pages->phrases = band->phrases;
	pages->band = band;
	add_words(pages);
	add_limits(pages);
	add_theme(pages, theme);
	read_file(pages, openapi, "openapi.json");
	read_folder(pages, web, "web/", 0);
	theme_free(TAKE_PTR(pages->theme));
	pages->band = NULL;
	return pages;
}

void pages_free(struct pages *pages)
{
	if (!pages) {
		return;
	}
	for (int i = 0; i < pages->n; i++) {
		free(pages->page[i].name);
		MHD_destroy_response(pages->page[i].response);
		MHD_destroy_response(pages->page[i].unchanged);
	}
	free(pages->unknown);
	free(pages);
}

static const struct page *find_page(const struct pages *pages, const char *name)
{
	for (int i = 0; i < pages->n; i++) {
		if (strcmp(pages->page[i].name, name) == 0) {
			return &pages->page[i];
		}
	}
	return NULL;
}

void pages_theme_tag(const struct pages *pages, char ret[PAGES_THEME_TAG_SIZE])
{
	const struct page *css = find_page(pages, "web/theme.css");
	const struct page *emblem = find_page(pages, EMBLEM);

	(void)snprintf(ret, PAGES_THEME_TAG_SIZE, "%.8s%.8s", css ? css->tag + 1 : "",
		emblem ? emblem->tag + 1 : "");
}

/* Which page a route shows; NULL: the file that the path itself names. */
static const char *file_of(const char *path)
{
	static const char *const files[][2] = {
		{"/hall", HALL_PAGE},
		{"/t/{token}", "web/ticket.html"},
		{"/api/v1/openapi.json", "openapi.json"},
	};

	for (size_t i = 0; i < ELEMENTS(files); i++) {
		if (strcmp(path, files[i][0]) == 0) {
			return files[i][1];
		}
	}
	for (size_t i = 0; staff_page_at(i); i++) {
		if (strcmp(path, staff_page_at(i)->path) == 0) {
			return path;
		}
	}
	return NULL;
}

void pages_put_unknown(struct request *request)
{
	const char *html = request->hub->pages->unknown;

	textbuf_add(&request->out.text, html ? html : "404\n");
	request->type = pages_type(UNKNOWN_PAGE);
	request->is_page = true;
}

void api_page(struct request *request)
{
	const char *file = file_of(request->route->path);
	const char *tag = mhd_header(request->connection, MHD_HTTP_HEADER_IF_NONE_MATCH);
	char name[PARAMETER_MAX + 16];
	const struct page *page;

	(void)snprintf(
		name, sizeof(name), "%s%s", file ? file : "web/", file ? "" : request->parameter);
	page = find_page(request->hub->pages, name);
	if (!page) {
		request_refuse(request, API_ERROR_NOT_FOUND, NULL, "there is no such page");
		return;
	}
	if (tag && strstr(tag, page->tag)) {
		request_answer_with(request, page->unchanged, MHD_HTTP_NOT_MODIFIED, true);
	} else {
		request_answer_with(request, page->response, MHD_HTTP_OK, true);
	}
}
