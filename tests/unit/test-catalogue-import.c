/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-import.h"

#include <errno.h>
#include <string.h>

#include "catalogue-fixture.h"
#include "check.h"

static void check_record(const json_t *record, const char *expected)
{
	char *text = json_dumps(record, JSON_COMPACT);

	assert_string_equal(text, expected);
	free(text);
}

/* The doubts, a line each: row key kind shown. */
static char *doubts_of(const struct catalogue_import *import)
{
	struct textbuf all = {0};

	textbuf_add(&all, "");
	for (size_t i = 0; i < import->n_doubts; i++) {
		const struct catalogue_doubt *doubt = &import->doubts[i];

		textbuf_printf(&all, "%d %s %s %s\n", doubt->row, doubt->key,
			catalogue_doubt_name(doubt->kind), doubt->shown);
	}
	return all.data;
}

static void check_doubts(const char *text, const char *expected)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_read(text);
	_cleanup_free_ char *all = doubts_of(import);

	assert_string_equal(all, expected);
}

/* The faults as the messages that people read, a line each. */
static void check_faults(const char *bytes, size_t size, const char *expected)
{
	_cleanup_(textbuf_done) struct textbuf all = {0};
	const struct catalogue_reading reading = {0};
	struct catalogue_import *import = NULL;
	struct catalogue_faults faults;
	char message[CATALOGUE_MESSAGE_MAX + 1];

	textbuf_add(&all, "");
	assert_int_equal(catalogue_import_read(bytes, size, &reading, &import, &faults), -EINVAL);
	assert_null(import);
	for (size_t i = 0; i < faults.n; i++) {
		catalogue_fault_text(&faults.fault[i], message);
		textbuf_printf(&all, "%s\n", message);
	}
	assert_string_equal(all.data, expected);
}

static void refuse(const char *text, const char *expected)
{
	check_faults(text, strlen(text), expected);
}

#define HEAD "code\tname\tsector\n"

static void test_tables_in_any_shape(void **state)
{
	static const char *const tables[] = {
		HEAD "1.013313\tHộ tịch\tS\n",
		"\xEF\xBB\xBFLĩnh vực;Mã TTHC;Tên thủ tục\r\n\r\n S ;1.013313;\" Hộ "
		"tịch\"\r\n;;\r\n",
		"\n,,\nTT,TÊN TTHC,ma_so,linh_vuc\n1,\"Hộ\ntịch\",1.013313,S\n",
		"DANH MỤC THỦ TỤC, NĂM 2026;;\n;;\nTên xã: Mẫu;;\nTên thủ tục;Mã;Lĩnh vực\n"
		"Hộ tịch;1,013313;S",
		"sep=,\nten,code,sector\nHo\xCC\xA3\xCC\x82 ti\xCC\xA3"
		"ch,1.013313,S\n", /* decomposed */
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(tables); i++) {
		_cleanup_(catalogue_import_freep) struct catalogue_import *import =
			catalogue_fixture_read(tables[i]);

		assert_int_equal(import->n, 1);
		assert_int_equal(import->n_doubts, i == 3); /* a code with a comma */
		check_record(import->records[0],
			"{\"key\":\"1.013313\",\"code\":\"1.013313\",\"name\":\"Hộ tịch\","
			"\"sector\":\"S\",\"state\":\"in_force\"}");
	}
}

