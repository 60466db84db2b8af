"""Bring the demonstration's data up to date and say where everything is."""

import json
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

from conglang.base.accounts.models import User
from conglang.base.ledger.outbox import deliver
from conglang.base.ledger.queues import SLOW, USUAL
from conglang.base.units.models import Site
from conglang.config.demo import MARK
from conglang.config.demo.empty import bring_up_to_date
from conglang.config.demo.kept import begin_with_kept, keep, kept_folder
from conglang.config.demo.load import load_demo, renew_accounts, write_accounts
from conglang.config.task_queue import TaskQueue
from conglang.kernel.clock import local_day, now


@click.command(hidden=True)
@click.option("--port", default=8000)
@click.option("--ahead", is_flag=True, help="Only have a copy ready for those to come, all pictures drawn.")
def prepare_demo(port: int, *, ahead: bool) -> None:
    """Migrate, load what is missing, print sites and accounts."""
    kept, path = kept_folder(Path(sys.prefix), local_day(now())), Path(settings.DATA, MARK)
    if ahead and kept is not None and kept.exists():
        return
    if not begin_with_kept(kept):
        bring_up_to_date()
        call_command("collectstatic", interactive=False, verbosity=0)
    # people without the list of their passwords would be of no use
    if not User.objects.exists():
        click.echo("Đang nạp dữ liệu trình diễn …")
        with transaction.atomic():
            write_accounts(load_demo(now()), path)
        deliver(now=now(), limit=sys.maxsize)  # else each start would be busy with what loading told
        if ahead:
            _do_what_waits()
        keep(kept)
    elif not path.exists():
        with transaction.atomic():
            write_accounts(renew_accounts(now()), path)
    samples = _copy_samples()
    _print_sites(port)
    click.echo(f"\nTệp mẫu để nhập thử: {samples}")
    _print_accounts(json.loads(path.read_text("utf-8")))


def _do_what_waits() -> None:
    """Carry out all tasks that loading left, on every processor, and what follows from them."""

    def carry_out(queue: TaskQueue) -> None:
        while queue.run_one(now()):
            pass
        connections.close_all()

    names = [(queue, number) for queue in (USUAL, SLOW) for number in range(os.cpu_count() or 1)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(carry_out, (TaskQueue(f"{queue}:{number}", queue) for queue, number in names)))
    deliver(now=now(), limit=sys.maxsize)


def _copy_samples() -> Path:
    """Put files to try the import with beside the data; returns their folder."""
    target = Path(settings.DATA, "tep-mau")
    target.mkdir(exist_ok=True)
    for sample in Path(__file__).with_name("samples").glob("0*"):
        shutil.copy(sample, target)
    return target


def _print_sites(port: int) -> None:
    click.echo("\nCác trang:")
    for site in Site.objects.select_related("unit").order_by("unit__code"):
        click.echo(f"  {site.unit.title:<22} http://{site.host}:{port}/")
    click.echo(f"  {'Bàn làm việc':<22} http://{settings.DESK_HOST}:{port}/")


def _print_accounts(accounts: list[dict[str, Any]]) -> None:
    click.echo("\nTài khoản trình diễn (mã xác thực lấy bằng ứng dụng, nhập chuỗi bí mật ở cột cuối):")
    for row in accounts:
        cells = (row["unit"], row["role"], row["username"], row["password"], row["totp_secret"])
        click.echo("  {:<18} {:<38} {:<22} {:<20} {}".format(*cells))
    click.echo("")
