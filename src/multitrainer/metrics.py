"""What the service measures about itself, in Prometheus' words."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """One set of metrics in a registry of its own, so that two services in a process don't share counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "multitrainer_http_request_seconds",
            "Time to answer a request.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.operations = Histogram(
            "multitrainer_mongo_operation_seconds",
            "Time of a MongoDB command.",
            ("command", "outcome"),
            registry=self.registry,
        )
        self.connections = Gauge(
            "multitrainer_mongo_connections", "Open connections to MongoDB.", registry=self.registry
        )
        self.checked_out = Gauge(
            "multitrainer_mongo_connections_in_use", "Connections to MongoDB in use.", registry=self.registry
        )
        self.conflicts = Counter(
            "multitrainer_write_conflicts_total",
            "Changes begun anew because somebody else changed the same course.",
            registry=self.registry,
        )

    def exposition(self) -> bytes:
        """Everything measured so far, in Prometheus' text format."""
        return generate_latest(self.registry)
