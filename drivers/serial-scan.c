/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/serial-scan.h"

#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

enum { ATTRIBUTE_MAX = 512 };

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Heap, without its line feed; NULL when there is none, or it is no text. */
static char *read_attribute(const char *folder, const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/%s", folder, name);
	_cleanup_free_ char *text = NULL;

	if (text_read_file(path, ATTRIBUTE_MAX, &text, NULL) < 0) {
		return NULL;
	}
	text[strcspn(text, "\n")] = '\0';
	return text_is_clean(text) ? TAKE_PTR(text) : NULL;
}

static bool is_console(const char *root, const char *name)
{
	_cleanup_free_ char *folder = text_printf("%s/sys/class/tty/console", root);
	_cleanup_free_ char *active = read_attribute(folder, "active");
	char *rest = NULL;

	for (char *word = active ? strtok_r(active, " ", &rest) : NULL; word;
		word = strtok_r(NULL, " ", &rest)) {
		if (strcmp(word, name) == 0) {
			return true;
		}
	}
	return false;
}

/* The kernel lists sockets that this computer does not have, with the type 0. */
static bool is_there(const char *folder)
{
	_cleanup_free_ char *device = text_printf("%s/device", folder);
	_cleanup_free_ char *type = read_attribute(folder, "type");
	struct stat status;

	return stat(device, &status) == 0 && (!type || strcmp(type, "0") != 0);
}

/* The USB device is the parent of the interface, "1-1.2" of "1-1.2:1.0"; some drivers put a folder
 * of their own between. */
static void read_name(const char *folder, char ret[SERIAL_NAME_SIZE])
{
	static const char *const parents[] = {"device/..", "device/../.."};

	*ret = '\0';
	for (size_t i = 0; i < ELEMENTS(parents) && !*ret; i++) {
		_cleanup_free_ char *device = text_printf("%s/%s", folder, parents[i]);
		_cleanup_free_ char *vendor = read_attribute(device, "idVendor");
		_cleanup_free_ char *maker = read_attribute(device, "manufacturer");
		_cleanup_free_ char *product = read_attribute(device, "product");
		_cleanup_free_ char *name = text_printf("%s%s%s", maker ? maker : "",
			maker && product ? " " : "", product ? product : "");

		if (vendor) {
			text_copy_cut(ret, SERIAL_NAME_SIZE, name);
		}
	}
}

/* The name that stays the same when the adapter is plugged in elsewhere; else the node. */
static void find_path(const char *root, struct serial_device *device)
{
	_cleanup_free_ char *pattern = text_printf("%s/dev/serial/by-id/*", root);
	glob_t found = {0};

	(void)text_copy(device->path, sizeof(device->path), device->node);
	if (glob(pattern, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			char target[PATH_MAX];
			ssize_t n = readlink(found.gl_pathv[i], target, sizeof(target) - 1);

			target[MAX_OF(n, 0)] = '\0';
			if (n > 0 && strcmp(base_name(target), base_name(device->node)) == 0 &&
				strlen(found.gl_pathv[i] + strlen(root)) < sizeof(device->path)) {
				text_copy_cut(device->path, sizeof(device->path),
					found.gl_pathv[i] + strlen(root));
			}
		}
	}
	globfree(&found);
}

static bool examine(const char *root, const char *folder, struct serial_device *ret)
{
	_cleanup_free_ char *node = text_printf("/dev/%s", base_name(folder));
	_cleanup_free_ char *file = text_printf("%s%s", root, node);

	*ret = (struct serial_device){.access = 0};
	if (!is_there(folder) || text_copy(ret->node, sizeof(ret->node), node) < 0) {
		return false;
	}
	ret->access = access(file, R_OK | W_OK) < 0 ? -errno : 0;
	ret->console = is_console(root, base_name(folder));
	read_name(folder, ret->name);
	find_path(root, ret);
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct serial_device *first = a, *second = b;

	return strverscmp(first->node, second->node);
}

int serial_devices_scan(const char *root, struct serial_device ret[SERIAL_DEVICES_MAX])
{
	_cleanup_free_ char *pattern = text_printf("%s/sys/class/tty/*", root);
	glob_t found = {0};
	int n = 0;

	if (glob(pattern, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc && n < SERIAL_DEVICES_MAX; i++) {
			n += examine(root, found.gl_pathv[i], &ret[n]);
		}
	}
	globfree(&found);
	qsort(ret, (size_t)n, sizeof(*ret), compare);
	return n;
}

int serial_device_check(const char *root, const char *path, bool *ret_console)
{
	_cleanup_free_ char *file = text_printf("%s%s", root, path);
	_cleanup_free_ char *node = realpath(file, NULL);
	_cleanup_free_ char *folder = NULL;
	struct stat status;

	if (!node || stat(node, &status) < 0) {
		return -errno;
	}
	folder = text_printf("%s/sys/class/tty/%s", root, base_name(node));
	*ret_console = is_console(root, base_name(node));
	if (stat(folder, &status) < 0) {
		return -ENOTTY;
	}
	return access(node, R_OK | W_OK) < 0 ? -errno : 0;
}
