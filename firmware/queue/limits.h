/* SPDX-License-Identifier: Apache-2.0 */
/* The limits for all input from outside; the OpenAPI file states the same numbers. Texts that
 * people write are limited in characters, as they are counted by whoever writes them and by the
 * pages; names and codes of machines, which are ASCII, in bytes. */
#pragma once

/* Bytes that hold so many characters of UTF-8, and the NUL behind them. */
#define LIMIT_ROOM(characters) (4 * (characters) + 1)

enum {
	LIMIT_ID = 31, /* service, staff, device, reason, outcome, token names: bytes */
	LIMIT_SERIES = 3, /* letters before a number */
	LIMIT_NUMBER = 9999, /* the greatest number of a series in a day */
	LIMIT_NUMBER_TEXT = 8, /* "A001": series and digits, bytes */
	LIMIT_LANGUAGE = 8, /* language code, bytes */
	LIMIT_PRESS_ID = 40, /* bytes */
	LIMIT_IDEMPOTENCY_KEY = 40, /* bytes */
	LIMIT_REQUEST_DIGEST = 16, /* bytes */
	LIMIT_REQUESTS = 4096, /* commands with an idempotency key that are remembered */
	LIMIT_NOTE = 120, /* a reason in somebody's own words, characters */
	LIMIT_TEXT = 500, /* one text in the site data, characters */
	LIMIT_SERVICES = 32,
	LIMIT_GROUPS = 12, /* of services */
	LIMIT_BRING_LINES = 6, /* what to bring for a service */
	LIMIT_BRING = 60, /* a line of it, characters */
	LIMIT_COUNTERS = 99, /* counter numbers are 1 … 99 */
	LIMIT_STAFF = 500,
	LIMIT_PERSON = 120, /* a person's name, characters */
	LIMIT_PUBLIC_URL = 200, /* characters, all of them ASCII */
	LIMIT_TOKEN_SIGN_INS = 64, /* at once with one token: tablets of a hall may share it */
	LIMIT_SIGN_INS = 8, /* sign-ins of one person at once; the oldest is ended */
	LIMIT_ATTEMPTS = 1000, /* sign-in attempts that are remembered */
	LIMIT_LANGUAGES = 4,
	LIMIT_REASONS = 16,
	LIMIT_OUTCOMES = 16,
	LIMIT_NOTICES = 20,
	LIMIT_HALL_PAGES = 24, /* of the halls' media area */
	LIMIT_HALL_PAGE_SECONDS = 300, /* that one stands */
	LIMIT_HALL_PAGE_LINK = 200, /* characters of the address in its QR code, all ASCII */
	LIMIT_HALL_PAGE_LINK_WORDS = 60, /* beside the code, characters */
	LIMIT_TABLE_COLUMNS = 5, /* of a page's table */
	LIMIT_TABLE_COLUMNS_LINK = 4, /* beside a QR code */
	LIMIT_TABLE_ROWS = 30, /* without the heading */
	LIMIT_TABLE_HEADING = 40, /* of one column, characters */
	LIMIT_TABLE_CELL = 60, /* characters */
	LIMIT_TABLE_WORDS = 48, /* the longest words of all columns together, characters */
	LIMIT_PICTURE_ID = 32,
	LIMIT_PICTURE_WIDTH = 1920, /* pixels */
	LIMIT_PICTURE_HEIGHT = 1080,
	LIMIT_PICTURE_BYTES = 2 * 1024 * 1024, /* in base64, with its request */
	LIMIT_CLIP = 47, /* of a voice, its name: bytes */
	LIMIT_CLIP_ID = 32,
	LIMIT_CLIP_BYTES = 3 * 1024 * 1024, /* a recording in base64, with its request */
	LIMIT_CLIPS = 1000, /* of a centre's own voice, in all languages together */
	LIMIT_PROCEDURE_KEY = 31, /* bytes */
	LIMIT_RECORD_ID = 32, /* a procedure's record */
	LIMIT_SEARCH_RULES = 500, /* what people say, in the site data */
	LIMIT_SEARCH_WORDING = 200, /* one side of such a rule, characters */
	LIMIT_SEARCH_WORDS = 16, /* of one wording */
	LIMIT_QUESTION = 200, /* what is searched for, characters */
	LIMIT_LIFE_EVENTS = 40, /* in the site data */
	LIMIT_LIFE_EVENT_NAME = 120, /* characters */
	LIMIT_LIFE_EVENT = 50, /* entries of one list of such an event */
	LIMIT_RECORDS = 10000, /* procedures in the catalogue */
	LIMIT_SHEETS = 2000, /* sheets of procedures that hang */
	LIMIT_SHEET_KEY = 100, /* a sector's id on a sheet */
	LIMIT_SHEET_HASH = 16, /* hex digits */
	LIMIT_CATALOGUE_BYTES = 16 * 1024 * 1024, /* of the request that imports a file */
	LIMIT_KIOSKS = 32, /* kiosks in the site data */
	LIMIT_KIOSK_BUTTONS = 32,
	LIMIT_CLOSED_DAYS = 400,
	LIMIT_SPANS = 4, /* opening spans a day */
	LIMIT_DEVICES = 64, /* devices and daemons that report their health */
	LIMIT_DEVICE_NAME = 60, /* what people call one, characters */
	LIMIT_DEVICE_PARTS = 8, /* parts of one device: printer, panel, screen … */
	LIMIT_QUANTITY = 999,
	LIMIT_SCORE = 5, /* a citizen's rating: 1 … 5 */
	LIMIT_SITE_BYTES = 256 * 1024, /* a site file */
	LIMIT_PAGE = 1000, /* tickets in one page of a list */
	LIMIT_REPORT_DAYS = 3700, /* ten years */
	LIMIT_DOSSIERS = 10000000, /* one count of dossiers */
	LIMIT_DOSSIER_ENTRIES = 500, /* in one import */
	LIMIT_DOSSIER_BYTES = 128 * 1024, /* an import */
	LIMIT_COMPLAINT_TEXT = 300, /* what a complaint is about, or its answer: characters */
	LIMIT_COMPLAINT_SUBJECTS = 16, /* in the site data */
	LIMIT_COMPLAINT_SUBJECT = 120, /* its name, characters */
	LIMIT_COMPLAINT_DAYS = 366, /* until an answer is due */
	LIMIT_EVALUATIONS = 120, /* periods that are kept: more than five years of months, quarters
				    and years */
	LIMIT_EVALUATION_ROWS = 200, /* of one */
	LIMIT_EVALUATION_BYTES = 256 * 1024, /* of the request that imports one */
	LIMIT_EVALUATION_KEPT = 64 * 1024, /* one as it is kept, as JSON */
};
