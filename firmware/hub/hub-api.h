/* SPDX-License-Identifier: Apache-2.0 */
/* The API: every path with its methods, who may, what a request may hold, and what answers it. */
#pragma once

#include "catalogue/procedure-code.h"
#include "hub/hub-report-out.h"
#include "hub/hub-request.h"

extern const struct route routes[];
extern const size_t n_routes;

/* The route of a request; HEAD is served as GET. Writes what stands for the path's {parameter}
 * into parameter. NULL: allow lists the path's methods ("" when there is no such path). */
const struct route *route_find(const char *method, const char *path,
	char parameter[PARAMETER_MAX + 1], char *allow, size_t allow_size);

/* hub-api-tickets.c */
void api_issue(struct request *request);
void api_ticket(struct request *request);
void api_tickets(struct request *request);
void api_ticket_move(struct request *request);
void api_counter_move(struct request *request);
void api_public(struct request *request);
void api_public_qr(struct request *request);
/* The ticket of a citizen's token; a negative return: an error was answered already. */
int api_find_public(struct request *request, struct ticket *ret) _warn_unused_;

/* hub-api-history.c */
void api_ticket_history(struct request *request);

/* hub-api-site.c */
void api_state(struct request *request);
void api_site(struct request *request);
void api_site_put(struct request *request);
void api_site_check(struct request *request);
void api_notices_put(struct request *request);
void api_pages_put(struct request *request);
void api_sheets_put(struct request *request);
/* Replaces a list of the site. The new site is made from the present one, and rejected if another
 * change is stored first: so no other change is lost. */
void api_replace_list(struct request *request, const char *name, json_t *list,
	void (*finish)(struct request *request));
/* The present site with another list, which is checked as when it is replaced, and not stored; *ret
 * is the caller's. False: an error was answered. */
bool api_try_list(struct request *request, const char *name, json_t *list, struct site **ret);
void api_day(struct request *request);
void api_clock(struct request *request);
void api_clock_show(struct request *request);

/* hub-api-tokens.c */
void api_tokens(struct request *request);
void api_token_make(struct request *request);
void api_token_remove(struct request *request);
/* hub-api-training.c */
void api_training(struct request *request);
void api_training_copy(struct request *request);
void api_training_reset(struct request *request);
void api_certificate(struct request *request);

/* hub-api-sign-in.c */
void api_sign_in(struct request *request);
/* At the start: loads the earlier attempts, so that a restart does not reset a guesser's delay. */
int api_sign_in_remember(struct hub *hub) _warn_unused_;
void api_sign_in_show(struct request *request);
void api_sign_in_change(struct request *request);
void api_sign_in_end(struct request *request);

/* hub-api-staff.c */
void api_staff(struct request *request);
void api_staff_add(struct request *request);
void api_staff_show(struct request *request);
void api_staff_change(struct request *request);
void api_staff_remove(struct request *request);
void api_staff_sign_out(struct request *request);
void api_sign_ins(struct request *request);
/* After a change of the people or their sign-ins: reads them anew and ends the streams of who is no
 * longer signed in. */
void api_staff_reload(struct hub *hub);

/* hub-api-reports.c */
void api_report(struct request *request);
int api_read_days(struct request *request) _warn_unused_; /* from and to; −EINVAL refused */
struct report_view api_report_view(const struct request *request, const struct site *site);
/* In the worker: writes the answer as the form that was asked for. */
struct report_file; /* hub-report-file.h */
struct report_extra { /* what only files for people have */
	const struct report_portal *portals;
	size_t n_portals;
	const struct report_comparison *comparison; /* with the period before; NULL none */
	const char *charts; /* as struct report_table has them */
	const char *nothing;
};
int api_put_table(struct store *store, struct request *request, const struct report_view *view,
	struct grid *grid, const struct report_extra *extra) _warn_unused_;
void api_answer_report(struct request *request); /* with what was written */
/* The media type of ".pdf", ".xlsx" …; NULL: JSON. */
const char *api_report_type(const char *ending);
/* Adds a table of the view's report, with the columns that are named, to a file that has begun.
 * Blocks on the disk. */
int api_report_add(
	struct store *store, struct report_file *file, const char *columns) _warn_unused_;

/* The same of the period before beside the view's. */
int api_report_add_previous(
	struct store *store, struct report_file *file, const char *columns) _warn_unused_;

