"""Procedures as the national database could hold them: all invented, numbers, times and fees mean nothing."""

from typing import Any

FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Hộ tịch": (
        "Phòng Tư pháp",
        ("đăng ký khai sinh", "đăng ký kết hôn", "đăng ký khai tử", "đăng ký giám hộ", "trích lục hộ tịch"),
    ),
    "Đất đai": (
        "Phòng Kinh tế",
        ("cấp giấy chứng nhận quyền sử dụng đất", "tách thửa đất", "đăng ký biến động đất đai"),
    ),
    "Thành lập và hoạt động hộ kinh doanh": (
        "Phòng Kinh tế",
        ("đăng ký hộ kinh doanh", "tạm ngừng kinh doanh", "chấm dứt hoạt động hộ kinh doanh"),
    ),
    "Bảo trợ xã hội": (
        "Phòng Văn hóa – Xã hội",
        ("xác định mức độ khuyết tật", "trợ cấp xã hội hằng tháng", "hỗ trợ chi phí mai táng"),
    ),
    "Chứng thực": ("Phòng Tư pháp", ("chứng thực bản sao từ bản chính", "chứng thực chữ ký")),
    "Xây dựng": ("Phòng Kinh tế", ("cấp giấy phép xây dựng nhà ở riêng lẻ", "gia hạn giấy phép xây dựng")),
}
FOR_WHOM = (
    "cho công dân trong nước", "có yếu tố nước ngoài", "lưu động", "cho người cao tuổi", "cho hộ nghèo",
    "tại khu vực biên giới", "cho người có công", "cho trẻ em", "cho người lao động", "đối với hợp tác xã",
    "qua người được ủy quyền", "trong trường hợp đặc biệt", "bổ sung", "lần đầu", "cấp lại", "cấp đổi",
    "theo quyết định của tòa án", "do thay đổi thông tin", "khi sáp nhập địa giới",
)  # fmt: skip


def entries(number: int) -> list[dict[str, Any]]:
    """So many different procedures, each with every part filled."""
    kinds = [(field, office, what) for field, (office, names) in FIELDS.items() for what in names]
    return [
        _entry(index, *kinds[index % len(kinds)], FOR_WHOM[index // len(kinds)]) for index in range(number)
    ]


def _entry(index: int, field: str, office: str, what: str, for_whom: str) -> dict[str, Any]:
    time = f"{1 + index % 20} ngày làm việc"
    title = f"Quy định về {field.lower()}"
    return {
        "code": f"{1 + index % 3}.{100000 + index:06}",
        "name": f"Thủ tục {what} {for_whom}",
        "field": field,
        "levels": ["commune"] if index % 5 else ["commune", "province"],
        "kind": "Thủ tục được luật giao quy định chi tiết",
        "decision": f"{100 + index}/QĐ-MẪU",
        "who": ["Công dân Việt Nam", "Tổ chức"][: 1 + index % 2],
        "steps": ["Chuẩn bị hồ sơ.", "Nộp hồ sơ và nhận giấy hẹn.", "Nhận kết quả theo giấy hẹn."],
        "ways": [
            {"way": "office", "time": time, "fee": f"{index % 9}.000 đồng", "note": "Bộ phận một cửa"},
            {"way": "online", "time": time, "fee": "Không", "note": "Cổng Dịch vụ công quốc gia"},
        ],
        "papers": [
            _paper(f"Tờ khai {what}", f"Mẫu số {1 + index % 30}", 0, ""),
            _paper("Giấy ủy quyền", "", 1, "Nộp thay người khác"),
        ],
        "sets": 1 + index % 2,
        "result": f"Giấy tờ về việc {what}",
        "conditions": "Người yêu cầu cư trú tại địa bàn.",
        "basis": [
            {"number": f"{index}/NĐ-MẪU", "title": title, "issued_on": "01/01/2099", "issuer": "Cơ quan mẫu"}
        ],
        "agency": office,
        "authority": "Ủy ban nhân dân cấp xã",
        "address": "Trung tâm phục vụ hành chính công",
        "delegated": "Không",
        "coordinating": "Công an cấp xã",
        "online": ("full", "partial", "none")[index % 3],
        "online_reason": "Cần nộp bản chính" if index % 3 == 1 else "",
        "keywords": [what, for_whom],
        "description": f"Giải quyết việc {what} {for_whom}.",
        "link": f"https://dichvucong.gov.vn/thu-tuc?ma={100000 + index}",
    }  # fmt: skip


def _paper(name: str, form: str, copies: int, case: str) -> dict[str, Any]:
    return {"name": name, "form": form, "originals": 1, "copies": copies, "case": case}
