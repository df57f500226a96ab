"""What has been loaded of the demo, and the password that its accounts were given."""

from beanie import Document


class LoadedDemo(Document):
    """A course of the demo that was loaded to its end. What becomes of it from then on is up to people.

    `hash` is of the entry about the accounts' password alone: by it we tell who still has that.
    """

    id: str  # type: ignore[assignment]  # the demo's own name of the course, instead of an ObjectId
    hash: str | None = None

    class Settings:
        name = "multitrainer_demo"
