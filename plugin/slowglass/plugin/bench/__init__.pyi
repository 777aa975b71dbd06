from .pictures import run_pictures as run_pictures
from .quality import (
    Note as Note,
    markdown_table as markdown_table,
    measure_quality as measure_quality,
    run_quality as run_quality,
    write_report as write_report,
)
from .speed import run_speed as run_speed
