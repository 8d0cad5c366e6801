/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-speaker.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "ui/voice/speech-cache.h"
#include "ui/voice/voice-pack.h"

/* A text that is being spoken: the thread's until it has told, then the loop's. */
struct job {
	struct voice_engine engine;
	char *language, *text; /* heap */
	int late_ms, cancel, told; /* cancel and told: descriptors, borrowed */
	int result;
	struct speech *speech; /* when result is 0 */
	char *error; /* heap, else */
};

/* How the program of a language does. */
struct state {
	char *language; /* heap */
	int failures; /* in a row */
	int64_t rests_ms; /* until then */
};

struct kiosk_speaker {
	int late_ms;
	void (*spoken)(void *userdata);
	void *userdata;
	int cancel, told; /* eventfds */
	sd_event_source *source; /* of told */
	pthread_t thread;
	struct job *job; /* NULL: nothing is being spoken */
	bool cancelled; /* nobody waits for it */
	char *refused_language, *refused; /* the last text that could not be spoken; NULL none */
	int refusal; /* and why */
	struct state states[VOICE_PACKS_MAX];
	struct speech_cache cache;
};

static void job_free(struct job *job)
{
	if (job) {
		voice_engine_done(&job->engine);
		free(job->language);
		free(job->text);
		speech_unref(job->speech);
		free(job->error);
		free(job);
	}
}

/* ---- the thread ---- */

static void *work(void *userdata)
{
	struct job *job = userdata;

	job->result = speech_make(
		&job->engine, job->text, job->late_ms, job->cancel, &job->speech, &job->error);
	(void)eventfd_write(job->told, 1);
	return NULL;
}

/* Without any signal: those are the loop's. */
static int start_thread(struct kiosk_speaker *speaker)
{
	sigset_t all, before;
	int r;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	r = pthread_create(&speaker->thread, NULL, work, speaker->job);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -r;
}

/* ---- what comes of it ---- */

/* NULL: there are too many languages. */
static struct state *state_of(struct kiosk_speaker *speaker, const char *language)
{
	for (size_t i = 0; i < ELEMENTS(speaker->states); i++) {
		struct state *state = &speaker->states[i];

		if (!state->language) {
			state->language = text_dup(language);
		}
		if (strcmp(state->language, language) == 0) {
			return state;
		}
	}
	return NULL;
}

static void forget_refused(struct kiosk_speaker *speaker)
{
	free(TAKE_PTR(speaker->refused));
	free(TAKE_PTR(speaker->refused_language));
}

static void note_failure(struct kiosk_speaker *speaker, const struct job *job)
{
	struct state *state = state_of(speaker, job->language);

	forget_refused(speaker);
	speaker->refused = text_dup(job->text);
	speaker->refused_language = text_dup(job->language);
	speaker->refusal = job->result;
	if (state && ++state->failures >= KIOSK_SPEAKER_FAILURES) {
		state->failures = 0;
		state->rests_ms = clock_mono_ms() + KIOSK_SPEAKER_REST_MS;
	}
	log_warning(FAULT_SITE, "a text is not spoken: %s", job->error);
}

static void note_success(struct kiosk_speaker *speaker, const struct job *job)
{
	struct state *state = state_of(speaker, job->language);

	speech_cache_put(&speaker->cache, job->language, job->text, job->speech);
	if (state) {
		state->failures = 0;
	}
}

/* Waits for the thread, which has told, or was cancelled. */
static void end_job(struct kiosk_speaker *speaker)
{
	eventfd_t ignored;

	(void)pthread_join(speaker->thread, NULL);
	(void)eventfd_read(speaker->told, &ignored);
	(void)eventfd_read(speaker->cancel, &ignored);
}

static int on_told(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct kiosk_speaker *speaker = userdata;
	struct job *job = speaker->job;

	(void)source;
	(void)fd;
	(void)revents;
	end_job(speaker);
	speaker->job = NULL;
	if (!speaker->cancelled) {
		(job->result == 0 ? note_success : note_failure)(speaker, job);
	}
	speaker->cancelled = false;
	job_free(job);
	speaker->spoken(speaker->userdata);
	return 0;
}

