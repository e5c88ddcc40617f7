"""The tests, a mirror of the package."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.helpers")