static void test_fields_of_a_table(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import = catalogue_fixture_read(
		"name;sector;fee_online;fee;exempt;papers;ways;trang_thai;thuong gap;tu khoa;"
		"ngay_cap_nhat;ngay quyet dinh;nguon;nganh\n"
		"A - Mã số TTHC: 1.004.946;s;0đ;5.000đ;người nghèo;\"P | 1\nQ\";Trực tiếp | 5 ngày;"
		"Hết hiệu lực;x;\"k; l\";1/2/2026;;Quyết định số 7/QĐ-UBND ngày 18/3/2025 của "
		"A;b\n");

	(void)state;
	check_record(import->records[0],
		"{\"key\":\"1.004946\",\"code\":\"1.004946\",\"name\":\"A\","
		"\"keywords\":[\"k\",\"l\"],\"sector\":\"b/s\",\"ways\":["
		"{\"channel\":\"online\",\"fee\":\"0đ\",\"exempt\":\"người nghèo\"},"
		"{\"channel\":\"any\",\"fee\":\"5.000đ\",\"exempt\":\"người nghèo\"},"
		"{\"channel\":\"direct\",\"deadline\":\"5 ngày\",\"exempt\":\"người nghèo\"}],"
		"\"papers\":[{\"name\":\"P\",\"originals\":1},{\"name\":\"Q\"}],"
		"\"decision\":\"7/QĐ-UBND\",\"decision_day\":\"2025-03-18\",\"state\":\"ended\","
		"\"common\":true,"
		"\"source\":\"Quyết định số 7/QĐ-UBND ngày 18/3/2025 của A\","
		"\"checked_day\":\"2026-02-01\"}");
}

static void test_lists_of_a_portal(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import = catalogue_fixture_read(
		" [{\"stt\":\"1\",\"ma_tthc\":\"1.000288\",\"ten_tthc\":\"A\",\"linh_vuc\":\"S\","
		"\"cach_thuc_thuc_hien\":[{\"hinh_thuc_nop\":\"Bưu chính\",\"thoi_gian\":\"5 "
		"ngày\","
		"\"phi_le_phi\":\"Phí: 0 VNĐ\",\"mo_ta\":\"a\\nb\"},\"Nộp trực tuyến tại X\"],"
		"\"tphs\":[{\"ten_giay_to\":\"P\",\"ban_chinh\":true,\"ban_sao\":false,\"la\":1}],"
		"\"kqth\":[{\"ma_ket_qua\":\"K\",\"ten_ket_qua\":\"R\"},{\"ten_ket_qua\":\"Q\"}],"
		"\"ccpl\":[{\"so_ky_hieu\":\"1/TT\",\"trich_yeu\":\"t\"}],"
		"\"trinh_tu_thuc_hien\":[{\"truong_hop_xu_ly\":\"\",\"mo_ta_chi_tiet\":\"x\"},"
		"\"y\"],"
		"\"trang_thai\":\"Đã công khai\",\"tu_khoa\":\"\",\"link_truy_cap\":null}]");
	_cleanup_free_ char *doubts = doubts_of(import);

	(void)state;
	check_record(import->records[0],
		"{\"key\":\"1.000288\",\"code\":\"1.000288\",\"name\":\"A\",\"sector\":\"S\","
		"\"ways\":[{\"channel\":\"post\",\"deadline\":\"5 ngày\",\"fee\":\"Phí: 0 VNĐ\","
		"\"note\":\"a\\nb\"},{\"channel\":\"online\",\"note\":\"Nộp trực tuyến tại X\"}],"
		"\"papers\":[{\"name\":\"P\",\"originals\":1}],\"steps\":[\"x\",\"y\"],"
		"\"result\":\"R\\nQ\",\"legal\":[\"1/TT - t\"],\"state\":\"in_force\"}");
	assert_string_equal(doubts, "1  left_out tphs.la\n");
}

