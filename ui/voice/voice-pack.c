/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-pack.h"

#include <dirent.h>
#include <errno.h>
#include <sndfile.h>
#include <string.h>

#include "base/log.h"
#include "base/paths.h"

/* ---- clips ---- */

struct named_clip {
	char name[VOICE_NAME_SIZE];
	struct voice_clip clip;
};

struct voice_pack {
	char *folder; /* its name without the path */
	struct voice_manifest manifest;
	struct named_clip *clips; /* by name */
	size_t n;
	int64_t samples; /* of all of them */
};

void voice_pack_free(struct voice_pack *pack)
{
	if (pack) {
		for (size_t i = 0; i < pack->n; i++) {
			free((void *)pack->clips[i].clip.samples);
		}
		free(pack->clips);
		voice_manifest_done(&pack->manifest);
		free(pack->folder);
		free(pack);
	}
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct named_clip *)a)->name, ((const struct named_clip *)b)->name);
}

const struct voice_manifest *voice_pack_manifest(const struct voice_pack *pack)
{
	return &pack->manifest;
}

const struct voice_clip *voice_pack_clip(const struct voice_pack *pack, const char *name)
{
	struct named_clip wanted;
	const struct named_clip *found = NULL;

	if (pack->n > 0 && text_copy(wanted.name, sizeof(wanted.name), name) == 0) {
		found = bsearch(&wanted, pack->clips, pack->n, sizeof(wanted), compare_names);
	}
	return found ? &found->clip : NULL;
}

const char *voice_pack_name(const struct voice_pack *pack, size_t place)
{
	return place < pack->n ? pack->clips[place].name : NULL;
}

/* Decodes a file; what is wrong with it, or NULL. */
static const char *decode(const char *path, struct voice_clip *ret)
{
	_cleanup_free_ int16_t *samples = NULL;
	SF_INFO info = {0};
	SNDFILE *file = sf_open(path, SFM_READ, &info);
	sf_count_t n;

	if (!file) {
		return "no sound file that can be read";
	}
	if (info.channels != 1 || info.samplerate != VOICE_RATE || info.frames < 1 ||
		info.frames > (sf_count_t)VOICE_RATE * VOICE_CLIP_SECONDS_MAX) {
		(void)sf_close(file);
		return "not one channel at 48 kHz of at most 20 s";
	}
	samples = memory_new((size_t)info.frames, sizeof(*samples));
	n = sf_readf_short(file, samples, info.frames);
	(void)sf_close(file);
	if (n != info.frames) {
		return "it is cut off or damaged";
	}
	*ret = (struct voice_clip){TAKE_PTR(samples), (int)n};
	return NULL;
}

size_t voice_pack_name_length(const char *file)
{
	const char *dot = strrchr(file, '.');

	return *file != '.' && dot && (strcmp(dot, ".flac") == 0 || strcmp(dot, ".opus") == 0)
		? (size_t)(dot - file)
		: 0;
}

/* Adds a file to the clips, in no order yet; what is wrong with it, or NULL. */
static const char *add_file(struct voice_pack *pack, const char *path, const char *name)
{
	struct named_clip added = {.clip = {0}};
	const char *fault;

	if (!text_is_id(name, sizeof(added.name) - 1)) {
		return "its name is none of a clip";
	}
	if (pack->n == VOICE_CLIPS_MAX) {
		return "there are too many clips";
	}
	for (size_t i = 0; i < pack->n; i++) {
		if (strcmp(pack->clips[i].name, name) == 0) {
			return "the same clip is there as another file";
		}
	}
	fault = decode(path, &added.clip);
	if (fault) {
		return fault;
	}
	if (pack->samples + added.clip.n > (int64_t)VOICE_RATE * VOICE_SECONDS_MAX) {
		free((void *)added.clip.samples);
		return "the clips of the pack are too long together";
	}
	(void)text_copy(added.name, sizeof(added.name), name);
	pack->samples += added.clip.n;
	pack->clips = memory_grow(pack->clips, pack->n + 1, sizeof(*pack->clips));
	pack->clips[pack->n++] = added;
	return NULL;
}

