"""What an agreement says as claims: its parts, each known by its agreement; parties, dated events, topics by their words."""

from collections import Counter
from collections.abc import Iterator, Sequence, Set

from babel import Locale
from babel.core import get_global

from graph import dates
from graph.claims import Status
from graph.errors import BadDate, shown
from graph.spelling import fold, slug
from loaders.countries import country_code
from loaders.documents.model import Block, Document, TopicFound
from loaders.documents.sentences import split
from loaders.documents.topics import find_topics
from loaders.intake import Page
from loaders.known import Party
from loaders.registers.agreements_model import Agreement, Chapter
from loaders.registry import load_registry

UNIONS = {"EUN": "org:european-union", "EU": "org:european-union", "EEC": "org:european-union", "EC": "org:european-union"}
CHECKED, OUTLINED, BY_TITLE = 900, 800, 600
HAPPENED = {"signed": "Signature", "in force": "Entry into force", "amended": "Amendment", "no longer in force": "End"}
WORDS = {"chapter": {"en": "Chapter", "es": "Capítulo", "fr": "Chapitre"}, "article": {"en": "Article", "es": "Artículo", "fr": "Article"}}


def agreement_of(page: Page, agreement: Agreement) -> str:
    """The id of the agreement, which is introduced, with what it replaced."""
    force = agreement.days.get("in force", "")
    about = "; ".join(one for one in (f"In force since {force}" if force else "", agreement.status if agreement.status != "In Force" else "") if one)
    names = tuple(alias for alias in agreement.aliases if alias != agreement.name)
    found = page.party(Party("agreement", agreement.name, agreement.identifiers, names, describes=about), locator="meta")
    for earlier in agreement.replaces:
        replaced = page.party(Party("agreement", earlier), locator="replaces")
        page.say(replaced, "succeeded_by", found, locator="replaces", confidence=_confidence(agreement))
    return found


def say_parties(page: Page, agreement: Agreement, found: str) -> None:
    """Claim who is party, from the entry into force on."""
    begins, ends = (_day(page, agreement.days.get(what, "")) for what in ("in force", "no longer in force"))
    when = f"{begins}..{ends}" if begins or ends else ""
    for code in agreement.parties:
        if party := _country(page, code):
            page.say(party, "party_to", found, when=when, locator="parties", confidence=_confidence(agreement))
        else:
            page.intake.fault(f"{shown(code)}: no country that is known; left out", column="parties")
    for code in agreement.left:
        page.intake.fault(f"{shown(code)}: an original party that is no party now; left out", column="parties_original")


def say_dates(page: Page, agreement: Agreement, found: str) -> None:
    """Claim signature, amendment, entry into force, end and joint review as dated events of the agreement."""
    key, called = found.partition(":")[2], page.intake.known.names.get(found, agreement.name)
    for what, day in agreement.days.items():
        if when := _day(page, day):
            _say_event(page, agreement, f"event:{key}-{slug(HAPPENED[what])}", f"{HAPPENED[what]} of {called}", when, [found])
    for article, day in agreement.reviews:
        if when := _day(page, day):
            of = [found, *([f"article:{key}/{article}"] if article else [])]
            _say_event(page, agreement, f"event:{key}-joint-review", f"First joint review of {called}", when, of)


def _say_event(page: Page, agreement: Agreement, id_: str, name: str, when: str, of: list[str]) -> None:
    confidence = _confidence(agreement)
    event = page.party(Party("event", name, id=id_), locator="meta")
    page.say(event, "scheduled", value=f"{name} on {when}", when=when, locator="meta", confidence=confidence)
    for thing in of:
        page.say(event, "event_of", thing, locator="meta", confidence=confidence)


