"""Options that commands share, and the session that the global ones make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from api.settings import Settings
    from graph.store import Credentials
    from loaders.extras import Extras

Body = TypeVar("Body", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Session:
    """What the global options say."""

    store: str | None = None
    json: bool = False
    quiet: bool = False
    debug: bool = False

    @property
    def settings(self) -> "Settings":
        """The environment's settings, the store overridden by --store."""
        import os

        from api.settings import from_environment

        settings = from_environment(os.environ)
        return settings if self.store is None else settings.model_copy(update={"store": self.store})

    def graph(self, *, create: bool = False) -> "KnowledgeGraph":
        """The knowledge graph of the store. Raises StoreError when there is none and `create` is false."""
        import logging

        graph = _knowledge_graph()
        if self.quiet:
            logging.getLogger("graph").setLevel(logging.ERROR)
        settings = self.settings
        return graph(settings.store, create=create, us=settings.us, credentials=self.credentials)

    @property
    def credentials(self) -> "Credentials":
        """Who signs in where the store is on a server."""
        from api.signin import credentials

        return credentials(self.settings)

    def extras(self, names: Sequence[str]) -> "Extras | None":
        """The optional extractors named, or None when none is; the settings are read only for them."""
        if not names:
            return None
        from api.extras import chosen

        return chosen(names, self.settings)

    def log(self, message: str) -> None:
        """A line on standard error, unless --quiet."""
        if not self.quiet:
            click.echo(message, err=True)


def _knowledge_graph() -> "type[KnowledgeGraph]":
    """The class, its modules loaded without a look for garbage: a thousand classes are made and none of them ever goes."""
    import gc
    import sys

    if "api.knowledge" not in sys.modules:
        gc.disable()
        import api.knowledge  # noqa: F401

        gc.freeze()
        gc.enable()
    from api.knowledge import KnowledgeGraph

    return KnowledgeGraph


def _note(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    session = ctx.obj or Session()
    ctx.obj = session if value in (None, False) else replace(session, **{str(param.name): value})


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("trilateral")
        except PackageNotFoundError:
            number = "(not installed)"
        click.echo(f"trilateral {number}")
        ctx.exit()


GLOBAL: tuple[Callable[[], click.Option], ...] = (
    partial(click.Option, ["--store"], metavar="URL", expose_value=False, callback=_note, help="Store to use [TRILATERAL_STORE, ./trilateral.db]."),
    partial(click.Option, ["--json"], is_flag=True, expose_value=False, callback=_note, help="Answer in JSON."),
    partial(click.Option, ["--quiet"], is_flag=True, expose_value=False, callback=_note, help="No progress and no notes."),
    partial(click.Option, ["--debug"], is_flag=True, expose_value=False, callback=_note, help="Show the traceback of a failure."),
    partial(click.Option, ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version and stop."),
)


class Command(click.Command):
    """A command that also takes the global options, and lists its examples last."""

    def __init__(self, *args: Any, examples: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += [option() for option in GLOBAL]
        if examples:
            self.epilog = "\b\nExamples:\n" + "\n".join(f"  {line}" for line in examples.splitlines())


RECORD = (
    click.option("--as-of", metavar="DATE", default="", help="Day to answer for: 2025, 2025-10 or 2025-10-28 [today]."),
    click.option("--min-confidence", metavar="P", type=click.FloatRange(0, 1), default=0.0, help="Leave out claims below this."),
    click.option("--exclude", metavar="NAME", multiple=True, help="Leave out an entity or a source; may be repeated."),
    click.option("--layer", metavar="NAME", multiple=True, help="Also see this layer; may be repeated. Public is always seen."),
)
TIES = (
    click.option("--tie-kinds", metavar="KINDS", multiple=True, help="Only these kinds of ties, separated by commas."),
    click.option("--entity-kinds", metavar="KINDS", multiple=True, help="Only ties between entities of these kinds, separated by commas."),
    click.option("--inside", metavar="KINDS", multiple=True, help="Further kinds of entities that may stand inside a path, separated by commas."),
    click.option("--with-proposed", is_flag=True, help="Also use ties that nobody has accepted yet."),
)


def with_option(body: Body) -> Body:
    """The option that asks for optional extractors beside the rules."""
    said = "Also read with an optional extractor, whose finds are only proposed; may be repeated."
    return click.option("--with", "extractors", type=click.Choice(["nlp", "llm"]), multiple=True, help=said)(body)


def record_options(body: Body) -> Body:
    """The options of every look-up: day, confidence, what is left out, layers."""
    for option in reversed(RECORD):
        body = option(body)
    return body


def view_options(body: Body) -> Body:
    """The options of every question about ties: those of a look-up, kinds of ties, proposed ones."""
    for option in reversed(RECORD + TIES):
        body = option(body)
    return body
