# SPDX-License-Identifier: Apache-2.0
"""A catalogue of many procedures, a year of look-ups, and visitors who look procedures up."""

import datetime
import http.client
import json
import threading
import time
from urllib.parse import quote

RECORDS = 5000
MONTHS = 12
ACTIONS = ("Cấp", "Cấp lại", "Gia hạn", "Điều chỉnh", "Chấm dứt", "Xác nhận", "Đăng ký")
THINGS = (
    "giấy xác nhận tình trạng hôn nhân", "bản sao trích lục khai sinh",
    "giấy phép kinh doanh nhỏ lẻ", "trợ cấp hằng tháng cho người cao tuổi",
    "quyền sử dụng đất lần đầu", "giấy chứng nhận đủ điều kiện an toàn thực phẩm",
    "hỗ trợ chi phí mai táng", "thường trú cho trẻ em", "hộ kinh doanh gia đình",
    "chứng thực chữ ký trong giấy tờ", "khai tử cho người đã mất từ lâu",
)  # fmt: skip
QUESTIONS = (
    "làm giấy khai sinh cho con", "xin tro cap nguoi gia", "mở cửa hàng bán tạp hóa",
    "sang ten so do", "xác nhận độc thân", "giayas phep kinh doanh", "qwertz", "mat giay ket hon",
)  # fmt: skip


def records(count=RECORDS):
    today = datetime.date.today().isoformat()
    return [
        {
            "code": f"{1 + n // 900_000}.{n + 1:06}",
            "name": f"{ACTIONS[n % len(ACTIONS)]} {THINGS[n // 7 % len(THINGS)]} (mẫu {n})",
            "sector": f"Lĩnh vực {n % 60}",
            "checked_day": today,
            "deadline": "3 ngày làm việc",
            "ways": [{"channel": "direct", "fee": "8.000 đồng", "exempt": "Người khuyết tật"}],
            "papers": [{"name": "Tờ khai của người làm thủ tục, theo mẫu", "originals": 1}],
            "steps": ["Nộp hồ sơ tại bộ phận tiếp nhận, hoặc trực tuyến", "Nhận kết quả"],
        }
        for n in range(count)
    ]


def take(hub, wanted):
    """A preview, and what it showed is taken; then until the search has it."""
    wish = {"file": "list.json", "text": json.dumps(wanted)}
    seen = hub.post("/procedures/import", wish)
    taken = hub.post("/procedures/import",
                     wish | {"digest": seen["digest"], "catalogue": seen["catalogue"]})  # fmt: skip
    while hub.get("/procedures/search?q=x&typing=true")["catalogue"] != taken["catalogue"]:
        time.sleep(0.1)


def year_of_lookups(count=RECORDS):
    """The hub's file after a busy year: this month every procedure was looked up, as many as the
    file may have the months before."""
    today = datetime.date.today()
    months = {}
    for back in range(MONTHS):
        number = today.year * 12 + today.month - 1 - back
        seen = range(count if back == 0 else count // 4)
        months[f"{number // 12:04}-{number % 12 + 1:02}"] = {
            f"1.{n + 1:06}": {"kiosk": {str(7 + n % 10): 1 + n % 9}, "phone": {"20": 2}}
            for n in seen
        }
    return json.dumps(months, separators=(",", ":"))


class Visitors:
    """People who search, read pages and figures while something else is measured: so many requests
    of each kind a second, from a thread of its own."""

    def __init__(self, port, token, per_second, figures_every=0):
        self.port, self.token = port, token
        self.wait_s = 1 / per_second
        self.figures_every = figures_every
        self.sent = 0
        self.failed = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()

    def _run(self):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.stop.wait(self.wait_s):
            number = self.sent
            question = quote(QUESTIONS[number % len(QUESTIONS)])
            paths = [f"/api/v1/procedures/search?q={question}", f"/tra-cuu/1.{number % 999 + 1:06}"]
            if self.figures_every and number % self.figures_every == 0:
                paths += ["/api/v1/procedures/lookups", "/api/v1/procedures/misses"]
            for path in paths:
                line.request("GET", path, headers={"Authorization": f"Bearer {self.token}"})
                answer = line.getresponse()
                answer.read()
                if answer.status != 200:
                    self.failed.append(f"{path}: {answer.status}")
            self.sent += 1
