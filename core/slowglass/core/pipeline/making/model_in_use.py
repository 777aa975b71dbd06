"""The model that makes a job's frames, as far as memory allows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import torch

from slowglass.core.device import is_out_of_memory
from slowglass.core.errors import DeviceMemoryError
from slowglass.core.models import LoadedModel

Made = TypeVar("Made")


class ModelInUse:
    """Where memory is too little, it is asked for less at once, then goes on on the CPU."""

    def __init__(self, model: LoadedModel, batch_size: int = 1) -> None:
        """Begin with what was asked for.

        Args:
            model: on the device that was asked for.
            batch_size: how many frames of a pair it is asked for at once.
        """
        self.model = model
        self.batch_size = batch_size
        self.notes: list[str] = []
        """What had to be done otherwise than asked, one sentence each."""
        self._changing = threading.Lock()

    def run(self, output: int, make: Callable[[LoadedModel], Made]) -> Made:
        """Return what ``make`` gives, tried again with less as long as memory runs out.

        Args:
            output: index of the output frame that it is for.
            make: makes something of that frame with the model that it is given.

        Raises:
            DeviceMemoryError: it runs out on the CPU with one frame at once.
        """
        model = self.model
        try:
            return make(model)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            self._want_less(output, model, error)
        if model.device.type == "cuda":
            torch.cuda.empty_cache()
        return self.run(output, make)

    def _want_less(self, output: int, model: LoadedModel, error: Exception) -> None:
        """Ask for less from now on, unless another thread has done so since ``model`` was taken."""
        with self._changing:
            if self.model is not model:
                return
            if self.batch_size > 1:
                self.batch_size = 1
                self.notes.append(
                    f"Memory ran out at output frame {output}; from there on the model was asked "
                    "for one frame at a time."
                )
            elif model.device.type != "cpu":
                self.notes.append(
                    f"The {model.device.type} device ran out of memory at output frame {output}; "
                    "from there on the CPU did the work."
                )
                self.model = model.on_cpu()
            else:
                raise DeviceMemoryError(
                    "expected enough memory for one frame, ran out",
                    frame=output,
                    hint="close other programs, or retime in a smaller size",
                ) from error
