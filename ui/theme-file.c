/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/theme-file.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "base/paths.h"

static int parse_colour(const struct config_value *value, void *target, char *error);

#define AT(member) offsetof(struct theme, member)
#define COLOUR(key, index) \
	[index] = {"colour", (key), parse_colour, AT(colour[index]), .need = CONFIG_ALWAYS}
#define NUMBER(section, key, member, least, most) \
	{(section), (key), config_parse_int, AT(member), .need = CONFIG_ALWAYS, .min = (least), \
		.max = (most)}

/* The colours come first, each in its place: theme_colour_name reads them here. */
static const struct config_item items[] = {
	COLOUR("paper", THEME_PAPER),
	COLOUR("panel", THEME_PANEL),
	COLOUR("ground", THEME_GROUND),
	COLOUR("ink", THEME_INK),
	COLOUR("ink_quiet", THEME_INK_QUIET),
	COLOUR("rule", THEME_RULE),
	COLOUR("edge", THEME_EDGE),
	COLOUR("brand", THEME_BRAND),
	COLOUR("brand_pressed", THEME_BRAND_PRESSED),
	COLOUR("priority", THEME_PRIORITY),
	COLOUR("return", THEME_RETURN),
	COLOUR("alert", THEME_ALERT),
	COLOUR("good", THEME_GOOD),
	COLOUR("mild", THEME_MILD),
	COLOUR("off", THEME_OFF),
	COLOUR("off_ink", THEME_OFF_INK),
	COLOUR("night", THEME_NIGHT),
	COLOUR("night_panel", THEME_NIGHT_PANEL),
	COLOUR("night_ink", THEME_NIGHT_INK),
	COLOUR("night_quiet", THEME_NIGHT_QUIET),
	COLOUR("night_rule", THEME_NIGHT_RULE),
	COLOUR("call", THEME_CALL),
	COLOUR("call_ink", THEME_CALL_INK),
	COLOUR("number", THEME_NUMBER),
	{"theme", "name", config_parse_string, AT(name), .need = CONFIG_ALWAYS, .min = 1},
	{"theme", "emblem", config_parse_string, AT(emblem[0]), .min = 1},
	{"theme", "emblem_night", config_parse_string, AT(emblem[1]), .min = 1},
	NUMBER("type", "small", size[THEME_SMALL], 15, 200),
	NUMBER("type", "body", size[THEME_BODY], 15, 200),
	NUMBER("type", "strong", size[THEME_STRONG], 15, 200),
	NUMBER("type", "heading", size[THEME_HEADING], 15, 200),
	NUMBER("type", "display", size[THEME_DISPLAY], 15, 200),
	NUMBER("space", "margin", space[THEME_MARGIN], 5, 60),
	NUMBER("space", "gap", space[THEME_GAP], 5, 60),
	NUMBER("space", "radius", space[THEME_RADIUS], 1, 30),
	NUMBER("hall", "number_minutes", number.minutes, 16, 60),
	NUMBER("hall", "number_metres", number.metres, 2, 30),
	NUMBER("hall", "row_minutes", row.minutes, 16, 60),
	NUMBER("hall", "row_metres", row.metres, 2, 30),
	{NULL},
};

const char *theme_colour_name(enum theme_colour colour)
{
	return items[colour].key;
}

static int parse_colour(const struct config_value *value, void *target, char *error)
{
	struct theme_tint *tint = target;
	bool digits = strlen(value->text) == 7 && *value->text == '#' &&
		strspn(value->text + 1, "0123456789abcdefABCDEF") == 6;

	if (!digits) {
		return config_fail(error, "'%s' is not a colour as #rrggbb", value->text);
	}
	*tint = (struct theme_tint){
		.rgb = (uint32_t)strtoul(value->text + 1, NULL, 16), .line = value->line};
	return 0;
}

