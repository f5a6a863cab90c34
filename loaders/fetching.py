"""Downloading what a loader reads from the public address on its card, apart from the reading: pages into a folder, with a manifest.

The manifest is a file of JSON lines: a run begins, a page was fetched (address, file, tag, digest, when), the run is done. A run
that was cut short goes on where it stopped; after one that was done, only pages that changed are sent again (ETag).
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
from pydantic import SecretStr, ValidationError
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from graph.claims import Frozen
from graph.errors import SourceError, StoreError, shown
from loaders.addresses import following, key_header, lacking, origin, singles, starts, way
from loaders.catalogue import Card, Fetch
from loaders.contents import foreign, is_cut

MANIFEST = "manifest.jsonl"
ATTEMPTS = 5
FIRST_WAIT = 0.5
LONGEST_WAIT = 300.0
LARGEST = 2_000_000_000
TIMEOUT = httpx2.Timeout(60.0, connect=20.0)
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
REFUSED = frozenset({401, 403})
LONGEST = 300
NAME = re.compile(r"\w[\w.-]{0,100}")


class Fetched(Frozen):
    """A page as the manifest has it: where it came from, its file, its tag and digest, where the next one is, and when it was fetched."""

    address: str
    file: str
    etag: str = ""
    sha256: str
    bytes: int
    following: str = ""
    at: str


class FetchReport(Frozen):
    """What a run brought: new or changed files, how many were as before, and why it stopped, if it did."""

    folder: str
    files: tuple[str, ...] = ()
    unchanged: int = 0
    failure: str = ""

    @property
    def exit_code(self) -> int:
        """0 all was fetched, 3 nothing could be, 4 in part."""
        return (4 if self.files or self.unchanged else 3) if self.failure else 0


class Again(Exception):
    """The address may answer when asked again; `wait` is how long it asked to wait, in seconds."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(reason)


@dataclass(slots=True)
class Run:
    """A download as it stands; `added` goes to the address beside the question, and is written nowhere."""

    card: Card
    how: Fetch
    folder: Path
    client: httpx2.Client
    known: dict[str, Fetched]
    resumed: frozenset[str]
    sleep: Callable[[float], None]
    added: httpx2.QueryParams
    files: list[str] = field(default_factory=list)
    unchanged: int = 0


