"""Changes sent to an address, signed so that its owner knows whom they are from."""

import hashlib
import hmac
import time
from pathlib import Path

import httpx2
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from graph.errors import RequestError, SourceError, shown
from graph.results import WatchResult

HEADER = "Trilateral-Signature"
TRIES = 4
TIMEOUT = 20.0


class Unanswered(Exception):
    """The address did not take it."""


def send(url: str, result: WatchResult, secret_file: str) -> None:
    """Send the changes as JSON, a few times where the address does not answer. Raises RequestError without a secret, SourceError where it fails."""
    secret = _secret(secret_file)
    if not url.startswith(("http://", "https://")):
        raise RequestError(f"{shown(url)}: not an address to send to; write one that begins with https://")
    body = result.model_dump_json(by_alias=True).encode()
    trying = Retrying(stop=stop_after_attempt(TRIES), wait=wait_random_exponential(multiplier=0.2, max=3), retry=retry_if_exception_type(Unanswered))
    try:
        trying(_post, url, body, secret)
    except Exception as error:
        raise SourceError(f"{shown(url)}: the changes could not be sent; they are told again the next time") from error


def signature(body: bytes, secret: bytes, at: int) -> str:
    """What the header says: when it was signed, and HMAC-SHA256 of that moment and the body, so that neither can be changed nor sent again later."""
    return f"t={at},v1={hmac.new(secret, f'{at}.'.encode() + body, hashlib.sha256).hexdigest()}"


def _post(url: str, body: bytes, secret: bytes) -> None:
    headers = {"Content-Type": "application/json", HEADER: signature(body, secret, int(time.time()))}
    try:
        answer = httpx2.post(url, content=body, headers=headers, timeout=TIMEOUT, follow_redirects=False)
    except httpx2.TransportError as error:
        raise Unanswered from error
    if not answer.is_success:
        raise Unanswered


def _secret(file: str) -> bytes:
    if not file:
        raise RequestError("--post: needs --secret-file with the secret that signs what is sent")
    try:
        secret = Path(file).expanduser().read_bytes().strip()
    except OSError as error:
        raise RequestError(f"{shown(file)}: cannot be read; check the path and its permissions") from error
    if len(secret) < 16:
        raise RequestError(f"{shown(file)}: too short for a secret; write at least 16 characters into it")
    return secret
