"""`multitrainer migrate`: what stands around the services of moving over. The connection, progress, and reports."""
