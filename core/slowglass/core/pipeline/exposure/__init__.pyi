from .exposed import ExposedMaker as ExposedMaker
from .light import exposed_code_note as exposed_code_note
from .steps import frame_stages as frame_stages
