"""Write the sample files for trying the import: invented, recognisably so, each with something to notice.

python make.py      # needs python-docx, which only the development environment has
"""

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from PIL import Image

from conglang.config.demo.pictures import jpeg
from conglang.kernel.text.legacy import TCVN3_LETTERS

HERE = Path(__file__).parent


def main() -> None:
    """Write all of them beside this script."""
    notice().save(str(HERE / "01-thong-bao-tiep-cong-dan.docx"))
    news().save(str(HERE / "02-tin-khoi-cong-cau.docx"))
    old_report().save(str(HERE / "03-bao-cao-phong-chu-cu-TCVN3.docx"))
    households().save(str(HERE / "07-danh-sach-ho-nhan-qua.docx"))


def notice() -> Word:
    """A notice in the layout of Decree 30/2020: letterhead, table, signature."""
    document = Document()
    head = document.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ HÒA MẪU\n-------"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------"
    head.cell(1, 0).text = "Số: 12/TB-UBND"
    head.cell(1, 1).text = "Hòa Mẫu, ngày 03 tháng 11 năm 2026"
    document.add_paragraph().add_run("THÔNG BÁO").bold = True
    document.add_paragraph().add_run("Về việc tiếp công dân định kỳ tháng 12 năm 2026").bold = True
    document.add_paragraph(
        "Ủy ban nhân dân xã Hòa Mẫu thông báo lịch tiếp công dân định kỳ của lãnh đạo xã như sau:"
    )
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    rows = (
        ("Ngày", "Người tiếp", "Giờ"),
        ("Thứ Năm, 03/12/2026", "Chủ tịch", "7 giờ 30 – 11 giờ"),
        ("Thứ Năm, 17/12/2026", "Phó Chủ tịch", "7 giờ 30 – 11 giờ"),
    )
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).paragraphs[0].add_run(text).bold = number == 0 or None
    document.add_heading("Khi đến, bà con cần mang theo", 1)
    for text in ("Căn cước công dân", "Đơn hoặc giấy tờ có liên quan, nếu có"):
        document.add_paragraph(text, style="List Bullet")
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Các ấp;\n- Lưu: VP."
    foot.cell(0, 1).text = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn Mẫu"
    return document


def news() -> Word:
    """A news story with a summary, a picture with its caption, and headings."""
    document = Document()
    document.add_heading("Khởi công cầu qua kênh Ba Mẫu", 0)
    lead = "Sáng 12/11, xã Hòa Mẫu khởi công cây cầu dài 40 mét qua kênh Ba Mẫu, nối ấp Mẫu Một với chợ xã."
    document.add_paragraph().add_run(lead).bold = True
    document.add_paragraph(
        "Cầu rộng 4 mét, làm bằng bê tông cốt thép. Kinh phí do ngân sách xã và nhân dân cùng đóng góp."
    )
    document.add_picture(picture(), width=Cm(15))
    document.add_paragraph().add_run("Bà con ấp Mẫu Một bên bờ kênh, nơi cầu mới sẽ bắc qua").italic = True
    document.add_heading("Đường đi trong thời gian thi công", 1)
    document.add_paragraph("Xe hai bánh đi đò ở bến cũ. Ô tô đi vòng theo đường liên xã.")
    return document


def households() -> Word:
    """A list of people that must not be public as it is: the numbers belong to nobody."""
    document = Document()
    document.add_heading("Danh sách hộ nhận quà Tết (danh sách mẫu)", 0)
    rows = (
        ("STT", "Họ và tên chủ hộ", "Ngày sinh", "Số căn cước", "Điện thoại", "Thôn"),
        ("1", "Nguyễn Văn Mẫu", "12/03/1956", "001056000001", "0912 000 001", "Đông Thử"),
        ("2", "Trần Thị Thử", "05/11/1948", "001148000002", "0912 000 002", "Tây Thử"),
        ("3", "Lê Văn Thí", "30/06/1961", "001061000003", "0912 000 003", "Đông Thử"),
        ("4", "Phạm Thị Nghiệm", "21/09/1950", "001150000004", "0912 000 004", "Nam Thử"),
    )
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).paragraphs[0].add_run(text).bold = number == 0 or None
    document.add_paragraph("Tổng cộng: 4 hộ. Mỗi hộ một phần quà 500.000 đồng.")
    return document


def picture() -> BytesIO:
    """A drawn river, small enough to travel with the source."""
    data = BytesIO()
    with Image.open(jpeg("river", 7)) as drawn:
        drawn.resize((800, 450)).save(data, "JPEG", quality=60)
    data.seek(0)
    return data


def old_report() -> Word:
    """A report of twenty years ago: fonts .VnTime and .VnTimeH, which hold TCVN3."""
    document = Document()
    _old(document.add_paragraph(), "báo cáo", ".VnTimeH")
    _old(document.add_paragraph(), "Kết quả sản xuất vụ hè thu")
    for text in (
        "Toàn xã gieo sạ 420 ha lúa hè thu, đạt 102% kế hoạch. Năng suất bình quân 58 tạ một hécta.",
        "Bà con đã chuyển 35 ha đất lúa kém hiệu quả sang trồng sen lấy hạt, thu nhập tăng gần gấp đôi.",
    ):
        _old(document.add_paragraph(), text, is_bold=False)
    return document


def _old(paragraph: Paragraph, text: str, font: str = ".VnTime", *, is_bold: bool = True) -> None:
    run = paragraph.add_run("".join(TCVN3_LETTERS.get(letter, letter) for letter in text))
    run.bold = is_bold or None
    run.font.name = font
    names = run._element.get_or_add_rPr().get_or_add_rFonts()
    names.set(qn("w:hAnsi"), font)


if __name__ == "__main__":
    main()
