/* SPDX-License-Identifier: Apache-2.0 */
#include "printer-peer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/epoll.h>

enum { BUFFER = 16 * 1024, SLOW_MS = 10 };

static struct bitmap *picture(void)
{
	struct bitmap *bitmap = bitmap_new(PEER_WIDTH, PEER_HEIGHT);

	/* Many dots that a real-time command could hide in, and a pattern that shows shifts. */
	for (int y = 0; y < PEER_HEIGHT; y++) {
		for (size_t x = 0; x < bitmap->stride; x++) {
			bitmap->bits[(size_t)y * bitmap->stride + x] =
				(uint8_t)(x == (size_t)(y % 72) ? 0xFF : (x * 7 + (size_t)y) % 29);
		}
	}
	return bitmap;
}

/* How many slips begin on a piece of paper. */
static int count_tops(const struct bitmap *paper)
{
	struct bitmap *bitmap = picture();
	int tops = 0;

	for (int y = 0; y < paper->height_dots; y++) {
		int wrong = 0;

		for (size_t x = 0; x < paper->stride; x++) {
			wrong += __builtin_popcount(
				paper->bits[(size_t)y * paper->stride + x] ^ bitmap->bits[x]);
		}
		tops += wrong < 4;
	}
	bitmap_free(bitmap);
	return tops;
}

/* ---- the device ---- */

static void watch(struct peer *peer)
{
	bool takes = !peer->deaf && escpos_reader_room(peer->reader) > 0;

	if (peer->source) {
		(void)sd_event_source_set_io_events(peer->source, takes ? EPOLLIN : 0);
	}
}

static void work(struct peer *peer)
{
	if (peer->dots_left > 0) {
		peer->dots_left -= escpos_reader_run(peer->reader, peer->dots_left);
	}
	watch(peer);
}

void peer_say(struct peer *peer, const void *bytes, size_t size)
{
	if (peer->cable >= 0) {
		assert_true(write(peer->cable, bytes, size) == (ssize_t)size || errno == EPIPE ||
			errno == ECONNRESET);
	}
}

static void on_answer(const uint8_t *bytes, size_t size, void *userdata)
{
	struct peer *peer = userdata;

	if (peer->mute || (peer->automatic_only && size == 1)) {
		return;
	}
	if (peer->garbage) {
		peer_say(peer, peer->garbage, strlen(peer->garbage));
	} else if (peer->delay_ms > 0) {
		textbuf_add_bytes(&peer->answers, bytes, size);
		(void)sd_event_source_set_time_relative(
			peer->late, (uint64_t)peer->delay_ms * 1000);
		(void)sd_event_source_set_enabled(peer->late, SD_EVENT_ONESHOT);
	} else {
		peer_say(peer, bytes, size);
	}
}

static void on_slip(const struct paper_slip *slip, void *userdata)
{
	struct peer *peer = userdata;

	peer->slips++;
	peer->most_tops = MAX_OF(peer->most_tops, count_tops(slip->picture));
	peer->text_bytes += slip->line_bytes;
	bitmap_free(peer->slip);
	peer->slip = bitmap_new(slip->picture->width_dots, slip->picture->height_dots);
	memcpy(peer->slip->bits, slip->picture->bits,
		slip->picture->stride * (size_t)slip->picture->height_dots);
}

static int on_late(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct peer *peer = userdata;

	(void)usec;
	if (peer->read_max > 0) {
		work(peer);
	}
	if (peer->answers.size > 0) {
		peer_say(peer, peer->answers.data, peer->answers.size);
		textbuf_consume(&peer->answers, peer->answers.size);
	}
	return sd_event_source_set_enabled(source, SD_EVENT_OFF);
}

static int on_bytes(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct peer *peer = userdata;
	uint8_t bytes[4096];
	size_t most = MIN_OF(sizeof(bytes), escpos_reader_room(peer->reader));
	ssize_t n;

	if (!(revents & EPOLLIN) && revents & (EPOLLHUP | EPOLLERR)) {
		peer->lost++;
		peer_detach(peer);
		return 0;
	}
	if (peer->deaf) {
		return 0;
	}
	n = read(fd, bytes, peer->read_max ? MIN_OF(peer->read_max, most) : most);
	if (n < 0 && errno == EAGAIN) {
		return 0;
	}
	if (n <= 0) {
		peer->lost++;
		peer_detach(peer);
		return 0;
	}
	escpos_reader_receive(peer->reader, bytes, (size_t)n);
	work(peer);
	if (peer->read_max > 0) {
		(void)sd_event_source_set_io_events(source, 0);
		(void)sd_event_source_set_time_relative(peer->late, SLOW_MS * 1000);
		(void)sd_event_source_set_enabled(peer->late, SD_EVENT_ONESHOT);
	}
	return 0;
}

