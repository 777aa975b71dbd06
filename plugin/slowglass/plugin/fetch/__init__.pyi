from .known import NAMES as NAMES
from .model import fetch_model as fetch_model