def say_parts(page: Page, agreement: Agreement, found: str) -> Iterator[None]:
    """Claim the chapters and articles, stopping after each chapter."""
    key, called = found.partition(":")[2], page.intake.known.names.get(found, agreement.name)
    times = Counter(article.number for chapter in agreement.chapters for article in chapter.articles if article.number)
    taken: set[str] = set()
    for at, chapter in enumerate(agreement.chapters, 1):
        where = f"chapter {chapter.number or chapter.title or at}"
        id_ = _free(f"chapter:{key}/{chapter.number or slug(chapter.title or f'part {at}')}", chapter.title, chapter.mark or str(at), taken)
        name = _part_name(called, "chapter", chapter.number, chapter.title or f"part {at}", agreement.language)
        part = _say_part(page, Party("chapter", name, id=id_), found, agreement, where)
        topics = [_topics(article.text, agreement.language) for article in chapter.articles]
        _say_chapter_topics(page, agreement, chapter, part, {topic.id for named in topics for topic in named}, where)
        own = id_.rpartition("/")[2]
        for number, (article, named) in enumerate(zip(chapter.articles, topics, strict=True), 1):
            title = article.title or f"text {number}"
            if not article.number:  # in a preamble or conclusion
                article_id, article_name = f"{own}.{slug(title)}", f"{name}, {title}"
            else:  # a number that recurs in the agreement is told apart by its chapter's
                full = article.number if times[article.number] == 1 else f"{own}.{article.number}"
                article_id, article_name = full, _part_name(called, "article", full, article.title, agreement.language)
            place = f"{where}, article {article.number or number}"
            free = _free(f"article:{key}/{article_id}", article.title, article.mark or str(number), taken)
            below = _say_part(page, Party("article", article_name, id=free), part, agreement, place)
            _say_article_topics(page, below, _topics(article.title, agreement.language), named, place)
        yield


def _say_part(page: Page, party: Party, above: str, agreement: Agreement, where: str) -> str:
    known = page.intake.known.names.get(party.id, "")
    named = Party(party.kind, known, id=party.id) if known and fold(known) == fold(party.name) else party
    part = page.party(named, locator=where)
    page.say(part, "part_of", above, qualifiers=("structure",), locator=where, confidence=_confidence(agreement))
    return part


def _free(id_: str, title: str, mark: str, taken: set[str]) -> str:
    """The id, told apart by title, then by the collection's mark, from another part of the agreement that has it."""
    found = next((one for one in (id_, f"{id_}-{slug(title)}", f"{id_}-{slug(mark)}") if one not in taken), f"{id_}-{len(taken)}")
    taken.add(found)
    return found


def _part_name(called: str, kind: str, number: str, title: str, language: str) -> str:
    if not number:
        return f"{called}: {title}"
    word = WORDS[kind].get(language, WORDS[kind]["en"])
    return f"{called} {word} {number}" + (f" ({title})" if title else "")


def _say_chapter_topics(page: Page, agreement: Agreement, chapter: Chapter, part: str, named: Set[str], where: str) -> None:
    """Topics of a chapter's title: accepted where the text of one of its articles names them as well (`named`), else proposed."""
    for topic in _topics(chapter.title, agreement.language):
        sure = topic.id in named
        _say_topic(page, part, topic, sure, where, "title and the text of its articles name" if sure else "title names")


def _say_article_topics(page: Page, part: str, in_title: Sequence[TopicFound], in_text: Sequence[TopicFound], where: str) -> None:
    """Topics of an article: accepted where its text names them twice, or title and text do; proposed where only the title or one word does."""
    by_title, by_text = ({topic.id: topic for topic in topics} for topics in (in_title, in_text))
    for id_, topic in (by_title | by_text).items():
        both = id_ in by_title and id_ in by_text
        told = "title and text name" if both else "text names" if id_ in by_text else "title names"
        _say_topic(page, part, topic, both or (id_ in by_text and len(topic.spans) > 1), where, told)


def _say_topic(page: Page, part: str, topic: TopicFound, sure: bool, where: str, told: str) -> None:
    status, confidence = (Status.ACCEPTED, CHECKED) if sure else (Status.PROPOSED, BY_TITLE)
    said = f"Its {told} it: {', '.join(topic.mentions[:5])}"
    page.say(part, "regulates", topic.id, status=status, confidence=confidence, locator=where, gloss=said)


def _topics(text: str, language: str) -> tuple[TopicFound, ...]:
    if not text:
        return ()
    span = (0, len(text))
    document = Document("", text, "", "xml", "", "", "", None, "", language, (Block("prose", span, language, split(text, span), 1),))
    return find_topics(document, load_registry())


def _country(page: Page, code: str) -> str:
    """The government of a code of two or three letters, which is introduced where it is not known."""
    if code in UNIONS:
        return UNIONS[code]
    two = (get_global("territory_aliases").get(code.upper()) or [code])[0]
    found = country_code(two)
    if not found:
        return ""
    id_ = f"gov:{found}"
    if id_ not in page.intake.known.names:
        name = str(Locale("en").territories[found.upper()])
        page.party(Party("government", f"Government of {name}", aliases=(name,), country=found, id=id_), locator="parties")
    return id_


def _day(page: Page, text: str) -> str:
    try:
        return str(dates.parse(text)) if text else ""
    except BadDate as error:
        page.intake.fault(str(error), column="meta")
        return ""


def _confidence(agreement: Agreement) -> int:
    return CHECKED if agreement.checked else OUTLINED
