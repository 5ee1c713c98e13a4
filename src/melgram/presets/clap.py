"""PANNs and the three CLAPs: 64 bands of 50-14,000 Hz, 10 log10, an image for the network.

Source   torchlibrosa 0.1.0, laion-clap 1.1.7, msclap 1.3.4, transformers 5.23.0
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    A CLAP repeats a recording up to its length (LAION: whole repetitions, then zeros). Of a
         longer recording the originals take a random part; here it is the beginning. LAION-CLAP
         takes samples through 16-bit integers, which shows wherever a band is nearly empty.
         Microsoft's bank is built for 32 kHz and applied to 44.1 kHz, whatever its settings say.
         The batch norm behind the images is learned and belongs to the network.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.output import Channels, Output
from melgram.frontend.signal import Clip, Quantise, TileTo, TruncateTo
from melgram.frontend.spectral import AssumedRateGrid, Hann, LinspaceGrid, MelBank, Window
from melgram.presets.record import Preset

_TEN_SECONDS = 480_000
_SEVEN_SECONDS = 308_700

_SLANEY = MelBank(
    n_mels=64,
    fmin=50.0,
    fmax=14_000.0,
    scale="slaney",
    norm="area",
    rounding="steps",
)
_HTK = MelBank(n_mels=64, fmin=50.0, fmax=14_000.0, scale="htk")

PANNS = FrontEnd(
    sample_rate=32_000,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=320, edges=Centered()),
    window=Window(shape=Hann(), rounding="result"),
    bank=_SLANEY,
    compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
    output=Output(layout=Channels(count=1)),
)

MS_CLAP = replace(
    PANNS,
    sample_rate=44_100,
    channels="flatten",
    signal=(TileTo(n_samples=_SEVEN_SECONDS), TruncateTo(n_samples=_SEVEN_SECONDS)),
    bank=replace(_SLANEY, grid=AssumedRateGrid(sample_rate=32_000)),
)

_REPEAT = (
    TileTo(n_samples=_TEN_SECONDS, tiling="repeat_then_zero"),
    TruncateTo(n_samples=_TEN_SECONDS),
)

CLAP = replace(
    PANNS,
    sample_rate=48_000,
    signal=(Clip(), Quantise(levels=32_767.0), *_REPEAT),
    framing=replace(PANNS.framing, hop_length=480),
)
CLAP_FUSION = replace(
    CLAP,
    bank=replace(_HTK, grid=LinspaceGrid()),
    output=Output(layout=Channels(count=4)),
)

HF_CLAP_RAND_50 = replace(
    CLAP,
    signal=_REPEAT,
    window=Window(shape=Hann()),
    bank=replace(_SLANEY, rounding="none"),
    arithmetic="float64",
)
HF_CLAP_RAND = replace(HF_CLAP_RAND_50, bank=replace(HF_CLAP_RAND_50.bank, fmin=0.0))
HF_CLAP_50 = replace(HF_CLAP_RAND_50, bank=_HTK, output=CLAP_FUSION.output)
HF_CLAP = replace(HF_CLAP_50, bank=replace(_HTK, fmin=0.0, empty_bands="keep"))

_HF_SOURCE = "transformers 5.23.0, models/clap/feature_extraction_clap.py, ClapFeatureExtractor"
_LAION_SOURCE = "laion-clap 1.1.7, clap_module/htsat.py"
_FUSION_NOTES = (
    "Four equal images, as for recordings up to 10 s. Of a longer one the originals make a shrunk "
    "whole and three random parts."
)

PRESETS = (
    Preset(
        name="panns",
        title="PANNs: CNN14, audio tagging",
        front_end=PANNS,
        source="torchlibrosa 0.1.0, stft.py, Spectrogram and LogmelFilterBank",
        parity="recipe-run",
        tolerance=1.08e-2,
    ),
    Preset(
        name="ms-clap-32k",
        title="Microsoft CLAP 2023 (HTS-AT) on 32 kHz, without repetition",
        front_end=PANNS,
        source="msclap 1.3.4, models/htsat.py",
        parity="reference-run",
        tolerance=1.08e-2,
        alias_of="panns",
    ),
    Preset(
        name="ms-clap",
        title="Microsoft CLAP 2023 (HTS-AT): 7 s at 44.1 kHz with a bank for 32 kHz",
        front_end=MS_CLAP,
        source="msclap 1.3.4, models/htsat.py and CLAPWrapper.py, load_audio_into_tensor",
        parity="reference-run",
        tolerance=1.15e-2,
        notes="The channels of a stereo recording follow one another, as in the original.",
    ),
    Preset(
        name="clap",
        title="LAION-CLAP (HTS-AT) without fusion: 10 s",
        front_end=CLAP,
        source=f"{_LAION_SOURCE} and training/data.py, get_audio_features",
        parity="reference-run",
        tolerance=2.4e-2,
    ),
    Preset(
        name="clap-fusion",
        title="LAION-CLAP with fusion: 10 s, four images",
        front_end=CLAP_FUSION,
        source="laion-clap 1.1.7, training/data.py, get_mel",
        parity="reference-run",
        tolerance=6.99e-2,
        notes=_FUSION_NOTES,
    ),
    Preset(
        name="hf-clap",
        title="CLAP in transformers, truncation='fusion', fmin 0 as by default",
        front_end=HF_CLAP,
        source=_HF_SOURCE,
        parity="reference-run",
        tolerance=1.22e-5,
        notes=f"No detour through 16-bit integers. {_FUSION_NOTES}",
    ),
    Preset(
        name="hf-clap-50",
        title="CLAP in transformers, truncation='fusion', LAION's 50 Hz",
        front_end=HF_CLAP_50,
        source=_HF_SOURCE,
        parity="reference-run",
        tolerance=1.23e-5,
        notes=_FUSION_NOTES,
    ),
    Preset(
        name="hf-clap-rand",
        title="CLAP in transformers, truncation='rand_trunc', fmin 0 as by default",
        front_end=HF_CLAP_RAND,
        source=_HF_SOURCE,
        parity="reference-run",
        tolerance=1.26e-5,
    ),
    Preset(
        name="hf-clap-rand-50",
        title="CLAP in transformers, truncation='rand_trunc', LAION's 50 Hz",
        front_end=HF_CLAP_RAND_50,
        source=_HF_SOURCE,
        parity="reference-run",
        tolerance=1.24e-5,
    ),
)
