/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plays on a sound card with ALSA's library, in the event loop: the library's descriptors say when
 * the card takes more samples. The card is looked for by name each time that it is opened, because
 * its number changes when it is plugged in again; udev's messages tell when cards come and go.
 *
 * Not handled: a card of another sampling rate or format is served by ALSA's own conversion.
 */
#include <alsa/asoundlib.h>
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <systemd/sd-device.h>

#include "base/log.h"
#include "drivers/sound-card.h"
#include "drivers/sound-driver.h"

enum {
	BUFFER_US = 250000, /* what the card holds; the owner may be late by this much */
	CHUNK = SOUND_RATE / 100,
	CHUNKS_MAX = BUFFER_US / 10000, /* at a time: what fills an empty buffer */
	DESCRIPTORS_MAX = 4,
};

DEFINE_CLEANUP(snd_pcm_t *, snd_pcm_close);

struct alsa {
	sd_device_monitor *monitor; /* NULL: nobody tells of cards */
	snd_pcm_t *pcm; /* NULL: closed */
	int n_sources;
	sd_event_source *sources[DESCRIPTORS_MAX];
	int64_t written; /* samples that the card has taken */
	int n_left; /* of chunk, what it has not taken yet */
	int16_t chunk[CHUNK];
};

/* The library's own lines go to standard error by themselves; what matters is returned. */
static void be_quiet(
	const char *file, int line, const char *function, int error, const char *format, ...)
{
	(void)file;
	(void)line;
	(void)function;
	(void)error;
	(void)format;
}

static int open_pcm(const char *name, snd_pcm_t **ret)
{
	_cleanup_(snd_pcm_closep) snd_pcm_t *pcm = NULL;
	int r = snd_pcm_open(&pcm, name, SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK);

	if (r == 0) {
		r = snd_pcm_set_params(pcm, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED, 1,
			SOUND_RATE, 1, BUFFER_US);
	}
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(pcm);
	return 0;
}

/* The Raspberry Pi's HDMI takes only what ALSA's file for that card converts to. */
static int open_card(const struct sound *sound, snd_pcm_t **ret)
{
	char name[SOUND_CARD_PCM_SIZE];
	char fallback[SOUND_CARD_PCM_SIZE];
	int card;
	int r = sound_card_find(sound->settings.device, name, &card);

	if (r < 0) {
		return r;
	}
	if (card >= 0) {
		sound_card_turn_up(card);
	}
	r = open_pcm(name, ret);
	if (r == -EINVAL && card >= 0) {
		(void)snprintf(fallback, sizeof(fallback), "sysdefault:%d", card);
		r = open_pcm(fallback, ret);
	}
	return r;
}

/* Samples that were heard. */
static int64_t heard(const struct alsa *alsa)
{
	snd_pcm_sframes_t delay = 0;

	if (snd_pcm_delay(alsa->pcm, &delay) < 0) {
		delay = 0; /* it has run dry: all was heard */
	}
	return alsa->written - MAX_OF(delay, 0);
}

/* Gives the card what it takes. 0, or −errno of the card. */
static int write_all(struct sound *sound)
{
	struct alsa *alsa = sound->state;

	for (int i = 0; i < CHUNKS_MAX; i++) {
		snd_pcm_sframes_t n;

		if (alsa->n_left == 0) {
			sound_fill(sound, alsa->chunk, CHUNK);
			alsa->n_left = CHUNK;
		}
		n = snd_pcm_writei(alsa->pcm, alsa->chunk + CHUNK - alsa->n_left,
			(snd_pcm_uframes_t)alsa->n_left);
		if (n == -EAGAIN) {
			return 0;
		}
		if (n < 0) {
			int r = snd_pcm_recover(alsa->pcm, (int)n, 1);

			if (r < 0) {
				return r;
			}
			continue;
		}
		alsa->written += n;
		alsa->n_left -= (int)n;
	}
	return 0;
}

static int work(struct sound *sound)
{
	struct alsa *alsa = sound->state;
	int r;

	if (snd_pcm_state(alsa->pcm) == SND_PCM_STATE_DISCONNECTED) {
		return -ENODEV;
	}
	if (!sound_played(sound, heard(alsa))) {
		return 0;
	}
	r = write_all(sound);
	if (r == 0 && snd_pcm_state(alsa->pcm) == SND_PCM_STATE_PREPARED) {
		r = snd_pcm_start(alsa->pcm);
	}
	return r;
}

