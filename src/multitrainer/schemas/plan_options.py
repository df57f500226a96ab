"""What whoever asks for a plan may say of it."""

from typing import Annotated

from pydantic import ConfigDict, Field

from multitrainer.schemas.base import Body, Id, LeftOut
from multitrainer.schemas.documents import AsDocument
from multitrainer.solver.documents.document import SomeHours
from multitrainer.solver.documents.objective import Rule, RuleLevel, Stage
from multitrainer.solver.documents.problem import Level

MOST_SECONDS = 3600
ORDER = {"terms": {"uncovered": 1}}


class PairLevel(Body):
    """How one trainer and one batch suit each other, in place of what is known of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "trainer": "66f1a2b3c4d5e6f708192a3b",
                    "batch": "66f1a2b3c4d5e6f708192a3b",
                    "level": "preferred",
                    "cost": 0.5,
                    "hours": 6,
                }
            ]
        }
    )

    trainer: Id
    batch: Id
    level: Level = Level.NEUTRAL
    cost: Annotated[float, Field(strict=True, ge=-1e6, le=1e6, allow_inf_nan=False)] = 0.0
    hours: LeftOut[Annotated[SomeHours, Field(strict=True)]] = None


class PlanOptions(Body):
    """What to keep, what to judge a plan by, and how long to look for one. What is left out is as usual."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "pins": ["66f1a2b3c4d5e6f708192a3b"],
                    "rules": {"skills": "preferred"},
                    "pairs": [
                        {
                            "trainer": "66f1a2b3c4d5e6f708192a3b",
                            "batch": "66f1a2b3c4d5e6f708192a3b",
                            "level": "prohibited",
                        }
                    ],
                    "order": [{"terms": {"uncovered": 1}}, {"terms": {"highestLoad": 1}, "slack": 0.05}],
                    "restMinutes": 15,
                    "backups": 1,
                    "seed": 7,
                    "seconds": 20,
                }
            ]
        }
    )

    pins: Annotated[
        tuple[Id, ...], Field(max_length=2000, description="Batches that keep their primary, besides the locked.")
    ] = ()
    rules: Annotated[dict[Rule, RuleLevel], AsDocument(), Field(description="Rules that are not required.")] = Field(
        default_factory=dict
    )
    pairs: Annotated[tuple[PairLevel, ...], Field(max_length=2000)] = ()
    order: LeftOut[Annotated[tuple[Stage, ...], AsDocument(), Field(min_length=1, max_length=20)]] = None
    rest_minutes: Annotated[
        int, Field(strict=True, ge=0, le=24 * 60, description="Between two sessions of one trainer.")
    ] = 0
    backups: Annotated[int, Field(strict=True, ge=0, le=5, description="How many each batch is to have.")] = 1
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] = 0
    seconds: LeftOut[
        Annotated[
            float,
            Field(
                strict=True,
                gt=0,
                le=MOST_SECONDS,
                description="How long to look at the most; the service may allow less.",
            ),
        ]
    ] = None
