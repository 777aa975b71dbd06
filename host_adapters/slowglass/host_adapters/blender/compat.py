"""What Blender 4.2, 4.5 and 5.0 name differently, under one name each."""

from contextlib import contextmanager
from typing import Any, Iterator, List, Optional

import bpy

ADDON = (__package__ or "").rsplit(".host_adapters", 1)[0]
"""The name under which Blender knows the add-on, whatever repository it was installed from."""


def editor_scene(context: Any) -> Any:
    """Return the scene whose sequence the user edits; since 5.0 it may differ from the active.

    None in a sequencer that shows no scene; a script that names none means the active one.
    """
    if not hasattr(context, "sequencer_scene"):
        return context.scene
    area = getattr(context, "area", None)
    in_sequencer = area is not None and area.type == "SEQUENCE_EDITOR"
    return context.sequencer_scene or (None if in_sequencer else context.scene)


def strips_of(owner: Any) -> Any:
    """Return the collection of strips of a sequence editor or a meta strip."""
    return owner.strips if "strips" in owner.bl_rna.properties else owner.sequences


def all_strips(editor: Any) -> Any:
    """Return every strip of a sequence editor, those inside meta strips included."""
    return editor.strips_all if "strips_all" in editor.bl_rna.properties else editor.sequences_all


def shown_strips(scene: Any) -> List[Any]:
    """Return the strips that the timeline shows: those of the meta strip that is entered."""
    editor = scene.sequence_editor
    if editor is None:
        return []
    return list(strips_of(editor.meta_stack[-1] if editor.meta_stack else editor))


def selected_strips(scene: Any) -> List[Any]:
    """Return the selected ones of the strips that the timeline shows."""
    return [strip for strip in shown_strips(scene) if strip.select]


def fcurves_of(scene: Any) -> Optional[Any]:
    """Return the collection of a scene's F-curves; None where nothing is animated."""
    animation = scene.animation_data
    action = animation.action if animation else None
    if action is None:
        return None
    if hasattr(action, "fcurves"):
        return action.fcurves
    bags = (
        strip.channelbag(animation.action_slot) for layer in action.layers for strip in layer.strips
    )
    bag = next((bag for bag in bags if bag), None)
    return bag.fcurves if bag else None


@contextmanager
def sequencer_context(scene: Any) -> Iterator[None]:
    """Let a scene be the one that the sequencer edits, in a window.

    Blender 5.0 crashes in some calls where its workspace names no such scene.

    Raises:
        LookupError: Blender has no window at all, not even a hidden one.
    """
    windows = list(bpy.context.window_manager.windows)
    if not windows:
        raise LookupError("Blender has no window")
    with_sequencer = [window for window in windows if _sequencer_areas(window)]
    window = (with_sequencer or [bpy.context.window or windows[0]])[0]
    with bpy.context.temp_override(window=window, scene=scene):
        workspace = window.workspace
        if not hasattr(workspace, "sequencer_scene"):
            yield
            return
        before = workspace.sequencer_scene
        workspace.sequencer_scene = scene
        try:
            yield
        finally:
            workspace.sequencer_scene = before


@contextmanager
def sequencer_area(scene: Any) -> Iterator[None]:
    """Let the sequencer's operators work on a scene, also where no window shows a sequencer.

    Raises:
        LookupError: Blender has no window at all, not even a hidden one.
    """
    with sequencer_context(scene):
        window = bpy.context.window
        area = (_sequencer_areas(window) or list(window.screen.areas))[0]
        kind = area.type
        area.type = "SEQUENCE_EDITOR"
        region = next(region for region in area.regions if region.type == "WINDOW")
        try:
            with bpy.context.temp_override(area=area, region=region):
                yield
        finally:
            if kind != area.type:
                area.type = kind


def _sequencer_areas(window: Any) -> List[Any]:
    """Return the areas of a window that show a sequencer."""
    return [area for area in window.screen.areas if area.type == "SEQUENCE_EDITOR"]
