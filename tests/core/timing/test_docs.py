import json
import re
from pathlib import Path

from slowglass.core.timing import time_map_from_csv, time_map_from_json
from slowglass.core.timing.serial import KINDS

PAGE = Path(__file__).parents[3] / "docs" / "time.md"


def test_every_example_on_the_page_can_be_read() -> None:
    page = PAGE.read_text(encoding="utf-8")
    kinds = set()
    for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL):
        for example in re.split(r"\n(?=\{)", block.strip()):
            data = json.loads(example)
            time_map_from_json(data)
            kinds.add(data["kind"])
    assert kinds == set(KINDS)
    tables = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    assert {type(time_map_from_csv(table)).__name__ for table in tables} == {
        "Positions",
        "SpeedCurve",
    }