/* hub-api-monthly.c */
void api_monthly(struct request *request);
void api_monthly_report(struct request *request);

/* hub-api-backup.c */
void api_backup(struct request *request);

/* The figures of all visits of some days together, and the first of these days with any ("").
 * Blocks on the disk. */
int api_report_total(struct store *store, const char *from, const char *to, struct report_row *ret,
	char ret_first[DAY_LENGTH + 1]) _warn_unused_;

/* hub-api-evaluation.c */
void api_evaluations(struct request *request);
void api_evaluation_import(struct request *request);
void api_evaluation_remove(struct request *request);
/* Answers a report's request, whose name and language were read. */
void api_report_evaluation(struct request *request);

/* hub-api-figures.c */
void api_counter_rate(struct request *request);
void api_public_rate(struct request *request);
void api_portal(struct request *request);
void api_dossier(struct request *request);
void api_dossier_import(struct request *request);
void api_dossier_remove(struct request *request);
void api_dossiers(struct request *request);
extern const struct fields api_entry_fields; /* of one entry of an import */

/* hub-api-complaints.c */
void api_complaints(struct request *request);
void api_complaint(struct request *request);
void api_complaint_enter(struct request *request);
void api_complaint_change(struct request *request); /* as the route's command says */
/* The day of the machine's clock, be it known or not. */
void api_today(char ret[DAY_LENGTH + 1]);
/* model_earliest_date's, now. */
void api_earliest_date(struct request *request, char ret[DAY_LENGTH + 1]);
/* The local date; "" while the hub's clock is not known. */
void api_find_today(struct request *request, char ret[DAY_LENGTH + 1]);

/* hub-api-health.c */
void api_health(struct request *request);
void api_health_post(struct request *request);
void api_health_acknowledge(struct request *request);
void api_device_remove(struct request *request);

/* hub-api-files.c */
void api_files(struct request *request);
void api_file_remove(struct request *request);

/* hub-hall.c */
void api_hall(struct request *request);
void api_page_preview(struct request *request);
void api_hall_sound(struct request *request);

/* hub-api-screens.c */
void api_screens(struct request *request);
void api_screen(struct request *request);
void api_screen_put(struct request *request);

/* hub-api-catalogue.c */
void api_procedures(struct request *request);
void api_procedure(struct request *request);
void api_procedures_counts(struct request *request);
void api_procedures_export(struct request *request);
void api_procedures_import(struct request *request);
/* With what is wrong in a file, and where; field: the body's member that has it. */
void api_refuse_file(struct request *request, enum api_error_kind kind, const char *field,
	const struct office_faults *faults);
/* Somebody else has changed what a preview was of. */
void api_refuse_changed(struct request *request, const char *field, const char *message);
void api_procedures_undo(struct request *request);

/* hub-api-search.c */
void api_procedures_search(struct request *request);
void api_procedures_misses(struct request *request);

/* hub-api-lookup-counts.c */
void api_procedure_looked_up(struct request *request);
void api_procedures_searched(struct request *request);
void api_procedures_lookups(struct request *request);
void api_procedure_wrong(struct request *request);
void api_procedures_wrong(struct request *request);
void api_procedure_wrong_seen(struct request *request);
/* Goes on when the counts of look-ups are read, which takes a moment behind the start. */
void api_when_counted(struct request *request, void (*go_on)(struct request *request));
/* Counts that the path's procedure is wrong. False: an error was answered already. */
bool api_count_wrong(struct request *request, char ret_key[PROCEDURE_KEY_MAX + 1]) _warn_unused_;
/* hub-api-lookup.c */
void api_guide(struct request *request);
void api_setup(struct request *request);
void api_lookup(struct request *request);
void api_lookup_wrong(struct request *request);
void api_lookup_error(struct request *request);

/* hub-api-clips.c */
void api_clips(struct request *request);
void api_clip(struct request *request);
void api_clip_put(struct request *request);
void api_clip_remove(struct request *request);

/* hub-api-pictures.c */
/* Whether it is a PNG of at most this size, in base64. */
bool api_is_picture(const char *png, int width_max, int height_max);
void api_picture(struct request *request);
void api_picture_add(struct request *request);

/* hub-stream.c, hub-pages.c */
void api_events(struct request *request);
void api_page(struct request *request);
