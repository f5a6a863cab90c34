"""`trilateral watch`."""

import click

from api.options import Command, Session


@click.command(
    "watch",
    cls=Command,
    examples="trilateral watch USTR\ntrilateral watch 'sectoral annex' --since YWZ0ZXI6NDI\n"
    "trilateral watch USTR --feed > ustr.xml\ntrilateral watch USTR --keep desk --post https://hooks.example/ustr --secret-file hook.key",
)
@click.argument("target")
@click.option("--since", metavar="MARK", default="", help="Mark that the look before gave; without it, everything filed.")
@click.option("--keep", metavar="NAME", default="", help="Keep the mark in the store under a name, and go on from the one kept there.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=100, show_default=True, help="Changes to show.")
@click.option("--feed", is_flag=True, help="Write an Atom feed.")
@click.option("--post", metavar="URL", default="", help="Send the changes there as JSON, if there are any.")
@click.option("--secret-file", metavar="FILE", default="", help="File with the secret that signs what --post sends.")
@click.option("--layer", metavar="NAME", multiple=True, help="Also see this layer; may be repeated.")
@click.pass_obj
def command(session: Session, target: str, since: str, keep: str, limit: int, feed: bool, post: str, secret_file: str, layer: tuple[str, ...]) -> int:
    """What was filed, corrected or decided about a target or an ask since one last looked, each with its evidence.

    Exit status 1 says that nothing changed. --post signs the body with HMAC-SHA256 in the header Trilateral-Signature.
    """
    from api.questions.saved import keep_mark, kept_mark
    from api.text import json_text, watch_text

    with session.graph() as graph:
        before = kept_mark(graph, keep) if keep and not since else since
        result = graph.watch(target, since=before, limit=limit, layer=layer)
        if post and result.items:
            from api.webhook import send

            send(post, result, secret_file)
            session.log(f"{len(result.items)} changes sent")
        if keep:
            keep_mark(graph, keep, result.next)
    if feed:
        from api.feed import atom

        click.echo(atom(result, ""))
    elif not post:
        click.echo(json_text(result) if session.json else watch_text(result))
    return 0 if result.items else 1
