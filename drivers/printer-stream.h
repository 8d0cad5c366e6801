/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the links by serial line and by network have in common: a descriptor with bytes to and fro.
 * It opens by itself, again and again, asks whether a printer is there (printer-hello.h), counts
 * which bytes have left, and begins anew when the line breaks. Everything is on the loop's thread
 * and does not block; what blocks on opening is the kind's to do elsewhere.
 */
#pragma once

#include "base/text.h"
#include "drivers/printer-hello.h"
#include "drivers/printer-link.h"

struct printer_stream_kind {
	/* Begins to open; printer_stream_opened() or printer_stream_failed() follows, later. */
	void (*start)(void *owner);
	/* Gives up what start began; neither follows. */
	void (*stop)(void *owner);
	/* How many of the bytes that the computer has accepted have certainly not left; at most
	 * waiting, those that are not known to have left. NULL: nothing is certain. */
	size_t (*unsent)(int fd, size_t waiting);
	/* Removes what the line adds to the bytes received; returns the size of the rest and how
	 * many bytes came damaged. NULL: it adds nothing. */
	size_t (*clean)(void *owner, uint8_t *bytes, size_t size, size_t *ret_broken);
	/* Ends the use of a descriptor. forget: the bytes on their way are dropped. */
	void (*close)(void *owner, int fd, bool forget);
	const char *closed; /* why there is no printer when the line ends before it has answered */
};

enum printer_stream_phase {
	PRINTER_STREAM_LOOKING, /* waits for the next time to open */
	PRINTER_STREAM_OPENING,
	PRINTER_STREAM_ASKING, /* open; is a printer there */
	PRINTER_STREAM_UP,
};

struct printer_stream {
	const struct printer_stream_kind *kind;
	void *owner;
	char *place; /* for people: which printer */
	struct printer_link_calls calls;
	void *userdata;
	sd_event *event;
	sd_event_source *io, *timer, *tick;
	enum printer_stream_phase phase;
	int fd;
	bool socket;
	bool asks; /* whether this printer may be asked at all */
	bool told_up;
	const char *absent; /* see struct printer_about */
	struct printer_hello hello;
	const struct printer_model *model; /* NULL: not named */
	struct textbuf queue; /* the computer has not accepted it yet */
	size_t ahead; /* so much is given to the computer before it leaves */
	bool blocked; /* the computer accepts nothing more */
	unsigned life; /* counts the openings, to notice one within a call */
	/* Since it was opened: accepted by the computer; of these, up to base, are not the owner's
	 * (the questions of hello); have left; may have left. */
	uint64_t accepted, base, left, maybe;
	uint64_t tick_us;
};

/* place is copied. −errno. End with printer_stream_done(), also after a failure. */
int printer_stream_init(struct printer_stream *stream, sd_event *event,
	const struct printer_stream_kind *kind, void *owner, const char *place) _warn_unused_;
/* The rest of what printer_link.open gets, and begins to look. */
void printer_stream_begin(struct printer_stream *stream, const struct printer_settings *settings,
	const struct printer_models *models, const struct printer_link_calls *calls,
	void *userdata);
void printer_stream_done(struct printer_stream *stream);

/* The answers to start. printer_stream_opened() takes fd. */
void printer_stream_opened(struct printer_stream *stream, int fd, bool socket, size_t ahead);
void printer_stream_failed(struct printer_stream *stream, const char *absent);

/* As in struct printer_link. */
size_t printer_stream_write(struct printer_stream *stream, const void *bytes, size_t size);
size_t printer_stream_drop(struct printer_stream *stream);
void printer_stream_reset(struct printer_stream *stream);
void printer_stream_about(const struct printer_stream *stream, struct printer_about *ret);
