/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layso-figures pdf|xlsx: makes a file of a description of figures (ui/figures-file.h) that comes
 * through standard input, and writes it to standard output. The hub runs it: fonts and zip files
 * stay out of the process that gives people their numbers.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ui/figures-file.h"

enum {
	SECONDS_MAX = 120,
	PIECE = 64 * 1024,
	NICE = 10, /* people's numbers come first */
};

/* In memory: a full disk keeps nobody from figures. Else where the system has such files. */
#define SCRATCH "/dev/shm"

static int read_all(int fd, struct textbuf *out)
{
	ssize_t n = 1;

	textbuf_add(out, "");
	while (n > 0 && out->size <= FIGURES_BYTES_MAX) {
		char *room = textbuf_room(out, PIECE);

		n = read(fd, room, PIECE);
		room[n > 0 ? n : 0] = '\0';
		out->size += n > 0 ? (size_t)n : 0;
	}
	return n < 0 ? -errno : n > 0 ? -EFBIG : 0;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, data, size);

		if (n < 0) {
			return -errno;
		}
		data += n;
		size -= (size_t)n;
	}
	return 0;
}

static int put_xlsx(const struct figures_file *file, struct textbuf *out)
{
	int fd = memfd_create("xlsx", MFD_CLOEXEC);
	_cleanup_free_ char *path = text_printf("/proc/self/fd/%d", fd);
	int r;

	if (fd < 0) {
		return -errno;
	}
	r = figures_write_xlsx(file, path, access(SCRATCH, W_OK | X_OK) == 0 ? SCRATCH : NULL);
	if (r == 0) {
		r = lseek(fd, 0, SEEK_SET) < 0 ? -errno : read_all(fd, out);
	}
	(void)close(fd);
	return r;
}

static int make(const char *form)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	_cleanup_(textbuf_done) struct textbuf made = {0};
	_cleanup_(figures_file_done) struct figures_file file = {0};
	int r = read_all(STDIN_FILENO, &text);

	if (r == 0) {
		r = figures_file_parse(text.data, text.size, &file);
	}
	if (r == 0) {
		r = strcmp(form, "pdf") == 0 ? figures_put_pdf(&file, &made)
					     : put_xlsx(&file, &made);
	}
	return r < 0 ? r : write_all(STDOUT_FILENO, made.data, made.size);
}

int main(int argc, char **argv)
{
	int r;

	if (argc != 2 || (strcmp(argv[1], "pdf") != 0 && strcmp(argv[1], "xlsx") != 0)) {
		(void)fputs("usage: layso-figures pdf|xlsx <description >file\n", stderr);
		return 2;
	}
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)setpriority(PRIO_PROCESS, 0, NICE);
	(void)alarm(SECONDS_MAX);
	r = make(argv[1]);
	if (r < 0) {
		(void)fprintf(stderr, "layso-figures: %s\n", strerror(-r));
	}
	return r < 0 ? 1 : 0;
}
