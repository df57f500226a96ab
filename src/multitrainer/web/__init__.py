"""Pages for people: plain HTML that needs no script, no other host and no font of its own."""
