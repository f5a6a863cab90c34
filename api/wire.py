"""Requests to a Trilateral server: keys, retries, pages, and its problems as the errors that they were."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any, TypeVar

import httpx2
from pydantic import BaseModel
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from graph.errors import Outdated, RequestError, StoreError, TrilateralError, shown

Model = TypeVar("Model", bound=BaseModel)
TRIES = 5
LONGEST_WAIT = 30.0
AGAIN = frozenset({429, 502, 503, 504})
TIMEOUT = httpx2.Timeout(120.0, connect=10.0)


class TryAgain(Exception):
    """What a server or a line may do better the next time; `after` seconds where it says so."""

    def __init__(self, error: TrilateralError, after: float | None = None) -> None:
        self.error, self.after = error, after


class Wire:
    """A server at an address, asked with a key. Raises RequestError for an address that would send the key in clear across a network."""

    def __init__(self, url: str, key: str = "", *, transport: httpx2.BaseTransport | None = None) -> None:
        place = httpx2.URL(url)
        if key and place.scheme == "http" and not _is_own(place.host):
            raise RequestError(f"{shown(url)}: a key would be read by everybody on the way; use https")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        base = url.rstrip("/") + "/api/v1/"
        self.url = url
        self._http = httpx2.Client(base_url=base, headers=headers, timeout=TIMEOUT, transport=transport, follow_redirects=False)

    def get(self, path: str, answer: type[Model], given: Mapping[str, Any] | None = None) -> Model:
        """What a question answers. Asked again where the server is busy or away, a few times."""
        return answer.model_validate_json(self.content(path, given), extra="ignore")

    def content(self, path: str, given: Mapping[str, Any] | None = None) -> bytes:
        """The bytes of an answer; asked again as `get`."""
        asking = Retrying(stop=stop_after_attempt(TRIES), wait=_wait, retry=retry_if_exception_type(TryAgain), reraise=True)
        try:
            return asking(self._once, "GET", path, params=_flat(given or {}))
        except TryAgain as again:
            raise again.error from again

    def send(self, method: str, path: str, answer: type[Model], **body: Any) -> Model:
        """What becomes of something that is written; sent once."""
        try:
            return answer.model_validate_json(self._once(method, path, **body), extra="ignore")
        except TryAgain as again:
            raise again.error from again

    def pages(self, path: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """All items of a list, page after page, of one revision of the record: begun again, a few times, where it changes on the way."""
        beginning = Retrying(stop=stop_after_attempt(TRIES), retry=retry_if_exception_type(Outdated), reraise=True)
        return beginning(lambda: list(self._pages(path, given)))

    def _pages(self, path: str, given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            page = self.get(path, _Page, {**given, "cursor": cursor})
            yield from page.items
            if not page.next:
                return
            cursor = page.next

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def _once(self, method: str, path: str, **options: Any) -> bytes:
        try:
            answer = self._http.request(method, path, **options)
        except httpx2.TransportError as error:
            raise TryAgain(StoreError(f"{shown(self.url)}: the server does not answer ({type(error).__name__}); is it running?")) from error
        if answer.is_success:
            return answer.content
        told = _error(answer, self.url)
        if answer.status_code in AGAIN:
            raise TryAgain(told, _seconds(answer.headers.get("retry-after", "")))
        raise told


class _Page(BaseModel):
    items: list[dict[str, Any]]
    next: str


def _error(answer: httpx2.Response, url: str) -> TrilateralError:
    """The error that a problem document tells of, of the class that it names."""
    try:
        told = answer.json()
        name, detail = str(told["type"]).rpartition("#")[2], str(told["detail"])
    except (ValueError, KeyError, TypeError):
        return StoreError(f"{shown(url)}: answered {answer.status_code} and not as Trilateral does; check the address")
    kind = next((one for one in _tree(TrilateralError) if one.__name__ == name), RequestError if answer.status_code < 500 else StoreError)
    made = kind.__new__(kind)
    made.args = (shown(detail, 1000),)
    return made


def _tree(error: type[TrilateralError]) -> Iterator[type[TrilateralError]]:
    yield error
    for child in error.__subclasses__():
        yield from _tree(child)


def _wait(state: RetryCallState) -> float:
    again = state.outcome.exception() if state.outcome else None
    if isinstance(again, TryAgain) and again.after is not None:
        return min(again.after, LONGEST_WAIT)
    return float(wait_random_exponential(multiplier=0.2, max=5)(state))


def _seconds(said: str) -> float | None:
    return float(said) if said.isdecimal() else None


def _flat(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Parameters as they stand in an address: lists repeated, empty ones left out."""
    told: list[tuple[str, str]] = []
    for name, value in given.items():
        several = value if isinstance(value, list | tuple) else [value]
        told += [(name, str(one).lower() if isinstance(one, bool) else str(one)) for one in several if one not in (None, "")]
    return told


def _is_own(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
