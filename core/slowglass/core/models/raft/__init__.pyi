from .architecture import LARGE as LARGE, SMALL as SMALL
