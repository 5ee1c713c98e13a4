"""Kaldi's features: 16-bit range, DC removal, pre-emphasis, Povey window, ln or cepstra.

Source   torchaudio 2.11.0, compliance/kaldi.py: fbank, mfcc, spectrogram (x * 32768, dither=0)
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Frames that would leave the signal are left out, unless ``nosnip``. The Nyquist bin is
         never used. The port rounds its bank to float32 throughout, as Kaldi does.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Framing, KaldiMirror, Snip
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import Dct, Lifter, ReplaceFirst
from melgram.frontend.signal import Preemphasis, RemoveMean, Scale
from melgram.frontend.spectral import LinearBins, MelBank, Povey, Power, Window
from melgram.presets.record import Preset

FLOAT32_EPSILON = 1.1920928955078125e-07  # FLT_EPSILON, Kaldi's floor under the logarithm

FRAMING = Framing(n_fft=512, win_length=400, hop_length=160, edges=Snip(), placement="left")
MIRRORED = replace(FRAMING, edges=KaldiMirror())

BANK = MelBank(
    n_mels=80,
    fmin=20.0,
    fmax=8_000.0,
    scale="kaldi",
    triangles="mel",
    skip_high=1,
    rounding="throughout",
)
BANK_7600 = replace(BANK, fmax=7_600.0)  # high_freq=-400: that far below Nyquist

KALDI = FrontEnd(
    sample_rate=16_000,
    channels="first",
    signal=(Scale(factor=32768.0),),
    framing=FRAMING,
    frame=(RemoveMean(), Preemphasis(coefficient=0.97, first="scale")),
    window=Window(shape=Povey(), rounding="result"),
    bank=BANK,
    compression=Log(base="ln", floor=ClampFloor(value=FLOAT32_EPSILON)),
    output=Output(layout=FramesFirst()),
)
KALDI_23 = replace(KALDI, bank=replace(BANK, n_mels=23))
KALDI_F64 = replace(
    KALDI,
    window=Window(shape=Povey()),
    output=Output(layout=FramesFirst(), dtype="float64"),
    arithmetic="float64",
)
KALDI_NOSNIP = replace(KALDI, framing=MIRRORED)
KALDI_SPECTROGRAM = replace(
    KALDI,
    spectrum=Power(floor=FLOAT32_EPSILON),
    bank=LinearBins(),
    post=(ReplaceFirst(tap="raw", floor=1.0),),
)

_CEPSTRA = (Dct(n_coefficients=13), Lifter(q=22.0))

KALDI_MFCC = replace(KALDI_23, post=_CEPSTRA)
KALDI_MFCC_ENERGY = replace(
    KALDI_23, post=(*_CEPSTRA, ReplaceFirst(tap="raw", floor=FLOAT32_EPSILON))
)
KALDI_MFCC_HIRES = replace(
    KALDI,
    bank=replace(BANK_7600, n_mels=40),
    post=(Dct(n_coefficients=40), Lifter(q=22.0)),
)

_FBANK = "torchaudio 2.11.0, compliance/kaldi.py, fbank"
_MFCC = "torchaudio 2.11.0, compliance/kaldi.py, mfcc"

PRESETS = (
    Preset(
        name="kaldi",
        title="Kaldi fbank, 80 bands (torchaudio.compliance.kaldi, dither 0)",
        front_end=KALDI,
        source=_FBANK,
        parity="reference-run",
        tolerance=2.43e-2,
    ),
    Preset(
        name="kaldi-23",
        title="Kaldi fbank with its default of 23 bands",
        front_end=KALDI_23,
        source=_FBANK,
        parity="reference-run",
        tolerance=3.27e-3,
    ),
    Preset(
        name="kaldi-f64",
        title="Kaldi fbank, 80 bands, from float64 samples",
        front_end=KALDI_F64,
        source=_FBANK,
        parity="reference-run",
        tolerance=1e-3,
        notes="Window and arithmetic are float64, the bank is float32: the quietest form of kaldi.",
    ),
    Preset(
        name="kaldi-nosnip",
        title="Kaldi fbank, 80 bands, snip_edges=False",
        front_end=KALDI_NOSNIP,
        source=_FBANK,
        parity="reference-run",
        tolerance=1.4e-2,
    ),
    Preset(
        name="kaldi-spectrogram",
        title="Kaldi's log power spectrum, 257 columns, the log energy in the first",
        front_end=KALDI_SPECTROGRAM,
        source="torchaudio 2.11.0, compliance/kaldi.py, spectrogram",
        parity="reference-run",
        tolerance=7.47e-2,
        notes="The energy is floored at 1, torchaudio's default energy_floor.",
    ),
    Preset(
        name="kaldi-mfcc",
        title="Kaldi MFCC, 13 of 23, without energy (torchaudio's default)",
        front_end=KALDI_MFCC,
        source=_MFCC,
        parity="reference-run",
        tolerance=9.36e-3,
    ),
    Preset(
        name="kaldi-mfcc-energy",
        title="Kaldi MFCC, 13 of 23, log energy in place of the first (Kaldi's default)",
        front_end=KALDI_MFCC_ENERGY,
        source=_MFCC,
        parity="reference-run",
        tolerance=9.36e-3,
    ),
    Preset(
        name="kaldi-mfcc-hires",
        title="Kaldi's high-resolution MFCC, 40 of 40 (egs/wsj/s5/conf/mfcc_hires.conf)",
        front_end=KALDI_MFCC_HIRES,
        source=_MFCC,
        parity="reference-run",
        tolerance=2.39e-2,
    ),
)
