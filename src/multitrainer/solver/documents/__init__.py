"""Problems and solutions as they are written down, with their terms, limits and JSON schemas."""
