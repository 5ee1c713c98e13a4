"""Music models: beat_this, MusicFM, Onsets and Frames, Pop2Piano, MT3 and DDSP.

Source   the repositories named below; transformers 5.23.0
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    MT3 and DDSP put 1e-5 only where a band is exactly zero, which its empty bands always are:
         512 bands over 1,025 bins leave many of them empty. Pop2Piano cuts the recording at beats
         first; here it is one segment. MusicFM's last step, (x - mean) / std with two numbers that
         come with its weights, is not part of it.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log, LogOnePlus, ReplaceFloor
from melgram.frontend.framing import Centered, Framing, PadEnd
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.spectral import Hann, LinspaceGrid, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_WINDOW = Window(shape=Hann(), rounding="result")
_FRAMES_FIRST = Output(layout=FramesFirst())

BEAT_THIS = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=441, edges=Centered()),
    window=_WINDOW,
    fft_norm="unitary",
    spectrum=Magnitude(),
    bank=MelBank(n_mels=128, fmin=30.0, fmax=11_000.0, scale="slaney", grid=LinspaceGrid()),
    compression=LogOnePlus(gain=1000.0),
    output=_FRAMES_FIRST,
)

MUSICFM = FrontEnd(
    sample_rate=24_000,
    framing=Framing(
        n_fft=2048, win_length=2048, hop_length=240, edges=Centered(), drop_last="always"
    ),
    window=_WINDOW,
    bank=MelBank(n_mels=128, fmin=0.0, fmax=12_000.0, scale="htk", grid=LinspaceGrid()),
    compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
)

ONSETS_AND_FRAMES = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=2048, win_length=2048, hop_length=512, edges=Centered()),
    window=_WINDOW,
    spectrum=Magnitude(),
    bank=MelBank(n_mels=229, fmin=30.0, fmax=8_000.0, scale="htk", norm="area", rounding="steps"),
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
)

POP2PIANO = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=4096, win_length=4096, hop_length=1024, edges=Centered()),
    window=Window(shape=Hann()),
    bank=MelBank(n_mels=512, fmin=10.0, fmax=11_025.0, scale="htk", empty_bands="keep"),
    compression=Log(base="ln", floor=ClampFloor(value=1e-6)),
    output=Output(layout=FramesFirst(), dtype="float64"),
    arithmetic="float64",
)

DDSP_LOGMEL = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=2048, win_length=2048, hop_length=512, edges=PadEnd(), placement="left"),
    window=_WINDOW,
    spectrum=Magnitude(),
    bank=MelBank(
        n_mels=64,
        fmin=80.0,
        fmax=7_600.0,
        scale="kaldi",
        triangles="mel",
        skip_low=1,
        rounding="result",
    ),
    compression=Log(base="ln", floor=ReplaceFloor(value=1e-5)),
    output=_FRAMES_FIRST,
)

MT3 = replace(
    DDSP_LOGMEL,
    framing=replace(DDSP_LOGMEL.framing, hop_length=128),
    bank=replace(DDSP_LOGMEL.bank, n_mels=512, fmin=20.0, empty_bands="keep"),
)

PRESETS = (
    Preset(
        name="beat-this",
        title="beat_this: beats and downbeats",
        front_end=BEAT_THIS,
        source="CPJKU/beat_this @ 9d787b9797, beat_this/preprocessing.py, LogMelSpect",
        parity="source-executed",
        tolerance=9.28e-4,
    ),
    Preset(
        name="musicfm",
        title="MusicFM, before the normalisation that comes with its weights",
        front_end=MUSICFM,
        source="minzwon/musicfm @ b83ebedb40, modules/features.py, MelSTFT",
        parity="source-executed",
        tolerance=1.07,
        notes="Decibels of bands near the floor carry the original's noise of 0.36 dB.",
    ),
    Preset(
        name="onsets-and-frames",
        title="Onsets and Frames: piano transcription, 229 bands",
        front_end=ONSETS_AND_FRAMES,
        source="jongwook/onsets-and-frames @ 783ca08498, onsets_and_frames/mel.py, MelSpectrogram",
        parity="source-executed",
        tolerance=8.0e-4,
        notes="The original's caller leaves out the last sample of a segment first.",
    ),
    Preset(
        name="pop2piano-mel",
        title="Pop2Piano, one segment, 512 bands",
        front_end=POP2PIANO,
        source="transformers 5.23.0, models/pop2piano/feature_extraction_pop2piano.py",
        parity="reference-run",
        tolerance=9.5e-7,
        notes="The original is float64 to the end; the tolerance is the float32 of this result.",
    ),
    Preset(
        name="ddsp-logmel",
        title="DDSP's compute_logmel with its defaults",
        front_end=DDSP_LOGMEL,
        source="magenta/ddsp @ 88621d2725, ddsp/spectral_ops.py, compute_logmel",
        parity="source-executed",
        tolerance=4.24e-4,
    ),
    Preset(
        name="mt3",
        title="MT3: multi-instrument transcription, 512 bands",
        front_end=MT3,
        source="magenta/mt3 mt3/spectrograms.py with tensorflow 2.21.0, tf.signal",
        parity="recipe-run",
        tolerance=7.55e-3,
        notes="The original splits the frames into segments of 256 or 512 for its network.",
    ),
    Preset(
        name="mt3-src",
        title="MT3 as its own code computes it",
        front_end=MT3,
        source="magenta/mt3 @ fa04532779, mt3/spectrograms.py, compute_spectrogram",
        parity="source-executed",
        tolerance=7.55e-3,
        alias_of="mt3",
    ),
)
