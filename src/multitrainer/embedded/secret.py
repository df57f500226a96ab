"""The secret that is made and kept beside the embedded data, when nobody set one."""

import os
import secrets
import stat
import tempfile
from contextlib import suppress
from errno import EINVAL
from pathlib import Path

from multitrainer.embedded.errors import EmbeddedServerFailed

NAME = "jwt-secret"
LEAST = 32
"""Characters, as of a secret that somebody sets."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO
ANEW = "or remove it: then a new one is made, and everybody signs in again"
INSTEAD = "Or set MULTITRAINER_JWT_SECRET, which wins"


def kept_secret(folder: Path) -> str:
    """The secret of a data folder, made where there is none. Processes that ask at once are given the same.

    Raises EmbeddedServerFailed where it can't be kept, or what is kept is none or may be known to others.
    """
    path = folder / NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as error:
        raise EmbeddedServerFailed(
            f"The secret in {path} can't be read or made: {error.strerror}. Mend that, {ANEW}. {INSTEAD}."
        ) from error


def _make(path: Path) -> None:
    """Give a whole file its name, unless another process was quicker: whoever is killed leaves none or a whole one."""
    descriptor, unnamed = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # for its owner alone
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(LEAST))
            file.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            os.link(unnamed, path)
    finally:
        Path(unnamed).unlink()


def _read(path: Path) -> str:
    if not path.is_file():  # a pipe would be waited for
        raise OSError(EINVAL, "it is no file")
    with path.open("rb") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        kept = file.read().strip()
    secret = kept.decode("ascii") if kept.isascii() else ""  # not made into something that others can make, too
    if mode & OTHERS:
        raise EmbeddedServerFailed(
            f"Others may read the secret in {path} (mode {mode:04o}). If nobody has, `chmod 600` it, {ANEW}. {INSTEAD}."
        )
    if len(secret) < LEAST or not secret.isprintable():
        raise EmbeddedServerFailed(
            f"The secret in {path} is none: it has to be at least {LEAST} characters of ASCII. "
            f"Put it back from a backup, {ANEW}. {INSTEAD}."
        )
    return secret
