/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/samples/slip-samples.h"

#include <string.h>

#include "base/text.h"
#include "ui/dates.h"

#define URL "http://192.168.1.10:8080/t/3f-abcdefghijklmnopqrstuvwxyz"
#define CENTRE \
	.centre = "Trung tâm Phục vụ hành chính công xã Mẫu", .time = "08:01", .url = URL, \
	.advice = "Mời ông/bà ngồi chờ và theo dõi màn hình. Lỡ lượt, xin báo cán bộ tại quầy."

#define COMPLAINT \
	CENTRE, .number = "P007", .service = "Tiếp nhận phản ánh, kiến nghị", .ahead = 2, \
		.wait_s = 600, .official = "https://pakn.example.vn/xa-mau", \
		.official_name = "Cổng tiếp nhận phản ánh, kiến nghị của tỉnh Mẫu"
#define LONG_SUBJECT "Thái độ, cách hướng dẫn và việc trả kết quả trễ hạn của cán bộ tại quầy"

const struct slip_sample slip_samples[] = {
	{"slip-58mm", 384, 203,
		{CENTRE, .number = "A001", .service = "Hộ tịch", .ahead = 4, .wait_s = 840}},
	{"slip-80mm", 576, 203,
		{CENTRE, .number = "A001", .service = "Hộ tịch", .ahead = 4, .wait_s = 840}},
	{"slip-80mm-large", 576, 203,
		{CENTRE, .number = "A001", .service = "Hộ tịch", .ahead = 4, .wait_s = 840,
			.large = true}},
	{"slip-58mm-free-online", 384, 203,
		{CENTRE, .number = "A001", .service = "Hộ tịch", .ahead = 4, .wait_s = 840,
			.free_online = 12}},
	{"slip-80mm-free-online", 576, 203,
		{CENTRE, .number = "A001", .service = "Hộ tịch", .ahead = 4, .wait_s = 840,
			.free_online = 12}},
	{"slip-80mm-large-free-online", 576, 203,
		{CENTRE, .number = "A001", .service = "Hộ tịch", .ahead = 4, .wait_s = 840,
			.free_online = 12, .large = true}},
	{"slip-58mm-priority-second", 384, 203,
		{CENTRE, .number = "LD128",
			.service = "Lao động, Thương binh và Xã hội, Bảo trợ xã hội",
			.lane = "Ưu tiên", .ahead = 12, .wait_s = 4500, .mark = SLIP_SECOND_PRINT}},
	{"slip-80mm-next", 576, 203,
		{CENTRE, .number = "B042", .service = "Chứng thực", .lane = "Ưu tiên", .ahead = 0,
			.wait_s = 120}},
	{"slip-80mm-late", 576, 203,
		{CENTRE, .number = "A041", .service = "Hộ tịch", .ahead = 18, .wait_s = 11000,
			.past_closing = true}},
	{"slip-58mm-complaint", 384, 203, {COMPLAINT, .subject = "Thời gian chờ"}},
	{"slip-80mm-complaint", 576, 203, {COMPLAINT, .subject = "Thời gian chờ"}},
	{"slip-80mm-large-complaint", 576, 203,
		{COMPLAINT, .subject = "Thời gian chờ", .large = true}},
	{"slip-58mm-complaint-long-second", 384, 203,
		{COMPLAINT, .subject = LONG_SUBJECT, .mark = SLIP_SECOND_PRINT}},
	{"slip-72mm-180dpi-bare", 512, 180,
		{CENTRE, .number = "C9999", .service = "Đất đai", .ahead = -1, .wait_s = -1}},
	{"slip-640-no-qr", 640, 203,
		{.centre = "Trung tâm Phục vụ hành chính công cấp xã của xã Mẫu thuộc huyện Mẫu "
			   "tỉnh Mẫu, cơ sở hai tại trụ sở Ủy ban nhân dân",
			.time = "16:59",
			.number = "7",
			.service = "Tiếp nhận phản ánh, kiến nghị của cá nhân và tổ chức",
			.ahead = 1,
			.wait_s = 20000}},
};

const size_t slip_samples_n = ELEMENTS(slip_samples);

int slip_sample_render(const struct phrases *phrases, const struct slip_sample *sample,
	const char *language, const char *centre, struct bitmap **ret)
{
	_cleanup_free_ char *date = dates_day(phrases, language, "2026-11-23");
	struct slip slip = sample->slip;

	slip.language = language;
	slip.date = date;
	slip.centre = centre ? centre : slip.centre;
	return slip_render(phrases, &slip, sample->width_dots, sample->dpi, ret);
}

cairo_surface_t *slip_sample_picture(const struct bitmap *bitmap)
{
	cairo_surface_t *surface = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, bitmap->width_dots, bitmap->height_dots);
	unsigned char *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);

	for (int y = 0; y < bitmap->height_dots; y++) {
		for (int x = 0; x < bitmap->width_dots; x++) {
			const uint8_t *row = bitmap->bits + (size_t)y * bitmap->stride;
			bool black = row[x / 8] & (0x80 >> x % 8);

			memset(data + (ptrdiff_t)y * stride + (ptrdiff_t)x * 4, black ? 0 : 255, 4);
		}
	}
	cairo_surface_mark_dirty(surface);
	return surface;
}
