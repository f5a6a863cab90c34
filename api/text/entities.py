"""Look-ups as text."""

from api.text.base import evidence, foot, fresh, head, safe, table, tie_text, wrapped
from graph.results import ClaimsResult, EntityResult, SearchResult, Statement


def entity_text(result: EntityResult) -> str:
    """An entity, its ties with evidence, its statements."""
    entity = result.entity
    facts = [("id", entity.id), ("kind", entity.kind), ("also", ", ".join(entity.aliases)), ("country", entity.country)]
    facts += [("part of", ", ".join(entity.part_of)), ("merged", ", ".join(entity.merged)), ("url", entity.url), ("about", entity.description)]
    blocks = [head(result) + safe(entity.name) + "\n" + table([(key, value) for key, value in facts if value])]
    if result.ties:
        blocks.append(f"{len(result.ties)} tie{'s' * (len(result.ties) != 1)}")
    shown: set[str] = set()
    blocks += ["\n".join(tie_text(tie, 0, shown)) for tie in result.ties]
    if result.statements:
        said = (line for one in result.statements for line in (wrapped(one.sentence, 2, 2), *fresh([one.evidence], shown, 4)))
        blocks.append("Statements\n" + "\n".join(said))
    return "\n\n".join([*blocks, foot(result)])


def statement_text(one: Statement) -> str:
    """A claim in words, with its evidence."""
    return wrapped(one.sentence, 0, 2) + "\n" + evidence(one.evidence, 2)


def claims_text(result: ClaimsResult) -> str:
    """Statements with their evidence, newest first."""
    count = f"{len(result.items)} of {result.total} claims" if result.total > len(result.items) else f"{result.total} claim{'s' * (result.total != 1)}"
    return head(result) + "\n\n".join([count, *(statement_text(one) for one in result.items), foot(result)])


def hits_text(result: SearchResult) -> str:
    """A table of matches."""
    return table([(hit.id, hit.kind, f"{hit.name}{f' (as {hit.matched})' if hit.matched != hit.name else ''}") for hit in result.items])
