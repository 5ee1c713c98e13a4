"""Front ends as text: nothing is lost, nothing unknown is taken."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given

from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd
from melgram.presets import preset, presets
from strategies import front_ends


@given(front_end=front_ends())
def test_round_trip(front_end: FrontEnd) -> None:
    """A front end written as dict, JSON or TOML and read again is the same value."""
    for back in (
        FrontEnd.from_dict(front_end.to_dict()),
        FrontEnd.from_json(front_end.to_json()),
        FrontEnd.from_toml(front_end.to_toml()),
    ):
        assert back == front_end
        assert back.digest == front_end.digest
        assert hash(back) == hash(front_end)


@given(one=front_ends(), other=front_ends())
def test_digest_tells_recipes_apart(one: FrontEnd, other: FrontEnd) -> None:
    """Digests are equal exactly when the front ends are."""
    assert (one.digest == other.digest) == (one == other)


DIGESTS = {
    "3dspeaker-campplus": "4e5718344396ff89",
    "ast": "f1a4c87abaf1fa0a",
    "ast-esc50": "b03ded5cea2475de",
    "ast-np": "5ae7296ed69b69f7",
    "ast-original": "f1a4c87abaf1fa0a",
    "ast-speechcommands": "9119b34304c672ce",
    "ast-src": "f1a4c87abaf1fa0a",
    "audioflux": "f3c4cc970b1bf2e2",
    "audioldm": "1338ac42c792b700",
    "audiomae": "f1a4c87abaf1fa0a",
    "beat-this": "435d826e5a621d07",
    "beats": "82c5c26958114d8f",
    "bigvgan-22k": "374ee950178d53d5",
    "bigvgan-22k-fmaxnull": "7cb540719e19ef1a",
    "bigvgan-24k-100": "4930d58814c6e653",
    "bigvgan-44k-128": "5347ef5e11b544d5",
    "bigvgan-44k-128-256x": "cae6625d3784e224",
    "campplus": "4e5718344396ff89",
    "ced": "71443025182c18b5",
    "chatterbox-s3gen": "89d118c53e329873",
    "chatterbox-s3tokenizer": "7f57604ce9ff515b",
    "chatterbox-ve": "29360102be3a6b7b",
    "clap": "a011da9a7b3de91b",
    "clap-fusion": "617976a503fde1a5",
    "classic": "bae60a1939f44690",
    "clvp": "3916e0c7476f3c6f",
    "cosyvoice1": "374ee950178d53d5",
    "cosyvoice2": "89d118c53e329873",
    "cosyvoice3": "907978680cde4ec5",
    "dasheng": "71443025182c18b5",
    "ddsp-logmel": "2c559fc4b9fa8ea2",
    "deepspeech": "b7f052a5353323c9",
    "dnsmos-constant": "082cfb494af7fe5d",
    "dnsmos-reflect": "3ca7af325a8c9c73",
    "ecapa": "a5ac076fa7d0e1df",
    "efficientat": "7647f05c14410bf7",
    "emformer-rnnt": "2ec6d82a892f7e12",
    "espnet": "c862c3c79002977a",
    "espnet-400-160": "72f1ab955f6562f1",
    "espnet-tts": "2a0848950eafea78",
    "espnet-tts-22k": "48016ac13c5e2aa1",
    "espnet-tts-24k": "3ff9b94831d5ce3a",
    "essentia-melbands": "5696a22434bdf76e",
    "essentia-mfcc": "62e4d7fdd1253521",
    "essentia-musicnn": "2d29ab2b20a4dd96",
    "essentia-musicnn-fromzero": "76442baf5b06c9c5",
    "essentia-vggish": "7be8d10c5c1b36bc",
    "essentia-vggish-fromzero": "5afc42cf2dc7488f",
    "f5-tts-bigvgan": "4930d58814c6e653",
    "f5-tts-vocos": "f3d609b397998d60",
    "faster-whisper": "e9432bb2a1b24ab4",
    "faster-whisper-v3": "20f970a7093a555a",
    "fastspeech2": "ea047a14391a28de",
    "fish-speech": "fa441282c6a89396",
    "fish-speech-firefly160": "c94ccdd5264e0887",
    "funasr": "f02357696c2fc1ec",
    "funasr-knf": "f02357696c2fc1ec",
    "funasr-nolfr": "600d4fd8085304f9",
    "funasr-nolfr-knf": "600d4fd8085304f9",
    "funasr-whisper": "470b310cf722a434",
    "gemma3n": "f54b74b862a63557",
    "gemma4": "3f9be778a28f260f",
    "gpt-sovits-linear": "f8d8a9df6ff164c8",
    "gpt-sovits-v3": "4f0736cd77bf8b03",
    "gpt-sovits-v4": "b47af049c0b24a91",
    "granite-speech": "5e6a65d1121dfe54",
    "granite-speech5": "bfcf02545cba27b3",
    "hf-clap": "3d5599ad4b9827d2",
    "hf-clap-50": "7d817843d56add39",
    "hf-clap-rand": "f8a6afaf42ef5865",
    "hf-clap-rand-50": "5084285dc4c1a12e",
    "hf-cohere-nodither": "518739d4436e4449",
    "hf-dots3-note": "09d457367709be9f",
    "hf-fun-asr-nano": "30b80f7810441e77",
    "hf-moss-transcribe": "97b47da150657b42",
    "hf-nemotron": "4db91e6ea4ef0900",
    "hf-neucodec": "319fe4ce09a3cb93",
    "hf-parakeet": "4543bc12fb15f43b",
    "hf-parakeet-128": "518739d4436e4449",
    "hf-speech2text": "bb3d80d7ec445503",
    "hf-speech2text-np": "2226433a918a3d56",
    "hf-whisper-30s": "97b47da150657b42",
    "hf-whisper-np": "6fa1311aaab9da98",
    "hf-whisper-torch": "954769611ba69642",
    "hf-whisper-v3-np": "58692be41864f45a",
    "hf-whisper-v3-torch": "7f57604ce9ff515b",
    "hf-xcodec2": "f3580f206f3b1abc",
    "hifigan-22k": "374ee950178d53d5",
    "htk-fbank": "1a5c3a45d47f4656",
    "icefall": "c79efdbffa03186f",
    "icefall-matcha": "77614e468b81b31a",
    "icefall-src": "c79efdbffa03186f",
    "index-tts": "efb79ccc7a0244db",
    "inkling": "20cc1f72d2cebd3d",
    "kaldi": "fe87ae107748840f",
    "kaldi-23": "405bb10d4b748129",
    "kaldi-f64": "d941659420087585",
    "kaldi-mfcc": "a0d0e65d1a63409c",
    "kaldi-mfcc-energy": "b6b2c3c0c7811742",
    "kaldi-mfcc-hires": "6d5a31ffc80d3c23",
    "kaldi-nosnip": "b360a3f017604037",
    "kaldi-spectrogram": "b67f3383519224c4",
    "knf": "fe87ae107748840f",
    "knf-23": "405bb10d4b748129",
    "knf-icefall": "c79efdbffa03186f",
    "knf-mfcc": "b6b2c3c0c7811742",
    "knf-nemo": "2421bc6a2046ccd5",
    "knf-nosnip": "b360a3f017604037",
    "knf-whisper": "0506a3fd1ac483a5",
    "lasr": "537577378b7edc07",
    "lhotse": "c79efdbffa03186f",
    "lhotse-mfcc": "8dadfc1dc88a5f4d",
    "lhotse-whisper": "5f32c3b212a1b39d",
    "librosa": "7d0307218636e896",
    "librosa-db": "071032aadc94ac14",
    "librosa-mfcc": "5cd224ff1ffb935e",
    "librosa-pcen": "f86e297623341bea",
    "marblenet": "710d630c5da194f8",
    "marblenet-2.3": "710d630c5da194f8",
    "matcha": "374ee950178d53d5",
    "matcha-vctk": "0fc3a2f801409e3f",
    "melgan-neurips": "9655b88e1dd3c7e2",
    "ms-clap": "374d8112c3163101",
    "ms-clap-32k": "75427bfbd9c2aa8e",
    "mt3": "f6fcd7536c1e5711",
    "mt3-src": "f6fcd7536c1e5711",
    "musicfm": "fc27b8c77bb09ce1",
    "nemo-2.3": "f46987edb6bd5392",
    "nemo-2.3-pad16": "5703d47a6e82ba99",
    "nemo-2.4": "f46987edb6bd5392",
    "nemo-2.5": "89c5ebd1caf17ee0",
    "nemo-3.0": "89c5ebd1caf17ee0",
    "nemo-3.0-128": "4978e662f16ef47d",
    "nemo-3.0-nonorm": "4f6caa30c1b16e19",
    "nemo-3.0-pad16": "d29c759395b64d68",
    "nemo-all-features": "3608f39306e66b3a",
    "nemo-citrinet-pad16": "d29c759395b64d68",
    "nemo-fastpitch": "75d13b4aa1fd3a8e",
    "nemo-fastpitch-2.3": "712fb5e324d9ca19",
    "nemo-fastpitch-2.3-pip": "712fb5e324d9ca19",
    "nemo-fastpitch-3.0": "75d13b4aa1fd3a8e",
    "nemo-frame-vad": "fae6b42cebfaf0c9",
    "nemo-hifigan": "a6b747a027f0e54d",
    "nemo-hifigan-2.3": "e04be3b77509d186",
    "nemo-hifigan-2.3-pip": "e04be3b77509d186",
    "nemo-hifigan-3.0": "a6b747a027f0e54d",
    "nemo-none": "4f6caa30c1b16e19",
    "nemo-none-128": "2f0ecc8ec53e59de",
    "nemo-none-2.3": "87aa17fe0eb1d006",
    "nemo-none-ta-2.3": "87aa17fe0eb1d006",
    "nemo-parakeet": "89c5ebd1caf17ee0",
    "nemo-parakeet-128": "4978e662f16ef47d",
    "nemo-parakeet-2.3": "f46987edb6bd5392",
    "nemo-parakeet-ta-2.3": "bbba8b3e2c1c7061",
    "nemo-ta-2.4": "f48d5b705b90378c",
    "nisqa": "1d36e347021727b8",
    "nnaudio": "6be235151ebcda28",
    "nvstft-22k": "4749a38915dc28d2",
    "nvstft-44k": "d43863b160cd0789",
    "onsets-and-frames": "bcae850a604b28f2",
    "openl3-librosa-mel256": "f364037a0f35f7b4",
    "openl3-linear": "0482302da09bf0fd",
    "openl3-mel128": "f85c23a53098d23b",
    "openl3-mel256": "d708057ca6faab8a",
    "opensmile-mel": "dc4a5d7febcc93e6",
    "opensmile-mel-mag": "26cd2db441a97bac",
    "opensoundscape-0.13": "6f9fd873055c032b",
    "opensoundscape-mel-0.13": "667983316dad6e9e",
    "panns": "75427bfbd9c2aa8e",
    "parallelwavegan-22k": "3617f5bfceb6031a",
    "parallelwavegan-24k": "882f66d947f5a1e4",
    "passt": "7647f05c14410bf7",
    "passt-hop160": "a42bd5addf23c4f2",
    "passt-src": "7647f05c14410bf7",
    "perch": "cddf98636c856486",
    "perch-linear": "ed689de4649712f0",
    "perch-log": "7e2800603a3f23c8",
    "perch-simple": "4951ff516864deaa",
    "perch-simple-new": "af3f68143695f2de",
    "phi4": "073a934671f46030",
    "pop2piano-mel": "bc3023c4c5d6dc45",
    "python-speech-features": "51bd032af9685e9d",
    "python-speech-features-int16": "3910e3a89cab4ea8",
    "python-speech-features-mfcc": "1aa996998868e0b8",
    "qwen2-audio": "098f98ae714e4b5e",
    "qwen3-asr": "36a8610540df75b6",
    "resemblyzer": "4d141c5819004580",
    "resemblyzer-constant": "4d141c5819004580",
    "resemblyzer-reflect": "05b808aed40befbb",
    "rmvpe": "191a504a33dce73c",
    "rmvpe-2026": "191a504a33dce73c",
    "rtvc-encoder-constant": "4d141c5819004580",
    "rtvc-encoder-reflect": "05b808aed40befbb",
    "rtvc-synthesizer-constant": "ba777109e1619a43",
    "rtvc-synthesizer-reflect": "97596f5c94f64562",
    "rvc-linear-48k": "cbd6a53d832505d6",
    "rvc-linear-48k-2026": "4ca4a27e6f4f2213",
    "rvc-mel-48k": "57967bebe004a9f4",
    "rvc-mel-48k-2026": "cc156faf838edb68",
    "scipy-spectrogram": "b84d297a6a4772c5",
    "scipy-stft": "562f03f5010afe5e",
    "seamless-m4t": "0cc49e1f008c9afc",
    "soft-vc": "3444cb1847099ae1",
    "speechbrain": "21650724d87c3c6b",
    "speechbrain-40": "eeaaf7e8d1a79f42",
    "speechbrain-mfcc": "4123b46f4aa1bb05",
    "speecht5": "ab082d6ec354b7c9",
    "styletts2": "2bec6b58edd0edc8",
    "tacotron2": "f41f991655815545",
    "tf-mfcc": "8aacf891ce361072",
    "tf-speech-commands": "1e779a3d2d20c699",
    "torchaudio": "251f054f74bd3221",
    "torchaudio-mfcc": "bc0282630ee32a2a",
    "torchaudio-slaney": "65ce7ed5c31db038",
    "tortoise": "be330641169c77cc",
    "tortoise-nonorm": "3916e0c7476f3c6f",
    "tortoise-univnet": "e1a4afd29125dee1",
    "univnet": "bde80ebd8a4bc82b",
    "univnet-src": "4930d58814c6e653",
    "vggish": "151d717cba678635",
    "vggish-examples": "d38aed7ca210a81b",
    "vits-linear": "b3e91fcc4afee5fe",
    "vits-mel": "7aad6fe108396cb8",
    "vocos": "efb79ccc7a0244db",
    "vocos-same": "dd28c42b4cfca89e",
    "voxceleb-trainer-l": "3057ac7180767033",
    "voxceleb-trainer-v2": "76e347adcce8a839",
    "voxtral": "63b237b005f1c45d",
    "voxtral-realtime": "6fe34cbdc70f8375",
    "wav2lip-constant": "ba777109e1619a43",
    "wav2lip-reflect": "97596f5c94f64562",
    "wavernn-constant": "bd0bb83056480fe0",
    "wavernn-reflect": "bee2524903293d94",
    "wenet": "fe87ae107748840f",
    "wenet-fbank": "fe87ae107748840f",
    "wenet-mfcc": "6d5a31ffc80d3c23",
    "wenet-runtime-whisper": "1d3aefca31d6b943",
    "wenet-w2vbert": "05ce4f19a6eac9bf",
    "wenet-whisper": "672a4eda0d18e919",
    "wenet-whisper-128": "470b310cf722a434",
    "wespeaker": "9e380165408b0d2b",
    "wespeaker-cli": "9e380165408b0d2b",
    "wespeaker-src": "9e380165408b0d2b",
    "whisper": "954769611ba69642",
    "whisper-30s": "97b47da150657b42",
    "whisper-transcribe": "811e8549a5c7e913",
    "whisper-v3": "7f57604ce9ff515b",
    "whisper-v3-30s": "098f98ae714e4b5e",
    "whisper.cpp": "689722ef80f88888",
    "whisper.cpp-128": "86d1c1bb56f40e28",
    "xtts-cond": "34d3694c21d16af5",
    "xtts-dvae": "3916e0c7476f3c6f",
    "xtts-perceiver": "278477f0cd4586cd",
    "xtts-speaker": "76e347adcce8a839",
    "yamnet": "b3d1fd01e32f0510",
    "yamnet-nopad": "a5b234d1053162f5",
    "yamnet-patches": "b3d1fd01e32f0510",
    "yamnet-src": "5e79c7de85f43d45",
    "yamnet-tflite": "5e79c7de85f43d45",
}


@pytest.mark.parametrize("name", presets())
def test_digest_is_stable(name: str) -> None:
    """A preset's digest is what manifests wrote down; it changes only with its recipe."""
    assert preset(name).digest == DIGESTS[name]