/* What is written on what. */
static const enum theme_colour pairs[][2] = {
	{THEME_INK, THEME_PAPER},
	{THEME_INK, THEME_PANEL},
	{THEME_INK, THEME_GROUND},
	{THEME_INK, THEME_MILD},
	{THEME_INK_QUIET, THEME_PAPER},
	{THEME_INK_QUIET, THEME_PANEL},
	{THEME_INK_QUIET, THEME_GROUND},
	{THEME_INK_QUIET, THEME_OFF},
	{THEME_BRAND, THEME_PAPER},
	{THEME_PAPER, THEME_BRAND_PRESSED},
	{THEME_PAPER, THEME_PRIORITY},
	{THEME_PAPER, THEME_RETURN},
	{THEME_PAPER, THEME_ALERT},
	{THEME_PAPER, THEME_GOOD},
	{THEME_NIGHT_INK, THEME_NIGHT},
	{THEME_NIGHT_INK, THEME_NIGHT_PANEL},
	{THEME_NIGHT_INK, THEME_CALL_INK},
	{THEME_NIGHT_QUIET, THEME_NIGHT},
	{THEME_NIGHT_QUIET, THEME_NIGHT_PANEL},
	{THEME_CALL_INK, THEME_CALL},
	{THEME_NUMBER, THEME_NIGHT},
	{THEME_NUMBER, THEME_NIGHT_PANEL},
};

static double channel(uint32_t colour, int i)
{
	return (colour >> (16 - 8 * i) & 255) / 255.0;
}

