"""How often somebody without an account may try: counted in the cache, by address and by secret."""

from django.core.cache import cache

WINDOW = 10 * 60  # seconds
BY_ADDRESS = 30  # secrets that lead nowhere
BY_SECRET = 400  # pages and autosaves of one that does


def too_often(key: str, *, most: int) -> bool:
    """Count one try and say whether there were more than `most` in ten minutes."""
    name = f"requests:{key}"
    cache.add(name, 0, timeout=WINDOW)
    try:
        return cache.incr(name) > most
    except ValueError:  # it ran out between the two
        return False


def was_too_often(key: str, *, most: int) -> bool:
    """Say whether there were more than `most` tries already, without counting one."""
    return int(cache.get(f"requests:{key}", 0)) > most
