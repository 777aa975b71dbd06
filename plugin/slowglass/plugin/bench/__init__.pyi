from .pictures import run_pictures as run_pictures
from .quality import measure_folder as measure_folder, run_quality as run_quality
from .report import (
    category_table as category_table,
    markdown_table as markdown_table,
    write_report as write_report,
)
from .speed import run_speed as run_speed
