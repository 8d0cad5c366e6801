/* SPDX-License-Identifier: Apache-2.0 */
#include "base/paths.h"

#include <stdlib.h>

/* The environment variable, or otherwise when it is missing or empty. */
static const char *environment(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value && *value ? value : otherwise;
}

const char *paths_datadir(void)
{
	return environment("LAYSO_DATADIR", LAYSO_DATADIR);
}

const char *paths_libexecdir(void)
{
	return environment("LAYSO_LIBEXECDIR", LAYSO_LIBEXECDIR);
}

const char *paths_etcdir(void)
{
	return environment("LAYSO_ETCDIR", "/etc/layso");
}

const char *paths_simdir(void)
{
	return environment("LAYSO_SIM_DIR", "/run/layso/sim");
}
