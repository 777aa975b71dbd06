"""Every tolerance of the tests, with its reason."""

from __future__ import annotations

from typing import Any

FLOAT32_ROUNDING: dict[str, Any] = {"rtol": 1e-5, "atol": 1e-5}
"""A handful of float32 operations on values of about 1."""

SAMPLE_WARP_ERROR_RATIO = 0.6
"""Error of a neighbouring frame moved by the Vector pass, over its error unmoved: 0.49 to 0.56.
What is left is occlusion, moving shadows and aliasing; with a sign turned it is at least 0.98."""

RENDERED_WARP_ERROR_RATIO = 0.78
"""The same for the rendered set: 0.31 to 0.73; its small pictures leave more aliasing. Over a whole
set, a vector with a turned sign gives 0.80 or more in some scene."""

SAME_PICTURE_UNMATCHED = 0.1
"""Part of a picture's contrast that is not found in itself: faint blocks count as noise."""

REDUCED_BRIGHTNESS_RELATIVE = 0.1
"""Mean absolute difference of luma before and after averaging pixels: signs may cancel."""

STREAMING_MEMORY_RATIO = 1.4
"""Peak memory of a clip three times as long, both longer than the window; keeping the frames would
triple it, the moments when cycles are collected change it by a third."""

MOVIE_CODEC_ERROR = 0.006
"""Mean absolute error of a smooth picture after a lossy codec with subsampled colour; a wrong
matrix or range gives several times as much."""

NETWORK_ROUNDING: dict[str, Any] = {"rtol": 1e-4, "atol": 2e-4}
"""Dozens of float32 layers summed in another order, on flows of a few pixels."""

SCENE_TRUTH_DB = 40.0
"""A frame of a scene against its neighbour warped by the true flow: what is left is the blur of
sampling a sampled picture once more."""

MOTION_INVERSION_PIXELS = 1e-3
"""A point moved and moved back: fixed-point steps against float32 on coordinates of hundreds."""

OCCLUDED_ERROR_RATIO = 0.9
"""Error of `flow` against plain warping with the same flows, where one frame alone sees: what is
left is the flow itself, which no match leads there."""

GPU_FLOW_PIXELS = 0.02
"""Mean difference of a network's flow between devices: a GPU convolves in TF32, with ten bits."""

HOST_DECODING_CODES = 1.01
"""Codes of 8 bits, or of the 16-bit picture that a 10-bit one was rendered to: rounding of that
picture, and of FFmpeg's arithmetic on other processors. Another matrix is off by 10 or more."""

OCIO_ROUND_TRIP = 1e-5
"""There and back through OpenColorIO without its fast logarithms, values of 0 to 1: 4e-6 at most.
With them it is 4e-5."""

OCIO_ANALYTIC = 2e-6
"""OpenColorIO's curves and matrices against the standards' own formulas in double precision."""

HALF_ROUNDING: dict[str, Any] = {"rtol": 1e-3, "atol": 2e-5}
"""Two values of about 1 or far above, each rounded to half precision (2^-11), and their mean."""

INTERPOLATED_NORMAL: dict[str, Any] = {"rtol": 1e-5, "atol": 2e-5}
"""Directions that turn by 0.01 rad from pixel to pixel: a chord is off by an eighth of
its square."""

ONSET_SECONDS = 0.002
"""When a beep begins in the source, found by a threshold: its first waves are below it."""

PITCH_HERTZ = 1.0
"""The peak of a spectrum of seconds; half a tone at 440 Hz is 26 Hz."""

SLOPE_RATIO = 1.05
"""Steepest step between two samples of a sine, over that of the sine itself; a click of a
hundredth of the amplitude gives 1.2."""

SOUND_SAMPLES: dict[str, Any] = {"rtol": 0, "atol": 1e-6}
"""Float32 sums of a few samples of at most 1; a 24-bit step is 1.2e-7."""

CANCEL_SECONDS = 3.0
"""From the word to stop to the end of the process: well below 1 on an idle machine."""

LOSSY_CODES = 0.5
"""Mean error, in 8-bit codes, of smooth luma after H.264 at its finest; fields of two moments that
were not parted give 18."""

GUESSED_OCCLUSION_PART = 0.995
"""Of a picture, exact where occlusion is guessed without depth: corners are not."""

MATCHED_ENERGY = 0.1
"""Relative; what is asked of in-betweens beside copies, so that a retime does not pulse."""

FADED_SURFACE: dict[str, Any] = {"rtol": 0, "atol": 1e-3}
"""Of what is behind by a sixth of its distance a thousandth still shows."""

VECTORS_GAIN_DB = 0.5
"""By which a renderer's vectors beat other models in each rendered scene at least."""

SAMPLE_MIDDLE_GAIN_DB = 1.0
"""The same for a frame of the sample that is left out and made again from its neighbours."""

DOCUMENTED_ERROR_RATIO = (0.5, 2.0)
"""Error of a lossy target over the one that the page states: encoders differ between versions."""

SLOMO_FLOAT64: dict[str, Any] = {"rtol": 0, "atol": 1e-9}
"""Pictures in 0..1 by two evaluations of one network in float64."""

