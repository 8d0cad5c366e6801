/* SPDX-License-Identifier: Apache-2.0 */
/* layso backup FILE: fetched beside it, checked, and only then given its name. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/ctl-ask.h"
#include "ctl/ctl.h"
#include "ctl/ctl-value.h"
#include "queue/store.h"

/* The file is on the disk, whole, and a database of ours. */
static int finish_file(const char *part, const char *path, int fd, struct store_facts *ret)
{
	int r = fsync(fd) < 0 ? -errno : store_check_file(part, ret);

	if (r == 0 && rename(part, path) < 0) {
		r = -errno;
	}
	return r < 0 ? r : text_sync_folder(path);
}

int backup_run(struct ctl *ctl)
{
	const char *path = ctl_value(ctl, "FILE");
	_cleanup_free_ char *part = text_printf("%s.partial", path);
	_cleanup_close_ int fd = -1;
	struct store_facts facts = {0};
	int r;

	(void)unlink(part); /* of one that was interrupted */
	fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		say_wrong("%s cannot be written: %s\n", part, strerror(errno));
		return CTL_USAGE;
	}
	r = ask_fetch(ctl, "/api/v1/backup", "the backup", fd);
	if (r == CTL_OK) {
		int error = finish_file(part, path, fd, &facts);

		if (error < 0) {
			say_wrong("the backup is not good and was thrown away: %s\n",
				strerror(-error));
			r = CTL_REFUSED;
		}
	}
	if (r != CTL_OK) {
		(void)unlink(part);
		return r;
	}
	if (ctl->arguments.json) {
		say("{\"events\":%" PRId64 ",\"seq\":%" PRId64 "}\n", facts.events, facts.seq);
		return CTL_OK;
	}
	say("The backup is in %s: %" PRId64 " events, checked.\n", path, facts.events);
	say_more("It holds secrets (fingerprints of tokens and accounts, the key of the ticket "
		 "tokens): keep it where only administrators read.\n");
	return CTL_OK;
}
