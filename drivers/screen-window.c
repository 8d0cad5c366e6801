/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/screen-window.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <SDL_syswm.h>
#ifdef SDL_VIDEO_DRIVER_WAYLAND
#include <wayland-client-core.h>
#endif

void screen_window_hint(const struct screen *screen)
{
	const char *wayland = getenv("WAYLAND_DISPLAY");
	const char *x11 = getenv("DISPLAY");
	char class[64];

	/* Environment variables take precedence over these. */
	(void)SDL_SetHint(SDL_HINT_VIDEODRIVER,
		x11 && *x11                   ? "x11,wayland"
			: wayland && *wayland ? "wayland"
					      : "KMSDRM");
	(void)SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
	(void)SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0");
	(void)SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
	(void)SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
	(void)SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
	(void)SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
	(void)SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
	(void)SDL_SetHint(SDL_HINT_VIDEO_WAYLAND_ALLOW_LIBDECOR, "1");
	(void)SDL_SetHint(SDL_HINT_APP_NAME, screen->settings.name);
	/* A compositor tells the screens' windows apart by their class. SDL would read it from
	 * /proc/self/exe, which not every user may read. */
	(void)snprintf(class, sizeof(class), "layso-%s", screen->settings.name);
	(void)SDL_setenv("SDL_VIDEO_WAYLAND_WMCLASS", class, 0);
}

bool screen_window_lies_on_side(const struct screen *screen)
{
	return screen->settings.rotation == 90 || screen->settings.rotation == 270;
}

/* Shrinks a window so that it fits on the desktop with its frame and keeps its shape. */
static void keep_on_desktop(int *width, int *height)
{
	enum { ROOM_PERCENT = 92 };
	SDL_Rect room;
	double share = 1;

	if (SDL_GetDisplayUsableBounds(0, &room) < 0 || room.w < 1 || room.h < 1) {
		return;
	}
	if (*width > room.w || *height > room.h) {
		share = MIN_OF((double)room.w / *width, (double)room.h / *height) * ROOM_PERCENT /
			100;
	}
	*width = (int)(*width * share);
	*height = (int)(*height * share);
}

/* A window that starts with another size than its display's has buffers of that size until the
 * first picture is shown: the check that something is drawn would read the wrong pixels. */
static void use_display_size(int *width, int *height)
{
	SDL_DisplayMode mode;

	if (SDL_GetDesktopDisplayMode(0, &mode) == 0 && mode.w > 0 && mode.h > 0) {
		*width = mode.w;
		*height = mode.h;
	}
}

/* SDL recreates a window whose kind its renderer cannot use. A new window that a compositor made
 * full screen then asks for the first display, whichever one the compositor had chosen. */
static SDL_Window *make_for_gles(const char *name, int width, int height, uint32_t flags)
{
	(void)SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
	(void)SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 2);
	(void)SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
	return SDL_CreateWindow(name, SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, width,
		height, flags | SDL_WINDOW_OPENGL);
}

int screen_window_make(const struct screen *screen, SDL_Window **ret, bool *ret_full)
{
	bool full = strcmp(SDL_GetCurrentVideoDriver(), "KMSDRM") == 0;
	SDL_Window *window = NULL;
	int width = screen->settings.width ? screen->settings.width : SCREEN_WIDTH;
	int height = screen->settings.height ? screen->settings.height : SCREEN_HEIGHT;
	uint32_t flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;

	if (screen_window_lies_on_side(screen)) {
		int turned = width;

		width = height;
		height = turned;
	}
	if (full) {
		flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
		use_display_size(&width, &height);
	} else {
		keep_on_desktop(&width, &height);
	}
	if (strcmp(SDL_GetCurrentVideoDriver(), "wayland") == 0) {
		window = make_for_gles(screen->settings.name, width, height, flags);
	}
	if (!window) {
		window = SDL_CreateWindow(screen->settings.name, SDL_WINDOWPOS_UNDEFINED,
			SDL_WINDOWPOS_UNDEFINED, width, height, flags);
	}
	if (!window) {
		return -ENODEV;
	}
	SDL_SetWindowMinimumSize(window, SCREEN_SIZE_MIN, SCREEN_SIZE_MIN);
	SDL_StopTextInput();
	if (full) {
		(void)SDL_ShowCursor(SDL_DISABLE);
	}
	*ret = window;
	*ret_full = full;
	return 0;
}

int screen_window_wire(SDL_Window *window)
{
	SDL_SysWMinfo info;

	SDL_VERSION(&info.version);
	if (SDL_GetWindowWMInfo(window, &info)) {
#ifdef SDL_VIDEO_DRIVER_X11
		if (info.subsystem == SDL_SYSWM_X11) {
			return ConnectionNumber(info.info.x11.display);
		}
#endif
#ifdef SDL_VIDEO_DRIVER_WAYLAND
		if (info.subsystem == SDL_SYSWM_WAYLAND) {
			return wl_display_get_fd(info.info.wl.display);
		}
#endif
	}
	return -1;
}

int screen_window_card(SDL_Window *window)
{
#ifdef SDL_VIDEO_DRIVER_KMSDRM
	SDL_SysWMinfo info;

	SDL_VERSION(&info.version);
	if (SDL_GetWindowWMInfo(window, &info) && info.subsystem == SDL_SYSWM_KMSDRM) {
		return info.info.kmsdrm.drm_fd;
	}
#else
	(void)window;
#endif
	return -1;
}
