/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/samples/lookup-samples.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* The catalogue is in Vietnamese, whatever the language of the page. */
static const char *const sectors[] = {"Hộ tịch", "Chứng thực", "Đất đai", "Bảo trợ xã hội",
	"Người có công", "Đăng ký kinh doanh hộ gia đình", "Hòa giải ở cơ sở",
	"Thành lập và hoạt động của tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã", "Môi trường",
	"Văn hóa cơ sở", "Tín ngưỡng, tôn giáo", "Đường thủy nội địa"};

static const struct {
	const char *name, *pictogram;
} events[] = {
	{"Sinh con", "birth"},
	{"Kết hôn", "marriage"},
	{"Người thân qua đời", "death"},
	{"Nhà, đất", "land"},
	{"Mở hộ kinh doanh", "business"},
	{"Già yếu, ốm đau, khuyết tật", "wheelchair"},
};

#define LONG_NAME \
	"Liên thông thủ tục hành chính về đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo " \
	"hiểm y tế cho trẻ em dưới sáu tuổi"

#define LONGEST_NAME \
	"Đăng ký, cấp giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất " \
	"đối với trường hợp chuyển đổi, chuyển nhượng, thừa kế, tặng cho quyền sử dụng đất mà " \
	"không phải đo đạc lại, tách hoặc hợp thửa"

static const char long_name[] = LONG_NAME;

static const char *const procedures[] = {"Đăng ký khai sinh", "Đăng ký lại khai sinh",
	"Đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới", long_name,
	"Đăng ký khai sinh kết hợp nhận cha, mẹ, con",
	"Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh"};

static const struct lookup_paragraph record[] = {
	{true, LONG_NAME},
	{true, "Thời hạn giải quyết"},
	{false, "Trong ngày; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo"},
	{true, "Phí, lệ phí"},
	{false,
		"Nộp trực tiếp: 8.000 đồng. Miễn cho người thuộc gia đình có công, hộ nghèo, người "
		"khuyết tật, và khi khai sinh đúng hạn"},
	{false, "Nộp trực tuyến: miễn phí"},
	{true, "Giấy tờ cần mang"},
	{false, "Tờ khai theo mẫu: 1 bản chính"},
	{false,
		"Giấy chứng sinh: 1 bản chính. Không có thì mang văn bản của người làm chứng xác "
		"nhận về việc sinh; không có người làm chứng thì viết giấy cam đoan về việc sinh"},
	{false, "Căn cước của cha, mẹ: xuất trình"},
	{true, "Các bước"},
	{false, "1. Nộp giấy tờ tại quầy, hoặc trực tuyến"},
	{false, "2. Cán bộ xem giấy tờ; thiếu gì thì hướng dẫn bổ sung bằng văn bản"},
	{false, "3. Nhận giấy khai sinh tại quầy trả kết quả"},
};

static const struct lookup_paragraph address[] = {
	{true, "Trung tâm Phục vụ hành chính công cấp xã"},
	{false, "Số 12, đường Hai Tháng Chín, thôn Trung, xã Mẫu"},
	{true, "Giờ nhận hồ sơ"},
	{false, "Thứ Hai đến thứ Sáu, 7:30 – 11:30 và 13:30 – 17:00"},
	{true, "Điện thoại"},
	{false, "0210 0000 000"},
};

static const char centre_url[] = "http://192.168.1.10:8080/tra-cuu";

static void add_entry(struct lookup_view *view, const char *name, const char *pictogram)
{
	struct lookup_entry *entry = &view->entries[view->n_entries];

	(void)snprintf(entry->id, sizeof(entry->id), "E%d", view->n_entries++);
	text_copy_cut(entry->name, sizeof(entry->name), name);
	text_copy_cut(entry->pictogram, sizeof(entry->pictogram), pictogram);
}

static void add_paragraphs(struct lookup_view *view, const struct lookup_paragraph *from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		view->paragraphs[view->n_paragraphs++] = from[i];
	}
}

static void begin(struct lookup_view *view, enum lookup_page page)
{
	memset(view, 0, sizeof(*view));
	view->page = page;
	view->has_tickets = true;
	view->has_events = true;
}

static void make_start(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	begin(view, LOOKUP_START);
	text_copy_cut(view->url, sizeof(view->url), centre_url);
}

