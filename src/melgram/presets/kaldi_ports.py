"""Kaldi's features as kaldi-native-fbank, lhotse, icefall and WeNet compute them.

Source   kaldi-native-fbank 1.23.0, lhotse 1.33.0, icefall @ 36e0420c, wenet @ 01546996
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    lhotse, and icefall and sherpa with it, feed samples in [-1, 1], mirror the signal at
         its edges and stop at 7,600 Hz; the others feed the 16-bit range.
"""

from dataclasses import replace

from melgram.frontend.post import Dct, Lifter
from melgram.presets.kaldi import (
    BANK_7600,
    KALDI,
    KALDI_23,
    KALDI_MFCC_ENERGY,
    KALDI_MFCC_HIRES,
    KALDI_NOSNIP,
    MIRRORED,
)
from melgram.presets.record import Preset

LHOTSE = replace(KALDI, signal=(), framing=MIRRORED, bank=BANK_7600)
LHOTSE_MFCC = replace(
    LHOTSE,
    bank=replace(BANK_7600, n_mels=23),
    post=(Dct(n_coefficients=13), Lifter(q=22.0)),
)

_KNF_FBANK = "kaldi-native-fbank 1.23.0, OnlineFbank"
_WENET = "wenet-e2e/wenet @ 01546996, wenet/dataset/processor.py"

PRESETS = (
    Preset(
        name="knf",
        title="kaldi-native-fbank, 80 bands (sherpa, FunASR's fallback)",
        front_end=KALDI,
        source=_KNF_FBANK,
        parity="reference-run",
        tolerance=2.54e-2,
        alias_of="kaldi",
    ),
    Preset(
        name="knf-23",
        title="kaldi-native-fbank with its default of 23 bands",
        front_end=KALDI_23,
        source=_KNF_FBANK,
        parity="reference-run",
        tolerance=3e-3,
        alias_of="kaldi-23",
    ),
    Preset(
        name="knf-nosnip",
        title="kaldi-native-fbank, 80 bands, snip_edges=False",
        front_end=KALDI_NOSNIP,
        source=_KNF_FBANK,
        parity="reference-run",
        tolerance=2.78e-2,
        alias_of="kaldi-nosnip",
    ),
    Preset(
        name="knf-mfcc",
        title="kaldi-native-fbank MFCC, 13 of 23, log energy in place of the first",
        front_end=KALDI_MFCC_ENERGY,
        source="kaldi-native-fbank 1.23.0, OnlineMfcc",
        parity="reference-run",
        tolerance=9.09e-3,
        alias_of="kaldi-mfcc-energy",
    ),
    Preset(
        name="lhotse",
        title="lhotse Fbank with its defaults, 80 bands up to 7,600 Hz",
        front_end=LHOTSE,
        source="lhotse 1.33.0, features/kaldi/extractors.py, Fbank",
        parity="reference-run",
        tolerance=1.4e-2,
    ),
    Preset(
        name="icefall",
        title="icefall and k2 recipes (zipformer), 80 bands up to 7,600 Hz",
        front_end=LHOTSE,
        source="lhotse 1.33.0, Fbank(FbankConfig(num_filters=80, high_freq=-400))",
        parity="reference-run",
        tolerance=1.4e-2,
        alias_of="lhotse",
    ),
    Preset(
        name="icefall-src",
        title="icefall's LibriSpeech recipe, as its script calls lhotse",
        front_end=LHOTSE,
        source="k2-fsa/icefall @ 36e0420c, local/compute_fbank_librispeech.py",
        parity="source-executed",
        tolerance=1.4e-2,
        alias_of="lhotse",
    ),
    Preset(
        name="knf-icefall",
        title="sherpa and sherpa-onnx transducers: kaldi-native-fbank with icefall's options",
        front_end=LHOTSE,
        source=_KNF_FBANK,
        parity="reference-run",
        tolerance=8.94e-3,
        alias_of="lhotse",
    ),
    Preset(
        name="lhotse-mfcc",
        title="lhotse Mfcc with its defaults, 13 of 23 bands up to 7,600 Hz",
        front_end=LHOTSE_MFCC,
        source="lhotse 1.33.0, features/kaldi/extractors.py, Mfcc",
        parity="reference-run",
        tolerance=5.13e-3,
    ),
    Preset(
        name="wenet",
        title="WeNet fbank before its global CMVN",
        front_end=KALDI,
        source=f"{_WENET}, the arguments of compute_fbank",
        parity="recipe-run",
        tolerance=2.43e-2,
        alias_of="kaldi",
    ),
    Preset(
        name="wenet-fbank",
        title="WeNet fbank before its global CMVN, its own function",
        front_end=KALDI,
        source=f"{_WENET}, compute_fbank",
        parity="source-executed",
        tolerance=2.43e-2,
        alias_of="kaldi",
    ),
    Preset(
        name="wenet-mfcc",
        title="WeNet MFCC with the options of Kaldi's high-resolution MFCC",
        front_end=KALDI_MFCC_HIRES,
        source=f"{_WENET}, compute_mfcc",
        parity="source-executed",
        tolerance=2.39e-2,
        notes="The function's own 23 bands cannot make its own 40 coefficients.",
        alias_of="kaldi-mfcc-hires",
    ),
)
