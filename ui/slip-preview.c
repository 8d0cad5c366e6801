/* SPDX-License-Identifier: Apache-2.0 */
/* Draws sample slips and papers lists in every language and test cards as pictures, for checking
 * the layout: slip-preview STRINGS-FOLDER OUTPUT-FOLDER */
#include <cairo.h>
#include <stdio.h>

#include "base/log.h"
#include "base/text.h"
#include "ui/dates.h"
#include "ui/papers-list.h"
#include "ui/print-card.h"
#include "ui/samples/slip-samples.h"

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);

#define PAPERS_URL \
	"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfa-5f68-74c6-89e9-78c8819cef86"

/* Black on white, one dot per pixel. */
static int write_picture(const struct bitmap *bitmap, const char *path)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface = slip_sample_picture(bitmap);

	return cairo_surface_write_to_png(surface, path) == CAIRO_STATUS_SUCCESS ? 0 : -1;
}

static int draw_card(const struct phrases *phrases, const char *folder, int width_dots, int dpi)
{
	const struct print_card card = {
		.width_dots = width_dots,
		.dpi = dpi,
		.title = "Epson TM-T20III, TM-T20IIIL",
		.time = "23/11/2026 08:01",
		.code = "layso 04b8:0e28 epson-tm-t20iii 576 203",
		.facts = {{"card.model", "epson-tm-t20iii"}, {"card.paper", "576 dots, 203 dpi"},
			{"card.ids", "04b8:0e28"}, {"card.place", "1-1.2"},
			{"card.serial", "583832503030353130"}},
		.n_facts = 5,
		.answers = {{"DLE EOT", true}, {"GS a", true}, {"GS r", true}, {"GS ( H", false}},
		.n_answers = 4,
	};
	_cleanup_free_ char *path = text_printf("%s/card-%d.png", folder, width_dots);
	struct bitmap *bitmap;
	int r = print_card_render(phrases, &card, &bitmap);

	if (r == 0) {
		(void)printf("%s: %d x %d dots\n", path, bitmap->width_dots, bitmap->height_dots);
		r = write_picture(bitmap, path);
		bitmap_free(bitmap);
	}
	return r;
}

/* A list that fits, and one that does not. */
static const struct papers_paper few_papers[] = {
	{"Tờ khai đăng ký khai sinh theo mẫu", 1, 0},
	{"Giấy chứng sinh", 1, 0},
	{"Giấy chứng nhận kết hôn của cha mẹ (nếu có)", 0, 1},
	{"Căn cước hoặc hộ chiếu của người đi đăng ký, để xuất trình", 1, 0},
};
#define LONG_PAPER \
	"Giấy tờ chứng minh thẩm quyền giao đất, cho thuê đất, cho phép chuyển mục đích sử " \
	"dụng đất theo quy định của pháp luật về đất đai từng thời kỳ"
static const struct papers_paper many_papers[] = {
	{LONG_PAPER, 1, 2},
	{LONG_PAPER, 1, 0},
	{LONG_PAPER, 0, 1},
	{LONG_PAPER, 1, 1},
	{LONG_PAPER, 2, 2},
	{LONG_PAPER, 0, 3},
	{LONG_PAPER, 1, 2},
	{LONG_PAPER, 1, 2},
	{LONG_PAPER, 1, 2},
	{LONG_PAPER, 1, 2},
	{LONG_PAPER, 1, 2},
	{LONG_PAPER, 1, 2},
};
#define EXEMPT "người thuộc hộ nghèo, người khuyết tật, trẻ em, người có công với cách mạng"
static const struct papers_fee fees[] = {
	{PAPERS_DIRECT, .fee = "8.000 đồng", .exempt = EXEMPT},
	{PAPERS_ONLINE, .free_of_charge = true},
	{PAPERS_POST},
};
static const struct papers_list papers_samples[] = {
	{.name = "Đăng ký khai sinh",
		.code = "1.001193",
		.papers = few_papers,
		.n_papers = ELEMENTS(few_papers),
		.fees = fees,
		.n_fees = 2,
		.free_online = true,
		.deadline = "Ngay trong ngày làm việc",
		.where = "Quầy 2, Hộ tịch"},
	{.name = LONG_PAPER,
		.code = "1.012753.000.00.00.H56",
		.papers = many_papers,
		.n_papers = ELEMENTS(many_papers),
		.fees = fees,
		.n_fees = 3,
		.deadline = "30 ngày kể từ ngày nhận đủ hồ sơ hợp lệ",
		.where = "Trung tâm Phục vụ hành chính công xã Mẫu, tầng 1"},
};

static int draw_papers(const struct phrases *phrases, const char *folder, size_t sample,
	const char *language, int width_dots)
{
	_cleanup_free_ char *path =
		text_printf("%s/papers-%zu-%d-%s.png", folder, sample, width_dots, language);
	_cleanup_free_ char *date = dates_day(phrases, language, "2026-11-23");
	struct papers_list list = papers_samples[sample];
	struct bitmap *bitmap;
	int r;

	list.language = language;
	list.centre = "Trung tâm Phục vụ hành chính công xã Mẫu";
	list.date = date;
	list.url = PAPERS_URL;
	r = papers_list_render(phrases, &list, width_dots, 203, &bitmap, NULL);
	if (r == 0) {
		(void)printf("%s: %d x %d dots\n", path, bitmap->width_dots, bitmap->height_dots);
		r = write_picture(bitmap, path);
		bitmap_free(bitmap);
	}
	return r;
}

static int draw_slip(const struct phrases *phrases, const char *folder,
	const struct slip_sample *sample, const char *language)
{
	_cleanup_free_ char *path = text_printf("%s/%s-%s.png", folder, sample->name, language);
	struct bitmap *bitmap;
	int r = slip_sample_render(phrases, sample, language, NULL, &bitmap);

	if (r == 0) {
		(void)printf("%s: %d x %d dots\n", path, bitmap->width_dots, bitmap->height_dots);
		r = write_picture(bitmap, path);
		bitmap_free(bitmap);
	}
	return r;
}

static int draw_slips(const struct phrases *phrases, const char *folder)
{
	for (size_t place = 0; *phrases_language(phrases, place); place++) {
		const char *language = phrases_language(phrases, place);

		for (size_t i = 0; i < ELEMENTS(papers_samples); i++) {
			if (draw_papers(phrases, folder, i, language, 384) < 0 ||
				draw_papers(phrases, folder, i, language, 576) < 0) {
				return -1;
			}
		}
		for (size_t i = 0; i < slip_samples_n; i++) {
			int r = draw_slip(phrases, folder, &slip_samples[i], language);

			if (r < 0) {
				return r;
			}
		}
	}
	return 0;
}

int main(int argc, char *argv[])
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;

	if (argc != 3) {
		(void)fprintf(stderr, "usage: slip-preview STRINGS-FOLDER OUTPUT-FOLDER\n");
		return 2;
	}
	log_setup("slip-preview", false);
	if (phrases_load(argv[1], &phrases) < 0) {
		return 1;
	}
	return draw_slips(phrases, argv[2]) < 0 || draw_card(phrases, argv[2], 384, 203) < 0 ||
			draw_card(phrases, argv[2], 576, 203) < 0
		? 1
		: 0;
}
