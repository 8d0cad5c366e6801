# SPDX-License-Identifier: Apache-2.0
"""Where each fuzz target begins: the tree's own files, a request of each kind that openapi.json
describes, and the inputs in seeds/, which once broke something."""

import json
import os
import pathlib
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEEDS = ROOT / "tests/fuzz/seeds"
BUILD = pathlib.Path(os.environ.get("LAYSO_TEST_BUILD", ROOT / "build-test"))
DESCRIPTION = BUILD / "firmware/hub/openapi.json"
FILES = {
    "board": ("boards", "*.board"),
    "printer-model": ("drivers/printers", "*.printer"),
    "site": ("firmware/queue", "site-sample.json"),
}
CSV = """from,to,service,note,received,received_online,resolved
2026-07-01,2026-07-31,A,"a ""quoted"" one",1881,1832,1844
2026-08-01,2026-08-31,,,10,0,7
"""
OFFICE = """sep=;\r\nTừ ngày;Đến ngày;Lĩnh vực;Đã giải quyết;Ghi chú;;\r
13/4/2026;30/4/2026 0:00;Hộ tịch;1.234;"một\r\nhai";;\r\n;;;;;;\r
"""
SHEET = """BỘ CHỈ SỐ;;;;;;\r\nKỳ:;10/2026;;;;;\r
Nhóm chỉ số;Chỉ số;Tử số;denominator;Tỷ lệ (%);points;points_max;own;STT\r
Minh bạch;;;;;15,2;18;;1\r\n;"Công\nbố";1.832;1.881;97,6 %;10,2;12;online;\r
;Đúng hạn;1;0;50;;6;trực tuyến;\r\nTổng cộng;;;;;15,2;18;;
"""
FIGURES = """{"period": "2026-Q3", "source": "a", "taken_day": "2026-11-02", "rows": [
{"group": "A", "name": "x", "numerator": 1832, "denominator": "1.881", "ratio": 97.395,
"points": "4,5", "points_max": 5.0, "own": "in_time"}, {"total": true, "points": null}]}"""
LIST = """code;name;sector;fee_online;papers;state;checked_day;keywords;nguồn
1.013313.000.00.00.H56;Cấp  giấy - Mã số TTHC: 1.0 05277;a/b;Phí: 0 VNĐ;"P | 1\nQ";hieu_luc;\
1/2/2026;'- k\\;, l;Quyết định số 7/QĐ ngày 3/4/2025
1.0;B;c/b;25.000 đồng (Miễn phí cho trẻ em);;thay_the;;;
"""
PORTAL = """[{"ma_tthc":"1.000288","ten_tthc":"A","so_quyet_dinh":"Sở","ngay_quyet_dinh":"9/1/2018",
"cach_thuc_thuc_hien":[{"hinh_thuc_nop":"Trực tuyến","thoi_gian":"5 ngày","phi_le_phi":"Khác"}],
"tphs":[{"ten_giay_to":"P","ban_chinh":true,"ban_sao":false}],"kqth":[{"ten_ket_qua":"R"}]}]
"""
COMMUNE = """{"thu_tuc":[{"ma":null,"ten":"A","nganh":"b","linh_vuc":"s","tu_khoa":["k"],
"truong_hop":[{"ten_truong_hop":"T","le_phi":{"mo_ta":"Miễn"},"thoi_han":{"mo_ta":"1 ngày"},
"thanh_phan_ho_so":[{"ten":"P","ban_chinh":1}],"trinh_tu_thuc_hien":["x"]}]}]}
"""
STREAM = b""": keep
id: 0123456789abcdef-7
event: call
data: {"ticket":1}

data: two
data: lines

retry: 1000
id: 8

"""
STATUS = bytes([15, 0, 1, 3, 0, 7, 0x16, 7, 0x12, 7, 0x12, 4, 0, 1, 0, 3, 0, 7, 0x16, 7, 0x37,
                7, 0x22, 7, 0x30, 7, 0x30, 7, 0x30, 7, 0x31, 7, 0, 4, 0, 6, 1, 0, 0])  # fmt: skip
