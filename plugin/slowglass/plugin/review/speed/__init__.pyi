from .clip_room import ClipRoom as ClipRoom
from .routes import clip_routes as clip_routes
from .sheet import DrawingSheet as DrawingSheet, MapSheet as MapSheet, Sheet as Sheet