static const struct lookup_paragraph long_record[] = {
	{true, LONGEST_NAME},
	{false,
		"Thông tin này cập nhật ngày 02/01/2024, có thể đã thay đổi. Mời ông/bà hỏi cán "
		"bộ."},
	{true, "Thời hạn giải quyết"},
	{false, "20 ngày làm việc"},
	{true, "Phí, lệ phí"},
	{false, "Nộp trực tiếp: 100.000 đồng. Miễn cho hộ nghèo, người có công, người cao tuổi"},
	{false, "Nộp trực tuyến: 50.000 đồng. Miễn cho người khuyết tật"},
	{false, "Nộp qua bưu điện: 100.000 đồng, chưa kể cước"},
	{true, "Giấy tờ cần mang"},
	{false, "Đơn đề nghị theo mẫu: 1 bản chính"},
	{false, "Căn cước hoặc hộ chiếu: xuất trình"},
	{false, "Giấy chứng nhận quyền sử dụng đất: 1 bản chính, 2 bản sao"},
	{false, "Hợp đồng có công chứng hoặc chứng thực: 1 bản chính"},
	{false, "Trích lục bản đồ địa chính thửa đất: 1 bản chính"},
	{false, "Giấy phép xây dựng, nếu có: 1 bản sao"},
	{false, "Chứng từ nộp thuế, lệ phí: 1 bản sao"},
	{false, "Văn bản uỷ quyền, nếu nộp thay: 1 bản chính"},
	{false, "Giấy xác nhận tình trạng hôn nhân: 1 bản chính"},
	{false, "Sơ đồ nhà ở, công trình xây dựng: 1 bản chính"},
	{false, "Văn bản thoả thuận về cấp chung một giấy: 1 bản chính"},
	{false, "Ảnh 3x4: 2 ảnh"},
};

static void make_typing(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	begin(view, LOOKUP_TYPING);
}

static void make_typing_long(struct lookup_view *view, int *ret_page)
{
	make_typing(view, ret_page);
	text_copy_cut(view->typed, sizeof(view->typed),
		"XIN GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT CHO CON ÚT Ở XA");
}

static void make_typing_suggested(struct lookup_view *view, int *ret_page)
{
	make_typing(view, ret_page);
	text_copy_cut(view->typed, sizeof(view->typed), "KHAI SINH");
	add_entry(view, procedures[0], "");
	add_entry(view, long_name, "");
	add_entry(view, LONGEST_NAME, "");
}

static void make_typing_marks(struct lookup_view *view, int *ret_page)
{
	make_typing(view, ret_page);
	text_copy_cut(view->typed, sizeof(view->typed), "SO");
	view->letters = LETTERS_MARKED;
}

static void make_typing_digits(struct lookup_view *view, int *ret_page)
{
	make_typing(view, ret_page);
	text_copy_cut(view->typed, sizeof(view->typed), "1.00");
	view->letters = LETTERS_DIGITS;
}

static void add_sectors(struct lookup_view *view, size_t n)
{
	begin(view, LOOKUP_SECTORS);
	for (size_t i = 0; i < n; i++) {
		add_entry(view, sectors[i % ELEMENTS(sectors)], "");
	}
}

static void make_sectors(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	add_sectors(view, 7);
}

static void make_sectors_thirty(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	add_sectors(view, 30);
}

static void make_sectors_more(struct lookup_view *view, int *ret_page)
{
	add_sectors(view, 12);
	view->n_more = 37;
	*ret_page = 99;
}

static void make_events(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	begin(view, LOOKUP_EVENTS);
	for (size_t i = 0; i < ELEMENTS(events); i++) {
		add_entry(view, events[i].name, events[i].pictogram);
	}
}

static void make_ask(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	begin(view, LOOKUP_ASK);
	for (size_t i = 0; i < LOOKUP_CHOICES_MAX; i++) {
		add_entry(view, procedures[i], "");
	}
}

static void make_ask_two(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	begin(view, LOOKUP_ASK);
	add_entry(view, procedures[0], "");
	add_entry(view, LONGEST_NAME, "");
}

static void make_results(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	begin(view, LOOKUP_RESULTS);
	for (size_t i = 0; i < 20; i++) {
		add_entry(view, procedures[i % ELEMENTS(procedures)], "");
	}
}

static void make_results_sector(struct lookup_view *view, int *ret_page)
{
	make_results(view, ret_page);
	text_copy_cut(view->name, sizeof(view->name), sectors[0]);
	*ret_page = 1;
}

/* Names of two hundred letters. */
static void make_results_long(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	begin(view, LOOKUP_RESULTS);
	for (int i = 0; i < 4; i++) {
		add_entry(view, LONGEST_NAME, "");
	}
	text_copy_cut(view->name, sizeof(view->name), LONGEST_NAME);
}

