"""Guards: a write happens only while the document is as it was read."""

from typing import Any

Raw = dict[str, Any]


def as_read(raw: Raw, *fields: str) -> Raw:
    """Matches only a document whose fields are as they were read; None matches what is not there.

    With `$eq`, because a stored value may have keys that would be operators.
    """
    return {field: {"$eq": raw.get(field)} for field in fields}
