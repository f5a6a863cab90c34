"""The command `trilateral`: global options, commands loaded when asked for, exit statuses.

0 answered, 1 nothing found, 2 the request is wrong, 3 the store or a source cannot be read,
4 loaded in part, 130 interrupted.
"""

import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from api.options import GLOBAL, Command
from graph.errors import TrilateralError, shown

COLLECT_EVERY = 50_000  # objects: most of what a command makes stays to its end; to look through it more often takes a tenth of the time

COMMANDS = {
    "demo": "Build the bundled example, print its answers, draw its pictures, serve it",
    "load": "File sources: files, folders, archives or standard input",
    "fetch": "Download what a loader reads from its public address",
    "loaders": "List what can be read, where it comes from and its licence",
    "extract": "Show what a document says, without a store",
    "evaluate": "Score what is read in annotated documents",
    "search": "Find entities by name or alias",
    "show": "Show an entity with its ties and their evidence",
    "claims": "List claims with their quotes",
    "path": "Who can introduce A to B, hop by hop",
    "influence": "Rank actors by influence, with the parts of each score",
    "brokers": "Rank actors by brokerage: who stands between others",
    "simulate": "What a target would do if others moved: a scenario",
    "settle": "Where an ask would settle, by capability, salience and position",
    "spread": "From whom a word would reach most actors: a scenario",
    "allies": "Who stands where on an ask, stated and inferred; power and interest",
    "coalitions": "Who holds together, by what they say and by what they do",
    "decisions": "By whom an ask could be granted, and which of them we reach",
    "diff": "What moved between two days: ties, stances, posts, statements",
    "trade": "Figures of trade by topic, and what can be worked out of them",
    "brief": "Write the briefing pack on a target and an ask",
    "draw": "Write a picture or a graph file of a view",
    "review": "List proposed claims and merges; accept or reject them",
    "merge": "Say that two entities are one",
    "split": "Take an entity out of a merge, or keep two apart",
    "undo": "Take the latest decision, merge or split back",
    "watch": "What changed about a target since one last looked",
    "saved": "Keep questions by name and ask them again",
    "history": "What was decided, merged and filed, newest first",
    "export": "Write the record as JSON lines",
    "copy": "Copy a record into another store, resumed and verified",
    "backup": "Write the whole record into a sealed file",
    "restore": "Fill an empty store from a backup",
    "bulk": "Read very many documents, and score whole records, on Spark",
    "check": "Verify the store: counts, hashes, quotes",
    "serve": "Serve the explorer and the HTTP API",
    "mcp": "Offer the questions as tools to a language model's host",
    "keys": "Make, list and revoke the keys by which others are answered",
}


class Commands(click.Group):
    """Commands by name, each imported only when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"api.commands.{cmd_name}"), "command", None)
        assert isinstance(command, Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=Commands,
    params=[option() for option in GLOBAL],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="\b\nExamples:\n  trilateral demo\n  trilateral load articles/\n  trilateral path AMITI USTR --as-of 2025-10-28\n  trilateral path --help",
)
def root() -> None:
    """Who can introduce us to whom, who moves whom, with the evidence for each tie."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. No traceback is shown without --debug."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(COLLECT_EVERY)
    _settle_output()
    try:
        status = root.main(argv, prog_name="trilateral", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else str(error), err=True)
        return 2
    except click.ClickException as error:
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "trilateral"
        click.echo(f"trilateral: {' '.join(error.format_message().split()).rstrip('.')}; see `{command} --help`", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("trilateral: interrupted", err=True)
        return 130
    except (BrokenPipeError, SystemExit):
        # Click turns a closed pipe into SystemExit; whoever closed it has read enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
        return 0
    except Exception as error:
        if "--debug" in argv:
            raise
        return _fail(error)


def _settle_output() -> None:
    """What leaves the process is UTF-8, except on a terminal that has no UTF-8: there the rest is escaped."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.StringIO())
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="backslashreplace")


def _fail(error: Exception) -> int:
    """Say in one line what went wrong, and return the exit status for it."""
    if isinstance(error, TrilateralError):
        click.echo(f"trilateral: {error}", err=True)
        return error.exit_code
    if isinstance(error, OSError):
        name = f"{shown(str(error.filename))}: " if error.filename else ""
        click.echo(f"trilateral: {name}{(error.strerror or str(error)).lower()}", err=True)
        return 3
    click.echo(f"trilateral: {type(error).__name__}: {shown(str(error), 200)}; this is a fault of ours: run again with --debug and report it", err=True)
    return 2
