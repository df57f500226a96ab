"""Numbers in sentences."""


def counted(of: int, one: str, several: str) -> str:
    """So many of something, in words that fit: 1 student, 2 students."""
    return f"{of} {one if of == 1 else several}"
