/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk-fixture.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/text.h"
#include "check.h"

enum { DEADLINE_MS = 10000 };

static const char site_text[] =
	"{\"format\":\"layso-site/1\",\"hours\":\"always\",\"name\":{\"vi\":\"Trung "
	"tâm\",\"en\":\"Centre\"},\"timezone\":\"UTC\","
	"\"languages\":[\"vi\",\"en\"],\"services\":["
	"{\"id\":\"A\",\"series\":\"A\",\"name\":{\"vi\":\"Hộ tịch\",\"en\":\"Civil status\"}},"
	"{\"id\":\"B\",\"series\":\"B\",\"name\":{\"vi\":\"Chứng thực\"}}],"
	"\"counters\":[{\"number\":1,\"name\":{\"vi\":\"1\"},\"services\":[\"A\",\"B\"]}],"
	"\"priority_reasons\":[{\"id\":\"elderly\",\"name\":{\"vi\":\"Cao tuổi\"}}]}";
static const char state_text[] = "{\"seq\":10,\"site_seq\":1,\"services\":["
				 "{\"id\":\"A\",\"waiting\":3,\"opening\":\"open\"},"
				 "{\"id\":\"B\",\"waiting\":0,\"opening\":\"open\"}]}";

static void new_press_id(char ret[FLOW_PRESS_ID_SIZE])
{
	text_copy_cut(ret, FLOW_PRESS_ID_SIZE, "press-1");
}

static bool has_wish(const struct flow_wish *wish, void *userdata)
{
	return kiosk_data_knows(userdata, wish->service, wish->reason);
}

static bool has_language(const char *language, void *userdata)
{
	return kiosk_data_has_language(userdata, language);
}

int kiosk_fixture_feed(struct kiosk_fixture *fixture, const struct flow_event *event)
{
	struct flow_effect effects[FLOW_EFFECTS_MAX];

	return flow_take(&fixture->flow, event, clock_mono_ms(), effects);
}

static void learn(struct kiosk_fixture *fixture)
{
	json_auto_t *json = json_loads(site_text, 0, NULL);
	json_auto_t *state = json_loads(state_text, 0, NULL);
	struct site *site;
	struct clock_reading now;

	clock_now(&now);
	assert_int_equal(site_parse(json, &site, NULL), 0);
	kiosk_data_set_site(fixture->data, site);
	assert_int_equal(kiosk_data_set_state(fixture->data, state, &now), 0);
}

void kiosk_fixture_init(struct kiosk_fixture *fixture)
{
	static const struct flow_calls calls = {new_press_id, has_wish, has_language};
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);

	*fixture = (struct kiosk_fixture){.data = kiosk_data_new()};
	assert_true(sd_event_new(&fixture->event) >= 0);
	assert_int_equal(phrases_load(dir, &fixture->phrases), 0);
	learn(fixture);
	fixture->board.file = (char *)"/etc/test.board";
	fixture->board.name = (char *)"test";
	flow_init(&fixture->flow, "vi", &calls, fixture->data);
	(void)kiosk_fixture_feed(
		fixture, &(struct flow_event){.kind = FLOW_SITE, .language = "vi", .on = true});
	(void)kiosk_fixture_feed(fixture, &(struct flow_event){.kind = FLOW_CENTRE, .on = true});
	(void)kiosk_fixture_feed(fixture, &(struct flow_event){.kind = FLOW_PRINTER, .on = true});
	(void)kiosk_fixture_feed(fixture, &(struct flow_event){.kind = FLOW_HUB, .on = true});
	assert_int_equal(fixture->flow.page, KIOSK_SERVICES);
	fixture->context = (struct kiosk_context){fixture->event, "kiosk-1", &fixture->board,
		fixture->phrases, fixture->data, &fixture->flow};
}

void kiosk_fixture_done(struct kiosk_fixture *fixture)
{
	phrases_free(fixture->phrases);
	kiosk_data_free(fixture->data);
	sd_event_unref(fixture->event);
}

void kiosk_fixture_run(struct kiosk_fixture *fixture, const int *count, int n)
{
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;

	while (*count < n) {
		assert_true(clock_mono_ms() < end_ms);
		assert_true(sd_event_run(fixture->event, 20000) >= 0);
	}
}

void kiosk_fixture_run_now(struct kiosk_fixture *fixture)
{
	while (sd_event_run(fixture->event, 0) > 0) {
	}
}
