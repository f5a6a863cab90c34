"""`trilateral demo`."""

from importlib.resources import as_file
from pathlib import Path

import click

from api.knowledge import KnowledgeGraph
from api.options import Command, Session
from graph.results import Answer

AS_OF = "2025-10-28"
PATHS = (("AMITI", "USTR"), ("Technation", "USTR"), ("Technation", "CISA"), ("AMITI", "ATDT"))
PICTURES = (("ego", ("AMITI",), "ego.svg"), ("ego", ("AMITI",), "ego.html"), ("path", ("Technation", "USTR"), "path.svg"), ("ranking", (), "ranking.svg"))


@click.command("demo", cls=Command, examples="trilateral demo\ntrilateral demo /tmp/tour --no-serve")
@click.argument("folder", metavar="[DIR]", default="demo")
@click.option("--no-serve", is_flag=True, help="Stop after printing and drawing.")
@click.pass_obj
def command(session: Session, folder: str, no_serve: bool) -> int:
    """Build the bundled example, print its answers, write its pictures and briefing into DIR, then serve the explorer.

    The example says in our own words what five articles on North American digital trade report.
    Its store is DIR/trilateral.db unless --store names another.
    """
    from dataclasses import replace

    from api.files import make_folder

    target = Path(folder)
    make_folder(target)
    session = session if session.store else replace(session, store=str(target / "trilateral.db"))
    with session.graph(create=True) as graph:
        _build(session, graph)
        answers = _answers(graph)
        files = [*_pictures(graph, target), *_briefing(graph, target / "briefing")]
        stamp = graph.stamp()
    if session.json:
        from api.text import stamped

        said = [{"question": question, "answer": result} for question, result, _ in answers]
        click.echo(stamped({"store": session.settings.store, "answers": said, "files": files}, stamp))
    else:
        _tell(session, answers, files)
    if not no_serve:
        from api.commands.serve import serve

        serve(session, session.settings.host, session.settings.port)
    return 0


def _build(session: Session, graph: KnowledgeGraph) -> None:
    """File the registry, the curated claims and the document; again changes nothing."""
    from loaders.example import documents, lines
    from loaders.run import ONE_TRANSACTION, file_registry

    session.log("Building the example ...")
    file_registry(graph.store)
    graph.store.write(lines(), batch=ONE_TRANSACTION, supersede=True)
    for document in documents():
        with as_file(document) as path:
            graph.load(str(path))


def _answers(graph: KnowledgeGraph) -> list[tuple[str, Answer, str]]:
    """Questions, their answers, and the answers as text."""
    from api.text import claims_text, path_text, ranking_text

    answers: list[tuple[str, Answer, str]] = []
    for start, end in PATHS:
        path = graph.path(start, end, k=2, as_of=AS_OF)
        answers.append((f"Who can introduce {start} to {end}?", path, path_text(path)))
    ranking = graph.influence(scope="us", top=8, as_of=AS_OF)
    answers.append(("Who moves whom in the United States?", ranking, ranking_text(ranking)))
    claims = graph.claims(about="ask:digital-sectoral-annex", predicate="supports", as_of=AS_OF)
    answers.append(("Who supports a sectoral annex?", claims, claims_text(claims)))
    return answers


def _tell(session: Session, answers: list[tuple[str, Answer, str]], files: list[str]) -> None:
    from api.text import safe

    pictures = "\n".join(f"  {safe(name)}" for name in files)
    for title, text in [*((question, text) for question, _, text in answers), ("Pictures and briefing", pictures)]:
        click.echo(f"\n{title}\n{'=' * len(title)}\n{text}")
    store = safe(session.settings.store)
    click.echo(f"\nAsk it yourself:\n  trilateral --store {store} path Technation USTR\n  trilateral --store {store} serve")


def _briefing(graph: KnowledgeGraph, folder: Path) -> list[str]:
    """Write the briefing pack of the example; returns the files."""
    from api.briefing import files_of, told, write

    result = graph.brief("USTR", "sectoral annex", start="AMITI", as_of=AS_OF)
    return write(files_of(told(result)), folder)


def _pictures(graph: KnowledgeGraph, target: Path) -> list[str]:
    """Draw into the folder; returns the files."""
    from api.drawing import drawn, supported
    from api.files import write_whole

    for view, entities, name in PICTURES:
        content = drawn(graph.picture(view, *entities, as_of=AS_OF), supported(view, Path(name).suffix))
        write_whole(target / name, content)
    return [str(target / name) for _, _, name in PICTURES]
