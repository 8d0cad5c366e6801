/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures of the pages that halls show: PNG files, in base64 on their way and in the database.
 * The browser has brought them to the size of a screen; here they are only measured. */
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/png-head.h"
#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-pictures.h"
#include "queue/pictures.h"

enum { HASH_SIZE = LIMIT_PICTURE_ID / 2 };

bool api_is_picture(const char *png, int width_max, int height_max)
{
	unsigned char head[PNG_HEAD_SIZE + 2]; /* whole groups of three bytes */
	size_t length = strlen(png);
	size_t digits = sizeof(head) / 3 * 4, size = 0;
	int width, height;

	return length % 4 == 0 && length > digits &&
		strspn(png, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") +
			2 >=
		length &&
		sodium_base642bin(head, sizeof(head), png, digits, NULL, &size, NULL,
			sodium_base64_VARIANT_ORIGINAL) == 0 &&
		png_head_measure(head, size, &width, &height) == 0 && width <= width_max &&
		height <= height_max;
}

/* A file that was cut off on its way would be an empty page for days. */
static bool is_whole(const char *png)
{
	size_t length = strlen(png), size = 0;
	_cleanup_free_ unsigned char *data = memory_new(length, 1);

	return sodium_base642bin(data, length, png, length, NULL, &size, NULL,
		       sodium_base64_VARIANT_ORIGINAL) == 0 &&
		png_check_whole(data, size) == 0;
}

static void answer_added(struct request *request)
{
	hub_pictures_look(request->hub->pictures);
	out_open(&request->out, '{');
	out_key_text(&request->out, "id", request->input.command.picture_id);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_CREATED);
}

void api_picture_add(struct request *request)
{
	struct command *command = &request->input.command;
	json_t *png = json_object_get(request->json, "png");
	uint8_t hash[HASH_SIZE];

	if (!json_is_string(png) || json_object_size(request->json) != 1) {
		request_refuse(request, API_ERROR_BAD_FIELD, "png",
			"png is a picture in base64, and all that can be said");
		return;
	}
	/* Halls decode no larger one. */
	if (!api_is_picture(json_string_value(png), LIMIT_PICTURE_WIDTH, LIMIT_PICTURE_HEIGHT)) {
		request_refuse(request, API_ERROR_BAD_FIELD, "png",
			"it is no PNG picture of at most %d x %d pixels", LIMIT_PICTURE_WIDTH,
			LIMIT_PICTURE_HEIGHT);
		return;
	}
	if (!is_whole(json_string_value(png))) {
		request_refuse(request, API_ERROR_BAD_FIELD, "png", "the PNG picture is not whole");
		return;
	}
	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)json_string_value(png),
		json_string_length(png), NULL, 0);
	(void)sodium_bin2hex(command->picture_id, sizeof(command->picture_id), hash, sizeof(hash));
	command->kind = COMMAND_PICTURE_ADD;
	command->picture = json_incref(png);
	request_command(request, answer_added);
}

/* In the thread. */
static int read_picture(struct store *store, void *userdata)
{
	struct request *request = userdata;
	_cleanup_free_ char *png = NULL;
	int r = pictures_find(store, request->parameter, &png);

	if (r == 0) {
		out_open(&request->out, '{');
		out_key_text(&request->out, "png", png);
		out_close(&request->out, '}');
	}
	return r == -ENOENT ? 0 : r;
}

static void answer_picture(struct request *request)
{
	if (request->out.text.size == 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, "id", "there is no such picture");
		return;
	}
	request_answer(request, MHD_HTTP_OK);
}

void api_picture(struct request *request)
{
	request_work(request, read_picture, answer_picture);
}
