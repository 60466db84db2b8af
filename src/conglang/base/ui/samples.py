"""Invented content of the style guide: the normal, the long, the empty and the wrong."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.templatetags.static import static

from conglang.base.ui import tokens
from conglang.base.ui.forms import LimitedFileInput

AT = datetime(2026, 11, 26, 1, 5, tzinfo=UTC)
LONG = (
    "Thông báo về việc niêm yết công khai danh sách hộ nghèo, hộ cận nghèo, hộ thoát nghèo năm 2026 theo "
    "chuẩn nghèo đa chiều trên địa bàn các thôn Mỹ Thành, Vạn Hội, Hội Long và khu dân cư Bàu Đưng"
)
SUMMARY = (
    "Sáng nay, hơn 120 bà con ba thôn cùng đoàn viên, dân quân nạo vét 2,4 km kênh mương, bảo đảm nước tưới "
    "cho vụ Đông Xuân. Công việc xong trước thời hạn hai ngày."
)


def _links(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": "#"} for label in labels]


STEPS = [
    {"label": "Cộng tác viên gửi bài", "state": "done", "who": "Lê Thị Mai", "at": AT},
    {
        "label": "Biên tập viên thẩm định",
        "state": "returned",
        "who": "Trần Văn Bình",
        "at": AT,
        "note": "Xin bổ sung nguồn của số liệu ở đoạn hai.",
    },
    {"label": "Trưởng ban biên tập duyệt", "state": "current", "who": "Nguyễn Văn Hòa"},
    {"label": "Đăng lên trang của xã", "state": "waiting"},
]
TABLE = {
    "columns": [*_links("Tiêu đề", "Người gửi", "Hạn duyệt"), {"label": "Số chữ", "number": True}],
    "rows": [
        ["Ra quân làm thủy lợi nội đồng", "Lê Thị Mai", "thứ Năm, 26/11/2026", "1.204"],
        [LONG, "Trần Văn Bình", "thứ Sáu, 27/11/2026", "86"],
    ],
}
MASTHEAD = {"name": "Xã Bình Minh", "parent_name": "Tỉnh Hòa An", "kind_name": "Trang thông tin điện tử"}
MENU = {
    "Giới thiệu": ("Cơ cấu tổ chức", "Cán bộ, công chức", "Lịch sử, di tích"),
    "Tin tức": ("Tin của xã", "Tin của tỉnh", "Người tốt, việc tốt"),
    "Văn bản": ("Văn bản chỉ đạo", "Văn bản pháp luật"),
    "Thủ tục hành chính": ("Tra cứu thủ tục", "Hướng dẫn nộp trực tuyến"),
    "Công khai": ("Ngân sách", "Hộ nghèo, cận nghèo", "Quy hoạch, kế hoạch sử dụng đất"),
    "Lịch": ("Lịch tiếp công dân", "Lịch làm việc"),
    "Hỏi đáp": (),
    "Sản xuất, đời sống": ("Khuyến nông", "Thời tiết mùa vụ"),
}
IMPRINT = {
    "authority": "Ủy ban nhân dân xã Bình Minh",
    "responsible": "Nguyễn Văn Hòa, Chủ tịch",
    "address": "Thôn Hội Long, xã Bình Minh, tỉnh Hòa An",
    "phone": "0200 000 0000",
    "email": "vanphong@binhminh.example",
    "links": _links(
        "Sơ đồ trang", "Liên hệ", "Hỗ trợ tiếp cận", "Trang của tỉnh", "Cổng dịch vụ công quốc gia"
    ),
}
DESK = {
    "unit_name": "UBND xã Bình Minh",
    "person_name": "Nguyễn Văn Hòa",
    "account_url": "#",
    "help_url": "#",
    "switch_url": "#",
    "sign_out_url": "#",
    "navigation": [
        {
            "group": "Việc của tôi",
            "label": "Việc chờ tôi",
            "url": "#",
            "icon": "inbox",
            "count": 3,
            "tone": "warning",
            "current": True,
        },
        {"group": "Tin bài", "label": "Gửi tin bài", "url": "#", "icon": "send"},
        {"group": "Tin bài", "label": "Tin bài của tôi", "url": "#", "icon": "news"},
        {"group": "Tin bài", "label": "Hình ảnh, tệp", "url": "#", "icon": "picture"},
        {"group": "Quản trị", "label": "Tài khoản", "url": "#", "icon": "people"},
    ],
}


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label="Tiêu đề", help_text="Ngắn gọn, nêu được việc chính. Không viết hoa cả câu."
    )
    kind = forms.ChoiceField(label="Loại tin", choices=[("tin", "Tin ngắn"), ("bai", "Bài viết")])
    summary = forms.CharField(label="Tóm tắt", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    publish_on = forms.DateField(
        label="Ngày đăng", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    channels = forms.MultipleChoiceField(
        label="Nơi đăng",
        choices=[("cong", "Trang thông tin điện tử"), ("loa", "Đài truyền thanh"), ("bang", "Bảng tin")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Chọn một hoặc nhiều nơi.",
    )
    urgent = forms.ChoiceField(
        label="Mức độ", choices=[("thuong", "Thường"), ("gap", "Gấp")], widget=forms.RadioSelect
    )
    file = forms.FileField(
        label="Tệp Word",
        widget=LimitedFileInput(max_bytes=10 * 1024 * 1024, attrs={"accept": ".docx"}),
        required=False,
    )
    sure = forms.BooleanField(label="Tôi đã kiểm tra chính tả và nguồn tin")


def guide() -> dict[str, Any]:
    """Everything that the guide shows."""
    return TABLE | {
        "tokens": tokens.grounds(),
        "all_tokens": tokens.names(),
        "icons": re.findall(
            r'id="([\w-]+)"', (Path(__file__).parent / "static/ui/icons.svg").read_text("utf-8")
        ),
        "form": SampleForm(prefix="normal"),
        "wrong_form": SampleForm(QueryDict("title=&kind=bai&publish_on=2026-02-30&urgent=gap")),
        "steps": STEPS,
        "long": LONG,
        "at": AT,
        "page": Paginator(range(970), 20).get_page(7),
        "tabs": [
            {"label": "Chờ tôi duyệt", "url": "#tabs", "current": True, "count": 3},
            {"label": "Bị trả lại", "url": "#tabs", "count": 0},
            {"label": "Đã đăng", "url": "#tabs"},
        ],
        "crumbs": _links("Trang chủ", "Tin tức", "Tin của xã"),
    }


def public() -> dict[str, Any]:
    """Context of ui/public.html with a home page's content."""
    picture = static("ui/guide/fields.svg")
    news = ("Ra quân làm thủy lợi nội đồng", "Chợ quê Hội Long họp trở lại sau bão", LONG)
    notices = ("Lịch cắt điện để sửa đường dây ngày 28/11", "Thu thủy lợi phí vụ Đông Xuân", LONG)
    menu = [entry | {"children": _links(*MENU[entry["label"]])} for entry in _links(*MENU)]
    menu[1]["current"] = True
    return {
        "masthead": MASTHEAD | {"home_url": "?"},
        "menu": menu,
        "search_url": "?",
        "imprint": IMPRINT,
        "lead_items": [
            {"title": title, "url": "#", "published_at": AT, "kind": "Tin của xã", "summary": SUMMARY}
            | {"image_url": picture}
            for title in news
        ],
        "notices": [{"title": title, "url": "#", "published_at": AT} for title in notices],
    }


def desk() -> dict[str, Any]:
    """Context of ui/desk.html with a head editor's morning."""
    return TABLE | {
        "desk": DESK | {"home_url": "?"},
        "crumbs": _links("Bàn làm việc", "Việc chờ tôi"),
        "steps": STEPS,
    }