static void test_lists_of_a_commune(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import = catalogue_fixture_read(
		"{\"phien_ban\":\"1\",\"thu_tuc\":[{\"ma\":null,\"ten\":\"A\",\"nganh\":\"tu-"
		"phap\","
		"\"linh_vuc\":\"ho-tich\",\"trang_thai\":\"thay_the\",\"ma_thay_the\":\"1.004873."
		"H87\","
		"\"thuong_gap\":true,\"tu_khoa\":[\"k\"],\"ngay_cap_nhat\":\"2026-08-11\","
		"\"truong_hop\":[{\"ten_truong_hop\":\"T\",\"le_phi\":{\"mo_ta\":\"Miễn lệ phí\"},"
		"\"thoi_han\":{\"mo_ta\":\"1 ngày\"},\"thanh_phan_ho_so\":[{\"ten\":\"P\","
		"\"ban_chinh\":1,\"ban_sao\":0,\"ghi_chu\":null}],\"trinh_tu_thuc_hien\":[\"x\"],"
		"\"cach_thuc_thuc_hien\":null},{\"ten_truong_hop\":\"U\",\"le_phi\":"
		"{\"mo_ta\":\"8.000 đồng\"},\"trinh_tu_thuc_hien\":[\"y\"]}]}]}");

	(void)state;
	check_record(import->records[0],
		"{\"key\":\"x-af63dc4c8601ec8c\",\"name\":\"A\",\"keywords\":[\"k\"],"
		"\"sector\":\"tu-phap/ho-tich\",\"ways\":[{\"channel\":\"any\","
		"\"deadline\":\"1 ngày\",\"fee\":\"Miễn lệ phí\",\"note\":\"T\"},"
		"{\"channel\":\"any\",\"fee\":\"8.000 đồng\",\"note\":\"U\"}],"
		"\"papers\":[{\"name\":\"P\",\"originals\":1}],\"steps\":[\"x\",\"y\"],"
		"\"state\":\"replaced\",\"replaced_by\":\"1.004873.H87\",\"common\":true,"
		"\"checked_day\":\"2026-08-11\"}");
}

static void test_what_looks_wrong_is_said(void **state)
{
	(void)state;
	check_doubts(HEAD "1.013313\tA  b\tS\n\tB\tS\n1.0\tC - Mã số TTHC: 1.0 05277\tS\n"
			  "1.004\tD\tS\n1013313.\tE\t\n2.000001\tF - Mã số TTHC: 2.000002\tS\n",
		"2 1.013313 name_spaces A b\n"
		"3 x-af63df4c8601f1a5 code_missing \n"
		"4 1.005277 code_cut 1.0\n"
		"4 1.005277 code_from_name 1.005277\n"
		"5 x-af63d94c8601e773 code_cut 1.004\n"
		"6 1.013313~2 code_mended 1013313.\n"
		"6 1.013313~2 code_twice 1.013313\n"
		"6 1.013313~2 sector_missing \n"
		"7 2.000001 code_differs 2.000002\n");
	check_doubts(HEAD "1.013313.H1\tA\tS\n1.013313.H1\tA\tS\n1.013313\tB\tS\n1.013313\tC\tS\n",
		"3 1.013313 same_twice A\n4 1.013313~2 code_twice 1.013313\n"
		"5 1.013313~3 code_twice 1.013313\n");
	check_doubts("code,name,sector,decision,decision_date,for_whom,state,checked_day,lạ\n"
		     "1.013313,A,S,Sở Nội Vụ,1/13/2026,Đã công khai,thay_the,2027-01-01,x\n"
		     "1.013314,A,S,7/QĐ,2/12/2026; 1/2/2026,Công dân,,2026-11-29,y\n",
		"1  left_out lạ\n"
		"2 1.013313 decision_odd Sở Nội Vụ\n"
		"2 1.013313 for_whom_odd Đã công khai\n"
		"2 1.013313 day_odd 1/13/2026\n"
		"2 1.013313 day_future 2027-01-01\n"
		"2 1.013313 replacement_missing \n"
		"3 1.013314 day_future 2026-12-02\n");
	check_doubts(HEAD "1.000001\tA\ta/x\n1.000002\tB\tb/x\n1.000003\tC\ta/x\n1.000004\tD\ta/y\n"
			  "1.000005\tE\tx\n",
		"3 1.000002 sector_two b/x\n");
}

/* What an office program does to an export: codes become numbers and lose their last noughts. */
static void test_an_export_that_was_saved_by_an_office_program(void **state)
{
	(void)state;
	check_doubts("key;code;name;sector\n1.00008;1.00008;A;S\n1000094;1000094;B;S\n"
		     "1,00011;1.000110.000.00.00.H56;C;S\n1.000288~2;1.000288;D;S\n",
		"2 1.000080 code_mended 1.00008\n3 1.000094 code_mended 1000094\n");
	check_doubts("code;name;sector\n1.00008;A;S\n", "2 x-af63dc4c8601ec8c code_cut 1.00008\n");
}

