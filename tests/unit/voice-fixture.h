/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of voice packs for one test. */
#pragma once

#include "ui/voice/voice-check.h"
#include "ui/voice/voice-pack.h"

struct voice_fixture {
	char path[64];
};

/* A manifest that is right, in a language of its own. */
#define VOICE_FIXTURE_CONF \
	"[pack]\nlanguage = qps\ngrammar = vietnamese\nspeaker = nobody\nconsent = not needed\n" \
	"licence = CC0\nengine = a test\n" \
	"[phrases]\ncall = Mời số {number} đến quầy số {counter}\n"

/* For cmocka: *state is the fixture. */
int voice_fixture_setup(void **state);
int voice_fixture_teardown(void **state);

/* Writes a file below the folder, and the folders that it is in. */
void voice_fixture_put(
	const struct voice_fixture *fixture, const char *name, const void *data, size_t size);
void voice_fixture_put_text(
	const struct voice_fixture *fixture, const char *name, const char *text);
/* Writes a clip, by its name: ".flac", ".opus". The samples count from 0 on. */
void voice_fixture_put_clip(
	const struct voice_fixture *fixture, const char *name, int channels, int rate, int samples);

/* The path of a file below the folder; heap. */
char *voice_fixture_path(const struct voice_fixture *fixture, const char *name);

/* Loads the pack of that folder; fails the test when it cannot. */
struct voice_pack *voice_fixture_load(const struct voice_fixture *fixture, const char *name);

/* Writes a recording: a tone of 400 Hz, cut at full scale, with silence around it. */
void voice_fixture_put_recording(const struct voice_fixture *fixture, const char *name, int tone_ms,
	double level, int silence_ms);

/* A small pack in a language of its own, said in digits, and how many clips it needs: the call,
 * letters, digits. */
struct voice_manifest voice_fixture_manifest(void);
enum { VOICE_FIXTURE_CLIPS = 1 + 23 + 10 };

/* What a check says of that pack in the folder. */
struct voice_report voice_fixture_check(const struct voice_fixture *fixture);
