"""The pages of the explorer, from Results. Served under `script-src 'self'; style-src 'self'`; they work without scripts.

Every page takes `lang` ("en"), `q` (the text of the search box), `as_of` (the day as ISO text, "" for
today) and `links`, a function that gives an address of this site:
    links(page, **parameters) -> str    page: "explorer", "path", "search", "export", "static"
Parameters that are empty are left out; a view's own parameters (entity, open, as_of, from, to, k, steps)
are passed as they are (`entities` of an export may be a list). `viz.pages.routes()` makes such a function.

    explorer.html   view: GraphView | None (None: nothing chosen yet), svg: str (`viz.svg.map_svg` with a
                    link function whose keys are node ids and tie keys), entity: EntityResult | None, open:
                    str (a node id or tie key whose evidence the panel shows), steps: int, suggestions: tuple
                    of EntityHit (entities to begin with); may be left out: ask: str (an id, whose stances
                    are shown), asks: sequence of EntityHit (asks to choose from), target: str (what the
                    field of the target says) and sources: sequence of Source (what the store rests on)
    path.html       result: PathResult | None, picture: GraphView | None (its picture's data), svg: str,
                    start: str, end: str, k: int, open: str
    hits.html       hits: SearchResult | None; the fragment below the search box (also a page of its own
                    through search.html)
    search.html     hits: SearchResult
    panel.html      the evidence panel alone: view, entity, open (as for the explorer)
    error.html      title: str, problem: str (one line), status: int, todo: str; may be left out: choices:
                    sequence of (EntityHit, address), what may have been meant
    empty.html      nothing is loaded yet: command: str (what loads the example)
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graph import dates
from graph.errors import BadDate
from graph.results import GraphView, Path, PathResult, Tie
from viz import legend, names, style
from viz.text import clean, count, period, spoken_day

Links = Callable[..., str]

PATHS: Mapping[str, str] = {"explorer": "/", "path": "/path", "search": "/search"}
DEFAULTS: dict[str, Any] = {"lang": "en", "q": "", "as_of": "", "ask": "", "asks": (), "sources": (), "choices": (), "picture": None, "target": ""}


def render(name: str, **context: Any) -> str:
    """The page or fragment of a template; the module's docstring lists what each one takes."""
    return _environment().get_template(name).render(**(DEFAULTS | context))


def routes(**always: str) -> Links:
    """A link function for the server's own paths; `always` (such as as_of) is kept in every address."""

    def link(page: str, **parameters: object) -> str:
        if page == "static":
            return f"/static/{quote(str(parameters['file']))}"
        path = f"/api/v1/views/{parameters.pop('view')}.{parameters.pop('format')}" if page == "export" else PATHS[page]
        given = {key.strip("_"): value for key, value in (always | parameters).items() if value not in ("", None)}
        return path + (f"?{urlencode(given, doseq=True, safe=':/~')}" if given else "")

    return link


@cache
def _environment() -> Environment:
    options: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
    environment = Environment(loader=PackageLoader("viz"), autoescape=True, undefined=StrictUndefined, finalize=_inert, **options)
    environment.filters |= {
        "called": names.name,
        "counted": count,
        "day": spoken_day,
        "drawn": Markup,
        "doubt": names.doubt,
        "fold": names.folded,
        "hit_list": lambda result: result.items,
        "is_web": is_web,
        "key": names.tie_key,
        "kind_label": style.kind_label,
        "opened": _opened,
        "is_event": names.is_event,
        "legend": lambda view: [(Markup(mark), label) for mark, label in legend.marks(view)],
        "note": names.notes,
        "period": names.when,
        "read_interaction": names.read_interaction,
        "read_tie": names.read_tie,
        "selectattr_key": _with_key,
        "sentence": lambda text: text[:1].upper() + text[1:],
        "stance_counts": stance_counts,
        "stance_label": lambda key: style.stance(key).label,
        "symbol": lambda key: style.stance(key).symbol,
        "when": when,
    }
    return environment


def _inert(value: object) -> object:
    """Text without control and direction characters; markup of our own as it is."""
    return clean_keeping_edges(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def clean_keeping_edges(text: str) -> str:
    """Cleaned text that keeps one space at an edge where there was one."""
    inner = clean(text)
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if inner and text[-1:].isspace() else ''}"


def is_web(url: str) -> bool:
    """True for addresses that a page may link to: absolute, http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def when(text: str, within: bool = False) -> str:
    """A claim's interval in words; "undated" when it has none. `within`: it happened on one day of these."""
    try:
        interval = dates.parse(text)
    except BadDate:
        return text
    return period(interval.start, interval.last, within=within) or "undated"


def stance_counts(view: GraphView) -> list[tuple[str, str, int]]:
    """How many of the shown hold each stance: key, label, number; none when no ask was chosen."""
    held = Counter(view.stances)
    return [(key, look.label, held[key]) for key, look in style.STANCES.items() if held[key]]


def _with_key(ties: Sequence[Tie], key: str) -> Tie | None:
    return next((tie for tie in ties if names.tie_key(tie) == key), None)


def _opened(result: PathResult, key: str) -> Path | None:
    """The path with the tie of that key, or None."""
    return next((path for path in result.paths if _with_key(path.ties, key)), None)
