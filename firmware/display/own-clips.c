/* SPDX-License-Identifier: Apache-2.0 */
#include "display/own-clips.h"

#include "base/log.h"
#include "base/text.h"
#include "display/site-files.h"
#include "queue/clips.h"

static const struct site_files_kind kind = {
	.name = "clip",
	.ending = ".opus",
	.path = "/api/v1/clips/",
	.member = "sound",
	.again_ms = SITE_FILES_AGAIN_MS,
};

struct own_clips {
	struct site_files *files;
	void (*changed)(void *userdata);
	void *userdata;
	json_t *voice; /* of the site, as the clips are of it; NULL before there is one */
	struct voice_own *own;
	size_t n;
	bool told; /* the owner was told of what is here */
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

static void name_files(struct own_clips *clips)
{
	_cleanup_free_ const char **ids = memory_new(clips->n + 1, sizeof(*ids));

	for (size_t i = 0; i < clips->n; i++) {
		ids[i] = clips->own[i].id;
	}
	site_files_name(clips->files, ids, clips->n);
}

bool own_clips_follow(struct own_clips *clips, const json_t *site, struct client *client)
{
	bool is_new;

	if (!site) {
		return false;
	}
	if (own_clips_are_others(site, &clips->voice)) {
		free(clips->own);
		clips->n = own_clips_list(site, &clips->own);
		name_files(clips);
		clips->told = false;
	}
	is_new = site_files_ask(clips->files, client) && !clips->told;
	clips->told |= is_new;
	return is_new;
}

int own_clips_error(const struct own_clips *clips)
{
	return site_files_error(clips->files);
}

static int read_file(
	const struct voice_own *own, unsigned char **ret_data, size_t *ret_size, void *userdata)
{
	const struct own_clips *clips = userdata;
	_cleanup_free_ char *path = site_files_path(clips->files, own->id);
	char *data = NULL;
	int r = text_read_file(path, LIMIT_CLIP_BYTES, &data, ret_size);

	if (r == 0) {
		*ret_data = (unsigned char *)data;
	}
	return r;
}

void own_clips_apply(
	const struct own_clips *clips, const struct phrases *phrases, struct voice_packs *packs)
{
	voice_packs_set_own(packs, phrases, clips->own, clips->n, read_file, (void *)clips);
	log_info("%zu clips are the centre's own", clips->n);
}

static void on_file(bool came, void *userdata)
{
	struct own_clips *clips = userdata;

	clips->told &= !came;
	clips->changed(clips->userdata);
}

int own_clips_open(sd_event *event, const char *folder, void (*changed)(void *userdata),
	void *userdata, struct own_clips **ret)
{
	_cleanup_(own_clips_closep) struct own_clips *clips = memory_new(1, sizeof(*clips));
	int r = site_files_open(event, folder, &kind, on_file, clips, &clips->files);

	if (r < 0) {
		return r;
	}
	clips->changed = changed;
	clips->userdata = userdata;
	*ret = TAKE_PTR(clips);
	return 0;
}

void own_clips_close(struct own_clips *clips)
{
	if (clips) {
		site_files_close(clips->files);
		json_decref(clips->voice);
		free(clips->own);
		free(clips);
	}
}
