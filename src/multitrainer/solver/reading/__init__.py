"""From text that anybody may have written to a problem or solution, or to every fault in it."""
