/* SPDX-License-Identifier: Apache-2.0 */
#include "display/own-clips.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"
#include "queue/clips.h"

enum { ASK_AGAIN_MS = 30000 };

struct own_clips {
	char *folder;
	void (*changed)(void *userdata);
	void *userdata;
	json_t *voice; /* of the site, as the clips are of it; NULL before there is one */
	struct voice_own *own;
	bool *refused; /* the hub does not have it, or it cannot be kept */
	size_t n;
	bool told; /* changed was called for these */
	char asked[LIMIT_CLIP_ID + 1]; /* "" nothing is asked for … */
	int64_t asked_ms; /* … since then */
};

size_t own_clips_list(const json_t *site, struct voice_own **ret)
{
	json_t *voice = json_object_get(site, "voice"), *clips, *id;
	struct voice_own *own = NULL;
	const char *language, *clip;
	size_t n = 0;

	json_object_foreach (voice, language, clips) {
		json_object_foreach (clips, clip, id) {
			struct voice_own one = {0};

			if (n < LIMIT_CLIPS && clip_is_id(json_string_value(id)) &&
				text_copy(one.language, sizeof(one.language), language) >= 0 &&
				text_copy(one.clip, sizeof(one.clip), clip) >= 0) {
				text_copy_cut(one.id, sizeof(one.id), json_string_value(id));
				own = memory_grow(own, n + 1, sizeof(*own));
				own[n++] = one;
			}
		}
	}
	*ret = own;
	return n;
}

bool own_clips_are_others(const json_t *site, json_t **voice)
{
	json_t *now = json_object_get(site, "voice");

	if (*voice && (now ? json_equal(*voice, now) : json_object_size(*voice) == 0)) {
		return false;
	}
	json_decref(*voice);
	*voice = now ? json_incref(now) : json_object();
	return true;
}

static char *path_of(const struct own_clips *clips, const char *id)
{
	return text_printf("%s/%s.opus", clips->folder, id);
}

static bool is_here(const struct own_clips *clips, const char *id)
{
	_cleanup_free_ char *path = path_of(clips, id);

	return access(path, R_OK) == 0;
}

static bool is_named(const struct own_clips *clips, const char *id)
{
	for (size_t i = 0; i < clips->n; i++) {
		if (strcmp(clips->own[i].id, id) == 0) {
			return true;
		}
	}
	return false;
}

/* Takes over what the site names; the files of what it names no more go. */
static void read_site(struct own_clips *clips, const json_t *site)
{
	struct voice_own *before = clips->own;
	size_t n_before = clips->n;

	clips->n = own_clips_list(site, &clips->own);
	free(clips->refused);
	clips->refused = memory_new(clips->n + 1, sizeof(*clips->refused));
	clips->told = false;
	for (size_t i = 0; i < n_before; i++) {
		_cleanup_free_ char *path = path_of(clips, before[i].id);

		if (!is_named(clips, before[i].id)) {
			(void)unlink(path);
		}
	}
	free(before);
}

static bool keep(const struct own_clips *clips, const char *id, const char *sound)
{
	_cleanup_free_ char *path = path_of(clips, id);
	size_t size = 0;
	_cleanup_free_ unsigned char *data = base64_decode(sound, &size);
	int r = size > 0 ? text_write_file(path, data, size, 0600) : -EINVAL;

	if (r < 0) {
		log_warning(FAULT_DEVICE, "clip %s is not kept: %s", id, strerror(-r));
	}
	return r == 0;
}

static void on_clip(int status, json_t *body, void *userdata)
{
	struct own_clips *clips = userdata;
	bool kept;

	if (status < 0 || status >= 500 || !is_named(clips, clips->asked)) {
		*clips->asked = '\0'; /* asked for again when the hub is back */
		return;
	}
	kept = status == 200 && keep(clips, clips->asked, json_get_text(body, "sound"));
	for (size_t i = 0; i < clips->n; i++) {
		clips->refused[i] |= !kept && strcmp(clips->own[i].id, clips->asked) == 0;
	}
	*clips->asked = '\0';
	clips->changed(clips->userdata);
}

/* One at a time. true: there is nothing to ask for. */
static bool ask(struct own_clips *clips, struct client *client)
{
	_cleanup_free_ char *path = NULL;
	size_t i = 0;

	while (i < clips->n && (clips->refused[i] || is_here(clips, clips->own[i].id))) {
		i++;
	}
	if (i == clips->n) {
		return true;
	}
	if (!client || (*clips->asked && clock_mono_ms() - clips->asked_ms < ASK_AGAIN_MS)) {
		return false;
	}
	path = text_printf("/api/v1/clips/%s", clips->own[i].id);
	if (client_send(client, "GET", path, NULL, 0, on_clip, clips, NULL) >= 0) {
		text_copy_cut(clips->asked, sizeof(clips->asked), clips->own[i].id);
		clips->asked_ms = clock_mono_ms();
	}
	return false;
}

bool own_clips_follow(struct own_clips *clips, const json_t *site, struct client *client)
{
	if (!site) {
		return false;
	}
	if (own_clips_are_others(site, &clips->voice)) {
		read_site(clips, site);
	}
	if (clips->told || !ask(clips, client)) {
		return false;
	}
	clips->told = true;
	return true;
}

static int read_file(
	const struct voice_own *own, unsigned char **ret_data, size_t *ret_size, void *userdata)
{
	_cleanup_free_ char *path = path_of(userdata, own->id);
	char *data = NULL;
	int r = text_read_file(path, LIMIT_CLIP_BYTES, &data, ret_size);

	if (r == 0) {
		*ret_data = (unsigned char *)data;
	}
	return r;
}

void own_clips_apply(const struct own_clips *clips, struct voice_packs *packs)
{
	voice_packs_set_own(packs, clips->own, clips->n, read_file, (void *)clips);
	log_info("%zu clips are the centre's own", clips->n);
}

void own_clips_open(
	const char *folder, void (*changed)(void *userdata), void *userdata, struct own_clips **ret)
{
	struct own_clips *clips = memory_new(1, sizeof(*clips));

	clips->folder = text_dup(folder);
	clips->changed = changed;
	clips->userdata = userdata;
	*ret = clips;
}

void own_clips_close(struct own_clips *clips)
{
	if (clips) {
		json_decref(clips->voice);
		free(clips->own);
		free(clips->refused);
		free(clips->folder);
		free(clips);
	}
}
