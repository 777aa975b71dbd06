from .clip_room import ClipRoom as ClipRoom
from .clip_routes import clip_routes as clip_routes
