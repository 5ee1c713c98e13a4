"""NVIDIA NeMo: 25 ms symmetric Hann in 512 points, ln(x + 2^-24), each band normalised.

Source   nemo_toolkit 3.0.0 and 2.3.2, parts/preprocessing/features.py, FilterbankFeatures
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Release 2.5.0 changed the edges. Before, the signal was mirrored and every frame counted;
         since, zeros stand outside, only ``n_samples // hop`` frames are valid, and the last one
         is overwritten with 0. Models trained before mid-2025 heard the former (``-2.3``). Near
         silence the division by a tiny deviation magnifies the original's rounding to 3.4e-3.
         Dither is for training only. The ports of other packages are in nemo_ports.py, the
         features of NeMo's speech synthesis in nemo_tts.py.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.post import AllFeatures, Dct, FillInvalid, PadFramesToMultiple, PerFeature
from melgram.frontend.signal import Preemphasis
from melgram.frontend.spectral import Hann, LinspaceGrid, MelBank, Window
from melgram.presets.record import Preset

LOG_ZERO_GUARD = 2.0**-24

_FRAMING = Framing(
    n_fft=512, win_length=400, hop_length=160, edges=Centered(mode="zero"), valid_extra=0
)
_PER_FEATURE = PerFeature(ddof=1, added=1e-5, guard="add_to_deviation")

NEMO_NONE = FrontEnd(
    sample_rate=16_000,
    signal=(Preemphasis(coefficient=0.97, first="keep"),),
    framing=_FRAMING,
    window=Window(shape=Hann(periodic=False), rounding="result"),
    bank=MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area", rounding="steps"),
    compression=Log(base="ln", floor=AddFloor(value=LOG_ZERO_GUARD)),
    post=(FillInvalid(value=0.0),),
)
BANK_128 = replace(NEMO_NONE.bank, n_mels=128)

NEMO = replace(NEMO_NONE, post=(_PER_FEATURE, FillInvalid(value=0.0)))
NEMO_128 = replace(NEMO, bank=BANK_128)
_PAD_16 = replace(NEMO, post=(*NEMO.post, PadFramesToMultiple(n_frames=16)))

# Up to release 2.4: a mirror at both edges, and every frame is valid.
_NONE_23 = replace(
    NEMO_NONE, framing=replace(_FRAMING, edges=Centered(), valid_extra=None), post=()
)
_NEMO_23 = replace(_NONE_23, post=(_PER_FEATURE,))

# The torchaudio variant raises the variance before it adds to the deviation.
_TORCHAUDIO_23 = replace(_NONE_23, post=(replace(_PER_FEATURE, least_variance=LOG_ZERO_GUARD),))

_MFCC = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=512, win_length=400, hop_length=160, edges=Centered()),
    window=Window(shape=Hann(), rounding="result"),
    bank=MelBank(n_mels=64, fmin=0.0, fmax=8_000.0, scale="htk", grid=LinspaceGrid()),
    compression=Log(base="ln", floor=AddFloor(value=1e-6)),
    post=(Dct(n_coefficients=64),),
)

_SOURCE = "nemo_toolkit 3.0.0, AudioToMelSpectrogramPreprocessor"
_SOURCE_23 = "nemo_toolkit 2.3.2, AudioToMelSpectrogramPreprocessor"
_FEATURES = "parts/preprocessing/features.py, FilterbankFeatures"

PRESETS = (
    Preset(
        name="nemo-parakeet",
        title="NeMo since 2.5: Parakeet, FastConformer, TitaNet; 80 bands, each normalised",
        front_end=NEMO,
        source=f"{_SOURCE}(normalize='per_feature')",
        parity="reference-run",
        tolerance=1.01e-2,
    ),
    Preset(
        name="nemo-2.5",
        title="nemo-parakeet in release 2.5.0, the first with zeros at the edges",
        front_end=NEMO,
        source=f"nemo_toolkit 2.5.0, {_FEATURES}",
        parity="source-executed",
        tolerance=1.01e-2,
        alias_of="nemo-parakeet",
    ),
    Preset(
        name="nemo-3.0",
        title="nemo-parakeet in release 3.0.0",
        front_end=NEMO,
        source=f"nemo_toolkit 3.0.0, {_FEATURES}",
        parity="source-executed",
        tolerance=1.01e-2,
        alias_of="nemo-parakeet",
    ),
    Preset(
        name="nemo-parakeet-128",
        title="NeMo since 2.5 with 128 bands: Parakeet v2 and v3, Canary flash",
        front_end=NEMO_128,
        source=f"{_SOURCE}(features=128, normalize='per_feature')",
        parity="reference-run",
        tolerance=1.03e-2,
    ),
    Preset(
        name="nemo-3.0-128",
        title="nemo-parakeet-128 in release 3.0.0",
        front_end=NEMO_128,
        source=f"nemo_toolkit 3.0.0, {_FEATURES}",
        parity="source-executed",
        tolerance=1.03e-2,
        alias_of="nemo-parakeet-128",
    ),
    Preset(
        name="nemo-citrinet-pad16",
        title="NeMo since 2.5: Citrinet; frames of 0 up to a multiple of 16",
        front_end=_PAD_16,
        source=f"{_SOURCE}(pad_to=16)",
        parity="reference-run",
        tolerance=1.01e-2,
    ),
    Preset(
        name="nemo-3.0-pad16",
        title="nemo-citrinet-pad16 in release 3.0.0, the default of the class",
        front_end=_PAD_16,
        source=f"nemo_toolkit 3.0.0, {_FEATURES}(pad_to=16)",
        parity="source-executed",
        tolerance=1.01e-2,
        alias_of="nemo-citrinet-pad16",
    ),
    Preset(
        name="nemo-all-features",
        title="NeMo since 2.5, normalize='all_features': one mean and deviation for all bands",
        front_end=replace(NEMO, post=(AllFeatures(ddof=1, added=1e-5), FillInvalid(value=0.0))),
        source=f"{_SOURCE}(normalize='all_features')",
        parity="reference-run",
        tolerance=7.56e-4,
    ),
    Preset(
        name="nemo-none",
        title="NeMo since 2.5 without normalisation: plain ln mel, 80 bands",
        front_end=NEMO_NONE,
        source=f"{_SOURCE}(normalize=None)",
        parity="reference-run",
        tolerance=3.27e-3,
        notes="The last frame is 0, which is loud on this scale.",
    ),
    Preset(
        name="nemo-3.0-nonorm",
        title="nemo-none in release 3.0.0",
        front_end=NEMO_NONE,
        source=f"nemo_toolkit 3.0.0, {_FEATURES}(normalize=None)",
        parity="source-executed",
        tolerance=3.25e-3,
        alias_of="nemo-none",
    ),
    Preset(
        name="nemo-none-128",
        title="NeMo since 2.5 without normalisation: plain ln mel, 128 bands",
        front_end=replace(NEMO_NONE, bank=BANK_128),
        source=f"{_SOURCE}(features=128, normalize=None)",
        parity="reference-run",
        tolerance=4.2e-3,
        notes="The last frame is 0, which is loud on this scale.",
    ),
    Preset(
        name="nemo-parakeet-2.3",
        title="NeMo up to 2.4: 80 bands, each normalised, the signal mirrored at its edges",
        front_end=_NEMO_23,
        source=f"{_SOURCE_23}(normalize='per_feature')",
        parity="reference-run",
        tolerance=1.02e-2,
    ),
    Preset(
        name="nemo-2.3",
        title="nemo-parakeet-2.3 in release 2.3.2",
        front_end=_NEMO_23,
        source=f"NVIDIA/NeMo @ f98ef1db60 (v2.3.2), {_FEATURES}",
        parity="source-executed",
        tolerance=1.02e-2,
        alias_of="nemo-parakeet-2.3",
    ),
    Preset(
        name="nemo-2.4",
        title="nemo-parakeet-2.3 in release 2.4.0, the last with mirrored edges",
        front_end=_NEMO_23,
        source=f"NVIDIA/NeMo @ 2381f42f69 (v2.4.0), {_FEATURES}",
        parity="source-executed",
        tolerance=1.02e-2,
        alias_of="nemo-parakeet-2.3",
    ),
    Preset(
        name="nemo-2.3-pad16",
        title="NeMo up to 2.4 with the default of the class: frames of 0 up to a multiple of 16",
        front_end=replace(_NEMO_23, post=(*_NEMO_23.post, PadFramesToMultiple(n_frames=16))),
        source=f"NVIDIA/NeMo @ f98ef1db60 (v2.3.2), {_FEATURES}(pad_to=16)",
        parity="source-executed",
        tolerance=1.02e-2,
    ),
    Preset(
        name="nemo-none-2.3",
        title="NeMo up to 2.4 without normalisation: plain ln mel",
        front_end=_NONE_23,
        source=f"{_SOURCE_23}(normalize=None)",
        parity="reference-run",
        tolerance=3.27e-3,
    ),
    Preset(
        name="nemo-none-ta-2.3",
        title="nemo-none-2.3 computed by torchaudio",
        front_end=_NONE_23,
        source=f"{_SOURCE_23}(normalize=None, use_torchaudio=True)",
        parity="reference-run",
        tolerance=3.27e-3,
        alias_of="nemo-none-2.3",
    ),
    Preset(
        name="nemo-parakeet-ta-2.3",
        title="NeMo up to 2.4 computed by torchaudio: 80 bands, each normalised",
        front_end=_TORCHAUDIO_23,
        source=f"{_SOURCE_23}(normalize='per_feature', use_torchaudio=True)",
        parity="reference-run",
        tolerance=1.02e-2,
        notes="No variance is below 2^-24, which only nearly constant bands can tell.",
    ),
    Preset(
        name="nemo-ta-2.4",
        title="NeMo up to 2.4 computed by torchaudio with the default of the class: 64 bands",
        front_end=replace(_TORCHAUDIO_23, bank=replace(NEMO_NONE.bank, n_mels=64)),
        source="NVIDIA/NeMo @ 2381f42f69 (v2.4.0), features.py, FilterbankFeaturesTA",
        parity="source-executed",
        tolerance=1.39e-2,
    ),
    Preset(
        name="marblenet",
        title="MarbleNet and MatchboxNet in NeMo: 64 MFCCs of 64 HTK bands",
        front_end=_MFCC,
        source="nemo_toolkit 3.0.0, AudioToMFCCPreprocessor, marblenet_3x2x64.yaml",
        parity="reference-run",
        tolerance=6e-4,
    ),
    Preset(
        name="marblenet-2.3",
        title="marblenet in release 2.3.2, with torchaudio's own MFCC",
        front_end=_MFCC,
        source="nemo_toolkit 2.3.2, AudioToMFCCPreprocessor, marblenet_3x2x64.yaml",
        parity="reference-run",
        tolerance=6e-4,
        alias_of="marblenet",
    ),
)
