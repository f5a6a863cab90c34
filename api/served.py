"""The app as one process of `trilateral serve` runs it, made from the environment alone."""

import logging
import os
import sys
from ipaddress import ip_address

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from api.app import create_app
from api.settings import from_environment


def app() -> ASGIApp:
    """The app of the settings in the environment. On this machine's own address it answers under its own names alone."""
    settings = from_environment(os.environ)
    if settings.log:
        _log_requests()
    made = create_app(settings, ahead=True)
    if not _is_own(settings.host):
        return made
    # A page of another site could otherwise reach this server under a name of its own (DNS rebinding).
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return TrustedHostMiddleware(made, allowed_hosts=sorted({"127.0.0.1", "localhost", "[" if ":" in settings.host else host}))


def _is_own(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _log_requests() -> None:
    """A line of JSON a request, on standard error, as it is made in `api.observed`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger("trilateral.requests")
    log.setLevel(logging.INFO)
    log.addHandler(handler)
    log.propagate = False
