"""The story of a briefing: told from the answers alone, each fact with its proof, what is not known called so, in three languages alike."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli import main
from api.knowledge import KnowledgeGraph
from graph.results import BriefingResult, Evidence
from viz.briefing.model import Block, Cite, Line, Story
from viz.briefing.story import tell
from viz.briefing.words import LANGUAGES, Language

AS_OF = "2025-10-28"
ASK = "sectoral annex"
ABSENT = (  # what a line without a proof may begin with: an absence, a limit of the record, an order of the law, or a count of what is listed
    "Nobody",
    "Not spoken:",
    "We (",
    "No path in evidence",
    "What would close",
    "This is what the record holds",
    "No statement of",
    "Not searched:",
    "Only the public layer",
    "In the United States, requests",
    "In Canada, arranging",
    "In Mexico, the political",
    "On the way: where",
    "Where ",
    "None is open",
    "No figure",
    "Way:",
)


@pytest.fixture(scope="module")
def amiti(example_url: str) -> BriefingResult:
    with KnowledgeGraph(example_url) as graph:
        return graph.brief("USTR", ASK, start="AMITI", as_of=AS_OF)


@pytest.fixture(scope="module")
def technation(example_url: str) -> BriefingResult:
    with KnowledgeGraph(example_url) as graph:
        return graph.brief("USTR", ASK, start="Technation", as_of=AS_OF)


@pytest.fixture(scope="module")
def nowhere(example_url: str) -> BriefingResult:
    with KnowledgeGraph(example_url) as graph:
        return graph.brief("Government of Canada", ASK, start="Technation", as_of=AS_OF)


def blocks(story: Story) -> Iterator[Block]:
    yield from story.page
    for slide in story.slides:
        yield from slide.blocks


def lines(story: Story) -> Iterator[Line]:
    for block in blocks(story):
        yield from block.lines
        yield from (cell for row in (block.table.rows if block.table else ()) for cell in row)


def cites(story: Story) -> Iterator[Cite]:
    yield from (cite for line in lines(story) for cite in line.cites)
    yield from (cite for block in blocks(story) if block.chart for bar in block.chart.bars for cite in bar.cites)
    yield from (quote.cite for slide in story.slides for quote in slide.quotes)


def evidence(value: object) -> Iterator[Evidence]:
    """Every piece of evidence anywhere in an answer."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from evidence(each)
    elif hasattr(value, "model_fields_set"):
        for name in type(value).model_fields:  # type: ignore[attr-defined]  # a model, as the fields say
            yield from evidence(getattr(value, name))


def test_the_finding_says_who_reaches_the_target_and_where_it_stands(amiti: BriefingResult, technation: BriefingResult) -> None:
    assert tell(amiti).title == "AMITI has a documented contact of its own with USTR; where USTR stands on the ask is not known."
    assert tell(technation).title == "Technation reaches USTR through AMITI; where USTR stands on the ask is not known."
    assert tell(technation, "es").title == "Technation llega a la USTR a través de la AMITI; no se sabe qué postura tiene la USTR sobre la petición."
    assert tell(technation, "fr").title.startswith("Une voie documentée mène de Technation à l’USTR, en passant par l’AMITI;")


