/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands are told: the fields of each. */
#pragma once

#include "ctl/ctl.h"

extern const struct ctl_field issue_fields[];
extern const struct ctl_field clock_set_fields[];
extern const struct ctl_field ticket_plain[];
extern const struct ctl_field list_fields[];
extern const struct ctl_field ticket_note[];
extern const struct ctl_field ticket_reprint[];
extern const struct ctl_field ticket_paper[];
extern const struct ctl_field public_fields[];
extern const struct ctl_field show_fields[];
extern const struct ctl_field counter_plain[];
extern const struct ctl_field counter_expect[];
extern const struct ctl_field counter_open[];
extern const struct ctl_field counter_services[];
extern const struct ctl_field counter_note[];
extern const struct ctl_field counter_resume[];
extern const struct ctl_field counter_close[];
extern const struct ctl_field counter_call[];
extern const struct ctl_field counter_expect_note[];
extern const struct ctl_field counter_transfer[];
extern const struct ctl_field counter_service[];
extern const struct ctl_field counter_finish[];
extern const struct ctl_field rate_fields[];
extern const struct ctl_field public_rate_fields[];
extern const struct ctl_field portal_down_fields[];
extern const struct ctl_field dossier_add_fields[];
extern const struct ctl_field dossier_list_fields[];
extern const struct ctl_field dossier_import_fields[];
extern const struct ctl_field dossier_remove_fields[];
extern const struct ctl_field export_fields[];
extern const struct ctl_field import_fields[];
extern const struct ctl_field check_fields[];
extern const struct ctl_field staff_add_fields[];
extern const struct ctl_field staff_change_fields[];
extern const struct ctl_field staff_fields[];
extern const struct ctl_field board_fields[];
extern const struct ctl_field notices_fields[];
extern const struct ctl_field pages_fields[];
extern const struct ctl_field language_check_fields[];
extern const struct ctl_field voice_words_fields[];
extern const struct ctl_field voice_check_fields[];
extern const struct ctl_field voice_names_fields[];
extern const struct ctl_field voice_make_fields[];
extern const struct ctl_field voice_test_fields[];
extern const struct ctl_field token_new_fields[];
extern const struct ctl_field token_fields[];
extern const struct ctl_field device_fields[];
extern const struct ctl_field picture_fields[];
extern const struct ctl_field day_reopen_fields[];
extern const struct ctl_field health_report_fields[];
extern const struct ctl_field file_fields[];
extern const struct ctl_field backup_fields[];
extern const struct ctl_field verify_fields[];
extern const struct ctl_field report_fields[];
extern const struct ctl_field printer_fields[];
extern const struct ctl_field printer_test_fields[];
extern const struct ctl_field events_fields[];
extern const struct ctl_field catalogue_list_fields[];
extern const struct ctl_field catalogue_search_fields[];
extern const struct ctl_field catalogue_show_fields[];
extern const struct ctl_field catalogue_import_fields[];
extern const struct ctl_field catalogue_undo_fields[];
extern const struct ctl_field catalogue_export_fields[];
