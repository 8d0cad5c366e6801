/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-clip.h"

#include <ebur128.h>
#include <errno.h>
#include <math.h>
#include <samplerate.h>
#include <sndfile.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/voice/voice-pack.h"

enum {
	SECONDS_MAX = 60, /* of a recording */
	BYTES_SAMPLES_MAX = SECONDS_MAX * VOICE_RATE * 2, /* of one in memory: 23 MB */
	CHANNELS_MAX = 8,
	RATE_MIN = 8000,
	RATE_MAX = 192000,
	WINDOW = VOICE_RATE / 200, /* 5 ms: what is found to be a sound or a silence */
	FADE = VOICE_RATE / 200,
	SAMPLES_A_MS = VOICE_RATE / 1000,
	CLIPPED_RUN = 3,
	BLOCK = VOICE_RATE / 1000, /* the limiter's steps: 1 ms */
	SLOPE = 3, /* blocks */
	HOLD = SLOPE + 1,
	LEVEL_ROUNDS = 4,
};

/* A window so far below the loudest one is a silence: above the noise of a room, and below the
 * quietest sound of a word. */
#define SILENCE_DB (-40.0)
/* Where even the loudest window is below this, there is nothing but silence. */
#define NOTHING_DB (-60.0)
#define FULL_SCALE 0.9999F

void voice_sound_done(struct voice_sound *sound)
{
	free(sound->samples);
	free(sound->title);
	*sound = (struct voice_sound){0};
}

static double to_db(double ratio)
{
	return ratio > 0 ? 20 * log10(ratio) : -HUGE_VAL;
}

static double from_db(double decibel)
{
	return pow(10, decibel / 20);
}

/* ---- reading and writing ---- */

/* Mixes the channels into the first part of the samples. */
static void mix(float *samples, sf_count_t frames, int channels)
{
	for (sf_count_t i = 0; i < frames; i++) {
		float sum = 0;

		for (int c = 0; c < channels; c++) {
			sum += samples[i * channels + c];
		}
		samples[i] = sum / (float)channels;
	}
}

/* To VOICE_RATE. */
static int resample(struct voice_sound *sound, int rate)
{
	double ratio = (double)VOICE_RATE / rate;
	long room = (long)((double)sound->n * ratio) + 1;
	float *out = memory_new((size_t)room, sizeof(*out));
	SRC_DATA data = {.data_in = sound->samples,
		.data_out = out,
		.input_frames = (long)sound->n,
		.output_frames = room,
		.src_ratio = ratio};
	int r = src_simple(&data, SRC_SINC_MEDIUM_QUALITY, 1);

	free(sound->samples);
	sound->samples = out;
	sound->n = (size_t)data.output_frames_gen;
	return r == 0 ? 0 : -EINVAL;
}

/* Reads an open file as it is, its channels mixed. */
static int read_open(SNDFILE *file, const SF_INFO *info, struct voice_sound *sound)
{
	const char *title = sf_get_string(file, SF_STR_TITLE);

	if (info->frames < 1 || info->channels > CHANNELS_MAX || info->samplerate < RATE_MIN ||
		info->samplerate > RATE_MAX) {
		return -EINVAL;
	}
	if (info->frames > info->samplerate * (sf_count_t)SECONDS_MAX) {
		return -EFBIG;
	}
	sound->title = text_dup(title ? title : "");
	sound->n = (size_t)info->frames;
	sound->samples = memory_new(sound->n * (size_t)info->channels, sizeof(*sound->samples));
	if (sf_readf_float(file, sound->samples, info->frames) != info->frames) {
		return -EINVAL;
	}
	mix(sound->samples, info->frames, info->channels);
	return 0;
}

/* Reads a file that was opened with these facts, and closes it. */
static int read_file(SNDFILE *file, const SF_INFO *info, struct voice_sound *ret)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = {0};
	int r = read_open(file, info, &sound);

	(void)sf_close(file);
	sound.converted = info->samplerate != VOICE_RATE || info->channels != 1;
	if (r == 0 && info->samplerate != VOICE_RATE) {
		r = resample(&sound, info->samplerate);
	}
	if (r == 0) {
		*ret = sound;
		sound = (struct voice_sound){0};
	}
	return r;
}

