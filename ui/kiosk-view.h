/* SPDX-License-Identifier: Apache-2.0 */
/* What the kiosk's screen shows: plain data, filled in by the kiosk, laid out by kiosk-layout and
 * drawn by kiosk-screen. */
#pragma once

#include <stdbool.h>

enum {
	KIOSK_ID_SIZE = 32,
	KIOSK_NAME_SIZE = 201,
	KIOSK_TEXT_SIZE = 2001, /* 500 characters of UTF-8 */
	KIOSK_NUMBER_SIZE = 9,
	KIOSK_LANGUAGE_SIZE = 9,
	KIOSK_DAY_SIZE = 11,
	KIOSK_SERVICES_MAX = 32,
	KIOSK_GROUPS_MAX = 12,
	KIOSK_REASONS_MAX = 16,
	KIOSK_LANGUAGES_MAX = 4,
	KIOSK_URL_SIZE = 301,
	KIOSK_SUBJECTS_MAX = 16,
};

enum kiosk_page {
	KIOSK_STARTING, /* the hub has not answered yet */
	KIOSK_GROUPS, /* ready: asks for the group of services, on a site that has groups */
	KIOSK_SERVICES, /* ready, or a group was chosen: asks for the service */
	KIOSK_COMPLAINTS, /* asks what a complaint or suggestion is about */
	KIOSK_LANE, /* asks for the lane: regular, or priority with a reason */
	KIOSK_BRING, /* what to bring, where the lane's page has no room for it */
	KIOSK_WORKING, /* the request is on its way to the hub */
	KIOSK_PRINTING, /* the ticket exists: shows the number while the slip prints */
	KIOSK_TAKE, /* the slip is out */
	KIOSK_NUMBER, /* no slip: shows the number to note down */
	KIOSK_REFUSED, /* no ticket; error says why */
	KIOSK_AWAY, /* the hub does not answer: no tickets now */
	KIOSK_UNABLE, /* the hub's disk takes no writes: no tickets now */
	KIOSK_CLOSED, /* no service makes tickets; opening says why */
};

enum kiosk_error {
	KIOSK_ERROR_OTHER, /* another reason: ask the staff */
	KIOSK_ERROR_CLOSED, /* closed; opening says why */
	KIOSK_ERROR_LIMIT, /* no more tickets for this service today */
	KIOSK_ERROR_PAST_CLOSING, /* the people waiting already fill the time until closing */
	KIOSK_ERROR_OFTEN, /* more requests than a hall can need: try again in some seconds */
	KIOSK_ERROR_AWAY, /* the hub did not answer in time: no ticket was made */
	KIOSK_ERROR_UNABLE, /* the hub's disk takes no writes: ask the staff */
};

/* Whether tickets are made, and why not. */
enum kiosk_opening {
	KIOSK_OPEN,
	KIOSK_CLOSED_NOW, /* outside the hours */
	KIOSK_CLOSED_DAY, /* nobody works on this day */
	KIOSK_STOPPED, /* a person has closed for the day */
	KIOSK_FULL, /* all of today's numbers are issued */
	KIOSK_PAST_CLOSING, /* the people waiting already fill today's hours */
	KIOSK_NOT_HERE, /* this kiosk does not offer it */
};

struct kiosk_service {
	char id[KIOSK_ID_SIZE];
	char series[4]; /* the letters of its numbers */
	char name[KIOSK_NAME_SIZE]; /* in the view's language */
	char pictogram[KIOSK_ID_SIZE]; /* its name; "" none */
	bool bring; /* something is to be brought for it */
	int waiting;
	enum kiosk_opening opening;
};

struct kiosk_group {
	char id[KIOSK_ID_SIZE];
	char name[KIOSK_NAME_SIZE];
	char pictogram[KIOSK_ID_SIZE];
	int waiting; /* for its services */
	enum kiosk_opening opening; /* that of its best service */
};

/* What complaints and suggestions are about. */
struct kiosk_subject {
	char id[KIOSK_ID_SIZE];
	char name[KIOSK_NAME_SIZE];
	char service[KIOSK_ID_SIZE]; /* the id of the service that takes them */
	bool bring; /* as in kiosk_service */
	enum kiosk_opening opening; /* the service's; KIOSK_NOT_HERE: it has no number here */
};

struct kiosk_reason {
	char id[KIOSK_ID_SIZE];
	char name[KIOSK_NAME_SIZE];
	char pictogram[KIOSK_ID_SIZE];
};

