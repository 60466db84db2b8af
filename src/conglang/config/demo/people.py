"""Invented people of the demonstration: their names say that nobody is meant."""

from dataclasses import dataclass

from conglang.base.accounts.roles import Role

PROVINCE, HOA, BEN, DOI, OLD, TAB = "99", "99101", "99102", "99103", "99104", "99105"
# boards in which one writes and another one approves
SMALL_BOARDS = (BEN, OLD, TAB)


@dataclass(frozen=True)
class DemoPerson:
    """Somebody with an account: for which unit, under which role."""

    unit: str
    username: str
    name: str
    role: Role
    department: str = ""


def _board(unit: str, place: str, *names: str) -> tuple[DemoPerson, ...]:
    roles = (
        (Role.CONTRIBUTOR, "ctv"),
        (Role.FIELD_EDITOR, "bientap"),
        (Role.DESK, "thuky"),
        (Role.HEAD_EDITOR, "truongban"),
        (Role.UNIT_ADMINISTRATOR, "quantri"),
    )
    return tuple(
        DemoPerson(unit, f"{short}.{place}", name, role)
        for (role, short), name in zip(roles, names, strict=True)
    )


PEOPLE = (
    *_board(HOA, "hoamau", "Trần Thị Thử", "Lê Văn Thí", "Phạm Thị Nghiệm", "Nguyễn Văn Mẫu", "Đỗ Thị Kiểm"),
    *_board(BEN, "benmau", "Đỗ Văn Kiểm", "Bùi Thị Thử", "Võ Văn Nghiệm", "Đặng Thị Mẫu", "Hồ Văn Thí"),
    *_board(DOI, "doimau", "Vàng Thị Mẫu", "Lò Văn Thử", "Giàng A Thí", "Hà Thị Nghiệm", "Sùng A Kiểm"),
    DemoPerson(HOA, "truongphong.hoamau", "Ngô Văn Thử", Role.DEPARTMENT_HEAD, "Phòng Văn hóa – Xã hội"),
    DemoPerson(HOA, "lanhdao.hoamau", "Dương Thị Mẫu", Role.COMMUNE_LEADER),
    DemoPerson(HOA, "tiepnhan.hoamau", "Bùi Thị Tiếp Mẫu", Role.CASE_OFFICER),
    DemoPerson(OLD, "ctv.hoamaudong", "Nguyễn Văn Thí", Role.CONTRIBUTOR),
    DemoPerson(OLD, "truongban.hoamaudong", "Hoàng Thị Mẫu", Role.HEAD_EDITOR),
    DemoPerson(TAB, "ctv.thuongnghia", "Nguyễn Hoàng Thị Phương Thử", Role.CONTRIBUTOR),
    DemoPerson(TAB, "truongban.thuongnghia", "Trương Nguyễn Văn Nghiêng Mẫu", Role.HEAD_EDITOR),
    DemoPerson(PROVINCE, "ctv.songmau", "Lý Thị Thử", Role.CONTRIBUTOR),
    DemoPerson(PROVINCE, "bientap.songmau", "Phan Thị Thí", Role.FIELD_EDITOR),
    DemoPerson(PROVINCE, "thuky.songmau", "Tạ Văn Kiểm", Role.DESK),
    DemoPerson(PROVINCE, "phoban.songmau", "Chu Thị Nghiệm", Role.DESK),
    DemoPerson(PROVINCE, "truongban.songmau", "Trịnh Văn Mẫu", Role.HEAD_EDITOR),
    DemoPerson(PROVINCE, "lanhdao.songmau", "Mạc Văn Thử", Role.COMMUNE_LEADER),
    DemoPerson(PROVINCE, "quantri.songmau", "Mai Thị Kiểm", Role.PROVINCE_ADMINISTRATOR),
    DemoPerson(PROVINCE, "quantri2.songmau", "Lương Văn Thí", Role.PROVINCE_ADMINISTRATOR),
    DemoPerson(PROVINCE, "kiemtoan.songmau", "Cao Văn Nghiệm", Role.AUDITOR),
)