/* A table that somebody cut, or that was not sent to its end, looks whole. */
static void test_a_table_that_ends_within_a_row(void **state)
{
	(void)state;
	check_doubts("code;name;sector\n1.000001;A;S\n1.000002;Đăng",
		"3 1.000002 sector_missing \n3 1.000002 cut_off Đăng\n");
	check_doubts("code;name;sector\n1.000001;A;S\n1.000002;B;S", "");
	check_doubts(
		"code;name;sector\n1.000001;A;S\n1.000002;B\n", "3 1.000002 sector_missing \n");
}

static void test_names_of_sectors_and_what_is_filled_in(void **state)
{
	static const char table[] = HEAD "1.013313\tA\ttu-phap/ho-tich\n1.013314\tB\tdat-dai\n"
					 "1.013315\tC\ty-te/dan-so\n1.013316\tD\txay-dung/nha-o\n";
	json_t *names = json_pack("{s:s, s:s, s:s}", "ho-tich", "Hộ tịch", "dat-dai", "Đất đai",
		"y-te/dan-so", "Dân số");
	const struct catalogue_reading reading = {
		.sector_names = names, .source = "Q", .checked_day = "2026-01-02"};
	_cleanup_(catalogue_import_freep) struct catalogue_import *import = NULL;
	_cleanup_free_ char *doubts = NULL;
	char message[CATALOGUE_MESSAGE_MAX + 1];
	struct catalogue_faults faults;

	(void)state;
	assert_int_equal(
		catalogue_import_read(table, strlen(table), &reading, &import, &faults), 0);
	doubts = doubts_of(import);
	assert_string_equal(doubts, "0  sector_short xay-dung/nha-o\n");
	catalogue_doubt_text(&import->doubts[0], message);
	assert_string_equal(message,
		"sectors have short names such as «xay-dung/nha-o»: say in "
		"catalogue.sector_names what people call them");
	assert_string_equal(
		json_string_value(json_object_get(import->records[1], "sector")), "Đất đai");
	assert_string_equal(
		json_string_value(json_object_get(import->records[2], "sector")), "Dân số");
	json_decref(names);
	check_record(import->records[0],
		"{\"key\":\"1.013313\",\"code\":\"1.013313\",\"name\":\"A\",\"sector\":\"Hộ tịch\","
		"\"state\":\"in_force\",\"source\":\"Q\",\"checked_day\":\"2026-01-02\"}");
}

static void test_a_wrong_table_is_refused_with_its_places(void **state)
{
	(void)state;
	refuse("", "the file has no record\n");
	refuse("\n\n", "the file has no record\n");
	refuse(HEAD, "the file has no record\n");
	refuse("code,sector\n1.013313,S\n",
		"row 1 (name): is a column that is needed and missing\n");
	refuse("name,ten\nA,B\n", "row 1, column 2 (ten): is a heading that stands twice\n");
	refuse("code,Tên TTHC\n1.013313,\n1.013314,A\n",
		"row 2, column 2 (Tên TTHC): is needed and missing\n");
	refuse("name,b\n\"A\"x,\n\"B\n",
		"row 2, column 1 (name): \"Ax\" has a quotation mark that is not closed, or text "
		"behind one\n"
		"row 3, column 1 (name): \"B\" has a quotation mark that is not closed, or text "
		"behind one\n");
	refuse("name\nA,B\n", "row 2, column 2: \"B\" stands in a column without a heading\n");
	refuse("name,checked_day,state\nA,hôm qua,\nB,,lạ\n",
		"row 2, column 2 (checked_day): \"hôm qua\" is no day such as 18/3/2025 or "
		"2025-03-18\n"
		"row 3, column 3 (state): \"lạ\" is none of the words that can stand here\n");
	refuse("name,papers\nA,P | 1 | x\n",
		"row 2, column 2 (papers[0].copies): is no whole number from 0 to 99\n");
	check_faults("name\nA\0B\n", 9,
		"row 2, column 1 (name): \"AB\" has characters that are no text: save it as "
		"UTF-8\n");
}