SLOMO_FLOAT32: dict[str, Any] = {"rtol": 0, "atol": 1e-4}
"""The same where the network ran in float32: a position is off by 1e-5 pixels."""

TILED_PIXELS: dict[str, Any] = {"rtol": 0, "atol": 1e-4}
"""Flows of a network that ran tile by tile, beside those of the whole picture: float32 rounding."""

FLOAT64_FIELD: dict[str, Any] = {"rtol": 0, "atol": 1e-9}
"""Flows and weights of a network beside a straightforward evaluation, in pixels and parts of 1."""

FLOAT32_FIELD: dict[str, Any] = {"rtol": 1e-4, "atol": 1e-4}
"""The same in float32, which sums in another order."""

GENUINE_RIFE_MOTION_PIXELS = 0.25
"""Median error at half-way of a texture that moves by 12 pixels, refined; 0.12 was measured."""

GENUINE_RIFE_PSNR_DB = 45.0
"""Of the frame made there; 50 dB were measured."""

MEASURED_MOTION_PIXELS = 0.15
"""Mean error of a search for motion on a picture whose edges move out of sight."""

SHOWN_FRAME = 0.51
"""Source frames between a position and the nearest whole one, which Blender shows."""

STILL_MEAN_PIXELS, STILL_MOST_PIXELS = 0.05, 0.25
"""Motion that a network may see between equal frames: the mean, and 99 in 100 pixels."""

SUBPIXEL_PIXELS = 0.1
"""Mean error of motion that was made exact, on a textured plane; it was off by half a pixel."""

TAUGHT_PIXELS = 0.1
"""Mean error of a teacher's flow where it says that it is sure, on a textured plane."""

TEXT_SHARPNESS = 0.75
"""Contrast of still lettering to what is beside it, as part of the truth's."""

FLAT_CODES = 0.5
"""8-bit steps that a flat area may differ from itself in a made frame: nothing that shows."""

HALF_PRECISION_DB = 0.05
"""By which bfloat16 may change the quality of a made frame."""

HOST_CODES = 0.01
"""8-bit codes between what Blender renders of a flat picture and the picture's own code."""
HOST_LOOK_CODES = 1.01
"""8-bit codes between a strip and its result under modifiers: Blender rounds to bytes at another
place. What was wrong was off by 10 to 73."""
HOST_CANCEL_SECONDS = 2.0
"""From Cancel in Blender to the end of the engine; 0.8 s, and what a loaded machine adds."""

SHOWN_CODES = 1.0
"""8-bit codes between a copied frame and its source, both as an editor renders them."""

MOVED_PIXELS = 0.5
"""From where an in-between shows something to where it is at that time."""

WHOLE_PIXEL_FLOAT32 = 1e-5
"""Samples of a warp by whole pixels in float32: positions round, pixels do not."""

MOTION_FOUND_DB = 55.0
"""Of a made frame whose motion was found in the right picture: 70 dB, where a fade has 21."""

PREVIEW_MEAN_DIFFERENCE = 0.01
"""Of 0..1, between the mean of a preview and of its frames; a curve too much makes it 0.2."""

REFINED_PIXELS = 0.02
"""Mean miss of a motion that was wrong by up to 0.8 pixels, made exact from pictures sampled
bilinearly."""

OCCLUDED_NO_WORSE_RATIO = 1.01
"""Error after refinement over that before, where one frame alone sees."""

PATCH_FRAMES = 0.1
"""Of the moment that a grey patch tells that is 12 levels of 1023 lighter in each frame."""

RENDERED_PATCH_FRAMES = 0.25
"""The same as Blender renders it, which decodes to 8 bits: a code is 0.29 frames."""

STRAIGHT_PIXELS = 0.5
"""From where a line is in a frame whose rolling shutter is undone to where it must be."""

VECTOR_PIXELS = 0.1
"""Mean error of written motion on a textured plane; the model that found it is no better."""

READ_BACK_DB = 45.0
"""Between frames made by `flow` and by its vectors read back: even motion, projected otherwise."""

BLURRED_PIXELS = 2.0
"""From where a ramp of light ends to where it is told from the ground: the last of 12 pixels."""

MATTE_GAIN_DB = 3.0
"""In what one of two frames hides: what issue 18 asks of mattes."""

DEPTH_GAIN_DB = 1.5
"""The same of a depth channel."""

ALIKE_LAYERS_MEAN = 2e-3
"""Of 0..1, between a pan made of layers that move alike and of one: half a code of 8 bits."""

MOTION_FROM_CLEAN_DB = 20.0
"""What motion of a clip without noise gains over that of the noisy one: 10 dB of slack against
known motion; 8 % of noise leave 34 dB, a clean pan of whole pixels over 100."""

MOTION_FROM_SMALL_DB = 40.0
"""What motion at half the size may lose of what it has at the whole: sixteenths of a pixel, of a
pan that is exact to the bit at the whole size."""

SAME_MASK = 0.98
"""Intersection over union of the pixels within a mask, some 30 wide, by us and by Blender: 0.988
and more, the rest are pixels that the line halves. A place half a pixel off gives 0.96."""