int voice_sound_read(const char *path, struct voice_sound *ret)
{
	SF_INFO info = {0};
	SNDFILE *file = access(path, F_OK) == 0 ? sf_open(path, SFM_READ, &info) : NULL;

	if (!file) {
		return access(path, F_OK) < 0 ? -errno : -EINVAL;
	}
	return read_file(file, &info, ret);
}

int voice_sound_read_bytes(struct voice_bytes *bytes, struct voice_sound *ret)
{
	SF_INFO info = {0};
	SNDFILE *file = voice_bytes_open(bytes, SFM_READ, &info);

	if (file && info.channels > 0 && info.frames > BYTES_SAMPLES_MAX / info.channels) {
		(void)sf_close(file);
		return -EFBIG;
	}
	return file ? read_file(file, &info, ret) : -EINVAL;
}

static SF_INFO info_to_write(bool opus)
{
	return (SF_INFO){.samplerate = VOICE_RATE,
		.channels = 1,
		.format =
			opus ? SF_FORMAT_OGG | SF_FORMAT_OPUS : SF_FORMAT_FLAC | SF_FORMAT_PCM_16};
}

/* Writes into an open file, and closes it. */
static bool write_file(SNDFILE *file, const struct voice_sound *sound)
{
	bool written;

	(void)sf_command(file, SFC_SET_CLIPPING, NULL, SF_TRUE);
	(void)sf_set_string(file, SF_STR_TITLE, sound->title ? sound->title : "");
	written =
		sf_writef_float(file, sound->samples, (sf_count_t)sound->n) == (sf_count_t)sound->n;
	return sf_close(file) == 0 && written;
}

int voice_sound_write(const struct voice_sound *sound, const char *path)
{
	_cleanup_free_ char *draft = text_printf("%s.new", path);
	const char *dot = strrchr(path, '.');
	SF_INFO info = info_to_write(dot && strcmp(dot, ".opus") == 0);
	SNDFILE *file = sf_open(draft, SFM_WRITE, &info);

	if (!file) {
		return errno ? -errno : -EIO;
	}
	if (!write_file(file, sound) || rename(draft, path) < 0) {
		(void)unlink(draft);
		return -EIO;
	}
	return 0;
}

int voice_sound_write_bytes(const struct voice_sound *sound, struct voice_bytes *ret)
{
	_cleanup_(voice_bytes_done) struct voice_bytes bytes = {0};
	SF_INFO info = info_to_write(true);
	SNDFILE *file = voice_bytes_open(&bytes, SFM_WRITE, &info);

	if (!file || !write_file(file, sound)) {
		return -EIO;
	}
	*ret = bytes;
	bytes = (struct voice_bytes){0};
	return 0;
}

/* ---- silence ---- */

/* The root mean square of a window; the last one may be shorter. */
static double window_level(const struct voice_sound *sound, size_t at)
{
	size_t end = MIN_OF(at + WINDOW, sound->n);
	double sum = 0;

	for (size_t i = at; i < end; i++) {
		sum += (double)sound->samples[i] * sound->samples[i];
	}
	return sqrt(sum / (double)(end - at));
}

/* Where the sound begins and ends. false: there is only silence. */
static bool find_sound(const struct voice_sound *sound, size_t *ret_begin, size_t *ret_end)
{
	double loudest = 0;
	bool heard = false;

	for (size_t at = 0; at < sound->n; at += WINDOW) {
		loudest = MAX_OF(loudest, window_level(sound, at));
	}
	if (loudest < from_db(NOTHING_DB)) {
		return false;
	}
	for (size_t at = 0; at < sound->n; at += WINDOW) {
		if (window_level(sound, at) >= loudest * from_db(SILENCE_DB)) {
			*ret_begin = heard ? *ret_begin : at;
			*ret_end = MIN_OF(at + WINDOW, sound->n);
			heard = true;
		}
	}
	return heard;
}

bool voice_sound_trim(struct voice_sound *sound)
{
	size_t begin, end, fade;

	if (!find_sound(sound, &begin, &end)) {
		return false;
	}
	begin -= MIN_OF(begin, (size_t)VOICE_LEAD_MS * SAMPLES_A_MS);
	end = MIN_OF(end + (size_t)VOICE_TAIL_MS * SAMPLES_A_MS, sound->n);
	sound->n = end - begin;
	memmove(sound->samples, sound->samples + begin, sound->n * sizeof(*sound->samples));
	fade = MIN_OF((size_t)FADE, sound->n / 2);
	for (size_t i = 0; i < fade; i++) {
		float gain = (float)i / (float)fade;

		sound->samples[i] *= gain;
		sound->samples[sound->n - 1 - i] *= gain;
	}
	return true;
}