static void test_wrong_json_is_refused_with_its_places(void **state)
{
	_cleanup_(textbuf_done) struct textbuf many = {0};

	(void)state;
	refuse("[\n{\"a\":1,}]", "row 2, column 8: cannot be read as JSON from here on\n");
	refuse("{\"a\":1}", "the file has no list of records\n");
	refuse("[]", "the file has no record\n");
	refuse("[{\"ten\":\"A\"},5]", "row 2: is no record\n");
	refuse("[{\"ten\":\"A\",\"ma_tthc\":5}]",
		"row 1 (ma_tthc): holds another kind of value than it should\n");
	refuse("[{\"ma_tthc\":\"1.013313\"}]", "row 1 (name): is needed and missing\n");
	refuse("[{\"ten\":\"A\",\"tphs\":[{\"ban_sao\":1}]}]",
		"row 1 (tphs[0].name): is needed and missing\n");
	refuse("[{\"ten\":\"A\",\"mien_giam\":5}]",
		"row 1 (ways[0].exempt): holds another kind of value than it should\n");

	textbuf_add(&many, "[{\"ten\":\"A\"}");
	for (int i = 0; i < CATALOGUE_RECORDS_MAX + 3; i++) {
		textbuf_printf(&many, ",{\"ten\":\"B%d\"}", i);
	}
	textbuf_add(&many, "]");
	refuse(many.data, "row 10001: the file has too many records (at most 10000)\n");
}

/* What the real list has of faults is found, and no more. */
static void test_the_real_list(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_real("procedures.tsv");
	int counts[CATALOGUE_DOUBTS] = {0};

	(void)state;
	assert_int_equal(import->n, 287);
	for (size_t i = 0; i < import->n_doubts; i++) {
		char message[CATALOGUE_MESSAGE_MAX + 1];

		counts[import->doubts[i].kind]++;
		catalogue_doubt_text(&import->doubts[i], message);
		print_message("# %s\n", message);
	}
	assert_int_equal(counts[CATALOGUE_DOUBT_CODE_MISSING], 4); /* of 5; one is in the name */
	assert_int_equal(counts[CATALOGUE_DOUBT_CODE_CUT], 3);
	assert_int_equal(counts[CATALOGUE_DOUBT_CODE_FROM_NAME], 4);
	assert_int_equal(counts[CATALOGUE_DOUBT_NAME_SPACES], 2);
	assert_int_equal(counts[CATALOGUE_DOUBT_SECTOR_TWO], 2);
	assert_int_equal(counts[CATALOGUE_DOUBT_SECTOR_SHORT], 1);
	assert_int_equal(import->n_doubts, 16);
}

static void test_the_real_whole_records(void **state)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		catalogue_fixture_real("procedures-detailed.json");
	_cleanup_free_ char *doubts = doubts_of(import);

	(void)state;
	assert_int_equal(import->n, 10);
	assert_string_equal(doubts,
		"2 1.010805 sector_missing \n2 1.010805 decision_odd Sở Nội Vụ\n"
		"2 1.010805 for_whom_odd Đã công khai\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables_in_any_shape),
		cmocka_unit_test(test_fields_of_a_table),
		cmocka_unit_test(test_lists_of_a_portal),
		cmocka_unit_test(test_lists_of_a_commune),
		cmocka_unit_test(test_what_looks_wrong_is_said),
		cmocka_unit_test(test_an_export_that_was_saved_by_an_office_program),
		cmocka_unit_test(test_a_table_that_ends_within_a_row),
		cmocka_unit_test(test_names_of_sectors_and_what_is_filled_in),
		cmocka_unit_test(test_a_wrong_table_is_refused_with_its_places),
		cmocka_unit_test(test_wrong_json_is_refused_with_its_places),
		cmocka_unit_test(test_the_real_list),
		cmocka_unit_test(test_the_real_whole_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
