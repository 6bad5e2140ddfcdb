"""The `inhabit` command: parse first, import after.

Each subcommand lives in a file of its own that exposes `command`, and is imported only when it is
called: `inhabit --help` answers at once and loads no torch. Whatever a person can mend (a bad value, a
missing checkpoint, a port in use) leaves as one sentence on standard error with exit code 2, never as
a traceback.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

import click

from inhabit import __version__
from inhabit.core.errors import InhabitError


class Target(NamedTuple):
    """Where a subcommand lives (`module:attribute`) and its line in the overview."""

    address: str
    summary: str
    hidden: bool = False


COMMANDS: Mapping[str, Target] = MappingProxyType(
    {
        "serve": Target("inhabit.cli.serve:command", "Open the world in a browser, live."),
        "play": Target("inhabit.cli.play:command", "Run a session without a browser, into a file."),
        "replay": Target(
            "inhabit.cli.replay:command", "Play a live session's log again and compare every frame."
        ),
        "sessions": Target(
            "inhabit.cli.sessions:command", "Worlds that are kept: list, export, import, prune, verify."
        ),
        "inspect": Target(
            "inhabit.cli.inspect:command", "What a world's state holds, and what its weights are for."
        ),
        "bench": Target("inhabit.cli.bench:command", "Measure this machine: stages, frame rate, misses."),
        "plan": Target(
            "inhabit.cli.plan:command", "How fast, how many, how long, how much: from this machine's figures."
        ),
        "eval": Target("inhabit.cli.eval:command", "Judge the model against the simulator's truth."),
        "train": Target(
            "inhabit.cli.train:command", "Run the recipe, from the simulator's truth to weights."
        ),
        "sim": Target("inhabit.cli.sim:command", "Write clips and contact sheets of the ground truth."),
        "stills": Target("inhabit.cli.stills:command", "Let the model make the presets' pictures."),
        "docs": Target("inhabit.cli.docs:command", "Write the reference of this command line.", hidden=True),
    }
)


class Refusal(click.ClickException):
    """An InhabitError on its way to standard error: its sentence, its code, exit status 2."""

    exit_code = 2

    def __init__(self, error: InhabitError) -> None:
        super().__init__(f"{error.message} [{error.code}]")


class LazyGroup(click.Group):
    """A group that knows its subcommands by address and imports one when it is asked for."""

    def __init__(self, *args: Any, targets: Mapping[str, Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = targets

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, target in self.targets.items() if not target.hidden]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = self.targets.get(cmd_name)
        return None if target is None else load(cmd_name, target)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview comes from the table, so that asking for help imports nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.targets[name].summary) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InhabitError as error:
            raise Refusal(error) from error


def load(name: str, target: Target) -> click.Command:
    """Import a subcommand; raises ClickException naming what is missing if that cannot be done."""
    module, _, attribute = target.address.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"`inhabit {name}` needs the module {error.name!r}, which is not installed here: run `make setup`"
        ) from error


@click.group(cls=LazyGroup, targets=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="inhabit")
def main() -> None:
    """A learned world that you can steer while it plays.

    Every frame is generated. Start with `inhabit serve` and open the page.
    """
