"""Which pages may open a live session: our own, and those that the operator names.

A browser lets any page open a WebSocket to any address, so without this check a page somebody happens to
visit could steer a world that runs on their machine. Browsers name the page in `Origin` and cannot lie
about it; programs send none and are let in.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from inhabit.core.errors import BadInputError
from inhabit.inputs.values import shown

ANY = "*"
_DEFAULT_PORTS = {"http": 80, "https": 443}


def check_origin(origin: str | None, host: str | None, allowed: Collection[str]) -> None:
    """Raises BadInputError (`bad_origin`) unless the page at `origin` may connect.

    It may if it came from the same host and port as it connects to (`host`, from the request), or if
    `allowed` names it (`https://example.org`) or holds "*". The scheme is not compared with ours: a proxy
    may have taken the TLS off.
    """
    if origin is None or ANY in allowed or normal(origin) in {normal(one) for one in allowed}:
        return
    scheme = origin.partition("://")[0].lower()
    if host and scheme in _DEFAULT_PORTS and normal(origin) == normal(f"{scheme}://{host}"):
        return
    raise BadInputError(
        "bad_origin",
        f"the page {shown(origin)} is not from {shown(host or '')} and may not steer a world here: open the "
        f"server's own page, or start it with --allow-origin {shown(origin)}",
    )


def normal(origin: str) -> str:
    """An origin in one spelling: lower case, its port written out. "null" and nonsense stay themselves."""
    try:
        parts = urlsplit(origin.strip().lower())
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return origin
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname else origin
