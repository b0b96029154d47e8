"""The grammar of time texts."""

import pytest

from bpmn.times import check_time


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(
            ("timeDuration", text)
            for text in ("P3WD", "P0.5WD", "PT4WH", "PT1.5WH", "P7D", "PT30M", "P1Y2M3W4DT5H6M7.5S")
        ),
        *(("timeDate", text) for text in ("2026-12-31", "2026-12-31T17:00:00+08:00", "2026-12-31T09:00Z")),
        *(("timeCycle", text) for text in ("R/PT1H", "R3/P1WD", "R3/2026-12-01T09:00/P1D")),
    ],
)
def test_good_times(kind: str, text: str) -> None:
    check_time(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(
            ("timeDuration", text)
            for text in ("", "P", "PT", "P3", "3WD", "P0.3WD", "p1d", "P1D2H", "-P1D", "P" + "1" * 99)
        ),
        *(("timeDate", text) for text in ("", "tomorrow", "2026-02-30", "31.12.2026", "2" * 99)),
        *(("timeCycle", text) for text in ("R", "R3", "PT1H", "R0/PT1H", "R/P0D", "R/PT0S", "R3/x/P1D", "0 0 * * *")),
    ],
)
def test_bad_times(kind: str, text: str) -> None:
    with pytest.raises(ValueError):
        check_time(kind, text)
