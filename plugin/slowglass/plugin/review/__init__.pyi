from .access import KEY_HEADER as KEY_HEADER, Access as Access
from .engine import engine_main as engine_main
from .serve import open_clip as open_clip, review_result as review_result
from .server import RoomServer as RoomServer
from .speed import DrawingSheet as DrawingSheet, MapSheet as MapSheet, Sheet as Sheet
