"""`trilateral trade`."""

import click

from api.options import Command, Session, record_options

MEASURES = {
    "dependence": "Share of a partner in imports (with --flow export: in exports).",
    "concentration": "Concentration over partners or suppliers (HHI, 0 to 10 000).",
    "growth": "Growth on the same months, by the year, and what stated rates imply.",
    "rca": "Revealed comparative advantage (Balassa) and its symmetric form.",
    "mirror": "How far two economies' records of one flow lie apart.",
}
ONLY_FLOWS = ("chapter", "actor")
ONLY_CONCENTRATION = ("listed", "ranked")


@click.command(
    "trade",
    cls=Command,
    examples='trilateral trade\ntrilateral trade --chapter "USMCA Chapter 19"\ntrilateral trade --growth --reporter Mexico --partner "United States"\n'
    "trilateral trade --concentration --category AI --listed --json",
)
@click.option("--dependence", is_flag=True, help=MEASURES["dependence"])
@click.option("--concentration", is_flag=True, help=MEASURES["concentration"])
@click.option("--growth", is_flag=True, help=MEASURES["growth"])
@click.option("--rca", is_flag=True, help=MEASURES["rca"])
@click.option("--mirror", is_flag=True, help=MEASURES["mirror"])
@click.option("--topic", metavar="NAME", default="", help="Only figures on this topic.")
@click.option("--chapter", metavar="NAME", default="", help="Only topics that this chapter or agreement bears on.")
@click.option("--actor", metavar="NAME", default="", help="Only topics that this actor speaks on; of an economy also its own trade.")
@click.option("--reporter", metavar="NAME", default="", help="Only figures that this economy reports.")
@click.option("--partner", metavar="NAME", default="", help="Only trade with this economy.")
@click.option("--category", metavar="WORDS", default="", help="Only this category: words of it, or scheme and code such as HS 85.")
@click.option("--period", metavar="PERIOD", default="", help="Only this period or within it: 2024, 2025-01..2025-06.")
@click.option("--flow", type=click.Choice(["import", "export", "trade"]), default=None, help="Only imports or exports of the reporter.")
@click.option("--listed", is_flag=True, help="For --concentration: take those listed for all there is.")
@click.option("--ranked", is_flag=True, help="For --concentration: nobody unlisted is larger than the smallest listed.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=50, show_default=True, help="Figures or readings to show.")
@record_options
@click.pass_obj
def command(session: Session, /, flow: str | None, **options: object) -> int:
    """Figures of trade as they were said, by topic, with the chapters and actors they touch; or an indicator worked out of them.

    Figures on different bases, units or periods are never mixed: the reason is given instead, with exit status 1.
    """
    asked = [name for name in MEASURES if options.pop(name)]
    if len(asked) > 1:
        raise click.UsageError(f"--{asked[0]} and --{asked[1]} are two questions; ask one at a time")
    measure = asked[0] if asked else None
    kept = {key: value for key, value in options.items() if value or key not in (*ONLY_FLOWS, *ONLY_CONCENTRATION)}
    for names, wanted, what in ((ONLY_FLOWS, None, "flows alone; leave out the measure"), (ONLY_CONCENTRATION, "concentration", "--concentration")):
        if wrong := [name for name in names if name in kept and measure != wanted]:
            raise click.UsageError(f"--{wrong[0]} is for {what}")
    with session.graph() as graph:
        result = graph.trade(measure or "flows", flow=flow or "", **kept)
    from api.text import json_text, trade_text

    click.echo(json_text(result) if session.json else trade_text(result))
    return 0 if result.found else 1
