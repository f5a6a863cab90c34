"""`trilateral bulk`."""

import sys
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from api.options import Command, Session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from loaders.bulk.assemble import Assembled
    from loaders.bulk.extract import Extracted
    from loaders.bulk.scores import Scores

    Found = Extracted | Assembled | Scores

JOBS = ("extract", "assemble", "scores")
SHOWN = 100
EXAMPLES = """trilateral bulk extract articles/ texts.parquet bulk/read
trilateral bulk assemble bulk/read bulk/record
trilateral bulk scores bulk/record bulk/scores --as-of 2025-10-28
trilateral bulk extract s3a://bucket/articles s3a://bucket/read --master spark://host:7077 --conf spark.executor.memory=4g
trilateral --store record.db load bulk/record"""


@click.command("bulk", cls=Command, examples=EXAMPLES)
@click.argument("job", type=click.Choice(JOBS))
@click.argument("sources", metavar="IN...", nargs=-1, required=True)
@click.argument("out", metavar="OUT")
@click.option("--master", metavar="URL", default="local[*]", show_default=True, help="Where Spark works: local[2], spark://host:7077, yarn, k8s://...")
@click.option("--conf", metavar="NAME=VALUE", multiple=True, help="A setting of Spark's own; may be repeated.")
@click.option("--layer", metavar="NAME", default="", help="extract: layer to file claims in [public].")
@click.option("--as-of", metavar="DATE", default="", help="scores: day to answer for: 2025, 2025-10 or 2025-10-28 [today].")
@click.option("--top", metavar="N", type=click.IntRange(1, 1000), default=20, show_default=True, help="scores: how many to show.")
@click.option("--overwrite", is_flag=True, help="Write over tables that are there already.")
@click.pass_obj
def command(
    session: Session, job: str, sources: tuple[str, ...], out: str, master: str, conf: tuple[str, ...], layer: str, as_of: str, top: int, overwrite: bool
) -> int:
    """Read very many documents, and score whole records, on Spark: on this machine or on a cluster.

    extract reads documents (files, folders, ZIP archives, tables of texts) into a row each; assemble makes a record of what
    was read or exported; scores ranks the actors of a record. IN and OUT are folders of Parquet tables, here or wherever
    Spark can write, and `load` files what assemble wrote. A document that cannot be read is listed: exit status 4.
    """
    from graph.dates import parse_day
    from graph.errors import RequestError
    from loaders.bulk.session import opened

    if job == "scores" and len(sources) > 1:
        raise RequestError("bulk scores: takes one record; join several with `trilateral bulk assemble`")
    settings, day = _settings(conf), parse_day(as_of) if as_of else date.today()
    bar = sys.stderr.isatty() and not session.quiet
    with opened(master, settings, bar=bar) as spark:
        found = _run(spark, job, sources, out, layer, day, top, overwrite)
    click.echo(_answer(session, found))
    return _told(found)


def _run(spark: "SparkSession", job: str, sources: tuple[str, ...], out: str, layer: str, day: date, top: int, overwrite: bool) -> "Found":
    if job == "extract":
        from loaders.bulk.extract import extract

        return extract(spark, sources, out, layer=layer, overwrite=overwrite)
    if job == "assemble":
        from loaders.bulk.assemble import assemble

        return assemble(spark, sources, out, overwrite=overwrite)
    from loaders.bulk.scores import score

    return score(spark, sources[0], out, on=day, top=top, overwrite=overwrite)


def _settings(conf: tuple[str, ...]) -> Mapping[str, str]:
    """Spark's settings by name. Raises RequestError."""
    from graph.errors import RequestError, shown

    found = dict(item.partition("=")[::2] for item in conf)
    for name, value in found.items():
        if not name.startswith("spark.") or not value:
            raise RequestError(f"--conf {shown(name)}: no setting of Spark; write one such as spark.executor.memory=4g")
    return found


def _answer(session: Session, found: "Found") -> str:
    from api.text import inert

    return inert(found.model_dump_json(indent=2)) if session.json else _text(found)


def _text(found: "Found") -> str:
    from api.text import table
    from loaders.bulk.assemble import Assembled
    from loaders.bulk.extract import Extracted

    if isinstance(found, Extracted):
        lost = f", {found.failed} could not be read" if found.failed else ""
        return f"{found.read} documents read, {found.accepted + found.proposed} claims ({found.accepted} accepted, {found.proposed} proposed){lost}"
    if isinstance(found, Assembled):
        return ", ".join(f"{number} {name}" for name, number in found.counts.items())
    rows = [("actor", "country", "influence", "activity", "component", "of")]
    rows += [(one.name, one.country, f"{one.influence:.6f}", f"{one.activity:.3f}", one.component, str(one.size)) for one in found.items]
    counts = f"{found.ties} ties on {found.as_of}, {found.actors} actors in {found.components} components"
    return f"{table(rows)}\n{counts}" if found.items else counts


def _told(found: "Found") -> int:
    """The exit status; the first documents that could not be read are named on standard error."""
    from api.text import safe
    from loaders.bulk.extract import Extracted
    from loaders.bulk.scores import Scores

    if isinstance(found, Extracted):
        for failure in found.failures[:SHOWN]:
            click.echo(f"trilateral: {safe(failure.reason)}", err=True)
        if found.failed > SHOWN:
            click.echo(f"trilateral: {found.failed - SHOWN} more could not be read; documents.parquet has the reason of each", err=True)
        return found.exit_code
    return 1 if isinstance(found, Scores) and not found.items else 0
