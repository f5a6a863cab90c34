"""Cells that a spreadsheet would take for formulas: an apostrophe before them says that they are text, and is no part of it."""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """The cell as it is written, which no spreadsheet will compute."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def plain(cell: str) -> str:
    """The cell as it was meant, whoever guarded it."""
    return cell[1:] if GUARDED.match(cell) else cell
