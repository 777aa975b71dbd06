"""The media pool, its bins and the media storage."""

import os
from typing import Any, List

from .api_base import Api, flat
from .append import append
from .importing import import_clips
from .model import Folder, Media, Pool, Timeline
from .otio_import import import_timeline
from .remote import Refused, state_of, states_of, text
from .scenario import new_timeline


class MediaPoolApi(Api):
    """Imports into the current bin, appends to the current timeline."""

    state: Pool

    def GetRootFolder(self) -> Any:
        return self._project.root

    def GetCurrentFolder(self) -> Any:
        return self._project.folder

    def SetCurrentFolder(self, folder: Any) -> bool:
        self._project.folder = state_of(folder, Folder)
        return True

    def AddSubFolder(self, parent: Any, name: Any) -> Any:
        owner = state_of(parent, Folder)
        if any(folder.name == text(name) for folder in owner.folders):
            raise Refused
        folder = Folder(self.app.new_id("folder"), name)
        owner.folders.append(folder)
        return folder

    def DeleteClips(self, clips: Any) -> bool:
        for media in states_of(clips, Media):
            self.app.do("delete_media", media=media.id)
        return True

    def MoveClips(self, clips: Any, target: Any) -> bool:
        moved, folder = states_of(clips, Media), state_of(target, Folder)
        for each in self._project.root.walk():
            each.clips = [clip for clip in each.clips if clip not in moved]
        folder.clips += moved
        return True

    def ImportMedia(self, items: Any) -> List[Any]:
        return import_clips(self.app, self._project, items)

    def AppendToTimeline(self, *clips: Any) -> List[Any]:
        return append(self.app, self._project, flat(clips))

    def CreateEmptyTimeline(self, name: Any) -> Any:
        project = self._project
        if any(timeline.name == text(name) for timeline in project.timelines):
            raise Refused
        timeline = new_timeline(self.app.new_id("timeline"), name, project)
        project.current = timeline
        return timeline

    def CreateTimelineFromClips(self, name: Any, *clips: Any) -> Any:
        timeline = self.CreateEmptyTimeline(name)
        append(self.app, self._project, flat(clips))
        return timeline

    def ImportTimelineFromFile(self, path: Any, options: Any = None) -> Any:
        return import_timeline(self.app, self._project, text(path), options or {})

    def RelinkClips(self, clips: Any, folder: Any) -> bool:
        """Link clips to their files in a folder, which are read again."""
        if not os.path.isdir(text(folder)):
            raise Refused
        for media in states_of(clips, Media):
            media.path = os.path.join(folder, os.path.basename(media.path))
            media.stale_cache = False
        return True

    def DeleteTimelines(self, timelines: Any) -> bool:
        for timeline in states_of(timelines, Timeline):
            self.app.do("delete_timeline", timeline=timeline.name)
        return True

    def GetSelectedClips(self) -> Any:
        return list(self._project.selected_media) or None

    def SetSelectedClip(self, clip: Any) -> bool:
        self._project.selected_media = [state_of(clip, Media)]
        return True

    @property
    def _project(self) -> Any:
        """Return the open project."""
        if self.app.project is None:
            raise Refused
        return self.app.project


class FolderApi(Api):
    """A bin."""

    state: Folder

    def GetClipList(self) -> List[Media]:
        return list(self.state.clips)

    def GetSubFolderList(self) -> List[Folder]:
        return list(self.state.folders)


class MediaStorageApi(Api):
    """Files, by native paths: on Windows a path with forward slashes finds nothing."""

    def GetFileList(self, folder: Any) -> List[str]:
        self._native(folder)
        if not os.path.isdir(folder):
            raise Refused
        return sorted(os.path.join(folder, name) for name in os.listdir(folder))

    def AddItemListToMediaPool(self, *items: Any) -> List[Any]:
        if self.app.project is None:
            raise Refused
        wanted = []
        for each in flat(items):
            wanted.append(each["media"] if isinstance(each, dict) else each)
            self._native(wanted[-1])
        return import_clips(self.app, self.app.project, wanted)

    def _native(self, path: Any) -> None:
        """Refuse a path that is not written as the system does."""
        if self.app.disk.windows and "/" in text(path):
            raise Refused
