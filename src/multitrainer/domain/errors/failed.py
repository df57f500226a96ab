"""What is our fault, or our surroundings'."""

from multitrainer.domain.errors.base import MultitrainerError


class Failed(MultitrainerError):
    """It is our fault, or our surroundings'."""


class Unavailable(Failed):
    """Something we depend on is away; try again later."""

    code = "unavailable"
    title = "Temporarily unavailable"


class InternalError(Failed):
    """Something went wrong here; the request id finds it in the log."""

    code = "internal-error"
    title = "Internal error"


class PlanningFailed(Failed):
    """No plan could be made: too little memory, an answer that breaks its rules, or the process was ended."""

    code = "planning-failed"
    title = "Planning failed"


class SolverMissing(Failed):
    """The extra `solver` is not installed where the service runs."""

    code = "solver-missing"
    title = "OR-Tools is not installed"
