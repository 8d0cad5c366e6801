/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/blocking-call.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "base/log.h"
#include "base/text.h"

struct blocking_call {
	atomic_int holders; /* the thread and the loop */
	int fd; /* an eventfd: run has returned */
	sd_event_source *ended; /* the loop's */
	void (*run)(void *data);
	void (*done)(void *data, void *userdata);
	void (*release)(void *data);
	void *data;
	void *userdata;
};

static void let_go(struct blocking_call *call)
{
	if (atomic_fetch_sub(&call->holders, 1) == 1) {
		call->release(call->data);
		closep(&call->fd);
		free(call);
	}
}

static void *run_call(void *userdata)
{
	struct blocking_call *call = userdata;

	call->run(call->data);
	(void)eventfd_write(call->fd, 1);
	let_go(call);
	return NULL;
}

static int on_ended(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct blocking_call *call = userdata;

	(void)source;
	(void)fd;
	(void)revents;
	call->ended = sd_event_source_disable_unref(call->ended);
	call->done(call->data, call->userdata);
	let_go(call);
	return 0;
}

static int start_thread(struct blocking_call *call)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int r = pthread_attr_init(&attributes);

	if (r == 0) {
		(void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
		r = pthread_create(&thread, &attributes, run_call, call);
		(void)pthread_attr_destroy(&attributes);
	}
	return -r;
}

int blocking_call_start(sd_event *event, void (*run)(void *data),
	void (*done)(void *data, void *userdata), void (*release)(void *data), void *data,
	void *userdata, struct blocking_call **ret)
{
	struct blocking_call *call = memory_new(1, sizeof(*call));
	int r;

	*call = (struct blocking_call){
		.run = run, .done = done, .release = release, .data = data, .userdata = userdata};
	atomic_init(&call->holders, 2);
	call->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	r = call->fd < 0 ? -errno
			 : sd_event_add_io(event, &call->ended, call->fd, EPOLLIN, on_ended, call);
	if (r >= 0) {
		r = start_thread(call);
	}
	if (r < 0) {
		log_warning(FAULT_OURS, "cannot make a thread");
		(void)sd_event_source_disable_unref(call->ended);
		atomic_store(&call->holders, 1);
		let_go(call);
		return r;
	}
	*ret = call;
	return 0;
}

void blocking_call_abandon(struct blocking_call *call)
{
	if (call) {
		call->ended = sd_event_source_disable_unref(call->ended);
		let_go(call);
	}
}
