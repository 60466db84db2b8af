"""Invented content of the style guide: the normal, the long, the empty and the wrong."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict

from conglang.base.ui.bundles import sources
from conglang.base.ui.forms import LimitedFileInput
from conglang.base.ui.tokens import grounds, names

AT = datetime(2026, 11, 26, 1, 5, tzinfo=UTC)
LONG = (
    "Thông báo về việc niêm yết công khai danh sách hộ nghèo, hộ cận nghèo, hộ thoát nghèo năm 2026 theo chuẩn nghèo "
    "đa chiều trên địa bàn các thôn Mỹ Thành, Vạn Hội, Hội Long và khu dân cư tái định cư Bàu Đưng"
)
SECTIONS = {
    "Giới thiệu": ("Cơ cấu tổ chức", "Cán bộ, công chức", "Lịch sử, di tích"),
    "Tin tức": ("Tin của xã", "Tin của tỉnh", "Người tốt, việc tốt"),
    "Văn bản": ("Văn bản chỉ đạo", "Văn bản pháp luật"),
    "Thủ tục hành chính": ("Tra cứu thủ tục", "Hướng dẫn nộp trực tuyến"),
    "Công khai": ("Ngân sách", "Hộ nghèo, cận nghèo", "Quy hoạch, kế hoạch sử dụng đất"),
    "Lịch": ("Lịch tiếp công dân", "Lịch làm việc"),
    "Hỏi đáp": (),
    "Sản xuất, đời sống": ("Khuyến nông", "Thời tiết mùa vụ"),
}
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


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label="Tiêu đề", max_length=200, help_text="Ngắn gọn, nêu được việc chính. Không viết hoa cả câu."
    )
    kind = forms.ChoiceField(
        label="Loại tin", choices=[("tin", "Tin ngắn"), ("bai", "Bài viết"), ("thongbao", "Thông báo")]
    )
    summary = forms.CharField(label="Tóm tắt", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    publish_on = forms.DateField(
        label="Ngày đăng", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    channels = forms.MultipleChoiceField(
        label="Nơi đăng",
        choices=[
            ("cong", "Trang thông tin điện tử"),
            ("loa", "Đài truyền thanh"),
            ("bang", "Bảng tin điện tử"),
        ],
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
    sure = forms.BooleanField(label="Tôi đã kiểm tra chính tả và nguồn tin.")


def guide() -> dict[str, Any]:
    """Everything that the guide shows."""
    wrong = QueryDict("title=&kind=bai&publish_on=32/13/2026&urgent=gap")
    return {
        "tokens": grounds(),
        "all_tokens": names(),
        "bundles": {name: sources(name) for name in ("public", "desk")},
        "form": SampleForm(prefix="normal"),
        "wrong_form": SampleForm(wrong),
        "steps": STEPS,
        "long": LONG,
        "at": AT,
        "columns": [
            {"label": "Tiêu đề"},
            {"label": "Người gửi"},
            {"label": "Hạn"},
            {"label": "Lượt xem", "number": True},
        ],
        "rows": [
            ["Ra quân làm thủy lợi nội đồng", "Lê Thị Mai", "thứ Năm, 26/11/2026", "1.204"],
            [LONG, "Trần Văn Bình", "thứ Sáu, 27/11/2026", "86"],
        ],
        "page": Paginator(range(970), 20).get_page(7),
        "tabs": [
            {"label": "Chờ tôi duyệt", "url": "#tabs", "current": True, "count": 3},
            {"label": "Bị trả lại", "url": "#tabs", "count": 0},
            {"label": "Đã đăng", "url": "#tabs", "count": None},
        ],
        "crumbs": [
            {"label": "Trang chủ", "url": "#"},
            {"label": "Tin tức", "url": "#"},
            {"label": "Tin của xã", "url": ""},
        ],
        "icons": ICONS,
    }


def public() -> dict[str, Any]:
    """Context of ui/public.html with a home page's content."""
    names_of = [
        "Chợ quê Hội Long họp trở lại sau bão",
        "Lịch tiêm phòng đàn gia súc đợt hai",
        "Ra quân làm thủy lợi nội đồng",
    ]
    return {
        "masthead": {
            "name": "Xã Ân Hảo",
            "parent_name": "Ủy ban nhân dân tỉnh Gia Lai",
            "home_url": "/_ui/cong/",
            "kind_name": "Trang thông tin điện tử",
        },
        "menu": [
            {
                "label": label,
                "url": "#",
                "current": label == "Tin tức",
                "children": [{"label": child, "url": "#"} for child in children],
            }
            for label, children in SECTIONS.items()
        ],
        "search_url": "/_ui/cong/",
        "imprint": {
            "authority": "Ủy ban nhân dân xã Ân Hảo",
            "responsible": "Nguyễn Văn Hòa, Chủ tịch",
            "address": "Thôn Bình Hòa Bắc, xã Ân Hảo, tỉnh Gia Lai",
            "phone": "0256 000 0000",
            "email": "vanphong@anhao.example",
            "links": [
                {"label": label, "url": "#"}
                for label in (
                    "Sơ đồ trang",
                    "Liên hệ",
                    "Hỗ trợ tiếp cận",
                    "Trang của tỉnh",
                    "Cổng dịch vụ công quốc gia",
                )
            ],
        },
        "lead_items": [
            {"title": name, "url": "#", "published_at": AT, "kind": "Tin của xã", "summary": SUMMARY}
            for name in names_of
        ],
        "notices": [
            {"title": title, "url": "#", "published_at": AT}
            for title in ("Lịch cắt điện để sửa đường dây ngày 28/11", "Thu thủy lợi phí vụ Đông Xuân", LONG)
        ],
    }


