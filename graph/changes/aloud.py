"""Changes between two days read aloud."""

from collections.abc import Mapping
from datetime import date

from graph.results.changes import Ageing, ChangesResult
from graph.words import aloud, closed, count, listing, plain, unsearched

SAID = (
    ("ties appeared", "new tie", "new ties"),
    ("ties ended", "tie ended", "ties ended"),
    ("ties became certain", "tie now certain", "ties now certain"),
    ("ties renewed", "known tie with a new contact", "known ties with new contacts"),
    ("ties reduced", "tie that lost a part", "ties that lost a part"),
    ("ties became possible", "tie no longer sure", "ties no longer sure"),
    ("ties confirmed", "tie confirmed", "ties confirmed"),
    ("stances", "change of stance", "changes of stance"),
    ("posts", "change of post", "changes of post"),
    ("statements new", "new statement", "new statements"),
    ("statements became certain", "statement now certain", "statements now certain"),
)


def change_sentence(earlier: date, later: date, counts: Mapping[str, int], ageing: Ageing) -> str:
    """How much changed, and what only aged."""
    told = []
    for key, one, many in SAID:
        number = sum(value for name, value in counts.items() if f"{name} ".startswith(f"{key} "))
        told += [count(number, one, many)] if number else []
    news = listing(told) if told else "nothing new in evidence"
    aged = f" {count(ageing.ties, 'tie', 'ties').capitalize()} only grew older" if ageing.ties else ""
    weak = f", {ageing.now_weak:,} of them to a weak contact" if ageing.now_weak else ""
    return f"Between {earlier} and {later}: {news}.{aged}{weak}{'.' if aged else ''}"


def read_changes(result: ChangesResult) -> str:
    """The finding, one line a change, what the lists leave out, caveats."""
    sentences = [tie.sentence for tie in result.ties] + [stance.sentence for stance in result.stances]
    sentences += [post.sentence for post in result.posts] + [said.sentence for said in result.statements]
    lines = [f"- {plain(sentence)}" for sentence in sentences]
    rest = [f"Not listed: {'; '.join(result.left_out)}."] if result.left_out else []
    return aloud([plain(result.sentence), *lines, *rest, *map(closed, result.warnings), unsearched(result.not_searched)])
