"""The database that the service brings along: SecantusDB, run as a process of its own."""

from multitrainer.embedded.errors import DataFolderInUse, EmbeddedServerFailed
from multitrainer.embedded.server import EmbeddedServer

__all__ = ["DataFolderInUse", "EmbeddedServer", "EmbeddedServerFailed"]
