"""Students' questions, and the replies that courses keep."""
