"""Pure planning: no database, no clock. The same question gets the same answer."""
