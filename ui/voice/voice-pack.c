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
	char *path; /* of its file */
	struct voice_clip clip; /* its samples are NULL until they are asked for */
	int round; /* of the pack, when it was read */
};

struct voice_pack {
	int round; /* which folder of packs it is from: what is read later replaces what was there
		    */
	char *folder; /* its name without the path */
	struct voice_manifest manifest;
	/* By name. A hall says a part of its pack: what is never said takes no memory. */
	struct named_clip *clips;
	size_t n;
	int64_t samples; /* of all of them */
};

static void clip_done(struct named_clip *clip)
{
	free((void *)clip->clip.samples);
	free(clip->path);
}

void voice_pack_free(struct voice_pack *pack)
{
	if (pack) {
		for (size_t i = 0; i < pack->n; i++) {
			clip_done(&pack->clips[i]);
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

static struct named_clip *find_clip(const struct voice_pack *pack, const char *name)
{
	struct named_clip wanted;

	if (pack->n == 0 || text_copy(wanted.name, sizeof(wanted.name), name) < 0) {
		return NULL;
	}
	return bsearch(&wanted, pack->clips, pack->n, sizeof(wanted), compare_names);
}

bool voice_pack_has(const struct voice_pack *pack, const char *name)
{
	return find_clip(pack, name) != NULL;
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

const struct voice_clip *voice_pack_clip(const struct voice_pack *pack, const char *name)
{
	struct named_clip *found = find_clip(pack, name);
	const char *fault;

	if (!found || found->clip.samples) {
		return found ? &found->clip : NULL;
	}
	fault = decode(found->path, &found->clip);
	if (fault) {
		log_warning(FAULT_SITE, "%s is not said: %s", found->path, fault);
		return NULL;
	}
	return &found->clip;
}

size_t voice_pack_name_length(const char *file)
{
	const char *dot = strrchr(file, '.');

	return *file != '.' && dot && (strcmp(dot, ".flac") == 0 || strcmp(dot, ".opus") == 0)
		? (size_t)(dot - file)
		: 0;
}

/* Adds a clip to those of the pack, which are in no order meanwhile, and takes it over; what is
 * wrong, or NULL. */
static const char *add_clip(struct voice_pack *pack, const struct named_clip *added)
{
	struct named_clip *there = NULL;
	int64_t samples = pack->samples + added->clip.n;

	for (size_t i = 0; i < pack->n && !there; i++) {
		there = strcmp(pack->clips[i].name, added->name) == 0 ? &pack->clips[i] : NULL;
	}
	if (there && there->round == added->round) {
		return "the same clip is there as another file";
	}
	if (!there && pack->n == VOICE_CLIPS_MAX) {
		return "there are too many clips";
	}
	samples -= there ? there->clip.n : 0;
	if (samples > (int64_t)VOICE_RATE * VOICE_SECONDS_MAX) {
		return "the clips of the pack are too long together";
	}
	if (there) {
		clip_done(there);
	} else {
		pack->clips = memory_grow(pack->clips, pack->n + 1, sizeof(*pack->clips));
		there = &pack->clips[pack->n++];
	}
	*there = *added;
	pack->samples = samples;
	return NULL;
}

/* Adds a file; what is wrong with it, or NULL. */
static const char *add_file(struct voice_pack *pack, const char *path, const char *name)
{
	struct named_clip added = {.round = pack->round};
	const char *fault;

	if (!text_is_id(name, sizeof(added.name) - 1)) {
		return "its name is none of a clip";
	}
	(void)text_copy(added.name, sizeof(added.name), name);
	fault = decode(path, &added.clip);
	if (fault) {
		return fault;
	}
	/* Whole now, and decoded again when it is said. */
	free((void *)added.clip.samples);
	added.clip.samples = NULL;
	added.path = text_dup(path);
	fault = add_clip(pack, &added);
	if (fault) {
		clip_done(&added);
	}
	return fault;
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
	int round; /* how often folders were read */
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

/* What a pack is found by. */
static const char *pack_name(const struct voice_pack *pack)
{
	return pack->manifest.language ? pack->manifest.language : pack->folder;
}

/* The place of a pack among those that there are; their number when it is none. */
static size_t place_of(const struct voice_packs *packs, const char *name)
{
	size_t i = 0;

	while (i < packs->n && strcmp(pack_name(packs->packs[i]), name) != 0) {
		i++;
	}
	return i;
}

/* Adds a pack, or lets it replace that of a folder that was read before. Takes it over. */
static void add_pack(struct voice_packs *packs, struct voice_pack *pack, const char *folder)
{
	size_t place = place_of(packs, pack_name(pack));

	if (place < packs->n && packs->packs[place]->round == packs->round) {
		log_warning(FAULT_SITE, "%s is left out: there is a pack for '%s' already", folder,
			pack_name(pack));
		voice_pack_free(pack);
	} else if (place == VOICE_PACKS_MAX) {
		log_warning(FAULT_SITE, "%s is left out: there are too many packs", folder);
		voice_pack_free(pack);
	} else {
		voice_pack_free(place < packs->n ? packs->packs[place] : NULL);
		packs->n += place == packs->n;
		pack->round = packs->round;
		packs->packs[place] = pack;
	}
}

static void load_pack(struct voice_packs *packs, const char *folder)
{
	_cleanup_free_ char *error = NULL;
	struct voice_pack *pack;

	if (voice_pack_load(folder, &pack, &error) < 0) {
		log_warning(FAULT_SITE, "a voice pack is left out: %s", error);
	} else {
		add_pack(packs, pack, folder);
	}
}

static void load_more_clips(struct voice_packs *packs, const char *folder)
{
	size_t place = place_of(packs, strrchr(folder, '/') + 1);

	if (place < packs->n) {
		packs->packs[place]->round = packs->round;
		(void)load_clips(packs->packs[place], folder);
	}
}

int voice_packs_add(struct voice_packs *packs, const char *dir)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, NULL, alphasort);

	if (n < 0) {
		return -errno;
	}
	/* Packs first, so that there is what clips are added to. */
	for (int whole = 1; whole >= 0; whole--) {
		packs->round++;
		for (int i = 0; i < n; i++) {
			_cleanup_free_ char *folder = text_printf("%s/%s", dir, entries[i]->d_name);
			_cleanup_free_ char *conf = text_printf("%s/pack.conf", folder);
			bool is_pack = access(conf, F_OK) == 0;

			if (entries[i]->d_name[0] != '.' && is_pack == (whole == 1)) {
				(is_pack ? load_pack : load_more_clips)(packs, folder);
			}
		}
	}
	for (int i = 0; i < n; i++) {
		free(entries[i]);
	}
	free(entries);
	return 0;
}

int voice_packs_load(const char *dir, struct voice_packs **ret)
{
	_cleanup_(voice_packs_freep) struct voice_packs *packs = memory_new(1, sizeof(*packs));
	_cleanup_free_ char *path = dir ? text_dup(dir) : text_printf("%s/voice", paths_datadir());
	int r = voice_packs_add(packs, path);

	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(packs);
	return 0;
}

const struct voice_pack *voice_packs_find(const struct voice_packs *packs, const char *language)
{
	size_t place = place_of(packs, language);

	return place < packs->n ? packs->packs[place] : NULL;
}