def fetch(
    card: Card,
    folder: Path,
    *,
    since: date | None = None,
    query: Mapping[str, str] | None = None,
    base: str = "",
    key: SecretStr = SecretStr(""),  # noqa: B008  (a frozen value)
    pages: int = 10_000,
    progress: Callable[[int, str], None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> FetchReport:
    """Download into `folder` what the card's address has, at most so many `pages`.

    `since` asks for what was published from that day on, where the address can be asked so; `query` adds to
    the question or replaces parts of it; `base` is another address of the same shape; `key` goes into the header that
    the card names and nowhere else. `progress` is told the number and file of each page. Raises SourceError when the
    loader has no address, and StoreError when the folder cannot be written.
    """
    how = way(card, since, base)
    beginnings = starts(card.name, how, dict(how.query) | ({how.since: how.day.format(since)} if since and how.since else {}) | dict(query or {}))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known, resumed = _read_manifest(folder / MANIFEST, beginnings)
        _note(folder, {"run": _now(), "loader": card.name, "starts": beginnings, "resumed": bool(resumed)})
        headers = {"user-agent": "trilateral"} | key_header(how.key, key.get_secret_value())
        with httpx2.Client(headers=headers, timeout=TIMEOUT, follow_redirects=False) as client:
            added = httpx2.QueryParams(how.key[1:].replace("{key}", key.get_secret_value())) if how.key.startswith("?") and key else httpx2.QueryParams()
            return _run(Run(card, how, folder, client, known, resumed, sleep, added), beginnings, pages, progress)
    except OSError as error:
        raise StoreError(f"{shown(str(folder), LONGEST)}: {(error.strerror or str(error)).lower()}; choose a folder that can be written with -o") from error


def _run(run: Run, starts: list[str], pages: int, progress: Callable[[int, str], None] | None) -> FetchReport:
    failure, number = "", 0
    try:
        for start in starts:
            for page, more in _pages(run, start):
                number += 1
                if progress:
                    progress(number, page.file)
                if number >= pages and more:
                    raise SourceError(f"{run.card.name}: stopped after {pages} pages, there are more; ask with --pages or a narrower --query")
        _note(run.folder, {"done": _now(), "pages": number})
    except SourceError as error:
        failure = str(error)
    return FetchReport(folder=str(run.folder), files=tuple(run.files), unchanged=run.unchanged, failure=failure)


def _pages(run: Run, start: str) -> Iterator[tuple[Fetched, bool]]:
    """The pages from an address on, each with whether more follow: the records that a page lists come after it, then the next page."""
    address = start
    seen = {start}
    while address:
        page = run.known[address] if address in run.resumed else _page(run, address)
        listed = singles(run.how, json.loads((run.folder / page.file).read_bytes())) if run.how.each else []
        yield page, bool(listed or page.following)
        for number, single in enumerate(listed, 1):
            if single not in run.resumed:
                run.sleep(run.how.pause)
            yield run.known[single] if single in run.resumed else _page(run, single), number < len(listed) or bool(page.following)
        address = page.following
        if address in seen:
            raise SourceError(f"{run.card.name}: {shown(address, LONGEST)} follows itself; the address answers in circles")
        if address:
            seen.add(address)
            run.sleep(run.how.pause)


def _page(run: Run, address: str) -> Fetched:
    """Ask for one page, again where that may help."""
    retrying = Retrying(stop=stop_after_attempt(ATTEMPTS), wait=_wait, retry=retry_if_exception_type(Again), sleep=run.sleep, reraise=True)
    try:
        return retrying(_ask, run, address)
    except Again as error:
        raise SourceError(f"{shown(address, LONGEST)}: {error}, {ATTEMPTS} times; the same command goes on from here later") from error


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return max(error.wait if isinstance(error, Again) else 0.0, FIRST_WAIT * 2.0 ** (state.attempt_number - 1))


def _ask(run: Run, address: str) -> Fetched:
    before = run.known.get(address)
    here = before is not None and (run.folder / before.file).is_file()
    try:
        asked = httpx2.URL(address).copy_merge_params(run.added) if run.added else address
        with run.client.stream("GET", asked, headers={"if-none-match": before.etag} if before and here and before.etag else {}) as answer:
            if answer.status_code == 304 and before:
                run.unchanged += 1
                return before
            _refuse(run.card, address, answer)
            return _keep(run, address, answer, before)
    except httpx2.UnsupportedProtocol as error:
        raise SourceError(f"{shown(address, LONGEST)}: no address; give --base one that begins with https://") from error
    except httpx2.TransportError as error:
        raise Again(f"no answer ({shown(str(error) or type(error).__name__, 120)})") from error


def _refuse(card: Card, address: str, answer: httpx2.Response) -> None:
    """Raise for an answer that brings no page."""
    status, place = answer.status_code, shown(address, LONGEST)
    if status in AGAIN:
        wait = _asked_to_wait(answer.headers.get("retry-after", ""))
        if wait > LONGEST_WAIT:
            raise SourceError(f"{place}: asks to wait {wait:.0f} seconds; the same command goes on from here then")
        raise Again(f"answers {status}", wait)
    if status in REFUSED:
        raise SourceError(f"{place}: refuses ({status}); set TRILATERAL_FETCH_KEY if it wants a key, or get the files by hand from {card.where}")
    if answer.is_redirect:
        raise SourceError(f"{place}: has moved to {shown(answer.headers.get('location', '').partition('?')[0], LONGEST)}; if you trust it, give it with --base")
    if status != 200:
        raise SourceError(f"{place}: answers {status}; look at --query and --base")


def _asked_to_wait(said: str) -> float:
    """Seconds of a Retry-After header, which is a number or a date; 0 where it is neither."""
    try:
        return max(0.0, float(said)) if said.strip().isdigit() else max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def _keep(run: Run, address: str, answer: httpx2.Response, before: Fetched | None) -> Fetched:
    """Write a page to its file, once the whole of it is there and of the known shape."""
    part = run.folder / ".part"
    digest, size = hashlib.sha256(), 0
    try:
        with part.open("wb") as file:
            for block in answer.iter_bytes():
                size += len(block)
                if size > LARGEST:
                    raise SourceError(f"{shown(address, LONGEST)}: more than {LARGEST // 10**9} GB; get it by hand from {run.card.where}")
                digest.update(block)
                file.write(block)
        onward = _following(run, address, part)
        name = before.file if before else _name(run, address)
        os.replace(part, run.folder / name)
    finally:
        part.unlink(missing_ok=True)
    etag = answer.headers.get("etag", "")
    page = Fetched(address=address, file=name, etag=etag, sha256=digest.hexdigest(), bytes=size, following=onward, at=_now())
    if before and before.sha256 == page.sha256:
        run.unchanged += 1
    else:
        run.files.append(name)
    run.known[address] = page
    _note(run.folder, {"page": page.model_dump()})
    return page


def _following(run: Run, address: str, part: Path) -> str:
    """The address of the page after this one, which must be at the same place; "" after the last one."""
    if run.how.suffix != ".json":
        if is_cut(part, run.how.suffix):
            raise Again("no complete archive")
        if begins := foreign(part, run.how.suffix):
            raise SourceError(f"{shown(address, LONGEST)}: its answer is no {run.how.suffix} file but begins {begins}; nothing of it was kept")
        return ""
    try:
        content = json.loads(part.read_bytes())
    except ValueError as error:
        raise Again("no complete JSON") from error
    if missing := lacking(run.how, content):
        raise SourceError(f"{shown(address, LONGEST)}: its answer has no field {missing}, so its shape has changed; nothing of it was kept")
    onward = following(run.how, address, content)
    if onward and origin(onward) != origin(run.how.base):
        raise SourceError(f"{shown(address, LONGEST)}: says that it goes on at another place, {shown(onward, LONGEST)}; if you trust it, give it with --base")
    return onward


def _name(run: Run, address: str) -> str:
    """The name of a new file."""
    last = urlsplit(address).path.rpartition("/")[2]
    return last if run.how.named and NAME.fullmatch(last) else f"{run.card.name}-{len(run.known) + 1:05}{run.how.suffix}"


def _read_manifest(path: Path, starts: list[str]) -> tuple[dict[str, Fetched], frozenset[str]]:
    """The pages of a manifest by address, and those that need not be asked for again, since a run of the same question was cut short after them."""
    known: dict[str, Fetched] = {}
    now: list[str] = []
    unfinished = False
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            entry: dict[str, Any] = json.loads(line)
            if "run" in entry:
                now = now if unfinished and entry["resumed"] else []
                unfinished = entry["starts"] == starts
            elif "done" in entry:
                now, unfinished = [], False
            elif "page" in entry:
                page = Fetched.model_validate(entry["page"])
                known[page.address] = page
                now.append(page.address)
        except (ValueError, KeyError, TypeError, ValidationError):
            continue  # a line that was cut short: its page is fetched again
    whole = {address for address in now if (path.parent / known[address].file).is_file()} if unfinished else set()
    return known, frozenset(whole)


def _note(folder: Path, line: Mapping[str, object]) -> None:
    with (folder / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write(json.dumps(line, ensure_ascii=False) + "\n")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