static int load_clips(struct voice_pack *pack, const char *folder)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, NULL, alphasort);

	if (n < 0) {
		return -errno;
	}
	for (int i = 0; i < n; i++) {
		const char *file = entries[i]->d_name;
		size_t length = voice_pack_name_length(file);

		if (length > 0) {
			_cleanup_free_ char *path = text_printf("%s/%s", folder, file);
			_cleanup_free_ char *name = text_printf("%.*s", (int)length, file);
			const char *fault = add_file(pack, path, name);

			if (fault) {
				log_warning(FAULT_SITE, "%s is left out: %s", path, fault);
			}
		}
		free(entries[i]);
	}
	free(entries);
	if (pack->n > 0) {
		qsort(pack->clips, pack->n, sizeof(*pack->clips), compare_names);
	}
	return 0;
}

int voice_pack_load(const char *folder, struct voice_pack **ret, char **ret_error)
{
	_cleanup_(voice_pack_freep) struct voice_pack *pack = memory_new(1, sizeof(*pack));
	const char *slash = strrchr(folder, '/');
	int r = voice_manifest_load(folder, &pack->manifest, ret_error);

	if (r < 0) {
		return r;
	}
	pack->folder = text_dup(slash ? slash + 1 : folder);
	r = load_clips(pack, folder);
	if (r < 0) {
		*ret_error = text_printf("%s: %s", folder, strerror(-r));
		return r;
	}
	*ret = TAKE_PTR(pack);
	return 0;
}

/* ---- all packs ---- */

struct voice_packs {
	struct voice_pack *packs[VOICE_PACKS_MAX];
	size_t n;
};

void voice_packs_free(struct voice_packs *packs)
{
	if (packs) {
		for (size_t i = 0; i < packs->n; i++) {
			voice_pack_free(packs->packs[i]);
		}
		free(packs);
	}
}

static void load_pack(struct voice_packs *packs, const char *folder)
{
	_cleanup_free_ char *conf = text_printf("%s/pack.conf", folder), *error = NULL;

	if (access(conf, F_OK) < 0) {
		return; /* no pack, and nobody says that it is one */
	}
	if (packs->n == VOICE_PACKS_MAX) {
		log_warning(FAULT_SITE, "%s is left out: there are too many packs", folder);
	} else if (voice_pack_load(folder, &packs->packs[packs->n], &error) < 0) {
		log_warning(FAULT_SITE, "a voice pack is left out: %s", error);
	} else {
		packs->n++;
	}
}

int voice_packs_load(const char *dir, struct voice_packs **ret)
{
	_cleanup_(voice_packs_freep) struct voice_packs *packs = memory_new(1, sizeof(*packs));
	_cleanup_free_ char *path = dir ? text_dup(dir) : text_printf("%s/voice", paths_datadir());
	struct dirent **entries;
	int n = scandir(path, &entries, NULL, alphasort);

	if (n < 0) {
		return -errno;
	}
	for (int i = 0; i < n; i++) {
		if (entries[i]->d_name[0] != '.') {
			_cleanup_free_ char *folder =
				text_printf("%s/%s", path, entries[i]->d_name);

			load_pack(packs, folder);
		}
		free(entries[i]);
	}
	free(entries);
	*ret = TAKE_PTR(packs);
	return 0;
}

const struct voice_pack *voice_packs_find(const struct voice_packs *packs, const char *language)
{
	for (size_t i = 0; i < packs->n; i++) {
		const struct voice_pack *pack = packs->packs[i];
		const char *name = pack->manifest.language ? pack->manifest.language : pack->folder;

		if (strcmp(name, language) == 0) {
			return pack;
		}
	}
	return NULL;
}
