"""What can go wrong with the embedded server, in sentences for whoever started it."""


class EmbeddedServerFailed(RuntimeError):
    """The embedded server could not be started. The message says why and what helps."""


class DataFolderInUse(EmbeddedServerFailed):
    """Somebody else works on the data folder. The message says who.

    `uri` is where their database answers, None while it is starting or ending.
    """

    def __init__(self, message: str, uri: str | None = None) -> None:
        super().__init__(message)
        self.uri = uri
