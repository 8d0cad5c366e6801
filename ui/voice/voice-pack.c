/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-pack.h"

#include <dirent.h>
#include <errno.h>
#include <sndfile.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"
#include "ui/voice/voice-bytes.h"
#include "ui/voice/voice-words.h"

/* ---- clips ---- */

struct named_clip {
	char name[VOICE_NAME_SIZE];
	char *path; /* of its file */
	struct voice_clip clip; /* its samples are NULL until they are asked for */
	int round; /* of the pack, when it was read */
};

/* A centre's own clip: its file is kept as it came. */
struct own_clip {
	struct voice_own own;
	struct voice_bytes bytes;
	struct voice_clip clip; /* its samples are NULL until they are asked for */
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
	struct own_clip *own; /* said instead of them */
	size_t n_own;
	bool only_own; /* none is installed for the language */
};

static void clip_done(struct named_clip *clip)
{
	free((void *)clip->clip.samples);
	free(clip->path);
}

static void own_done(struct own_clip *own)
{
	free((void *)own->clip.samples);
	voice_bytes_done(&own->bytes);
}

static void drop_own(struct voice_pack *pack)
{
	for (size_t i = 0; i < pack->n_own; i++) {
		own_done(&pack->own[i]);
	}
	free(pack->own);
	pack->own = NULL;
	pack->n_own = 0;
}

