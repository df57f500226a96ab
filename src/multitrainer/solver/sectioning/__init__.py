"""From enrolments to batches."""
