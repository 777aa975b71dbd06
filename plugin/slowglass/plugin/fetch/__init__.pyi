from .known import NAMES as NAMES, SIZES_MB as SIZES_MB
from .model import fetch_model as fetch_model