/* Relative luminance, WCAG 2.1. */
static double luminance(uint32_t colour)
{
	static const double weight[] = {0.2126, 0.7152, 0.0722};
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double c = channel(colour, i);

		sum += weight[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

double theme_contrast_of(uint32_t a, uint32_t b)
{
	double first = luminance(a), second = luminance(b);

	return (MAX_OF(first, second) + 0.05) / (MIN_OF(first, second) + 0.05);
}

/* The hue in degrees; −1 for black, white and grey. */
static double hue(uint32_t colour)
{
	double r = channel(colour, 0), g = channel(colour, 1), b = channel(colour, 2);
	double most = fmax(r, fmax(g, b)), span = most - fmin(r, fmin(g, b));
	double sixth;

	if (span < 0.1) {
		return -1;
	}
	sixth = most == r   ? fmod((g - b) / span + 6, 6)
		: most == g ? (b - r) / span + 2
			    : (r - g) / span + 4;
	return sixth * 60;
}

/* Two shades of a hue are one colour; so are black, white and the greys. */
static bool same_colour(uint32_t a, uint32_t b)
{
	double apart = fabs(hue(a) - hue(b));

	return (hue(a) < 0) == (hue(b) < 0) && fmin(apart, 360 - apart) <= 30;
}

static int count_hall_colours(const struct theme *theme)
{
	int n = 0;

	for (int i = THEME_NIGHT; i < THEME_COLOURS; i++) {
		int before = THEME_NIGHT;

		while (before < i &&
			!same_colour(theme->colour[i].rgb, theme->colour[before].rgb)) {
			before++;
		}
		n += before == i;
	}
	return n;
}

static int check(const struct theme *theme, const char *file, char **ret_error)
{
	_cleanup_free_ char *error = NULL;
	int n = count_hall_colours(theme);

	for (size_t i = 0; i < ELEMENTS(pairs) && !error; i++) {
		enum theme_colour ink = pairs[i][0], back = pairs[i][1];
		double contrast =
			theme_contrast_of(theme->colour[ink].rgb, theme->colour[back].rgb);

		if (contrast < THEME_CONTRAST_MIN) {
			error = text_printf(
				"%s:%d: %s on %s has a contrast of %.1f:1, at least %d:1 is read",
				file, theme->colour[ink].line, items[ink].key, items[back].key,
				contrast, THEME_CONTRAST_MIN);
		}
	}
	if (!error && n > THEME_HALL_COLOURS_MAX) {
		error = text_printf("%s:%d: the hall's screen would have %d colours, at most %d",
			file, theme->colour[THEME_NIGHT].line, n, THEME_HALL_COLOURS_MAX);
	}
	if (!error) {
		return 0;
	}
	if (ret_error) {
		*ret_error = TAKE_PTR(error);
	}
	return -EINVAL;
}

/* The file of a theme; heap. */
static char *find_file(const char *name)
{
	_cleanup_free_ char *own = text_printf("%s/themes/%s.theme", paths_etcdir(), name);

	if (strchr(name, '/')) {
		return text_dup(name);
	}
	if (access(own, F_OK) == 0) {
		return TAKE_PTR(own);
	}
	return text_printf("%s/themes/%s.theme", paths_datadir(), name);
}

/* Makes the emblems' paths whole; without one of its own, a dark screen has that of light ones. */
static void place_emblems(struct theme *theme, const char *file)
{
	int folder = (int)(strrchr(file, '/') - file);

	for (int i = 0; i < 2; i++) {
		_cleanup_free_ char *given = theme->emblem[i];

		theme->emblem[i] = !given ? NULL
			: *given == '/'   ? text_dup(given)
					  : text_printf("%.*s/%s", folder, file, given);
	}
	if (!theme->emblem[1] && theme->emblem[0]) {
		theme->emblem[1] = text_dup(theme->emblem[0]);
	}
}

int theme_load(const char *name, struct theme **ret, char **ret_error)
{
	_cleanup_(theme_freep) struct theme *theme = memory_new(1, sizeof(*theme));
	_cleanup_free_ char *file = find_file(name);
	int r = config_load(file, items, NULL, theme, ret_error);

	if (r == 0) {
		r = check(theme, file, ret_error);
	}
	if (r == 0) {
		place_emblems(theme, file);
		*ret = TAKE_PTR(theme);
	}
	return r;
}

int theme_load_any(const char *name, struct theme **ret)
{
	_cleanup_free_ char *error = NULL;
	int r = theme_load(name, ret, &error);

	if (r < 0) {
		log_error(FAULT_SITE, "%s", error);
		r = theme_load("default", ret, NULL);
	}
	return r;
}

void theme_free(struct theme *theme)
{
	if (theme) {
		free(theme->name);
		free(theme->emblem[0]);
		free(theme->emblem[1]);
		free(theme);
	}
}

double theme_angle_mm(const struct theme_angle *angle)
{
	return 2000 * angle->metres * tan(angle->minutes * M_PI / 180 / 60 / 2);
}

/* A colour's name in style sheets; the caller frees it. */
static char *css_name(enum theme_colour colour)
{
	char *name = text_dup(items[colour].key);

	for (char *at = strchr(name, '_'); at; at = strchr(at, '_')) {
		*at = '-';
	}
	return name;
}

/* The colour of a name in style sheets; −1: there is none. */
static int find_css_name(const char *name, size_t length)
{
	for (int i = 0; i < THEME_COLOURS; i++) {
		_cleanup_free_ char *known = css_name((enum theme_colour)i);

		if (strlen(known) == length && strncmp(known, name, length) == 0) {
			return i;
		}
	}
	return -1;
}

void theme_fill_css(const struct theme *theme, const char *css, struct textbuf *ret)
{
	const char *from = css;
	const char *at;

	while ((at = strstr(from, "var(--"))) {
		const char *name = at + strlen("var(--");
		size_t length = strcspn(name, ")");
		int colour = name[length] ? find_css_name(name, length) : -1;

		textbuf_add_bytes(ret, from, (size_t)((colour < 0 ? name : at) - from));
		from = name;
		if (colour >= 0) {
			textbuf_printf(ret, "#%06x", theme->colour[colour].rgb);
			from = name + length + 1;
		}
	}
	textbuf_add(ret, from);
}

void theme_put_css(const struct theme *theme, struct textbuf *css)
{
	textbuf_add(css, ":root {\n");
	for (int i = 0; i < THEME_COLOURS; i++) {
		_cleanup_free_ char *name = css_name((enum theme_colour)i);
		_cleanup_free_ char *line = NULL;

		line = text_printf("\t--%s: #%06x;\n", name, theme->colour[i].rgb);
		textbuf_add(css, line);
	}
	textbuf_add(css, "}\n");
}
