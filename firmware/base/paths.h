/* SPDX-License-Identifier: Apache-2.0 */
/* Where the programs of a board find each other and the files installed with them. */
#pragma once

#define PATHS_HUB_SOCKET "/run/layso/hub.sock"
/* Beside it, while somebody sets the board up on a page. */
#define PATHS_SETUP_SOCKET "setup.sock"
/* The address of this board's hub for clients. */
#define PATHS_HUB_ADDRESS "unix:" PATHS_HUB_SOCKET
/* Of the training centre beside it. */
#define PATHS_TRAINING_ADDRESS "unix:/run/layso-training/hub.sock"
#define PATHS_KIOSKD_CONF "/etc/layso/kioskd.conf"
#define PATHS_HALLD_CONF "/etc/layso/halld.conf"

/* The folder of the files installed with the programs (boards/, printers/, strings/, web/, …):
 * $LAYSO_DATADIR, else the one set in the build. Borrowed. */
const char *paths_datadir(void);

/* The folder of programs that only programs run: $LAYSO_LIBEXECDIR, else the one set in the build.
 * Borrowed. */
const char *paths_libexecdir(void);

/* The folder of what this centre has of its own (themes/): $LAYSO_ETCDIR, else /etc/layso.
 * Borrowed. */
const char *paths_etcdir(void);

/* The folder of the simulator's sockets and pictures: $LAYSO_SIM_DIR, else /run/layso/sim.
 * Borrowed. */
const char *paths_simdir(void);
