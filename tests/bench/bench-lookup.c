/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the look-up costs a kiosk: makes its catalogue of RECORDS records with whole texts, asks
 * every beginning of some questions, as somebody types them, and says how long that took, and how
 * much memory the catalogue has.
 *
 *   bench-lookup RECORDS
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "kiosk/lookup-catalogue.h"

enum { RECORDS_MAX = 20000, ASKED_MAX = 1000 };

static const char *const actions[] = {
	"Cấp", "Cấp lại", "Gia hạn", "Điều chỉnh", "Chấm dứt", "Xác nhận", "Đăng ký"};
static const char *const things[] = {"giấy xác nhận tình trạng hôn nhân",
	"bản sao trích lục khai sinh", "giấy phép kinh doanh nhỏ lẻ",
	"trợ cấp hằng tháng cho người cao tuổi", "quyền sử dụng đất lần đầu",
	"giấy chứng nhận đủ điều kiện an toàn thực phẩm", "hỗ trợ chi phí mai táng",
	"thường trú cho trẻ em", "hộ kinh doanh gia đình", "chứng thực chữ ký trong giấy tờ",
	"khai tử cho người đã mất từ lâu"};
static const char *const questions[] = {"LAM GIAY KHAI SINH CHO CON", "XIN TRO CAP NGUOI GIA",
	"MO CUA HANG BAN TAP HOA", "SANG TEN SO DO", "XAC NHAN DOC THAN", "GIAY PHEP KINH DOANH"};

static double now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Kilobytes; 0 where the kernel does not say. */
static int64_t pss_kb(void)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	char *at;

	if (text_read_file("/proc/self/smaps_rollup", 65536, &text, &size) < 0) {
		return 0;
	}
	at = strstr(text, "\nPss:");
	return at ? strtoll(at + 5, NULL, 10) : 0;
}

/* An export as the hub gives it. Heap. */
static char *make_export(int n)
{
	struct textbuf text = {0};

	textbuf_add(&text, "{\"procedures\": [\n");
	for (int i = 0; i < n; i++) {
		textbuf_printf(&text,
			"%s{\"key\": \"1.%06d\", \"code\": \"1.%06d\", \"name\": \"%s %s (mẫu "
			"%d)\", "
			"\"sector\": \"Lĩnh vực %d\", \"state\": \"in_force\", "
			"\"checked_day\": \"2026-11-01\", \"deadline\": \"3 ngày làm việc\", "
			"\"ways\": [{\"channel\": \"direct\", \"fee\": \"8.000 đồng\", "
			"\"exempt\": \"Người khuyết tật\"}], \"papers\": [{\"name\": \"Tờ khai của "
			"người làm thủ tục, theo mẫu\", \"originals\": 1}], \"steps\": [\"Nộp hồ "
			"sơ "
			"tại bộ phận tiếp nhận, hoặc trực tuyến\", \"Nhận kết quả\"]}",
			i > 0 ? ",\n" : "", i, i, actions[(size_t)i % ELEMENTS(actions)],
			things[(size_t)i / 7 % ELEMENTS(things)], i, i % 60);
	}
	textbuf_add(&text, "\n]}\n");
	return text.data;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static int ask(struct lookup_catalogue *catalogue)
{
	_cleanup_free_ struct lookup_found *found = memory_new(1, sizeof(*found));
	static double took[ASKED_MAX];
	int n = 0, r = 0;

	for (size_t i = 0; i < ELEMENTS(questions) && r == 0; i++) {
		for (size_t size = 2; size <= strlen(questions[i]) && r == 0 && n < ASKED_MAX;
			size++) {
			_cleanup_free_ char *typed = text_printf("%.*s", (int)size, questions[i]);
			double begin = now_ms();

			r = lookup_catalogue_find(catalogue, typed, found);
			took[n++] = now_ms() - begin;
		}
	}
	qsort(took, (size_t)n, sizeof(took[0]), compare);
	printf("searches while typing: %d, median %.1f ms, 95th percentile %.1f ms, longest %.1f "
	       "ms\n",
		n, took[n / 2], took[n * 95 / 100], took[n - 1]);
	return r;
}

int main(int argc, char *argv[])
{
	_cleanup_(lookup_catalogue_freep) struct lookup_catalogue *catalogue = NULL;
	int64_t n, before;
	double begin;
	char *export;

	if (argc != 2 || text_parse_int(argv[1], 1, RECORDS_MAX, &n) < 0) {
		(void)fprintf(stderr, "usage: bench-lookup RECORDS\n");
		return EXIT_FAILURE;
	}
	before = pss_kb();
	export = make_export((int)n);
	begin = now_ms();
	if (lookup_catalogue_new(export, search_words_read(NULL), life_events_read(NULL),
		    "2026-11-29", &catalogue) < 0) {
		return EXIT_FAILURE;
	}
	printf("records: %zu, made in %.0f ms, %lld kB\n", lookup_catalogue_count(catalogue),
		now_ms() - begin, (long long)(pss_kb() - before));
	return ask(catalogue) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
