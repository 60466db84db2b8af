"""The `conglang` command. Commands of an app stand in its `commands.py` and load only when called."""

import os
from importlib import import_module
from typing import Any

import click

from conglang.config.env import MissingSetting

# name on the command line → module and attribute; Django is set up for those that need the database
COMMANDS: dict[str, tuple[str, bool]] = {
    "audit": ("conglang.base.ledger.commands:audit", True),
    "demo": ("conglang.config.demo:demo", False),
    "demo-clock": ("conglang.config.demo.clock:demo_clock", False),
    "deploy": ("conglang.config.deploy.commands:deploy", True),
    "duties": ("conglang.base.duties.commands:duties", True),
    "fold": ("conglang.config.words:fold", False),
    "import": ("conglang.content.newsroom.commands:import_folder", True),
    "lmtp": ("conglang.tools.mailbox.commands:lmtp", True),
    "manage": ("conglang.config.processes:manage", False),
    "outbox": ("conglang.base.ledger.commands:outbox", True),
    "pages": ("conglang.tools.pagestore.commands:pages", True),
    "prepare-demo": ("conglang.config.demo.prepare:prepare_demo", True),
    "pull-procedures": ("conglang.network.exchange.commands:pull", True),
    "read": ("conglang.content.documents.commands:read", True),
    "recount": ("conglang.citizens.polls.commands:recount_file", False),
    "search": ("conglang.tools.search.commands:search", True),
    "search-index": ("conglang.tools.search.commands:search_index", True),
    "search-synonyms": ("conglang.tools.search.commands:search_synonyms", True),
    "serve": ("conglang.config.processes:serve", False),
    "statistics": ("conglang.insight.statistics.commands:statistics", True),
    "units": ("conglang.base.units.commands:units", True),
    "vault": ("conglang.tools.vault.commands:vault", True),
    "verify": ("conglang.tools.signing.commands:verify", True),
    "web": ("conglang.config.processes:web", False),
    "workdays": ("conglang.config.words:workdays", False),
    "worker": ("conglang.config.processes:worker", False),
}


class LazyCommands(click.Group):
    """Finds a command by its name and imports nothing else."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        place, needs_django = COMMANDS[cmd_name]
        if needs_django:
            set_up_django()
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Whatever the command: a missing setting is named in a sentence."""
        try:
            return super().invoke(ctx)
        except MissingSetting as missing:
            raise click.ClickException(str(missing)) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """With what each is for; where settings are missing that it takes to know, the names alone."""
        try:
            super().format_commands(ctx, formatter)
        except MissingSetting as missing:
            with formatter.section("Commands"):
                formatter.write_text(", ".join(COMMANDS))
            formatter.write_paragraph()
            formatter.write_text(str(missing))


def load_settings() -> None:
    """Read the settings: production's, unless the environment names others. Raises MissingSetting.

    It imports no Django.
    """
    import_module(os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conglang.config.settings.base"))


def set_up_django() -> None:
    """Load settings and apps. Raises MissingSetting."""
    load_settings()
    import django  # noqa: PLC0415  # commands without a database start without it

    django.setup()


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="conglang")
def main() -> None:
    """Cổng Làng: the information system of a commune."""
