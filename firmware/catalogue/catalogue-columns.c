/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-columns.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/office.h"

enum { WORD_MAX = 120 };

static const struct {
	const char *heading; /* folded */
	int column;
} headings[] = {
	/* our own names are found by themselves */
	{"ma", PROCEDURE_CODE},
	{"ma so", PROCEDURE_CODE},
	{"ma tthc", PROCEDURE_CODE},
	{"ma so tthc", PROCEDURE_CODE},
	{"ma thu tuc", PROCEDURE_CODE},
	{"ten", PROCEDURE_NAME},
	{"ten tthc", PROCEDURE_NAME},
	{"ten thu tuc", PROCEDURE_NAME},
	{"ten thu tuc hanh chinh", PROCEDURE_NAME},
	{"ten goi thuong ngay", PROCEDURE_EVERYDAY},
	{"ten thuong goi", PROCEDURE_EVERYDAY},
	{"ten than thien", PROCEDURE_EVERYDAY},
	{"tu khoa", PROCEDURE_KEYWORDS},
	{"linh vuc", PROCEDURE_SECTOR},
	{"cap", PROCEDURE_LEVEL},
	{"cap thuc hien", PROCEDURE_LEVEL},
	{"doi tuong", PROCEDURE_FOR_WHOM},
	{"doi tuong thuc hien", PROCEDURE_FOR_WHOM},
	{"deadline text", PROCEDURE_DEADLINE},
	{"thoi han", PROCEDURE_DEADLINE},
	{"thoi han giai quyet", PROCEDURE_DEADLINE},
	{"thoi gian giai quyet", PROCEDURE_DEADLINE},
	{"cach thuc thuc hien", PROCEDURE_WAYS},
	{"tphs", PROCEDURE_PAPERS},
	{"thanh phan ho so", PROCEDURE_PAPERS},
	{"giay to", PROCEDURE_PAPERS},
	{"trinh tu", PROCEDURE_STEPS},
	{"trinh tu thuc hien", PROCEDURE_STEPS},
	{"ket qua", PROCEDURE_RESULT},
	{"ket qua thuc hien", PROCEDURE_RESULT},
	{"kqth", PROCEDURE_RESULT},
	{"ccpl", PROCEDURE_LEGAL},
	{"can cu phap ly", PROCEDURE_LEGAL},
	{"so quyet dinh", PROCEDURE_DECISION},
	{"quyet dinh", PROCEDURE_DECISION},
	{"decision date", PROCEDURE_DECISION_DAY},
	{"ngay quyet dinh", PROCEDURE_DECISION_DAY},
	{"ngay ban hanh quyet dinh", PROCEDURE_DECISION_DAY},
	{"status", PROCEDURE_STATE},
	{"trang thai", PROCEDURE_STATE},
	{"tinh trang", PROCEDURE_STATE},
	{"ma thay the", PROCEDURE_REPLACED_BY},
	{"thay the boi", PROCEDURE_REPLACED_BY},
	{"hieu luc tu", PROCEDURE_VALID_FROM},
	{"hieu luc den", PROCEDURE_VALID_TO},
	{"thuong gap", PROCEDURE_COMMON},
	{"link truy cap", PROCEDURE_LINK},
	{"duong dan", PROCEDURE_LINK},
	{"nguon", PROCEDURE_SOURCE},
	{"ngay cap nhat", PROCEDURE_CHECKED_DAY},
	{"nganh", CATALOGUE_COLUMN_BRANCH},
	{"fee", CATALOGUE_COLUMN_FEE},
	{"fee text", CATALOGUE_COLUMN_FEE},
	{"phi", CATALOGUE_COLUMN_FEE},
	{"le phi", CATALOGUE_COLUMN_FEE},
	{"phi le phi", CATALOGUE_COLUMN_FEE},
	{"fee direct", CATALOGUE_COLUMN_FEE_DIRECT},
	{"phi truc tiep", CATALOGUE_COLUMN_FEE_DIRECT},
	{"le phi truc tiep", CATALOGUE_COLUMN_FEE_DIRECT},
	{"fee online", CATALOGUE_COLUMN_FEE_ONLINE},
	{"phi truc tuyen", CATALOGUE_COLUMN_FEE_ONLINE},
	{"le phi truc tuyen", CATALOGUE_COLUMN_FEE_ONLINE},
	{"fee post", CATALOGUE_COLUMN_FEE_POST},
	{"phi buu chinh", CATALOGUE_COLUMN_FEE_POST},
	{"le phi buu chinh", CATALOGUE_COLUMN_FEE_POST},
	{"exempt", CATALOGUE_COLUMN_EXEMPT},
	{"mien giam", CATALOGUE_COLUMN_EXEMPT},
	{"doi tuong mien giam", CATALOGUE_COLUMN_EXEMPT},
	{"truong hop", CATALOGUE_COLUMN_CASES},
	{"stt", CATALOGUE_COLUMN_IGNORED},
	{"tt", CATALOGUE_COLUMN_IGNORED},
	{"so tt", CATALOGUE_COLUMN_IGNORED},
	{"muc do chi tiet", CATALOGUE_COLUMN_IGNORED},
	{"ngay trich xuat", CATALOGUE_COLUMN_IGNORED},
};

