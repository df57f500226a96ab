"""Every query, pipeline and write. Nothing else touches MongoDB."""