/* ---- level ---- */

static double loudness(const struct voice_sound *sound)
{
	ebur128_state *state = ebur128_init(1, VOICE_RATE, EBUR128_MODE_I);
	double lufs = -HUGE_VAL;
	size_t added = 0;

	if (!state) {
		return lufs;
	}
	while (sound->n > 0 && added < (size_t)VOICE_MEASURE_MS * SAMPLES_A_MS) {
		(void)ebur128_add_frames_float(state, sound->samples, sound->n);
		added += sound->n;
	}
	(void)ebur128_loudness_global(state, &lufs);
	ebur128_destroy(&state);
	return lufs;
}

static double peak(const struct voice_sound *sound)
{
	double most = 0;

	for (size_t i = 0; i < sound->n; i++) {
		most = fmax(most, fabs((double)sound->samples[i]));
	}
	return most;
}

/* The gain of a block's samples, such that none is above the ceiling in it and in those around. */
static float block_gain(const float *needed, size_t n, size_t block)
{
	size_t from = block - MIN_OF(block, (size_t)HOLD), to = MIN_OF(block + HOLD, n - 1);
	float least = 1;

	for (size_t i = from; i <= to; i++) {
		least = MIN_OF(least, needed[i]);
	}
	return least;
}

/* Brings peaks down to the ceiling: blocks around a peak are made quieter, in a slope that begins
 * before it. */
static void limit(struct voice_sound *sound)
{
	size_t n = (sound->n + BLOCK - 1) / BLOCK + 1;
	_cleanup_free_ float *needed = memory_new(n, sizeof(*needed));
	_cleanup_free_ float *gain = memory_new(n, sizeof(*gain));
	const float ceiling = (float)from_db(VOICE_PEAK_DB);

	for (size_t i = 0; i < n; i++) {
		needed[i] = 1;
	}
	for (size_t i = 0; i < sound->n; i++) {
		float level = fabsf(sound->samples[i]);

		if (level * needed[i / BLOCK] > ceiling) {
			needed[i / BLOCK] = ceiling / level;
		}
	}
	for (size_t i = 0; i < n; i++) {
		size_t from = i - MIN_OF(i, (size_t)SLOPE), to = MIN_OF(i + SLOPE, n - 1);
		float sum = 0;

		for (size_t j = from; j <= to; j++) {
			sum += block_gain(needed, n, j);
		}
		gain[i] = sum / (float)(to - from + 1);
	}
	for (size_t i = 0; i < sound->n; i++) {
		float part = (float)(i % BLOCK) / BLOCK;

		sound->samples[i] *= gain[i / BLOCK] * (1 - part) + gain[i / BLOCK + 1] * part;
	}
}

static void amplify(struct voice_sound *sound, double decibel)
{
	float gain = (float)from_db(decibel);

	for (size_t i = 0; i < sound->n; i++) {
		sound->samples[i] *= gain;
	}
}

void voice_sound_level(struct voice_sound *sound)
{
	double room = VOICE_PEAK_DB - to_db(peak(sound)) + VOICE_LIMITED_DB;

	/* What the limiter takes away is given back in the next round. */
	for (int round = 0; round < LEVEL_ROUNDS; round++) {
		double gain = fmin(VOICE_LEVEL_LUFS - loudness(sound), room);

		amplify(sound, gain);
		limit(sound);
		room -= gain;
	}
}

void voice_sound_measure(const struct voice_sound *sound, struct voice_measure *ret)
{
	struct voice_measure measure = {.length_ms = (int)(sound->n / SAMPLES_A_MS),
		.lufs = loudness(sound),
		.peak_db = to_db(peak(sound))};
	size_t begin = 0, end = sound->n;
	int run = 0;

	if (find_sound(sound, &begin, &end)) {
		measure.lead_ms = (int)(begin / SAMPLES_A_MS);
		measure.tail_ms = (int)((sound->n - end) / SAMPLES_A_MS);
	}
	for (size_t i = 0; i < sound->n; i++) {
		run = fabsf(sound->samples[i]) >= FULL_SCALE ? run + 1 : 0;
		measure.clipped |= run >= CLIPPED_RUN;
	}
	*ret = measure;
}
