from .jobs import EngineWish as EngineWish
from .retime import file_retime as file_retime
