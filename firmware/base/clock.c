/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

#include "base/cleanup.h"

static char boot_id[BOOT_ID_LENGTH + 1];
static pthread_once_t boot_id_once = PTHREAD_ONCE_INIT;

static void boot_id_read(void)
{
	_cleanup_fclose_ FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
	char text[64] = "";
	size_t length = 0;

	if (!file || !fgets(text, sizeof(text), file)) {
		return;
	}
	for (const char *c = text; *c && length < BOOT_ID_LENGTH; c++) {
		if (strchr("0123456789abcdef", *c)) {
			boot_id[length++] = *c;
		}
	}
	boot_id[length] = '\0';
}

static int64_t clock_ms(clockid_t id)
{
	struct timespec ts = {0};

	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void clock_now(struct moment *ret)
{
	struct timex state = {0};

	(void)pthread_once(&boot_id_once, boot_id_read);
	*ret = (struct moment){
		.wall_ms = clock_ms(CLOCK_REALTIME),
		.boot_ms = clock_ms(CLOCK_BOOTTIME),
		.trusted = adjtimex(&state) >= 0 && !(state.status & STA_UNSYNC),
	};
	memcpy(ret->boot_id, boot_id, sizeof(boot_id));
}

int64_t clock_mono_ms(void)
{
	return clock_ms(CLOCK_MONOTONIC);
}

int64_t clock_mono_us(void)
{
	struct timespec ts = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}
