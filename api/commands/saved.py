"""`trilateral saved add|ask|list|remove`."""

import json
from typing import Any

import click

from api.options import Command, Session
from graph.errors import RequestError, shown


@click.command(
    "saved",
    cls=Command,
    examples="trilateral saved add door path start=AMITI end=USTR k=3\ntrilateral saved ask door\n"
    "trilateral saved add movers influence on=USTR\ntrilateral saved list\ntrilateral saved remove door",
)
@click.argument("action", type=click.Choice(["add", "ask", "list", "remove"]))
@click.argument("name", metavar="[NAME]", default="")
@click.argument("question", metavar="[QUESTION]", default="")
@click.argument("options", metavar="[OPTION=VALUE...]", nargs=-1)
@click.pass_obj
def command(session: Session, action: str, name: str, question: str, options: tuple[str, ...]) -> int:
    """Keep questions by name and ask them again as things stand.

    A question and its options are named as in Python: path, influence, allies, trade, watch ...; a value may be a word, a number or JSON.
    """
    from api.questions import saved
    from api.text import inert, saved_text

    if (action == "list") == bool(name) or (action == "add") != bool(question):
        raise RequestError(f"saved {action}: write saved add NAME QUESTION [OPTION=VALUE...], saved ask NAME, saved list or saved remove NAME")
    with session.graph() as graph:
        if action == "add":
            kept = saved.save(graph, name, question, dict(map(_option, options)))
            session.log(f"kept: {saved_text([kept])}")
            return 0
        if action == "remove":
            session.log(f"removed: {saved_text([saved.forget(graph, name)])}")
            return 0
        if action == "ask":
            click.echo(_answer(session, saved.asked(graph, saved.named(graph, name))))
            return 0
        found = saved.saved(graph)
    told = inert(json.dumps([one.model_dump() for one in found], indent=2)) if session.json else saved_text(found)
    click.echo(told or "no questions are kept; keep one with `trilateral saved add`")
    return 0 if found else 1


def _option(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign:
        raise RequestError(f"{shown(text)}: no option; write OPTION=VALUE, such as k=3")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _answer(session: Session, answer: Any) -> str:
    from api.text import answer_text, json_text

    return json_text(answer) if session.json else answer_text(answer)
