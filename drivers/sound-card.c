/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/sound-card.h"

#include <alsa/asoundlib.h>
#include <errno.h>
#include <string.h>

DEFINE_CLEANUP(snd_ctl_t *, snd_ctl_close);
DEFINE_CLEANUP(snd_mixer_t *, snd_mixer_close);

enum { CONTROL_NAME_SIZE = 16 };

struct card {
	int number;
	char id[32];
	char name[96];
	snd_ctl_t *control;
};

static void card_done(struct card *card)
{
	if (card->control) {
		(void)snd_ctl_close(card->control);
	}
}

/* Opens the next card after a number; −1 begins. −ENODEV: there is none. A card that is just being
 * unplugged is passed over. */
static int card_next(int number, struct card *ret)
{
	snd_ctl_card_info_t *info;
	char name[CONTROL_NAME_SIZE];

	snd_ctl_card_info_alloca(&info);
	while (snd_card_next(&number) == 0 && number >= 0) {
		snd_ctl_t *control = NULL;

		(void)snprintf(name, sizeof(name), "hw:%d", number);
		if (snd_ctl_open(&control, name, SND_CTL_NONBLOCK) < 0) {
			continue;
		}
		if (snd_ctl_card_info(control, info) < 0) {
			(void)snd_ctl_close(control);
			continue;
		}
		*ret = (struct card){.number = number, .control = control};
		text_copy_cut(ret->id, sizeof(ret->id), snd_ctl_card_info_get_id(info));
		text_copy_cut(ret->name, sizeof(ret->name), snd_ctl_card_info_get_longname(info));
		return 0;
	}
	return -ENODEV;
}

/* Whether a device of a card plays; info is filled in. */
static bool device_plays(const struct card *card, int device, snd_pcm_info_t *info)
{
	snd_pcm_info_set_device(info, (unsigned)device);
	snd_pcm_info_set_subdevice(info, 0);
	snd_pcm_info_set_stream(info, SND_PCM_STREAM_PLAYBACK);
	return snd_ctl_pcm_info(card->control, info) == 0;
}

/* The next device of a card that plays, after a number; −1 when there is none. */
static int device_next(const struct card *card, int device, snd_pcm_info_t *info)
{
	while (snd_ctl_pcm_next_device(card->control, &device) == 0 && device >= 0) {
		if (device_plays(card, device, info)) {
			return device;
		}
	}
	return -1;
}

static bool card_is(const struct card *card, const char *word)
{
	return !*word || strcmp(card->id, word) == 0 || strstr(card->name, word);
}

int sound_card_find(const char *device, char ret_pcm[SOUND_CARD_PCM_SIZE], int *ret_card)
{
	const char *comma = strchr(device, ',');
	_cleanup_free_ char *word =
		comma ? text_printf("%.*s", (int)(comma - device), device) : text_dup(device);
	int wanted = comma ? (int)strtol(comma + 1, NULL, 10) : -1;
	snd_pcm_info_t *info;
	_cleanup_(card_done) struct card card = {.number = -1};

	if (strchr(device, ':')) {
		*ret_card = -1;
		return text_copy(ret_pcm, SOUND_CARD_PCM_SIZE, device);
	}
	snd_pcm_info_alloca(&info);
	for (int number = -1;;) {
		int found;

		card_done(&card);
		card.control = NULL;
		if (card_next(number, &card) < 0) {
			return -ENODEV;
		}
		number = card.number;
		found = device_next(&card, wanted - (wanted >= 0), info);
		if (card_is(&card, word) && found >= 0 && (wanted < 0 || found == wanted)) {
			(void)snprintf(ret_pcm, SOUND_CARD_PCM_SIZE, "plughw:CARD=%s,DEV=%d",
				card.id, found);
			*ret_card = number;
			return 0;
		}
	}
}

void sound_card_list(struct textbuf *list)
{
	snd_pcm_info_t *info;

	snd_pcm_info_alloca(&info);
	for (int number = -1;;) {
		_cleanup_(card_done) struct card card = {.number = -1};

		if (card_next(number, &card) < 0) {
			return;
		}
		number = card.number;
		for (int at = device_next(&card, -1, info); at >= 0;
			at = device_next(&card, at, info)) {
			textbuf_printf(list, "%s,%d  %s, %s\n", card.id, at, card.name,
				snd_pcm_info_get_name(info));
		}
	}
}

static void turn_up(snd_mixer_elem_t *element)
{
	long min, max;

	if (snd_mixer_selem_has_playback_switch(element)) {
		(void)snd_mixer_selem_set_playback_switch_all(element, 1);
	}
	/* 0 dB where the card knows decibels: more would distort. */
	if (snd_mixer_selem_get_playback_dB_range(element, &min, &max) == 0) {
		(void)snd_mixer_selem_set_playback_dB_all(element, MIN_OF(max, 0), 0);
	} else if (snd_mixer_selem_get_playback_volume_range(element, &min, &max) == 0) {
		(void)snd_mixer_selem_set_playback_volume_all(element, max);
	}
}

void sound_card_turn_up(int card)
{
	static const char *const names[] = {"Master", "PCM", "Speaker", "Headphone", "Front",
		"Line Out", "HDMI", "IEC958", "Digital"};
	_cleanup_(snd_mixer_closep) snd_mixer_t *mixer = NULL;
	char name[CONTROL_NAME_SIZE];

	(void)snprintf(name, sizeof(name), "hw:%d", card);
	if (snd_mixer_open(&mixer, 0) < 0 || snd_mixer_attach(mixer, name) < 0 ||
		snd_mixer_selem_register(mixer, NULL, NULL) < 0 || snd_mixer_load(mixer) < 0) {
		return; /* a card without controls has nothing to turn up */
	}
	for (snd_mixer_elem_t *element = snd_mixer_first_elem(mixer); element;
		element = snd_mixer_elem_next(element)) {
		for (size_t i = 0; i < ELEMENTS(names); i++) {
			if (strcmp(snd_mixer_selem_get_name(element), names[i]) == 0) {
				turn_up(element);
			}
		}
	}
}
