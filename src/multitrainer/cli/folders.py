"""A folder that is there whole, or not at all."""

import hashlib
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class NotEmpty(Exception):
    """There is something in that folder already."""


class Lines:
    """A file to which lines are added. When it is closed, it is noted among the folder's `files`."""

    def __init__(self, path: Path, files: list[dict[str, Any]]) -> None:
        self._path = path
        self._files = files
        self.count = 0

    def __enter__(self) -> Self:
        self._file = self._path.open("w", encoding="utf-8", newline="\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None:
            with self._path.open("rb") as written:
                digest = hashlib.file_digest(written, "sha256").hexdigest()
            self._files.append({"name": self._path.name, "documents": self.count, "sha256": digest})

    def add(self, line: str) -> None:
        """Add one. Raises OSError."""
        self._file.write(f"{line}\n")
        self.count += 1


class Folder:
    """Files are written beside it, for nobody else to read, and get their place at the end.

    An error in between takes them away again; whoever is killed leaves a folder whose name begins with a dot.
    """

    def __init__(self, path: Path) -> None:
        """`path` may be an empty folder, or nothing yet."""
        self._path = path
        self.files: list[dict[str, Any]] = []
        """What is in it: `name`, `documents`, `sha256` of each."""

    def __enter__(self) -> Self:
        if self._path.exists() and (not self._path.is_dir() or any(self._path.iterdir())):
            raise NotEmpty
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._beside = Path(tempfile.mkdtemp(prefix=f".{self._path.name}-", dir=self._path.parent))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._beside.rename(self._path)
        finally:
            shutil.rmtree(self._beside, ignore_errors=True)

    def lines(self, name: str) -> Lines:
        """A new file of lines. Raises OSError."""
        return Lines(self._beside / name, self.files)

    def write(self, name: str, text: str) -> None:
        """A new file with this text. Raises OSError."""
        (self._beside / name).write_text(f"{text}\n", encoding="utf-8")