def desk() -> dict[str, Any]:
    """Context of ui/desk.html with a head editor's morning."""
    return {
        "desk": {
            "unit_name": "UBND xã Ân Hảo",
            "person_name": "Nguyễn Văn Hòa",
            "home_url": "/_ui/ban/",
            "account_url": "#",
            "help_url": "#",
            "sign_out_url": "#",
            "navigation": [
                {
                    "label": "Việc chờ tôi",
                    "url": "#",
                    "icon": "inbox",
                    "count": 3,
                    "tone": "warning",
                    "current": True,
                },
                {"label": "Gửi tin bài", "url": "#", "icon": "send"},
                {"label": "Tin bài của tôi", "url": "#", "icon": "news"},
                {"label": "Hình ảnh, tệp", "url": "#", "icon": "picture"},
                {"label": "Tài khoản", "url": "#", "icon": "people"},
            ],
        },
        "crumbs": [{"label": "Bàn làm việc", "url": "#"}, {"label": "Việc chờ tôi", "url": ""}],
        "steps": STEPS,
        "columns": [
            {"label": "Tiêu đề"},
            {"label": "Người gửi"},
            {"label": "Hạn duyệt"},
            {"label": "Trạng thái"},
        ],
        "rows": [
            ["Ra quân làm thủy lợi nội đồng", "Lê Thị Mai", "thứ Năm, 26/11/2026", "Chờ duyệt"],
            ["Lịch tiêm phòng đàn gia súc đợt hai", "Trần Văn Bình", "thứ Sáu, 27/11/2026", "Chờ duyệt"],
        ],
    }


SUMMARY = (
    "Sáng nay, hơn 120 bà con ba thôn cùng đoàn viên, dân quân nạo vét 2,4 km kênh mương, bảo đảm nước tưới cho vụ "
    "Đông Xuân. Công việc xong trước thời hạn hai ngày."
)
ICONS = (
    "gate home search menu close check plus back next down info warning error success help clock calendar bell speaker "
    "news file picture upload download print edit delete send return inbox list eye lock leave person people place phone "
    "mail chart shield settings letters contrast night"
).split()
