"""Cover: who stands in for a session, how they are sought, and the ledger of it."""