void voice_pack_free(struct voice_pack *pack)
{
	if (pack) {
		for (size_t i = 0; i < pack->n; i++) {
			clip_done(&pack->clips[i]);
		}
		free(pack->clips);
		drop_own(pack);
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

static struct own_clip *find_own(const struct voice_pack *pack, const char *name)
{
	for (size_t i = 0; i < pack->n_own; i++) {
		if (strcmp(pack->own[i].own.clip, name) == 0) {
			return &pack->own[i];
		}
	}
	return NULL;
}

bool voice_pack_has(const struct voice_pack *pack, const char *name)
{
	return find_own(pack, name) || find_clip(pack, name);
}

const char *voice_pack_name(const struct voice_pack *pack, size_t place)
{
	return place < pack->n ? pack->clips[place].name : NULL;
}

/* Decodes a file that was opened with these facts, and closes it; NULL: it could not be opened.
 * What is wrong with it, or NULL. */
static const char *decode(SNDFILE *file, const SF_INFO *info, struct voice_clip *ret)
{
	_cleanup_free_ int16_t *samples = NULL;
	sf_count_t n;

	if (!file) {
		return "no sound file that can be read";
	}
	if (info->channels != 1 || info->samplerate != VOICE_RATE || info->frames < 1 ||
		info->frames > (sf_count_t)VOICE_RATE * VOICE_CLIP_SECONDS_MAX) {
		(void)sf_close(file);
		return "not one channel at 48 kHz of at most 20 s";
	}
	samples = memory_new((size_t)info->frames, sizeof(*samples));
	n = sf_readf_short(file, samples, info->frames);
	(void)sf_close(file);
	if (n != info->frames) {
		return "it is cut off or damaged";
	}
	*ret = (struct voice_clip){TAKE_PTR(samples), (int)n};
	return NULL;
}

static const char *decode_file(const char *path, struct voice_clip *ret)
{
	SF_INFO info = {0};
	SNDFILE *file = sf_open(path, SFM_READ, &info);

	return decode(file, &info, ret);
}

static const char *decode_bytes(struct voice_bytes *bytes, struct voice_clip *ret)
{
	SF_INFO info = {0};
	SNDFILE *file = voice_bytes_open(bytes, SFM_READ, &info);

	return decode(file, &info, ret);
}

const struct voice_clip *voice_pack_clip(const struct voice_pack *pack, const char *name)
{
	struct own_clip *own = find_own(pack, name);
	struct named_clip *found = find_clip(pack, name);
	const char *fault;

	if (own && (own->clip.samples || !decode_bytes(&own->bytes, &own->clip))) {
		return &own->clip;
	}
	if (!found || found->clip.samples) {
		return found ? &found->clip : NULL;
	}
	fault = decode_file(found->path, &found->clip);
	if (fault) {
		log_warning(FAULT_SITE, "%s is not said: %s", found->path, fault);
		return NULL;
	}
	return &found->clip;
}

static const char *const endings[] = {".flac", ".opus"};

size_t voice_pack_name_length(const char *file)
{
	const char *dot = strrchr(file, '.');

	for (size_t i = 0; dot && *file != '.' && i < ELEMENTS(endings); i++) {
		if (strcmp(dot, endings[i]) == 0) {
			return (size_t)(dot - file);
		}
	}
	return 0;
}

char *voice_pack_find_file(const char *folder, const char *clip)
{
	for (size_t i = 0; i < ELEMENTS(endings); i++) {
		char *path = text_printf("%s/%s%s", folder, clip, endings[i]);

		if (access(path, R_OK) == 0) {
			return path;
		}
		free(path);
	}
	return NULL;
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
	fault = decode_file(path, &added.clip);
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

/* ---- a centre's own clips ---- */

/* The pack that says a clip, which may be one of own clips alone; NULL: there can be none. */
static struct voice_pack *find_or_make(
	struct voice_packs *packs, const struct phrases *phrases, const char *language)
{
	size_t place = place_of(packs, language);
	struct voice_pack *pack;

	if (place < packs->n) {
		return packs->packs[place];
	}
	if (place == VOICE_PACKS_MAX || !phrases) {
		return NULL;
	}
	pack = memory_new(1, sizeof(*pack));
	if (voice_words_manifest(phrases, language, &pack->manifest) < 0) {
		free(pack);
		return NULL;
	}
	pack->folder = text_dup(language);
	pack->only_own = true;
	packs->packs[packs->n++] = pack;
	return pack;
}

static void drop_empty(struct voice_packs *packs)
{
	size_t kept = 0;

	for (size_t i = 0; i < packs->n; i++) {
		struct voice_pack *pack = packs->packs[i];

		if (pack->only_own && pack->n + pack->n_own == 0) {
			voice_pack_free(pack);
		} else {
			packs->packs[kept++] = pack;
		}
	}
	packs->n = kept;
}

/* Takes a clip over that the pack has; false: it does not, or another sound of it. */
static bool take_known(struct voice_pack *pack, const struct voice_own *own, struct own_clip *ret)
{
	struct own_clip *known = find_own(pack, own->clip);

	if (!known || strcmp(known->own.id, own->id) != 0) {
		return false;
	}
	*ret = *known;
	known->bytes = (struct voice_bytes){0};
	known->clip.samples = NULL;
	return true;
}

/* Looks whether it is whole; it is decoded again when it is said. */
static bool is_whole(struct own_clip *clip)
{
	struct voice_clip whole = {0};
	const char *fault = decode_bytes(&clip->bytes, &whole);

	free((void *)whole.samples);
	if (fault) {
		log_warning(FAULT_SITE, "the own clip %s of %s is left out: %s", clip->own.clip,
			clip->own.language, fault);
	}
	return !fault;
}

/* The pack as it will be. */
struct own_list {
	struct own_clip *clips;
	size_t n;
};

static void add_own(struct own_list *list, const struct own_clip *clip)
{
	list->clips = memory_grow(list->clips, list->n + 1, sizeof(*list->clips));
	list->clips[list->n++] = *clip;
}

void voice_packs_set_own(struct voice_packs *packs, const struct phrases *phrases,
	const struct voice_own *own, size_t n,
	int (*read)(const struct voice_own *own, unsigned char **ret_data, size_t *ret_size,
		void *userdata),
	void *userdata)
{
	struct own_list lists[VOICE_PACKS_MAX] = {0};

	for (size_t i = 0; i < n; i++) {
		struct own_clip clip = {.own = own[i]};
		struct voice_pack *pack = find_or_make(packs, phrases, own[i].language);
		bool good = pack && take_known(pack, &own[i], &clip);

		if (pack && !good &&
			read(&own[i], &clip.bytes.data, &clip.bytes.size, userdata) >= 0) {
			good = is_whole(&clip);
		}
		if (good) {
			add_own(&lists[place_of(packs, own[i].language)], &clip);
		} else {
			own_done(&clip);
		}
	}
	for (size_t i = 0; i < packs->n; i++) {
		drop_own(packs->packs[i]);
		packs->packs[i]->own = lists[i].clips;
		packs->packs[i]->n_own = lists[i].n;
	}
	drop_empty(packs);
}