NOT_SAID = ("idempotency_key", "expect")  # the same ones in each request would refuse most of them
RAW = (
    b"=GET /api/v1/state HTTP/1.1\r\nHost: hub\r\n\r\nGET /api/v1/health HTTP/1.1\r\nHost: hub\r\n"
    b"Connection: close\r\n\r\n",
    b"=POST /api/v1/tickets HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n"
    b'f\r\n{"service":"A"}\r\n0\r\n\r\n',
    b"=GET /api/v1/state HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer x\r\nCookie: layso=y\r\n"
    b"Accept-Language: vi,en;q=0.5\r\nIf-None-Match: \"1\"\r\n\r\n",
)


def example(schema, components):
    """A value that the schema allows, as simple as may be."""
    if "$ref" in schema:
        return example(components[schema["$ref"].split("/")[-1]], components)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {name: example(value, components) for name, value in
                schema.get("properties", {}).items() if name not in NOT_SAID}  # fmt: skip
    if kind == "array":
        return [example(schema.get("items", {}), components)]
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    return "2026-07-01" if schema.get("format") == "date" else "A"


def requests():
    """A request of each operation, as fuzz-http.c reads it."""
    text = DESCRIPTION.read_text(encoding="utf-8")
    described = json.loads(text)
    schemas = described["components"]["schemas"]
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            if method not in ("get", "post", "put", "delete"):
                continue
            named = [p for p in operation.get("parameters", []) if p.get("in") == "query"]
            query = [f"{p['name']}={example(p.get('schema', {}), schemas)}" for p in named]
            at = path.replace("{name}", "waiting").replace("{", "").replace("}", "")
            for word in ("id", "n"):
                at = at.replace(f"/{word}", "/1") if f"{{{word}}}" in path else at
            line = f"{method.upper()} {at}" + (f"?{'&'.join(query)}" if query else "")
            content = operation.get("requestBody", {}).get("content", {})
            body = next((json.dumps(example(c["schema"], schemas)) for c in content.values()
                         if "schema" in c), "")  # fmt: skip
            yield f"{line}\n{body}".encode()


def made(target):
    if target == "http":
        site = (ROOT / FILES["site"][0] / FILES["site"][1]).read_bytes()
        return [*requests(), *RAW, b"POST /api/v1/site/check\n" + site]
    if target == "database":
        return [bytes([kind, 16, 0, page, 0, 8, 255, 0]) for kind in range(5)
                for page in range(0, 30, 3)]  # fmt: skip
    return {"catalogue": [LIST.encode(), LIST.replace(";", "\t").encode(), PORTAL.encode(),
                          COMMUNE.encode()],
            "dossier": [CSV.encode(), CSV.replace(",", ";").encode(), OFFICE.encode(),
                        OFFICE.replace(";", "\t").encode()],
            "evaluation": [SHEET.encode(), SHEET.replace(";", "\t").encode(), FIGURES.encode()],
            "sse": [b"\x01" + STREAM, b"\x07" + STREAM.replace(b"\n", b"\r\n")],
            "status": [STATUS]}.get(target, [])  # fmt: skip


def fill(target, folder):
    """Writes the target's seeds into the folder; how many there are."""
    folder.mkdir(parents=True)
    for n, seed in enumerate(made(target)):
        (folder / f"made-{n}").write_bytes(seed)
    if target in FILES:
        under, pattern = FILES[target]
        for path in (ROOT / under).glob(pattern):
            shutil.copy(path, folder)
    if (SEEDS / target).is_dir():
        shutil.copytree(SEEDS / target, folder, dirs_exist_ok=True)
    return len(list(folder.iterdir()))


def words(target, path):
    """A dictionary for libFuzzer: what the parser looks for."""
    found = set()
    if target == "site":
        found = set(json.loads((ROOT / FILES["site"][0] / FILES["site"][1]).read_bytes()))
    if target == "http":
        text = DESCRIPTION.read_text(encoding="utf-8")
        described = json.loads(text)
        found = {"Content-Length: ", "Transfer-Encoding: chunked", "Authorization: Bearer "}
        found |= {p for p in described["paths"] if "{" not in p}
        for schema in described["components"]["schemas"].values():
            found |= set(schema.get("properties", {}))
    if target in ("board", "printer-model"):
        for file in (ROOT / FILES[target][0]).glob(FILES[target][1]):
            found |= {w for w in file.read_text(encoding="utf-8").split() if w.isascii()}
    clean = sorted(w for w in found if '"' not in w and "\\" not in w and w.isprintable())
    lines = ["# what the parser knows", *(f'"{word}"' for word in clean)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
