"""Where browsers are led by what an address or a form says: nowhere but to pages of ours."""

from urllib.parse import urlsplit


def inside(address: str) -> str:
    """An address of ours, whatever was asked for: nobody is led to another host."""
    return address if is_inside(address) else "/"


def is_inside(address: str) -> bool:
    """Whether a browser stays here by it. What it leaves out, line ends and tabs, `urlsplit` leaves out, too."""
    try:
        parts = urlsplit(address)
    except ValueError:  # a host that is none
        return False
    return address.startswith("/") and not address.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
