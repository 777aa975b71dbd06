from .chance import Chance as Chance
from .scene import SceneOptions as SceneOptions, draw_scene as draw_scene
from .textures import letters as letters
