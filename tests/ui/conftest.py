"""Pages are drawn with a bare frame here; what stands in it belongs to a higher stage."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def bare_frame() -> Iterator[None]:
    with override_settings(UI_FRAME=""):
        yield
