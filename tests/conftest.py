"""Settings of the tests: random examples at a desk, the same ones every time where a submission is judged."""

import os

from hypothesis import Phase, settings

settings.register_profile("desk", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate, Phase.target, Phase.shrink]
)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