static const struct {
	const char *word; /* folded */
	enum procedure_state state;
} states[] = {
	{"hieu luc", PROCEDURE_IN_FORCE},
	{"con hieu luc", PROCEDURE_IN_FORCE},
	{"dang hieu luc", PROCEDURE_IN_FORCE},
	{"da cong khai", PROCEDURE_IN_FORCE},
	{"cong khai", PROCEDURE_IN_FORCE},
	{"het hieu luc", PROCEDURE_ENDED},
	{"bai bo", PROCEDURE_ENDED},
	{"da bai bo", PROCEDURE_ENDED},
	{"bi bai bo", PROCEDURE_ENDED},
	{"thay the", PROCEDURE_REPLACED},
	{"bi thay the", PROCEDURE_REPLACED},
	{"da thay the", PROCEDURE_REPLACED},
};

int catalogue_column_find(const char *heading)
{
	char folded[WORD_MAX + 1];
	char own[WORD_MAX + 1];

	office_fold(folded, sizeof(folded), heading);
	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		office_fold(own, sizeof(own), procedure_field_row((enum procedure_field)i)->name);
		if (strcmp(own, folded) == 0) {
			return i;
		}
	}
	for (size_t i = 0; i < ELEMENTS(headings); i++) {
		if (strcmp(headings[i].heading, folded) == 0) {
			return headings[i].column;
		}
	}
	return CATALOGUE_COLUMN_UNKNOWN;
}

const char *catalogue_state_word(const char *word)
{
	char folded[WORD_MAX + 1];

	office_fold(folded, sizeof(folded), word);
	for (size_t i = 0; i < ELEMENTS(states); i++) {
		if (strcmp(states[i].word, folded) == 0) {
			return procedure_state_name(states[i].state);
		}
	}
	return word;
}

/* "Nộp trực tuyến trên cổng dịch vụ công" names a channel as "Trực tuyến" does. */
const char *catalogue_channel_word(const char *word)
{
	static const struct {
		const char *part;
		enum procedure_channel channel;
	} parts[] = {
		{"truc tuyen", PROCEDURE_ONLINE},
		{"dich vu cong quoc gia", PROCEDURE_ONLINE},
		{"truc tiep", PROCEDURE_DIRECT},
		{"buu chinh", PROCEDURE_POST},
	};
	enum procedure_channel channel = PROCEDURE_CHANNELS;
	char folded[WORD_MAX + 1];

	office_fold(folded, sizeof(folded), word);
	for (size_t i = 0; i < ELEMENTS(parts); i++) {
		if (!strstr(folded, parts[i].part)) {
			continue;
		}
		if (channel != PROCEDURE_CHANNELS && channel != parts[i].channel) {
			return procedure_channel_name(PROCEDURE_ANY); /* it names several */
		}
		channel = parts[i].channel;
	}
	return channel == PROCEDURE_CHANNELS ? word : procedure_channel_name(channel);
}

int catalogue_flag_word(const char *word, bool *ret)
{
	char folded[WORD_MAX + 1];

	office_fold(folded, sizeof(folded), word);
	if (strcmp(folded, "co") == 0 || strcmp(folded, "x") == 0) {
		*ret = true;
		return 0;
	}
	if (!*folded || strcmp(folded, "khong") == 0) {
		*ret = false;
		return 0;
	}
	return text_parse_bool(folded, ret);
}

static const char *skip_number(const char *at, int *ret)
{
	size_t n = strspn(at, "0123456789");

	*ret = 0;
	for (size_t i = 0; i < n && n <= 4; i++) {
		*ret = *ret * 10 + (at[i] - '0');
	}
	return n > 0 && n <= 4 ? at + n : NULL;
}

int catalogue_day_word(const char *word, char ret[DAY_LENGTH + 1])
{
	char day[DAY_LENGTH * 4];
	char mark = '\0';
	int parts[3];
	bool is_iso;

	for (int i = 0; i < 3; i++) {
		if (i > 0 && (!*word || !strchr("/-.", *word) || (mark && *word != mark))) {
			return -EINVAL;
		}
		mark = i > 0 ? *word++ : '\0';
		word = skip_number(word, &parts[i]);
		if (!word) {
			return -EINVAL;
		}
	}
	is_iso = parts[0] > 999;
	(void)snprintf(day, sizeof(day), "%04d-%02d-%02d", is_iso ? parts[0] : parts[2], parts[1],
		is_iso ? parts[2] : parts[0]);
	return !*word && zone_day_valid(day) ? text_copy(ret, DAY_LENGTH + 1, day) : -EINVAL;
}
