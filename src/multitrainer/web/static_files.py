"""Files that pages load: ours, and those of others, which were fetched when the package was built."""

import os
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response

FOREVER = "public, max-age=31536000, immutable"


class Kept(StaticFiles):
    """Files whose addresses change with what is in them, so that browsers need not ask again."""

    def file_response(self, full_path: os.PathLike[str] | str, *rest: Any, **more: Any) -> Response:
        """A file, to be kept where it was asked for by such an address."""
        answer = super().file_response(full_path, *rest, **more)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        scope = rest[1] if len(rest) > 1 else more["scope"]
        if scope["query_string"]:
            answer.headers["Cache-Control"] = FOREVER
        return answer


def install(app: FastAPI) -> None:
    """Serve them."""
    own, third_party = files("multitrainer.web") / "static", files("multitrainer") / "assets" / "vendor"
    app.mount("/static", Kept(directory=str(own)), name="static")
    app.mount("/assets", Kept(directory=str(third_party), check_dir=False), name="assets")
