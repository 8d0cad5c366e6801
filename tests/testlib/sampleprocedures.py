# SPDX-License-Identifier: Apache-2.0
"""Procedures as a commune would have them, made up for tests: lists of whole records in the shape
that national exports have (keys such as ma_tthc), and a list of which a tenth was changed."""

import copy
import random

SECTORS = ["Hộ tịch", "Chứng thực", "Đất đai", "Bảo trợ xã hội", "Nuôi con nuôi",
           "Thành lập và hoạt động của hộ kinh doanh", "Giáo dục mầm non"]  # fmt: skip
ACTIONS = ["Cấp", "Cấp lại", "Gia hạn", "Điều chỉnh", "Chấm dứt", "Xác nhận", "Thu hồi"]
THINGS = ["giấy xác nhận tình trạng nơi ở", "bản sao trích lục", "giấy phép hoạt động nhỏ lẻ",
          "chế độ trợ cấp hằng tháng", "hồ sơ đăng ký lần đầu", "giấy chứng nhận đủ điều kiện",
          "quyết định hỗ trợ chi phí đi lại cho người dân ở vùng sâu, vùng xa"]  # fmt: skip
PAPERS = ["Tờ khai theo mẫu", "Giấy tờ tùy thân", "Bản chính giấy tờ liên quan", "Ảnh 3x4"]
DIRECT, ONLINE, POST = "Trực tiếp", "Trực tuyến", "Bưu chính"


def make_record(n, free_online):
    """The nth: free online, or with a fee there, or without a way online at all."""
    fees = {DIRECT: "Lệ phí: 8.000 đồng", POST: "Lệ phí: 8.000 đồng"}
    if free_online:
        fees[ONLINE] = "Phí: 0 VNĐ"
    elif n % 3:
        fees[ONLINE] = "Lệ phí: 4.000 đồng (miễn cho người cao tuổi, người khuyết tật)"
    return {
        "ma_tthc": f"{1 + n % 3}.{100000 + n:06}",
        "ten_tthc": f"{ACTIONS[n % 7]} {THINGS[n // 7 % 7]} (mẫu {n})",
        "linh_vuc": SECTORS[n % len(SECTORS)],
        "cap_thuc_hien": "Cấp xã",
        "doi_tuong_thuc_hien": "Công dân Việt Nam",
        "so_quyet_dinh": f"{n + 1}/QĐ-UBND",
        "ngay_quyet_dinh": f"{1 + n % 28:02}/{1 + n % 12:02}/2025",
        "cach_thuc_thuc_hien": [
            {"hinh_thuc_nop": way, "thoi_gian": f"{1 + n % 20} ngày làm việc", "phi_le_phi": fee,
             "mo_ta": ""} for way, fee in fees.items()],
        "tphs": [{"ten_giay_to": paper, "ban_chinh": i != 1, "ban_sao": i == 1}
                 for i, paper in enumerate(PAPERS[: 1 + n % len(PAPERS)])],
        "tu_khoa": "",
    }  # fmt: skip


def make_records(n=427, free_online=42):
    """n records, free_online of which cost nothing when filed online."""
    free = set(random.Random(n).sample(range(n), free_online))
    return [make_record(i, i in free) for i in range(n)]


def change_tenth(records, seed):
    """A list of which a tenth differs from records, and what an import that is whole has to say of
    it: {key: {"change": "new" | "changed" | "ended", "fields": [names], "doubts": [names]}}."""
    chance = random.Random(seed)
    changed = copy.deepcopy(records)
    expected = {}
    removed = []
    for i in chance.sample(range(len(records)), len(records) // 10):
        record = changed[i]
        what = {"change": "changed", "fields": [], "doubts": []}
        kind = chance.randrange(6)
        if kind == 0:
            record["ten_tthc"] += " cho người  dân"
            what.update(fields=["name"], doubts=["name_spaces"])
        elif kind == 1:
            record["cach_thuc_thuc_hien"][0]["phi_le_phi"] = "Lệ phí: 15.000 đồng"
            what["fields"] = ["ways"]
        elif kind == 2:
            record["tphs"].append({"ten_giay_to": "Đơn đề nghị", "ban_chinh": True,
                                   "ban_sao": False})  # fmt: skip
            what["fields"] = ["papers"]
        elif kind == 3:
            removed.append(record)
            what["change"] = "ended"
        elif kind == 4:
            record["linh_vuc"] = "Lĩnh vực chưa có"
            what["fields"] = ["sector"]
        else:
            record["so_quyet_dinh"] = "Hộ tịch"
            what.update(fields=["decision"], doubts=["decision_odd"])
        expected[record["ma_tthc"]] = what
    for i in range(len(removed) + 3):
        fresh = make_record(len(records) + i, False)
        changed.insert(chance.randrange(len(changed)), fresh)
        expected[fresh["ma_tthc"]] = {"change": "new", "fields": [], "doubts": []}
    return [record for record in changed if record not in removed], expected
