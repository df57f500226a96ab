"""`multitrainer plan`: who teaches what. One module per concern; each adds its commands to the group."""

from multitrainer.cli.planning import checking, solving
from multitrainer.cli.planning.group import plan

__all__ = ["checking", "plan", "solving"]
