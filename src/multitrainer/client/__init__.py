"""The async Python client: the API's endpoints as methods, its errors as the exceptions that the service raises."""

from multitrainer.client.client import Client
from multitrainer.client.problems import ApiError

__all__ = ["ApiError", "Client"]
