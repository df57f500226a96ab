"""From which day to which a list goes: `from` and `until` in addresses. Each list says what it is of without them."""

from typing import Annotated

from fastapi import Query

from multitrainer.schemas.sessions import LocalDay

From = Annotated[LocalDay | None, Query(alias="from", description="The first day, by the institute's clock.")]
Until = Annotated[LocalDay | None, Query(description="The last day, by the institute's clock.")]
