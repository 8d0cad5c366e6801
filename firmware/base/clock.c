/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

#include "base/cleanup.h"

static char boot_id[BOOT_ID_LENGTH + 1];
static pthread_once_t boot_id_once = PTHREAD_ONCE_INIT;
static _Atomic int64_t said_offset_ms;
static atomic_bool trusted_always;

enum { BATTERY_AGREES_MS = 60 * 1000, RTC_MAX = 4 };

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

void clock_now(struct clock_reading *ret)
{
	struct timex state = {0};
	bool synchronised = adjtimex(&state) >= 0 && !(state.status & STA_UNSYNC);

	(void)pthread_once(&boot_id_once, boot_id_read);
	if (synchronised && said_offset_ms != 0) {
		said_offset_ms = 0;
	}
	*ret = (struct clock_reading){
		.wall_ms = clock_ms(CLOCK_REALTIME) + said_offset_ms,
		.boot_ms = clock_ms(CLOCK_BOOTTIME),
		.trusted = synchronised || trusted_always,
	};
	memcpy(ret->boot_id, boot_id, sizeof(boot_id));
}

void clock_look_at_battery(struct clock_reading *reading)
{
	for (int i = 0; i < RTC_MAX && !reading->kept; i++) {
		char path[64];
		_cleanup_fclose_ FILE *file = NULL;
		char text[32] = "";

		(void)snprintf(path, sizeof(path), "/sys/class/rtc/rtc%d/since_epoch", i);
		file = fopen(path, "re");
		if (file && fgets(text, sizeof(text), file)) {
			long long seconds = strtoll(text, NULL, 10);

			reading->kept = seconds > 0 && seconds <= UINT32_MAX &&
				llabs(seconds * 1000 - reading->wall_ms) < BATTERY_AGREES_MS;
		}
	}
}

void clock_set_offset(int64_t offset_ms)
{
	said_offset_ms = offset_ms;
}

int64_t clock_offset(void)
{
	return said_offset_ms;
}

void clock_trust(bool always)
{
	trusted_always = always;
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
