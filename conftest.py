"""What holds for every test. Sockets, warnings and markers are in pyproject.toml."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("dev", deadline=None)
# the same examples in every run, so that a red run is about the change under test
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