@pytest.mark.parametrize("name", presets())
def test_every_field_is_written_out(name: str) -> None:
    """The dict holds every field of every stage, defaults too."""

    def assert_complete(value: object, written: object) -> None:
        if dataclasses.is_dataclass(value):
            assert isinstance(written, dict)
            names = {item.name for item in dataclasses.fields(value)}
            assert names == set(written) - {"kind"}
            for field in names:
                assert_complete(getattr(value, field), written[field])

    assert_complete(preset(name), preset(name).to_dict())


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("hop_lenght",), 1, "hop_lenght is not a field of front_end"),
        (("framing", "hop_lenght"), 160, r"framing\.hop_lenght .* Did you mean 'hop_length'\?"),
        (("framing", "hop_length"), "160", r"framing\.hop_length='160' must be int\."),
        (("framing", "hop_length"), True, r"framing\.hop_length=True must be int\."),
        (("framing", "hop_length"), 0, "hop_length=0 must be an integer >= 1"),
        (("framing", "edges", "kind"), "centred", r"edges\.kind='centred' .* 'centered'\?"),
        (("bank", "scale"), "slanney", r"scale='slanney' must be one of .* 'slaney'\?"),
        (("bank", "fmax"), "8000", r"bank\.fmax='8000' must be float\."),
        (("post",), {"kind": "affine"}, "post=.* must be a list"),
        (("post",), [{"kind": "affine", "scale": 1.0}], r"post\[0\]\.offset is missing"),
        (("compression",), 3, "compression=3 must be a table with a kind"),
        (("window", "shape"), {"kind": "hann", "periodic": 1}, "periodic=1 must be bool"),
    ],
)
def test_wrong_field_is_refused_by_name(path: tuple[str, ...], value: object, message: str) -> None:
    """An unknown key, kind or type is an error that names the field and the nearest word."""
    fields = preset("whisper").to_dict()
    table = fields
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] = value

    with pytest.raises(FrontEndError, match=message):
        FrontEnd.from_dict(fields)


def test_missing_field_without_default_is_named() -> None:
    """A front end without a rate is not guessed."""
    fields = preset("whisper").to_dict()
    del fields["sample_rate"]

    with pytest.raises(FrontEndError, match=r"sample_rate is missing; front_end has no default"):
        FrontEnd.from_dict(fields)


@pytest.mark.parametrize(
    ("text", "message"), [("{", "not JSON"), ("[1]", "a front end is a table of fields, not list")]
)
def test_text_that_is_no_front_end(text: str, message: str) -> None:
    """Text that is not JSON, or not a table, is refused in words."""
    with pytest.raises(FrontEndError, match=message):
        FrontEnd.from_json(text)


def test_text_that_is_no_toml() -> None:
    """Text that is not TOML is refused in words."""
    with pytest.raises(FrontEndError, match="not TOML"):
        FrontEnd.from_toml("a = = 1")
