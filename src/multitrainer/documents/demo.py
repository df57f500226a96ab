"""What has been loaded of the demo."""

from beanie import Document


class LoadedDemo(Document):
    """A course of the demo that was loaded to its end. What becomes of it from then on is up to people."""

    id: str  # type: ignore[assignment]  # the demo's own name of the course, instead of an ObjectId

    class Settings:
        name = "multitrainer_demo"
