/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-site.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json-get.h"
#include "base/paths.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl.h"
#include "ctl/ctl-table.h"
#include "ctl/ctl-value.h"
#include "queue/evaluation.h"
#include "queue/public-url.h"
#include "queue/site.h"
#include "ui/phrases.h"

#define PATH_SITE "/api/v1/site"
#define PATH_EVALUATIONS "/api/v1/evaluations"

void site_open_always(json_t *site)
{
	json_t *service;
	size_t i;

	(void)json_object_set_new(site, "hours", json_string("always"));
	(void)json_object_set_new(site, "closed_days", json_array());
	(void)json_object_set_new(site, "day_end", json_string("24:00"));
	json_array_foreach (json_object_get(site, "services"), i, service) {
		if (json_is_object(service)) {
			(void)json_object_set_new(service, "hours", json_null());
		}
	}
}

/* What is taken although somebody should look at it. */
static void say_doubt(const struct ctl *ctl, const char *doubt)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	_cleanup_free_ char *key = text_printf("devices.url.%s", doubt);
	const char *asked = ctl->arguments.language;

	if (*doubt && phrases_load(NULL, &phrases) == 0) {
		say_wrong("public_url: %s\n",
			phrases_get(
				phrases, asked && phrases_has(phrases, asked) ? asked : "en", key));
	}
}

static void say_warnings(const struct ctl *ctl, const char *answer)
{
	json_auto_t *json = json_loads(answer, 0, NULL);
	const json_t *warning;
	size_t i;

	json_array_foreach (json_object_get(json, "warnings"), i, warning) {
		say_doubt(ctl, json_get_text(warning, "warning"));
	}
}

int site_check_file(const struct ctl *ctl, const char *path)
{
	_cleanup_(site_freep) struct site *site = NULL;
	json_auto_t *faults = NULL;
	json_auto_t *json = NULL;
	int r = ask_read_json(path, LIMIT_SITE_BYTES, &json);

	if (r != CTL_OK) {
		return r;
	}
	if (site_parse_import(json, &site, &faults) < 0) {
		say_wrong("%s has faults:\n", ask_file_name(path));
		ask_say_faults(faults);
		return CTL_REFUSED;
	}
	say("%s is good: %d services, %d counters, %d staff\n", ask_file_name(path),
		site->n_services, site->n_counters, site->n_staff);
	/* On which ports the hub listens is not known here. */
	say_doubt(ctl, public_url_doubt_name(public_url_doubt(site->public_url, NULL, 0)));
	return CTL_OK;
}

int site_run_check(struct ctl *ctl)
{
	return site_check_file(ctl, ctl_value(ctl, "FILE"));
}

static bool is_listed(const json_t *list, const json_t *evaluation)
{
	const char *said = json_get_text(evaluation, "period");
	char period[EVALUATION_PERIOD + 1];
	const json_t *one;
	size_t i;

	if (evaluation_period_parse(said, period) < 0) {
		return false;
	}
	json_array_foreach (list, i, one) {
		if (strcmp(json_get_text(one, "period"), period) == 0) {
			return true;
		}
	}
	return false;
}

/* A former version exported the evaluation's figures in the site file: which of them the hub does
 * not have. */
static int say_left_out(struct ctl *ctl, const json_t *site)
{
	const json_t *former = json_object_get(site, SITE_FORMER_EVALUATIONS);
	json_auto_t *answer = NULL;
	const json_t *one;
	size_t i;
	int r;

	if (json_array_size(former) == 0) {
		return CTL_OK;
	}
	r = ask_hub_json(ctl, "GET", PATH_EVALUATIONS, &answer);
	json_array_foreach (former, i, one) {
		if (r == CTL_OK && !is_listed(json_object_get(answer, "evaluations"), one)) {
			say("Entry %zu of its evaluations was left out: it names no period, was "
			    "removed from the hub, or there is no room for it.\n",
				i + 1);
		}
	}
	return r;
}

static int put_site(struct ctl *ctl, const json_t *site)
{
	_cleanup_free_ char *body = json_dumps(site, JSON_COMPACT);
	_cleanup_free_ char *text = NULL;
	int status;
	int r = ask_hub(ctl, "PUT", PATH_SITE, body, &status, &text);

	if (r != CTL_OK) {
		say_more("Nothing was changed.\n");
		return r;
	}
	if (ctl->arguments.json) {
		say("%s\n", text);
		return CTL_OK;
	}
	say("The site data were replaced: %zu services, %zu counters.\n",
		json_array_size(json_object_get(site, "services")),
		json_array_size(json_object_get(site, "counters")));
	say_warnings(ctl, text);
	return say_left_out(ctl, site);
}

