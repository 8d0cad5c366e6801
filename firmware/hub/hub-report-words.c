/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a table that is opened in an office program; the same as on the page of figures. */
#include <string.h>

#include "hub/hub-report-out.h"

/* By the name that JSON and programs know; "by_…" is over the column of the keys. */
static const struct {
	const char *name;
	const char *vi;
	const char *en;
} words[] = {
	{"issued", "Đã cấp", "Issued"},
	{"served", "Đã phục vụ", "Served"},
	{"no_show", "Vắng", "No-show"},
	{"left", "Bỏ về", "Left"},
	{"voided", "Đã hủy", "Void"},
	{"expired", "Hết ngày", "Expired"},
	{"unconfirmed", "Chưa bấm xong", "Not confirmed"},
	{"open", "Đang chờ", "Waiting"},
	{"printed", "Phiếu đã in", "Slips printed"},
	{"failed", "Lần in hỏng", "Failed prints"},
	{"reprinted", "In lại", "Reprinted"},
	{"wait_mean_s", "Chờ: trung bình (giây)", "Wait: mean (seconds)"},
	{"wait_median_s", "Chờ: trung vị (giây)", "Wait: median (seconds)"},
	{"wait_p90_s", "Chờ: 90 % (giây)", "Wait: 90 % (seconds)"},
	{"serve_mean_s", "Phục vụ: trung bình (giây)", "Service: mean (seconds)"},
	{"serve_median_s", "Phục vụ: trung vị (giây)", "Service: median (seconds)"},
	{"serve_p90_s", "Phục vụ: 90 % (giây)", "Service: 90 % (seconds)"},
	{"called", "Đã gọi", "Called"},
	{"wait_unknown", "Không rõ thời gian chờ", "Wait not known"},
	{"within_target", "Trong mức chờ", "Within target"},
	{"within_percent", "Đúng mức chờ (%)", "Within target (%)"},
	{"rated", "Số trả lời", "Answers"},
	{"not_rated", "Không trả lời", "No answer"},
	{"rated_1", "1 điểm", "Score 1"},
	{"rated_2", "2 điểm", "Score 2"},
	{"rated_3", "3 điểm", "Score 3"},
	{"rated_4", "4 điểm", "Score 4"},
	{"rated_5", "5 điểm", "Score 5"},
	{"rating_mean", "Điểm trung bình", "Mean score"},
	{"sessions", "Ca làm việc", "Sessions"},
	{"open_s", "Thời gian mở quầy (giây)", "Counter open (seconds)"},
	{"pauses", "Lần nghỉ", "Pauses"},
	{"paused_s", "Thời gian nghỉ (giây)", "Paused (seconds)"},
	{"portal_down_s", "Cổng gián đoạn (giây)", "Portal down (seconds)"},
	{"received", "Đã tiếp nhận", "Received"},
	{"resolved", "Đã giải quyết", "Resolved"},
	{"in_progress", "Đang giải quyết", "In progress"},
	{"received_online", "Tiếp nhận trực tuyến", "Received online"},
	{"received_counter", "Tiếp nhận tại quầy", "Received at the counter"},
	{"received_post", "Tiếp nhận qua bưu chính", "Received by post"},
	{"received_offline", "Tiếp nhận tại quầy hoặc bưu chính",
		"Received at the counter or by post"},
	{"resolved_early", "Giải quyết trước hạn", "Resolved early"},
	{"resolved_on_time", "Giải quyết đúng hạn", "Resolved on time"},
	{"resolved_late", "Giải quyết quá hạn", "Resolved late"},
	{"carried_over", "Kỳ trước chuyển sang", "Carried over"},
	{"in_progress_in_time", "Đang giải quyết, trong hạn", "In progress, not overdue"},
	{"in_progress_overdue", "Đang giải quyết, quá hạn", "In progress, overdue"},
	{"online_percent", "Trực tuyến (%)", "Online (%)"},
	{"offline_percent", "Tại quầy và bưu chính (%)", "At the counter and by post (%)"},
	{"early_percent", "Trước hạn (%)", "Early (%)"},
	{"in_time_percent", "Trước hạn và đúng hạn (%)", "Early or on time (%)"},
	{"late_percent", "Quá hạn (%)", "Late (%)"},
	{"overdue_percent", "Quá hạn trong số đang giải quyết (%)",
		"Overdue of those in progress (%)"},
	{"received_unexplained", "Đã tiếp nhận: chênh chưa rõ", "Received: unexplained"},
	{"resolved_unexplained", "Đã giải quyết: chênh chưa rõ", "Resolved: unexplained"},
	{"in_progress_unexplained", "Đang giải quyết: chênh chưa rõ", "In progress: unexplained"},
	{"balance_unexplained", "Chuyển sang, tiếp nhận, giải quyết: chênh chưa rõ",
		"Balance: unexplained"},
	{"entries", "Số liệu đã nhập", "What was entered"},
	{"source", "Nguồn", "Source"},
	{"service", "Lĩnh vực", "Service"},
	{"name", "Tên", "Name"},
	{"by_counters", "Quầy", "Counter"},
	{"by_days", "Ngày", "Day"},
	{"by_hours", "Giờ trong ngày", "Hour of the day"},
	{"by_lanes", "Hàng chờ", "Lane"},
	{"by_months", "Tháng", "Month"},
	{"by_pauses", "Quầy", "Counter"},
	{"by_ratings", "Lĩnh vực", "Service"},
	{"by_services", "Lĩnh vực", "Service"},
	{"by_slips", "Máy lấy số", "Kiosk"},
	{"by_staff", "Cán bộ", "Staff"},
	{"by_weeks", "Tuần", "Week"},
	{"total", "Cộng", "Total"},
	{"regular", "Thường", "Regular"},
	{"priority", "Ưu tiên", "Priority"},
	{"return", "Quay lại", "Return"},
	{"clerk", "Nhập theo ngày", "Entered by day"},
	{"finish", "Ghi khi xong tại quầy", "Entered at finish"},
	{"import", "Nhập từ hệ thống khác", "From another system"},
};

const char *report_word(enum report_words language, const char *name)
{
	for (size_t i = 0; language != REPORT_WORDS_NONE && i < ELEMENTS(words); i++) {
		if (strcmp(words[i].name, name) == 0) {
			return language == REPORT_WORDS_VI ? words[i].vi : words[i].en;
		}
	}
	return name;
}
