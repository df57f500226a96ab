"""The worker: jobs beside the requests."""