static void add_summary(struct lookup_view *view, const char *line)
{
	text_copy_cut(view->summary[view->n_summary++].text, LOOKUP_TEXT_SIZE, line);
}

/* An old record with twelve papers, which can neither be printed nor has a number given. */
static void make_procedure_old(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	begin(view, LOOKUP_PROCEDURE);
	text_copy_cut(view->name, sizeof(view->name), LONGEST_NAME);
	add_paragraphs(view, long_record, ELEMENTS(long_record));
	add_summary(view, "Kiểm tra lần cuối: 02/01/2024");
	add_summary(view, "Thời hạn: 20 ngày làm việc");
	add_summary(view, "Phí: 100.000 đồng (có người được miễn, giảm)");
	view->can_report = true;
}

static void make_procedure(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	begin(view, LOOKUP_PROCEDURE);
	text_copy_cut(view->name, sizeof(view->name), procedures[3]);
	add_paragraphs(view, record, ELEMENTS(record));
	add_summary(view, "Thời hạn: Trong ngày…");
	add_summary(view, "Phí: 8.000 đồng (có người được miễn, giảm)");
	view->can_print = true;
	view->can_ticket = true;
	view->can_report = true;
}

static void make_procedure_fees(struct lookup_view *view, int *ret_page)
{
	make_procedure(view, ret_page);
	*ret_page = 2;
}

static void make_ways(struct lookup_view *view, int *ret_page)
{
	make_procedure(view, ret_page);
	view->page = LOOKUP_WAYS;
	view->free_online = true;
	text_copy_cut(view->url, sizeof(view->url),
		"https://dichvucong.gov.vn/p/home/dvc-tthc-thu-tuc-hanh-chinh-chi-tiet.html?ma=1");
}

static void make_ways_paid(struct lookup_view *view, int *ret_page)
{
	make_ways(view, ret_page);
	view->free_online = false;
	view->can_report = false;
	view->url[0] = '\0';
}

static void make_centre(struct lookup_view *view, int *ret_page)
{
	(void)ret_page;
	begin(view, LOOKUP_CENTRE);
	add_paragraphs(view, address, ELEMENTS(address));
	text_copy_cut(view->url, sizeof(view->url), centre_url);
}

#define MESSAGE_SAMPLE(name, message_) \
	static void make_##name(struct lookup_view *view, int *ret_page) \
	{ \
		(void)ret_page; \
		begin(view, LOOKUP_MESSAGE); \
		view->message = (message_); \
	}
MESSAGE_SAMPLE(waiting, LOOKUP_WAITING)
MESSAGE_SAMPLE(nothing, LOOKUP_NOTHING)
MESSAGE_SAMPLE(away, LOOKUP_AWAY)
MESSAGE_SAMPLE(printing, LOOKUP_PRINTING)
MESSAGE_SAMPLE(printed, LOOKUP_PRINTED)
MESSAGE_SAMPLE(not_printed, LOOKUP_NOT_PRINTED)
MESSAGE_SAMPLE(noted, LOOKUP_NOTED)

const struct lookup_sample lookup_samples[] = {
	{"lookup-start", make_start},
	{"lookup-typing", make_typing},
	{"lookup-typing-long", make_typing_long},
	{"lookup-typing-suggested", make_typing_suggested},
	{"lookup-typing-marks", make_typing_marks},
	{"lookup-typing-digits", make_typing_digits},
	{"lookup-sectors", make_sectors},
	{"lookup-sectors-thirty", make_sectors_thirty},
	{"lookup-sectors-more", make_sectors_more},
	{"lookup-events", make_events},
	{"lookup-ask", make_ask},
	{"lookup-ask-two", make_ask_two},
	{"lookup-results", make_results},
	{"lookup-results-sector", make_results_sector},
	{"lookup-results-long", make_results_long},
	{"lookup-procedure", make_procedure},
	{"lookup-procedure-fees", make_procedure_fees},
	{"lookup-procedure-old", make_procedure_old},
	{"lookup-ways", make_ways},
	{"lookup-ways-paid", make_ways_paid},
	{"lookup-centre", make_centre},
	{"lookup-waiting", make_waiting},
	{"lookup-nothing", make_nothing},
	{"lookup-away", make_away},
	{"lookup-printing", make_printing},
	{"lookup-printed", make_printed},
	{"lookup-not-printed", make_not_printed},
	{"lookup-noted", make_noted},
};

const size_t lookup_samples_n = ELEMENTS(lookup_samples);
