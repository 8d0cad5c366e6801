/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The simulated loudspeaker: a WAV file of everything that was played, at the pace of a real one.
 * The silence between two announcements is written too, ten seconds of it at most, so that gaps
 * can be measured. The file is complete at any time, and begins anew when it is long.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "drivers/sound-driver.h"

enum {
	CHUNK_MS = 50,
	ON_TIME_US = 2000,
	CHUNK = SOUND_RATE / 1000 * CHUNK_MS,
	SILENCE_MAX = 10 * SOUND_RATE,
	FILE_MAX = 600 * SOUND_RATE,
	HEADER = 44,
};

struct sim {
	int fd;
	int64_t samples; /* in the file */
	int64_t began_ms; /* monotonic, of the present start */
	int64_t stopped_ms; /* 0: never */
	sd_event_source *tick;
};

static void put(uint8_t *to, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++) {
		to[i] = (uint8_t)(value >> (8 * i));
	}
}

/* RIFF WAVE, PCM, one channel. */
static int write_header(int fd, int64_t samples)
{
	uint32_t bytes = (uint32_t)(samples * 2);
	uint8_t header[HEADER] = "RIFF....WAVEfmt ";

	put(header + 4, HEADER - 8 + bytes, 4);
	put(header + 16, 16, 4);
	put(header + 20, 1, 2);
	put(header + 22, 1, 2);
	put(header + 24, SOUND_RATE, 4);
	put(header + 28, SOUND_RATE * 2, 4);
	put(header + 32, 2, 2);
	put(header + 34, 16, 2);
	put(header + 36, 0x61746164, 4); /* "data" */
	put(header + 40, bytes, 4);
	return pwrite(fd, header, HEADER, 0) == HEADER ? 0 : -EIO;
}

static int append(struct sim *sim, const int16_t *samples, int n)
{
	ssize_t bytes = (ssize_t)n * 2;

	if (sim->samples + n > FILE_MAX) {
		sim->samples = 0;
		if (ftruncate(sim->fd, HEADER) < 0) {
			return -errno;
		}
	}
	if (pwrite(sim->fd, samples, (size_t)bytes, HEADER + sim->samples * 2) != bytes) {
		return -EIO;
	}
	sim->samples += n;
	return write_header(sim->fd, sim->samples);
}

static int append_silence(struct sim *sim)
{
	static const int16_t silence[CHUNK];
	int64_t ms = sim->stopped_ms ? clock_mono_ms() - sim->stopped_ms : 0;
	int64_t left = MIN_OF(ms * (SOUND_RATE / 1000), SILENCE_MAX);
	int r = 0;

	for (; left > 0 && r == 0; left -= CHUNK) {
		r = append(sim, silence, (int)MIN_OF(left, CHUNK));
	}
	return r;
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct sound *sound = userdata;
	struct sim *sim = sound->state;
	int16_t chunk[CHUNK];
	int r;

	(void)usec;
	do {
		if (!sound_played(sound, sound->filled)) {
			return 0;
		}
		sound_fill(sound, chunk, CHUNK);
		r = append(sim, chunk, CHUNK);
		if (r < 0) {
			sound_fail(sound, r);
			return 0;
		}
	} while (sound->settings.at_once);
	(void)sd_event_source_set_time(
		source, (uint64_t)(sim->began_ms + sound->filled / (SOUND_RATE / 1000)) * 1000);
	(void)sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	return 0;
}

static int sim_probe(struct sound *sound)
{
	_cleanup_close_ int fd =
		open(sound->settings.path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0644);

	if (fd < 0) {
		return -errno;
	}
	return lseek(fd, 0, SEEK_END) == 0 ? write_header(fd, 0) : 0;
}

static int sim_start(struct sound *sound)
{
	struct sim *sim = sound->state;
	int r;

	/* The first time anew; also when somebody has taken the file away. */
	if (sim->fd < 0 || access(sound->settings.path, W_OK) < 0) {
		closep(&sim->fd);
		sim->samples = 0;
		sim->fd = open(sound->settings.path,
			O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0644);
	}
	r = sim->fd < 0 ? -errno : append_silence(sim);
	if (r < 0) {
		return r;
	}
	sim->began_ms = clock_mono_ms();
	(void)sd_event_source_set_time(sim->tick, (uint64_t)sim->began_ms * 1000);
	return MIN_OF(sd_event_source_set_enabled(sim->tick, SD_EVENT_ONESHOT), 0);
}

static void sim_stop(struct sound *sound)
{
	struct sim *sim = sound->state;

	if (sim) {
		sim->stopped_ms = clock_mono_ms();
		(void)sd_event_source_set_enabled(sim->tick, SD_EVENT_OFF);
	}
}

static int sim_open(struct sound *sound)
{
	struct sim *sim = memory_new(1, sizeof(*sim));
	int r;

	sound->state = sim;
	sim->fd = -1;
	r = sd_event_add_time(
		sound->event, &sim->tick, CLOCK_MONOTONIC, 0, ON_TIME_US, on_tick, sound);
	return r < 0 ? r : sd_event_source_set_enabled(sim->tick, SD_EVENT_OFF);
}

static void sim_close(struct sound *sound)
{
	struct sim *sim = sound->state;

	if (sim) {
		sim->tick = sd_event_source_disable_unref(sim->tick);
		closep(&sim->fd);
		free(sim);
	}
}

const struct sound_driver sound_sim = {
	.name = "sim",
	.open = sim_open,
	.close = sim_close,
	.probe = sim_probe,
	.start = sim_start,
	.stop = sim_stop,
};
