from .exposed import ExposedMaker as ExposedMaker
from .steps import frame_stages as frame_stages
