"""The settings of the installation's server in `scripts/bench_http.py`: those of the tests, with what production keeps."""

from copsite.settings.testing import *  # noqa: F403

PUBLIC_STAMP_SECONDS = 10
