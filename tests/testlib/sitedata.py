# SPDX-License-Identifier: Apache-2.0
"""A small site for tests: always open, quick rules, four counters."""

import copy
import datetime
import os
import zoneinfo


def daytime_zone(now):
    """Viet Nam's zone, but from 20:00 to 01:00 there one 12 hours away.

    A hall that is always open ends its day at midnight: near it calls say that the day ends, and
    numbers begin anew.
    """
    hour = (now.astimezone(datetime.timezone.utc).hour + 7) % 24
    return "America/Lima" if hour >= 20 or hour < 1 else "Asia/Ho_Chi_Minh"


# Of this process and of those that it starts.
ZONE_NAME = os.environ.setdefault(
    "LAYSO_TEST_ZONE", daytime_zone(datetime.datetime.now(datetime.timezone.utc))
)
ZONE = zoneinfo.ZoneInfo(ZONE_NAME)


def today():
    """The date in the hall, which is not the machine's for some hours of each day."""
    return datetime.datetime.now(ZONE).date()


SITE = {
    "format": "layso-site/1",
    "name": {"vi": "Trung tâm thử nghiệm", "en": "Test centre"},
    "timezone": ZONE_NAME,
    "languages": ["vi", "en"],
    "public_url": "http://192.0.2.1:8080",
    "hours": "always",
    "closed_days": [],
    "day_end": "24:00",
    "number_digits": 3,
    "rules": {
        "priority_in_a_row": 2,
        "age_limit_s": 3600,
        "call_attempts": 2,
        "absent_behind": 1,
        "recall_interval_s": 0,
        "undo_finish_s": 600,
    },
    "services": [
        {"id": "A", "series": "A", "name": {"vi": "Hộ tịch", "en": "Civil status"}},
        {"id": "B", "series": "B", "name": {"vi": "Chứng thực", "en": "Certification"}},
        {"id": "C", "series": "C", "name": {"vi": "Đất đai", "en": "Land"}, "serving_time_s": 900},
        {"id": "L", "series": "L", "name": {"vi": "Có hạn mức", "en": "Limited"}, "daily_limit": 2},
        {
            "id": "N",
            "series": "N",
            "name": {"vi": "Không mở", "en": "Never open"},
            "hours": {},
        },
        {"id": "X", "series": "X", "name": {"vi": "Đã bỏ", "en": "Retired"}, "active": False},
    ],
    "counters": [
        {"number": n, "name": {"vi": f"Quầy {n}", "en": f"Counter {n}"}, "services": services}
        for n, services in ((1, ["A", "B"]), (2, ["A", "B", "C"]), (3, ["C"]), (4, ["A"]))
    ],
    "staff": [
        {"id": f"quay-{n}", "name": f"Cán bộ quầy {n}", "role": "clerk", "active": True}
        for n in (1, 2, 3, 4)
    ]
    + [{"id": "retired", "name": "Đã nghỉ", "role": "clerk", "active": False}],
    "priority_reasons": [{"id": "elderly", "name": {"vi": "Người cao tuổi", "en": "Elderly"}}],
    "outcomes": [{"id": "done", "name": {"vi": "Xong", "en": "Done"}}],
    "texts": {"slip_advice": {"vi": "Xin giữ phiếu này.", "en": "Please keep this slip."}},
    "notices": [{"vi": "Xin chào", "en": "Welcome"}],
}


def site(**changes):
    """The test site with some keys replaced; "rules" is merged."""
    made = copy.deepcopy(SITE)
    made["rules"] |= changes.pop("rules", {})
    return made | changes


def minute_far_from_now():
    """A minute of the day that is hours away, as two times."""
    early = datetime.datetime.now(ZONE).hour >= 12
    return ("03:00", "03:01") if early else ("21:00", "21:01")


def closed_now():
    """The test site, outside its hours."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return site(hours={day: [list(minute_far_from_now())] for day in days})
