"""Which key goes with which algorithms of tokens."""

import jwt

PEM_BEGINS = "-----BEGIN "


def misfit(key: str, algorithms: tuple[str, ...]) -> str | None:
    """Why a key is not the one that these algorithms need, in words that do not show it; None where it is."""
    is_pem = PEM_BEGINS in key
    if algorithms[0].startswith("HS"):
        words = "needs a shared secret, but MULTITRAINER_OLD_TOKEN_KEY is a PEM; name RS256 or its like with that"
        return f"{algorithms[0]} {words}" if is_pem else None
    if not is_pem or "PRIVATE KEY" in key:
        words = "needs a public key, which MULTITRAINER_OLD_TOKEN_KEY is not: -----BEGIN PUBLIC KEY-----, and so on"
        return f"{algorithms[0]} {words}"
    unfit = [name for name in algorithms if not _takes(name, key)]
    return f"{unfit[0]} does not go with the public key in MULTITRAINER_OLD_TOKEN_KEY" if unfit else None


def _takes(algorithm: str, key: str) -> bool:
    try:
        jwt.get_algorithm_by_name(algorithm).prepare_key(key)
    except (jwt.InvalidKeyError, ValueError, TypeError):
        return False
    return True
