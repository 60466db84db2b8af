"""How sure a share of ratings is. Pure."""

from math import sqrt

_Z = 1.96  # 95 of 100 intervals hold the true share


def wilson(hits: int, number: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for a share; `number` is at least one."""
    share, spread = hits / number, _Z * _Z / number
    middle = (share + spread / 2) / (1 + spread)
    reach = _Z * sqrt(share * (1 - share) / number + spread / (4 * number)) / (1 + spread)
    return max(0.0, middle - reach), min(1.0, middle + reach)