/* What can be touched. */
enum kiosk_target_kind {
	KIOSK_TARGET_NONE,
	KIOSK_TARGET_SERVICE, /* index into services, including closed and full ones */
	KIOSK_TARGET_GROUP, /* index into groups */
	KIOSK_TARGET_COMPLAINTS, /* to the subjects of complaints and suggestions */
	KIOSK_TARGET_SUBJECT, /* index into subjects */
	KIOSK_TARGET_REGULAR,
	KIOSK_TARGET_PRIORITY, /* to the reasons, where they are on pages of their own */
	KIOSK_TARGET_REASON, /* index into reasons */
	KIOSK_TARGET_LANGUAGE, /* index into languages */
	KIOSK_TARGET_BACK, /* back to the page before */
	KIOSK_TARGET_BRING, /* what to bring */
	KIOSK_TARGET_TURN, /* to another page of services or reasons: index −1 or 1 */
	KIOSK_TARGET_DONE, /* the number has been noted */
	KIOSK_TARGET_EAR, /* speech on, or off */
	/* Of the look-up (lookup-view.h). */
	KIOSK_TARGET_ENTRY, /* index into entries */
	KIOSK_TARGET_LETTER, /* index into the letters of the keyboard */
	KIOSK_TARGET_ACTION, /* index: an enum lookup_action */
	KIOSK_TARGET_LINE, /* a line of a record, for who listens: index into the page's elements */
};
struct kiosk_target {
	enum kiosk_target_kind kind;
	int index;
};

/* Fill with zeros first, because views are compared as bytes. */
struct kiosk_view {
	enum kiosk_page page;
	char language[KIOSK_LANGUAGE_SIZE];
	int n_languages;
	char languages[KIOSK_LANGUAGES_MAX][KIOSK_LANGUAGE_SIZE];
	char centre[KIOSK_NAME_SIZE];
	char welcome[KIOSK_TEXT_SIZE]; /* the centre's own text on KIOSK_SERVICES; "" the default */
	char day[KIOSK_DAY_SIZE]; /* "2026-11-23"; "" unknown: no clock */
	int minute; /* of the day */
	int n_groups; /* on KIOSK_GROUPS */
	struct kiosk_group groups[KIOSK_GROUPS_MAX];
	char group[KIOSK_NAME_SIZE]; /* on KIOSK_SERVICES the chosen group's name; "" none */
	int n_services; /* on KIOSK_GROUPS those without a group */
	struct kiosk_service services[KIOSK_SERVICES_MAX];
	int n_reasons; /* 0: no priority lane */
	struct kiosk_reason reasons[KIOSK_REASONS_MAX];
	char service_id[KIOSK_ID_SIZE]; /* of the chosen service, and its name */
	char service[KIOSK_NAME_SIZE];
	char pictogram[KIOSK_ID_SIZE]; /* its pictogram; "" none */
	char bring[KIOSK_TEXT_SIZE]; /* what to bring for it, one thing a line; "" nothing said */
	int free_online; /* on a ticket's page: procedures that are free of charge online */
	char advice[KIOSK_TEXT_SIZE]; /* the centre's own text on slips, read aloud; "" none */
	char number[KIOSK_NUMBER_SIZE]; /* "A001" */
	int ahead; /* −1 unknown */
	int wait_s; /* −1 unknown */
	bool busy; /* too many have pressed: on WORKING and PRINTING it asks for patience */
	bool past_closing; /* it may not be called before closing today; shown */
	enum kiosk_error error;
	enum kiosk_opening opening; /* of the chosen service; on KIOSK_CLOSED of the centre */
	bool portal_down; /* the national portal is out of order; shown on KIOSK_SERVICES */
	bool no_slips; /* the printer has a fault; shown on KIOSK_SERVICES */
	bool buttons_only; /* no touch screen: services are the labels of the panel's buttons */
	int list_page; /* of the services, or of the reasons; any number: it goes round */
	char lane_key[KIOSK_ID_SIZE]; /* of the ticket's lane's phrase in ui/strings … */
	char lane[KIOSK_NAME_SIZE]; /* … which says this; "" the regular one */
	char url[KIOSK_URL_SIZE]; /* the ticket's page, for a QR code; "" none */
	/* On KIOSK_CLOSED, and for a service that is closed: when it opens; "" unknown. */
	char opens_day[KIOSK_DAY_SIZE];
	bool opens_today;
	int opens_minute;
	bool complaints; /* there are subjects of them: there is a key for that */
	int n_subjects; /* on KIOSK_COMPLAINTS */
	struct kiosk_subject subjects[KIOSK_SUBJECTS_MAX];
	/* On KIOSK_COMPLAINTS the official channel: its link for a QR code, and its name; "" none.
	 */
	char official[KIOSK_URL_SIZE];
	char official_name[KIOSK_NAME_SIZE];
	struct kiosk_target pressed; /* under the finger */
	bool lookup; /* procedures can be looked up, too: there is a key for that */
	bool ear; /* it can speak: there is a key for that on every page */
	bool speaking; /* it does */
	bool leaving; /* nobody has pressed anything for long: it says that it will end */
	struct kiosk_target focus; /* what the keys of the blind stand on */
};
