"""Pure rules on plain values: no database, no web framework, no clock. Ids are 24-digit hex strings."""
