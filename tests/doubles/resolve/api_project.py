"""Resolve, project manager and project."""

from typing import Any, Dict, List, Optional

from .api_base import Api
from .model import Project, Timeline
from .remote import Refused, is_a, number, state_of, text
from .settings import read_setting, write_setting

PAGES = ("media", "cut", "edit", "fusion", "color", "fairlight", "deliver")


class ResolveApi(Api):
    """The root of all."""

    def GetProjectManager(self) -> Any:
        return self.app.manager

    def GetMediaStorage(self) -> Any:
        return self.app.storage

    def GetCurrentPage(self) -> str:
        return self.app.page

    def OpenPage(self, page: Any) -> bool:
        if page not in PAGES:
            raise Refused
        self.app.page = page
        return True

    def GetProductName(self) -> str:
        return "DaVinci Resolve Studio" if self.app.profile.studio else "DaVinci Resolve"

    def GetVersion(self) -> List[Any]:
        return [*self.app.profile.version, 1, ""]

    def GetVersionString(self) -> str:
        return ".".join(str(part) for part in [*self.app.profile.version, 1])

    def IsStudio(self) -> bool:
        return self.app.profile.studio

    def GetCurrentProject(self) -> Any:
        return self.app.project

    def GetCurrentTimeline(self) -> Any:
        return self.app.project.current if self.app.project else None

    def GetMediaPool(self) -> Any:
        return self.app.project.pool if self.app.project else None

    def Fusion(self) -> Any:
        return self.app.windows.fusion(self.app)

    def Quit(self) -> None:
        self.app.dead = True


class ManagerApi(Api):
    """Opens, closes and saves."""

    def GetCurrentProject(self) -> Any:
        return self.app.project

    def GetProjectListInCurrentFolder(self) -> List[str]:
        return [project.name for project in self.app.projects]

    def LoadProject(self, name: Any) -> Any:
        for project in self.app.projects:
            if project.name == name and not project.gone:
                self.app.project = project
                return project
        raise Refused

    def CloseProject(self, project: Any) -> bool:
        if state_of(project, Project) is not self.app.project:
            raise Refused
        self.app.do("close_project")
        return True

    def SaveProject(self) -> bool:
        if not self.app.project or not self.behaviour["save_answers"]:
            raise Refused
        self.app.saves += 1
        for timeline in self.app.project.timelines:
            for item in timeline.items():
                if item.vanishes_at_save:
                    self.app.do("delete_item", item=item.id)
        return True


class ProjectApi(Api):
    """A project: its timelines, its pool, its settings."""

    state: Project

    def GetMediaPool(self) -> Any:
        return self.state.pool

    def GetTimelineCount(self) -> int:
        return len(self.state.timelines)

    def GetTimelineByIndex(self, index: Any) -> Any:
        if not 1 <= number(index) <= len(self.state.timelines):
            raise Refused
        return self.state.timelines[int(index) - 1]

    def GetCurrentTimeline(self) -> Optional[Timeline]:
        return self.state.current

    def SetCurrentTimeline(self, timeline: Any) -> bool:
        if not is_a(timeline, Timeline):
            raise Refused
        self.state.current = state_of(timeline, Timeline)
        return True

    def GetSetting(self, name: Any = "") -> Any:
        return read_setting(self.app, self.state, None, name)

    def SetSetting(self, name: Any, value: Any) -> bool:
        return write_setting(self.app, self.state, None, text(name), value)

    def GetSettings(self) -> Dict[str, Any]:
        settings: Dict[str, Any] = read_setting(self.app, self.state, None, "")
        return settings

    def SetSettings(self, settings: Any) -> bool:
        if not isinstance(settings, dict):
            raise Refused
        return all([self.SetSetting(name, value) for name, value in settings.items()])
