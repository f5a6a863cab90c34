"""Regular expressions compiled once, not once a process: what the language's own compiler makes of the large ones is kept.

The kept form is the engine's own code, which the engine checks before it runs any of it.
"""

import json
import re
from array import array
from re import _compiler, _parser  # type: ignore[attr-defined]

from loaders import kept

try:
    import _sre  # type: ignore[import-not-found]
except ImportError:  # another implementation of the language
    _sre = None

SHORT = 60  # letters of an expression that is as fast to compile as to look up


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns."""
    flags = int(flags)  # the compiler asks for them at every letter: as an enumeration they take it twice the time
    if len(pattern) < SHORT or _sre is None:
        return re.compile(pattern, flags)
    name = kept.name_of("expression", str(flags), pattern)
    return _restored(pattern, kept.find(name)) or _made(name, pattern, flags)


def _made(name: bytes, pattern: str, flags: int) -> re.Pattern[str]:
    """The expression compiled as the language does it, and kept."""
    parsed = _parser.parse(pattern, flags)
    code = array("I", _compiler._code(parsed, flags))
    head = json.dumps([flags | parsed.state.flags, parsed.state.groups - 1, parsed.state.groupdict]).encode()
    kept.keep(name, len(head).to_bytes(4, "big") + head + code.tobytes())
    return _expression(pattern, head, code)


def _restored(pattern: str, value: bytes | None) -> re.Pattern[str] | None:
    """The expression as it was kept; None where it was not, or by an engine that is not this one."""
    if value is None:
        return None
    end = 4 + int.from_bytes(value[:4], "big")
    try:
        return _expression(pattern, value[4:end], array("I", value[end:]))
    except (RuntimeError, ValueError, TypeError):
        return None


def _expression(pattern: str, head: bytes, code: "array[int]") -> re.Pattern[str]:
    flags, groups, names = json.loads(head)
    numbered: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        numbered[number] = name
    expression: re.Pattern[str] = _sre.compile(pattern, flags, code.tolist(), groups, names, tuple(numbered))
    return expression
