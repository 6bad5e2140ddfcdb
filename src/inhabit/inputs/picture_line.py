"""A picture as a line of a script, so that a log that begins from one can be played anywhere.

`{"picture": "<its name: the SHA-256 of the bytes, in hex>", "png": "<the bytes, base64>"}`
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from inhabit.core.errors import BadInputError
from inhabit.core.picture import Picture
from inhabit.inputs.picture import kept_picture
from inhabit.inputs.values import shown

NAME = re.compile("[0-9a-f]{64}")
FIELDS = ("picture", "png")


def parse_picture_name(value: object) -> str:
    """The name of a picture: 64 hexadecimal digits; raises BadInputError (`bad_picture_name`) otherwise."""
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise BadInputError(
            "bad_picture_name", f"picture {shown(value)} is not the name of one: 64 hexadecimal digits"
        )
    return value


def picture_line(picture: Picture) -> str:
    """The line, ending in a newline."""
    body = {"picture": picture.name, "png": base64.b64encode(picture.png).decode()}
    return json.dumps(body, separators=(",", ":")) + "\n"


def read_picture_line(obj: Mapping[str, Any]) -> Picture:
    """The inverse; raises BadInputError for bytes that are not the picture they are said to be."""
    name, text = parse_picture_name(obj["picture"]), obj.get("png")
    try:
        data = base64.b64decode(text if isinstance(text, str) else "?", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInputError("bad_script", f"png {shown(text)} is not base64") from error
    picture = kept_picture(data, f"picture {name[:12]}")
    if picture.name != name:
        raise BadInputError(
            "bad_script", f"picture {name[:12]} holds other bytes than its name says: export the log again"
        )
    return picture
