"""What the institute and its courses set about cover."""

from typing import Any

from beanie import Document
from pydantic import ConfigDict


class CoverSettings(Document):
    """What a course sets, under its id, and what the institute does, under the word `institute`.

    Of a course: `tiers`, `excluded` and `weights` by criterion; of the institute: `pool`; of both: `contacts`.
    """

    model_config = ConfigDict(extra="allow")

    id: Any = None
    tiers: list[str] | None = None
    excluded: list[Any] | None = None
    weights: dict[str, float] | None = None
    pool: list[Any] | None = None
    contacts: dict[str, Any] | None = None

    class Settings:
        name = "multitrainer_cover_settings"
