"""A commune that has just been founded, with its site and sections and nothing in them."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

HOST = "vinhtrungthuong.songmau.localhost"
NAME = "Vĩnh Trung Thượng Nghiêng Trường Khương"


def found_beside(data: Path) -> None:
    """Found it in a running demonstration, by a process that has the demonstration's settings."""
    variables = {
        "CONGLANG_DATA": str(data),
        "CONGLANG_SECRET_KEY": (data / "secret-key").read_text("ascii"),
        "DJANGO_SETTINGS_MODULE": "conglang.config.settings.demo",
    }
    subprocess.run([sys.executable, __file__], env=os.environ | variables, check=True)


def main() -> None:
    """By the services that a province's administrator has."""
    import django  # noqa: PLC0415  # only this process is an installation

    django.setup()
    from conglang.base.accounts.actor import Actor  # noqa: PLC0415
    from conglang.base.units.kinds import UnitKind  # noqa: PLC0415
    from conglang.base.units.models import Unit  # noqa: PLC0415
    from conglang.base.units.scope import everything  # noqa: PLC0415
    from conglang.base.units.services.found_unit import found_unit  # noqa: PLC0415
    from conglang.base.units.services.open_site import open_site  # noqa: PLC0415
    from conglang.kernel.clock import now  # noqa: PLC0415
    from conglang.tools.pages.services.lay_out import lay_out_sections  # noqa: PLC0415

    by = Actor.system("Thành lập xã")
    with everything("found a commune"):
        commune = found_unit(
            code="99188",
            kind=UnitKind.COMMUNE,
            name=NAME,
            parent=Unit.objects.get(code="99"),
            on=date(2026, 1, 1),
            legal_basis="Quyết định mẫu số 02/QĐ-MẪU",
            by=by,
            now=now(),
        )
        open_site(unit=commune, host=HOST, by=by, now=now())
        lay_out_sections(by=by, unit_id=commune.pk, now=now())


if __name__ == "__main__":
    main()
