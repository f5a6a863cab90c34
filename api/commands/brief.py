"""`trilateral brief`."""

from pathlib import Path
from typing import Any

import click

from api.options import Command, Session, view_options


@click.command(
    "brief",
    cls=Command,
    examples="trilateral brief --target USTR --ask 'sectoral annex' --from AMITI --as-of 2025-10-28 -o briefing\n"
    "trilateral brief --target USTR --ask 'sectoral annex' --from Technation --lang fr -o briefing\n"
    "trilateral brief --target USTR --ask 'sectoral annex' --from AMITI --format html -o briefing",
)
@click.option("--target", metavar="NAME", required=True, help="Who is to be moved: id, name or alias.")
@click.option("--ask", metavar="ASK", required=True, help="What is asked for: id, name or alias.")
@click.option("--from", "start", metavar="NAME", multiple=True, help="Who asks; may be repeated [us, where TRILATERAL_US is set].")
@click.option("-o", "--output", metavar="DIR", required=True, help="Folder to write into.")
@click.option("--lang", type=click.Choice(["en", "es", "fr"]), default="en", show_default=True, help="Language.")
@click.option("--format", "formats", metavar="FORMATS", multiple=True, help="Only these of html, pdf, docx, pptx, separated by commas [all].")
@click.option("--theme", metavar="FILE", default="", help="Own colours, organisation and logo: a YAML or TOML file.")
@click.option("--max-ties", metavar="N", type=click.IntRange(1, 8), default=3, show_default=True, help="Longest path to anybody, in ties.")
@view_options
@click.pass_obj
def command(session: Session, /, target: str, ask: str, output: str, theme: str, **options: Any) -> int:
    """Write the briefing pack on a target and an ask into DIR: one page, five slides and an offline page, all from the same answers.

    The finding, who is with us, who opens the door, what the target wants, trade at stake, gaps and risks, the next three calls, sources.
    No path in evidence is a finding too. The private layer is left out unless --layer names it, and the pages say which layers were read.
    """
    from api.briefing import files_of, formats, theme_of, told, write
    from api.progress import bar, clear
    from api.requests import PackRequest, checked
    from api.text import briefing_text, json_text, safe

    look = theme_of(Path(theme)) if theme else None
    request = checked(PackRequest, target=target, ask=ask, **options)
    wanted = formats(request.formats)
    with session.graph() as graph:
        try:
            result = graph.brief(target, ask, progress=bar("asking", quiet=session.quiet), **options)
        finally:
            clear()
    story = told(result, request.lang, look)
    places = write(files_of(story, wanted), Path(output))
    click.echo(json_text(result) if session.json else briefing_text(story))
    for place in places:
        session.log(safe(place))
    return 0