static int on_ready(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct sound *sound = userdata;
	struct alsa *alsa = sound->state;
	struct pollfd polled = {.fd = fd, .revents = (short)revents};
	unsigned short events = 0;
	int r = 0;

	(void)source;
	if (alsa->n_sources == 1) {
		r = snd_pcm_poll_descriptors_revents(alsa->pcm, &polled, 1, &events);
	}
	if (r == 0) {
		r = work(sound);
	}
	if (r == 0 && sound->started && (revents & EPOLLERR) &&
		snd_pcm_state(alsa->pcm) != SND_PCM_STATE_RUNNING) {
		r = -ENODEV;
	}
	if (r < 0) {
		log_debug("the sound card fails: %s", snd_strerror(r));
		sound_fail(sound, r);
	}
	return 0;
}

static void alsa_stop(struct sound *sound)
{
	struct alsa *alsa = sound->state;

	if (!alsa || !alsa->pcm) {
		return;
	}
	for (int i = 0; i < alsa->n_sources; i++) {
		alsa->sources[i] = sd_event_source_disable_unref(alsa->sources[i]);
	}
	alsa->n_sources = 0;
	(void)snd_pcm_drop(alsa->pcm);
	(void)snd_pcm_close(alsa->pcm);
	alsa->pcm = NULL;
}

static int alsa_probe(struct sound *sound)
{
	_cleanup_(snd_pcm_closep) snd_pcm_t *pcm = NULL;

	return open_card(sound, &pcm);
}

static int alsa_start(struct sound *sound)
{
	struct alsa *alsa = sound->state;
	struct pollfd polled[DESCRIPTORS_MAX];
	int r = open_card(sound, &alsa->pcm);
	int n;

	if (r < 0) {
		return r;
	}
	alsa->written = 0;
	alsa->n_left = 0;
	n = snd_pcm_poll_descriptors(alsa->pcm, polled, DESCRIPTORS_MAX);
	for (int i = 0; i < n && r >= 0; i++) {
		r = sd_event_add_io(sound->event, &alsa->sources[i], polled[i].fd,
			(uint32_t)polled[i].events & (EPOLLIN | EPOLLOUT | EPOLLERR), on_ready,
			sound);
		alsa->n_sources += r >= 0;
	}
	if (r < 0) {
		alsa_stop(sound);
	}
	return MIN_OF(r, 0);
}

/* Cards come and go. */

static int on_device(sd_device_monitor *monitor, sd_device *device, void *userdata)
{
	(void)monitor;
	(void)device;
	sound_look(userdata);
	return 0;
}

/* Without udev, in a container, a card's loss is noticed when something is to be played. */
static int watch_cards(struct sound *sound, struct alsa *alsa)
{
	int r = sd_device_monitor_new(&alsa->monitor);

	if (r >= 0) {
		r = sd_device_monitor_filter_add_match_subsystem_devtype(
			alsa->monitor, "sound", NULL);
	}
	if (r >= 0) {
		r = sd_device_monitor_attach_event(alsa->monitor, sound->event);
	}
	if (r >= 0) {
		r = sd_device_monitor_start(alsa->monitor, on_device, sound);
	}
	return r;
}

static int alsa_open(struct sound *sound)
{
	struct alsa *alsa = memory_new(1, sizeof(*alsa));
	int r;

	sound->state = alsa;
	(void)snd_lib_error_set_handler(be_quiet);
	r = watch_cards(sound, alsa);
	if (r < 0) {
		log_debug("no messages about sound cards: %s", strerror(-r));
		alsa->monitor = sd_device_monitor_unref(alsa->monitor);
	}
	return 0;
}

static void alsa_close(struct sound *sound)
{
	struct alsa *alsa = sound->state;

	if (alsa) {
		alsa_stop(sound);
		sd_device_monitor_unref(alsa->monitor);
		free(alsa);
	}
}

const struct sound_driver sound_alsa = {
	.name = "alsa",
	.open = alsa_open,
	.close = alsa_close,
	.probe = alsa_probe,
	.start = alsa_start,
	.stop = alsa_stop,
};
