from .config import read_config as read_config
from .data import Footage as Footage
from .run import train as train