void peer_attach(struct peer *peer, int fd, bool clears)
{
	peer_detach(peer);
	peer->cable = fd;
	(void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	if (clears) {
		escpos_reader_reset(peer->reader);
	}
	assert_true(sd_event_add_io(peer->event, &peer->source, fd, EPOLLIN, on_bytes, peer) >= 0);
	watch(peer);
}

void peer_detach(struct peer *peer)
{
	peer->source = sd_event_source_disable_unref(peer->source);
	closep(&peer->cable);
	peer->cable = -1;
	peer->answers.size = 0;
}

void peer_replace(struct peer *peer, bool plain)
{
	const struct escpos_reader_settings settings = {PEER_WIDTH, PEER_BLADE, BUFFER, plain};
	const struct escpos_reader_calls calls = {on_answer, on_slip};

	escpos_reader_free(peer->reader);
	peer->reader = escpos_reader_new(&settings, &calls, peer);
}

void peer_set_paper(struct peer *peer, bool out)
{
	const struct escpos_sensors sensors = {.paper_out = out};

	if (!out) {
		escpos_reader_new_roll(peer->reader);
	}
	escpos_reader_set_sensors(peer->reader, &sensors);
	work(peer);
}

void peer_go_on(struct peer *peer)
{
	peer->dots_left = INT_MAX;
	work(peer);
}

void peer_set_cover(struct peer *peer, bool open)
{
	const struct escpos_sensors sensors = {.cover_open = open};

	escpos_reader_set_sensors(peer->reader, &sensors);
	work(peer);
}

/* ---- the owner ---- */

static void on_status(const struct printer_status *status, void *userdata)
{
	struct peer *peer = userdata;

	assert_false(peer->inside);
	peer->status = *status;
}

static void on_done(uint64_t job, enum print_result result, const char *cause, void *userdata)
{
	struct peer *peer = userdata;

	(void)job;
	assert_false(peer->inside);
	peer->done++;
	peer->result = result;
	(void)text_copy(peer->cause, sizeof(peer->cause), cause);
}

static void on_first_byte(uint64_t job, int64_t mono_us, void *userdata)
{
	(void)job;
	(void)mono_us;
	((struct peer *)userdata)->first_bytes++;
}

void peer_open(struct peer *peer, const struct printer_settings *settings, const char *path)
{
	static const struct printer_calls calls = {on_status, on_done, on_first_byte};
	struct printer_settings full = *settings;

	full.width_dots = PEER_WIDTH;
	full.dpi = 203;
	full.cut = true;
	full.feed_dots = PEER_BLADE;
	assert_int_equal(text_copy(full.path, sizeof(full.path), path), 0);
	peer->inside = true;
	assert_int_equal(printer_open(peer->event, &full, &calls, peer, &peer->printer), 0);
	peer->inside = false;
}

int peer_print(struct peer *peer, uint64_t job)
{
	struct bitmap *bitmap = picture();
	int r;

	peer->inside = true;
	r = printer_print(peer->printer, job, bitmap);
	peer->inside = false;
	bitmap_free(bitmap);
	return r;
}

int peer_wrong_dots(const struct peer *peer)
{
	struct bitmap *bitmap = picture();
	size_t size = bitmap->stride * (size_t)PEER_HEIGHT;
	const uint8_t *dots = peer->slip->bits;
	int wrong = 0;
	int top = 0; /* the paper between head and blade comes first */

	while (dots[(size_t)top * bitmap->stride] == 0) {
		top++;
		assert_true(top <= PEER_BLADE);
	}
	assert_true(peer->slip->height_dots >= top + PEER_HEIGHT);
	for (size_t i = 0; i < size; i++) {
		wrong += __builtin_popcount(
			dots[(size_t)top * bitmap->stride + i] ^ bitmap->bits[i]);
	}
	bitmap_free(bitmap);
	return wrong;
}

bool peer_is_ready(const struct peer *peer)
{
	struct printer_about about;

	printer_get_about(peer->printer, &about);
	return printer_status_ready(&peer->status) && peer->status.answers && about.learnt;
}

const char *peer_absent(struct peer *peer)
{
	struct printer_about about;

	printer_get_about(peer->printer, &about);
	return about.absent;
}

void peer_turn(struct peer *peer)
{
	int64_t began_ms;

	assert_true(sd_event_prepare(peer->event) >= 0);
	if (sd_event_get_state(peer->event) != SD_EVENT_PENDING &&
		sd_event_wait(peer->event, 50000) == 0) {
		return;
	}
	began_ms = clock_mono_ms();
	assert_true(sd_event_dispatch(peer->event) >= 0);
	peer->worst_ms = MAX_OF(peer->worst_ms, clock_mono_ms() - began_ms);
}

/* ---- life ---- */

int peer_set_up(void **state)
{
	struct peer *peer = memory_new(1, sizeof(*peer));

	*state = peer;
	(void)text_copy(peer->folder, sizeof(peer->folder), "/tmp/layso-peer-XXXXXX");
	assert_non_null(mkdtemp(peer->folder));
	assert_true(sd_event_new(&peer->event) >= 0);
	assert_true(sd_event_add_time(peer->event, &peer->late, CLOCK_MONOTONIC, 0, 1000, on_late,
			    peer) >= 0);
	(void)sd_event_source_set_enabled(peer->late, SD_EVENT_OFF);
	peer->cable = -1;
	peer->dots_left = INT_MAX;
	peer_replace(peer, false);
	return 0;
}

int peer_tear_down(void **state)
{
	struct peer *peer = *state;

	printer_close(peer->printer);
	peer_detach(peer);
	(void)sd_event_source_disable_unref(peer->late);
	escpos_reader_free(peer->reader);
	bitmap_free(peer->slip);
	textbuf_done(&peer->answers);
	(void)rmdir(peer->folder);
	sd_event_unref(peer->event);
	free(peer);
	return 0;
}