int site_run_import(struct ctl *ctl)
{
	const char *hours = ctl_value(ctl, "--hours");
	const char *url = ctl_value(ctl, "--public-url");
	json_auto_t *site = NULL;
	int r;

	if (hours && strcmp(hours, "always") != 0) {
		say_wrong("--hours knows only \"always\"; other hours belong into the file\n");
		return CTL_USAGE;
	}
	r = ask_read_json(ctl_value(ctl, "FILE"), LIMIT_SITE_BYTES, &site);
	if (r != CTL_OK) {
		return r;
	}
	if (hours) {
		site_open_always(site);
	}
	if (url) {
		(void)json_object_set_new(site, "public_url", json_string(url));
	}
	return put_site(ctl, site);
}

int site_put_file(struct ctl *ctl, const char *path)
{
	json_auto_t *site = NULL;
	int r = ask_read_json(path, LIMIT_SITE_BYTES, &site);

	return r == CTL_OK ? put_site(ctl, site) : r;
}

int site_run_try(struct ctl *ctl)
{
	const char *path = ctl_value(ctl, "FILE");
	json_auto_t *site = NULL;
	_cleanup_free_ char *body = NULL;
	_cleanup_free_ char *text = NULL;
	int status;
	int r = ask_read_json(path, LIMIT_SITE_BYTES, &site);

	if (r != CTL_OK) {
		return r;
	}
	body = json_dumps(site, JSON_COMPACT | JSON_ENCODE_ANY);
	r = ask_hub(ctl, "POST", PATH_SITE "/check", body, &status, &text);
	if (r == CTL_OK && ctl->arguments.json) {
		say("%s\n", text);
	} else if (r == CTL_OK) {
		say("The hub would take %s.\n", ask_file_name(path));
		say_warnings(ctl, text);
	}
	return r;
}

/* Replaces a list of the site, which is the field of the same name; says how many there are now. */
static int replace_list(struct ctl *ctl, const char *list)
{
	json_auto_t *entries = NULL;
	json_auto_t *whole = json_object();
	_cleanup_free_ char *body = NULL;
	_cleanup_free_ char *text = NULL;
	int status;
	int r = ask_read_json(ctl_value(ctl, "FILE"), LIMIT_SITE_BYTES, &entries);

	if (r != CTL_OK) {
		return r;
	}
	(void)json_object_set(whole, list, entries);
	body = json_dumps(whole, JSON_COMPACT);
	r = ask_hub(ctl, "PUT", ctl->arguments.command->path, body, &status, &text);
	if (r == CTL_OK && ctl->arguments.json) {
		say("%s\n", text);
	} else if (r == CTL_OK) {
		say("The hall display shows %zu %s.\n", json_array_size(entries), list);
	}
	return r;
}

int site_run_notices(struct ctl *ctl)
{
	return replace_list(ctl, "notices");
}

int site_run_pages(struct ctl *ctl)
{
	return replace_list(ctl, "pages");
}

int site_run_export(struct ctl *ctl)
{
	const char *path = ctl_value(ctl, "FILE");
	_cleanup_free_ char *text = NULL;
	json_auto_t *answer = NULL;
	_cleanup_(textbuf_done) struct textbuf out = {0};
	int r = ask_hub_json(ctl, "GET", PATH_SITE, &answer);

	if (r != CTL_OK) {
		return r;
	}
	text = json_dumps(json_object_get(answer, "site"), JSON_INDENT(2));
	if (!text) {
		say_wrong("the hub has no site data yet (layso site import)\n");
		return CTL_REFUSED;
	}
	textbuf_printf(&out, "%s\n", text);
	if (!path || strcmp(path, "-") == 0) {
		say("%s", out.data);
		return CTL_OK;
	}
	r = text_write_file(path, out.data, out.size, 0644);
	if (r < 0) {
		say_wrong("%s cannot be written: %s\n", path, strerror(-r));
		return CTL_USAGE;
	}
	say("The site data are in %s.\n", path);
	return CTL_OK;
}

int site_run_sample(struct ctl *ctl)
{
	_cleanup_free_ char *path = text_printf("%s/site-sample.json", paths_datadir());
	_cleanup_free_ char *text = NULL;
	int r = text_read_file(path, LIMIT_SITE_BYTES, &text, NULL);

	(void)ctl;
	if (r < 0) {
		say_wrong("%s cannot be read: %s\n", path, strerror(-r));
		return CTL_USAGE;
	}
	say("%s", text);
	return CTL_OK;
}
