"""The next calls and the gaps read aloud."""

from graph.results.mobilise import Call, Gap, GapsResult, NextResult
from graph.words import aloud, closed, plain, unsearched


def read_next(result: NextResult) -> str:
    """The finding, what is doubtful, then the calls, those to make next first."""
    lines = [plain(result.sentence), *map(closed, result.warnings)]
    lines += [f"{f'{call.place}. ' if call.place else ''}{read_call(call)}." for call in result.listed]
    lines += [closed(f"what would change this: {result.would_change}")] if result.would_change else []
    lines += [closed(f"assumed: {'; '.join(result.assumptions)}")] if result.listed else []
    return aloud([*lines, unsearched(result.not_searched)])


def read_call(call: Call) -> str:
    """One call: whom, what to ask for, the way there, what may be expected, what is doubtful."""
    parts = [
        f"{plain(call.standing.entity.name)} ({call.purpose}): ask it to {plain(call.to_ask)}",
        plain(call.words),
        plain(call.expect),
        *(f"but {plain(doubt)}" for doubt in call.doubts),
    ]
    return "; ".join(parts)


def read_gaps(result: GapsResult) -> str:
    """The finding, what is doubtful, then each gap with what would close it."""
    lines = [plain(result.sentence), *map(closed, result.warnings), *(f"{read_gap(gap)}." for gap in result.gaps)]
    lines += [closed(f"what would change this: {result.would_change}")] if result.would_change else []
    return aloud([*lines, unsearched(result.not_searched)])


def read_gap(gap: Gap) -> str:
    """One gap and what would close it."""
    return f"{plain(gap.words[0].upper() + gap.words[1:])}; what would close it: {plain(gap.closes)}"