def test_a_page_and_five_slides_answer_what_a_principal_asks(amiti: BriefingResult) -> None:
    story = tell(amiti)
    headings = [block.heading for block in story.page]
    assert headings == [
        "Who is with us",
        "Who opens the door",
        "What USTR wants",
        "Trade at stake",
        "Gaps and risks",
        "Next three calls",
        "What was not looked at",
    ]
    assert len(story.slides) == 5
    assert all(slide.title.endswith(".") and len(slide.title) <= 200 for slide in story.slides)
    assert [any(block.table for block in story.slides[1].blocks), any(block.map for block in story.slides[2].blocks)] == [True, True]
    assert any(block.chart for block in story.slides[3].blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_proof_leads_to_the_list_of_sources(amiti: BriefingResult, language: Language) -> None:
    story = tell(amiti, language)
    listed = {(source.number, claim) for source in story.sources for claim in source.claims}
    assert {(cite.source, cite.claim) for cite in cites(story)} <= listed
    assert [source.number for source in story.sources] == list(range(1, len(story.sources) + 1))
    known = {proof.claim for proof in evidence(amiti)}
    assert {claim for _, claim in listed} <= known


def test_what_has_no_proof_is_an_absence_a_limit_or_a_law(amiti: BriefingResult, technation: BriefingResult, nowhere: BriefingResult) -> None:
    for result in (amiti, technation, nowhere):
        for block in blocks(tell(result)):
            bare = [line.text for line in block.lines if not line.cites and not line.text.startswith(ABSENT)]
            assert all("stand side by side" in text for text in bare), bare


def test_the_three_languages_tell_the_same(technation: BriefingResult) -> None:
    told = [tell(technation, language) for language in LANGUAGES]
    shapes = [[(line.cites, line.mark, line.level, bool(line.doubt)) for line in lines(story)] for story in told]
    assert shapes[0] == shapes[1] == shapes[2]
    assert len({story.title for story in told}) == 3
    assert all(len({story.words[key] for story in told}) >= 1 for key in told[0].words)


def test_no_english_is_left_in_a_translated_sentence(technation: BriefingResult, nowhere: BriefingResult) -> None:
    english = (" the ", " of ", " is ", " with ", " to ", "not ", " by ")
    for result in (technation, nowhere):
        for language in LANGUAGES[1:]:
            story = tell(result, language)
            said = [
                *(line.text + " " + line.doubt for line in lines(story)),
                story.footer,
                story.title,
                story.subtitle,
                *(slide.title for slide in story.slides),
            ]
            for text in said:
                ours = text.replace("Mexican IT sector urges U.S. to elevate services in USMCA review", "")
                assert not any(word in ours.split("«")[0] for word in english), text


def test_stated_is_kept_apart_from_unknown_and_unknown_is_never_neutral(technation: BriefingResult) -> None:
    story = tell(technation)
    (ours,) = [line for line in story.page[0].lines if line.text.startswith("We (Technation)")]
    (silent,) = [line for line in story.page[0].lines if line.text.startswith("Not spoken:")]
    assert ours.mark == silent.mark == "unknown"
    assert silent.doubt == "unknown is not neutral"
    (ally,) = [line for line in story.page[0].lines if line.text.startswith("AMITI supports")]
    assert "on conditions" in ally.text
    assert (ally.mark, ally.doubt) == ("mixed", "not confirmed by a person")
    assert ally.cites
    table = next(block.table for block in story.slides[1].blocks if block.table)
    assert table.headings[-1] == "Not known, which is not neutral"


def test_a_way_is_read_aloud_with_verb_date_certainty_and_the_introducers_stance(technation: BriefingResult) -> None:
    way, stance, *_ = tell(technation).page[1].lines
    assert way.text.startswith("Technation and AMITI made a joint statement (between January 1 and April 29, 2025; certain")
    assert "AMITI met USTR (from April 20 to April 28, 2025; certain" in way.text
    assert "no official is named" in way.text
    assert stance.text.startswith("On the way: AMITI supports the ask on conditions")
    assert (stance.level, stance.mark) == (1, "mixed")


def test_no_path_is_a_finding_of_its_own(nowhere: BriefingResult) -> None:
    story = tell(nowhere)
    assert story.title.startswith("No path in evidence leads from Technation to the Government of Canada;")
    door = [line.text for line in story.page[1].lines]
    assert any(text.startswith("What would close the gap: a documented contact between") for text in door)
    assert any("does not say that there is no contact" in text for text in door)
    picture = next(block.map for block in story.slides[2].blocks if block.map)
    assert picture.ties == ()


def test_the_law_stands_where_a_way_ends(amiti: BriefingResult) -> None:
    assert any("Foreign Agents Registration Act" in line.text for line in tell(amiti).page[1].lines)
    assert any("FARA" in line.text and line.text.startswith("Aux États-Unis") for line in tell(amiti, "fr").page[1].lines)


def test_a_figure_has_period_and_speaker_and_is_never_added_up(amiti: BriefingResult) -> None:
    story = tell(amiti)
    figures = [line for line in story.page[3].lines if line.level]
    assert figures
    assert all("(" in line.text and ("according to" in line.text or "no speaker is named" in line.text) and line.cites for line in figures)
    values = {each.value for each in amiti.trade.observations}
    drawn = next(block.chart for block in story.slides[3].blocks if block.chart)
    assert {round(bar.value * 1e9) for bar in drawn.bars} <= {round(value) for value in values}
    assert all(bar.cites for bar in drawn.bars)


def test_what_the_target_wants_is_its_own_word(example_url: str, amiti: BriefingResult) -> None:
    (none,) = tell(amiti).page[2].lines
    assert none.text == "No statement of USTR's own is in the record: what it wants is not known."
    with KnowledgeGraph(example_url) as graph:
        asked = graph.brief("AMITI", ASK, start="Technation", as_of=AS_OF)
    wanted = tell(asked).page[2].lines
    assert wanted
    assert all(line.text.startswith("AMITI ") and line.cites for line in wanted)
    assert all(one.subject and one.subject.id == "org:amiti" for one in asked.said)


def test_the_footer_tells_the_day_the_layers_the_sources_and_the_revision(amiti: BriefingResult) -> None:
    story = tell(amiti)
    for part in ("As of October 28, 2025", "layers: public alone", f"{len(story.sources)} sources", amiti.revision[:12], "not searched", "something wrong?"):
        assert part in story.footer
    limits = [line.text for line in story.page[6].lines]
    assert "Only the public layer was read; private layers are left out." in limits
    assert any(text.startswith("Not searched: U.S. lobbying reports (LDA);") for text in limits)


def test_a_private_layer_is_said_to_be_in_it(amiti: BriefingResult) -> None:
    private = amiti.model_copy(update={"layers": ("contacts", "public")})
    story = tell(private)
    assert "layers: public and private (contacts)" in story.footer
    assert any("do not pass it on" in line.text for line in story.page[6].lines)


def test_notes_quote_literally(amiti: BriefingResult) -> None:
    known = {" ".join(proof.quote.split()) for proof in evidence(amiti)}
    quotes = [quote for slide in tell(amiti, "es").slides for quote in slide.quotes]
    assert {quote.text for quote in quotes} <= known
    assert all(quote.speaker for quote in quotes)


def test_hostile_names_stay_inert_text(amiti: BriefingResult) -> None:
    hostile = "\u202e<script>alert(1)</script>\n{a}\x1b[31m"
    target = amiti.target.model_copy(update={"id": "org:hostile", "name": hostile})
    for language in LANGUAGES:
        story = tell(amiti.model_copy(update={"target": target}), language)
        assert story.title.isprintable()
        assert "<script>alert(1)</script> {a}" in story.title


def test_the_same_answers_make_the_same_story_in_another_process(example_url: str, amiti: BriefingResult) -> None:
    code = (
        "import hashlib; from api.knowledge import KnowledgeGraph; from viz.briefing.story import tell\n"
        f"result = KnowledgeGraph({example_url!r}).brief('USTR', {ASK!r}, start='AMITI', as_of={AS_OF!r})\n"
        "print(hashlib.sha256(tell(result, 'fr').model_dump_json().encode()).hexdigest())"
    )
    root = Path(__file__).resolve().parent.parent
    run = [
        subprocess.run([sys.executable, "-c", code], cwd=root, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True) for seed in ("1", "2")
    ]
    here = hashlib.sha256(tell(amiti, "fr").model_dump_json().encode()).hexdigest()
    assert {done.stdout.strip() for done in run} == {here}


def test_a_briefing_is_read_back_from_its_json(amiti: BriefingResult) -> None:
    again = BriefingResult.model_validate_json(amiti.model_dump_json())
    assert tell(again) == tell(amiti)


def test_an_ask_of_which_nothing_is_known_is_told_as_such(example_url: str) -> None:
    with KnowledgeGraph(example_url) as graph:
        result = graph.brief("USTR", "ask:tariff-relief", start="ITI", as_of="2025-03-01")
    story = tell(result)
    assert "No path in evidence" in story.title or "may" in story.title
    assert any(line.text.startswith("Nobody is known to support the ask") for line in story.page[0].lines)


@pytest.fixture(scope="module")
def articles(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """A store of the five articles as they are read."""
    url = str(tmp_path_factory.mktemp("articles") / "record.db")
    assert main(["--quiet", "--store", url, "load", str(shared / "seeds")]) == 0
    with KnowledgeGraph(url) as graph:
        yield graph


@pytest.mark.slow
def test_the_five_articles_brief_amiti_and_technation(articles: KnowledgeGraph) -> None:
    for start, finding in (("AMITI", "AMITI has a documented contact of its own with USTR"), ("Technation", "Technation reaches USTR through AMITI")):
        result = articles.brief("USTR", ASK, start=start, as_of=AS_OF)
        story = tell(result)
        assert story.title.startswith(f"{finding}; where USTR stands on the ask is not known")
        assert story.slides[1].title.startswith("Only AMITI has stated support for the ask, on conditions; nobody is known to oppose it;")
        assert len(list(lines(story))) == len(list(lines(tell(result, "es")))) == len(list(lines(tell(result, "fr"))))


@pytest.mark.slow
def test_old_evidence_is_said_first_and_a_stale_word_is_no_support(articles: KnowledgeGraph) -> None:
    story = tell(articles.brief("USTR", ASK, start="Technation", as_of="2026-11-25"))
    assert story.title.startswith("By evidence 18 months old, Technation reaches USTR through AMITI;")
    assert story.slides[1].title.startswith("Nobody has stated support for the ask of late; support stated long ago or undated: AMITI;")
    (old,) = [line for line in story.page[0].lines if line.text.startswith("AMITI")]
    assert "whether it still holds is not known" in old.text
    assert (old.mark, old.doubt) == ("unknown", "older than a year, not confirmed by a person")


@pytest.mark.slow
def test_what_is_only_inferred_is_marked_and_never_counted_as_stated(articles: KnowledgeGraph) -> None:
    story = tell(articles.brief("USTR", "ask:reopen-text", start="Technation", as_of=AS_OF))
    assert "1 is against it; 1 may lean against it" in story.slides[1].title
    (iti,) = [line for line in story.page[0].lines if line.text.startswith("ITI")]
    assert iti.text == "ITI may lean against the ask (inferred, not stated)."
    table = next(block.table for block in story.slides[1].blocks if block.table)
    assert any("ITI *" in cell.text and "inferred" in cell.doubt for row in table.rows for cell in row)


@pytest.mark.slow
def test_a_vague_day_stays_an_interval(articles: KnowledgeGraph) -> None:
    story = tell(articles.brief("USTR", "ask:usmca-continuation", start="ITI", as_of=AS_OF))
    (ally,) = [line for line in story.page[0].lines if line.text.startswith("Technation supports")]
    assert "between January 1 and April 29, 2025" in ally.text
