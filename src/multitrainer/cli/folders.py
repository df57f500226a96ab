"""A folder that is there whole, or not at all."""

import hashlib
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class NotEmpty(Exception):
    """There is something in that folder already."""


class File:
    """A file that is written a piece at a time. When it is closed, it is noted among the folder's `files`."""

    def __init__(self, folder: Path, name: str, files: list[dict[str, Any]]) -> None:
        self._path = folder / name
        self._name = name
        self._files = files
        self._digest = hashlib.sha256()

    def __enter__(self) -> Self:
        self._path.parent.mkdir(exist_ok=True)
        self._file = self._path.open("wb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None:
            self._files.append({"name": self._name, **self._counted(), "sha256": self._digest.hexdigest()})

    def add(self, piece: bytes) -> None:
        """Write on. Raises OSError."""
        self._file.write(piece)
        self._digest.update(piece)

    def _counted(self) -> dict[str, Any]:
        return {}


class Lines(File):
    """A file of lines."""

    count = 0

    def line(self, text: str) -> None:
        """Add one. Raises OSError."""
        self.add(f"{text}\n".encode())
        self.count += 1

    def _counted(self) -> dict[str, Any]:
        return {"documents": self.count}


class Folder:
    """Files are written beside it, for nobody else to read, and get their place at the end.

    An error in between takes them away again; whoever is killed leaves a folder whose name begins with a dot.
    """

    def __init__(self, path: Path) -> None:
        """`path` may be an empty folder, or nothing yet."""
        self._path = path
        self.files: list[dict[str, Any]] = []
        """What is in it: `name` and `sha256` of each, and how many `documents` it has, if it is of lines."""

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
        return Lines(self._beside, name, self.files)

    def file(self, name: str) -> File:
        """A new file, perhaps in a folder of its own. Raises OSError."""
        return File(self._beside, name, self.files)

    def write(self, name: str, text: str) -> None:
        """A new file with this text. Raises OSError."""
        (self._beside / name).write_text(f"{text}\n", encoding="utf-8")