/* ---- life ---- */

int kiosk_speaker_new(sd_event *event, int late_ms, void (*spoken)(void *userdata), void *userdata,
	struct kiosk_speaker **ret)
{
	_cleanup_(kiosk_speaker_freep) struct kiosk_speaker *speaker =
		memory_new(1, sizeof(*speaker));
	int r;

	speaker->late_ms = late_ms;
	speaker->spoken = spoken;
	speaker->userdata = userdata;
	speaker->cancel = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	speaker->told = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (speaker->cancel < 0 || speaker->told < 0) {
		return -errno;
	}
	r = sd_event_add_io(event, &speaker->source, speaker->told, EPOLLIN, on_told, speaker);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(speaker);
	return 0;
}

void kiosk_speaker_free(struct kiosk_speaker *speaker)
{
	if (!speaker) {
		return;
	}
	kiosk_speaker_forget(speaker);
	if (speaker->job) {
		end_job(speaker);
		job_free(speaker->job);
	}
	for (size_t i = 0; i < ELEMENTS(speaker->states); i++) {
		free(speaker->states[i].language);
	}
	speaker->source = sd_event_source_disable_unref(speaker->source);
	closep(&speaker->cancel);
	closep(&speaker->told);
	free(speaker);
}

/* ---- asking ---- */

bool kiosk_speaker_can(struct kiosk_speaker *speaker, const struct voice_manifest *manifest)
{
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};
	const struct state *state;

	if (!manifest->language || !manifest->grammar ||
		speech_find_engine(manifest->engine, &engine) < 0) {
		return false;
	}
	state = state_of(speaker, manifest->language);
	return state && clock_mono_ms() >= state->rests_ms;
}

static bool is_refused(const struct kiosk_speaker *speaker, const char *language, const char *text)
{
	return speaker->refused && strcmp(speaker->refused, text) == 0 &&
		strcmp(speaker->refused_language, language) == 0;
}

/* Starts to speak a text. */
static int begin(
	struct kiosk_speaker *speaker, const struct voice_manifest *manifest, const char *text)
{
	int r;

	speaker->job = memory_new(1, sizeof(*speaker->job));
	*speaker->job = (struct job){.language = text_dup(manifest->language),
		.text = text_dup(text),
		.late_ms = speaker->late_ms,
		.cancel = speaker->cancel,
		.told = speaker->told};
	r = speech_find_engine(manifest->engine, &speaker->job->engine);
	if (r == 0) {
		r = start_thread(speaker);
	}
	if (r < 0) {
		job_free(TAKE_PTR(speaker->job));
		return r;
	}
	return -EAGAIN;
}

int kiosk_speaker_get(struct kiosk_speaker *speaker, const struct voice_manifest *manifest,
	const char *text, struct speech **ret)
{
	const char *language = manifest->language ? manifest->language : "";
	struct speech *speech = speech_cache_find(&speaker->cache, language, text);

	if (speech) {
		*ret = speech_ref(speech);
		return 0;
	}
	if (is_refused(speaker, language, text)) {
		return speaker->refusal;
	}
	if (speaker->job) {
		return -EAGAIN;
	}
	return kiosk_speaker_can(speaker, manifest) ? begin(speaker, manifest, text) : -ENOENT;
}

void kiosk_speaker_cancel(struct kiosk_speaker *speaker)
{
	forget_refused(speaker); /* another time it may be spoken */
	if (speaker->job && !speaker->cancelled) {
		speaker->cancelled = true;
		(void)eventfd_write(speaker->cancel, 1);
	}
}

void kiosk_speaker_forget(struct kiosk_speaker *speaker)
{
	kiosk_speaker_cancel(speaker);
	speech_cache_clear(&speaker->cache);
}
