from datetime import UTC, datetime, timedelta

from sarto.clock import utc_now


def test_now_is_aware_and_in_utc():
    now = utc_now()
    assert now.tzinfo is UTC
    assert datetime.now(UTC) - now < timedelta(seconds=5)
