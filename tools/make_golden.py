"""Make reference outputs by calling an original package on the stored input clips.

    python tools/make_golden.py classic

Needs the original (here librosa 0.11.0), so run it with the interpreter of ``make bench-peers``.
Review the printed differences before committing what changed.
"""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import soundfile
from import_golden import CLIPS, write

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
RATE = 22_050
CALL = (
    "librosa.power_to_db(librosa.feature.melspectrogram(y=x, sr=22050, n_fft=2048, "
    "hop_length=512, n_mels=128, htk=True, norm=None))"
)


def classic(samples: np.ndarray) -> np.ndarray:
    """Return what librosa computes for the textbook recipe, in the precision of the samples."""
    import librosa

    mel = librosa.feature.melspectrogram(
        y=samples, sr=RATE, n_fft=2048, hop_length=512, n_mels=128, htk=True, norm=None
    )
    return librosa.power_to_db(mel)


def main() -> None:
    """Write tests/golden/classic: float32 output, and its distance from the same in float64."""
    noise, clips = {}, {}
    for clip in CLIPS:
        samples, _ = soundfile.read(GOLDEN / "inputs" / f"{clip}-{RATE}.wav", dtype="float32")
        mel = classic(samples)
        noise[clip] = float(np.abs(mel - classic(samples.astype(np.float64))).max())
        clips[clip] = mel
    write(GOLDEN / "classic.npz", clips)
    per_clip = "\n".join(f"{clip} = {value:.3g}" for clip, value in noise.items())
    (GOLDEN / "classic.toml").write_text(
        f'id = "classic"\nclass = "reference-run"\n'
        f'source = "librosa=={version("librosa")}, scipy=={version("scipy")}"\n'
        f'call = "{CALL}"\n'
        f'input = "x = soundfile.read(inputs/NAME-{RATE}.wav, dtype=float32)"\n'
        f'sample_rate = {RATE}\nlayout = "mels_first"\ndtype = "float32"\n'
        f'python = "{platform.python_version()}"\nnumpy = "{np.__version__}"\n'
        f"own_noise = {max(noise.values()):.3g}\n"
        'own_noise_how = "largest difference between this output and the same call on float64"\n'
        f"\n[own_noise_per_input]\n{per_clip}\n"
    )
    print(noise)


if __name__ == "__main__":
    if sys.argv[1:] != ["classic"]:
        sys.exit("usage: make_golden.py classic")
    main()
