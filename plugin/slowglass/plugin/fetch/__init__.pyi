from .known import NAMES as NAMES, OFFERS as OFFERS, SIZES_MB as SIZES_MB
from .model import fetch_model as fetch_model
