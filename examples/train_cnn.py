"""Train a small convolutional network to tell sounds apart by their mel-spectrograms.

    python examples/train_cnn.py                    # six kinds of notes, made by formula
    python examples/train_cnn.py --folder sounds    # your own: sounds/<class>/<recording>

The notes differ in nothing but how they move. An average spectrum has forgotten when, and a network
that sees only that does worse: both scores are printed. Needs torch: pip install 'melgram[torch]'.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn

import melgram
from melgram.errors import AudioError
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.spectral import Hann, MelBank, Window

RATE = 16_000  # samples per second
SECONDS = 1.0  # length of a clip; longer recordings are cut
KINDS = ("steady", "rising", "falling", "vibrato", "tremolo", "plucked")

# From samples to the picture: windows of 32 ms every 16 ms, 64 mel bands, decibels.
FRONT_END = melgram.FrontEnd(
    sample_rate=RATE,
    framing=Framing(n_fft=512, win_length=512, hop_length=256, edges=Centered()),
    window=Window(shape=Hann()),
    bank=MelBank(n_mels=64, fmin=50.0, fmax=8_000.0, scale="htk"),
    compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
)
SILENCE = -100.0  # dB: 10 log10 of that floor


def note(kind: str, *, rng: np.random.Generator) -> np.ndarray:
    """Return a noisy note of random pitch, timbre and level that moves as its kind says."""
    t = np.arange(int(SECONDS * RATE)) / RATE
    swing = np.sin(2 * np.pi * (rng.uniform(4.0, 9.0) * t + rng.uniform()))
    octaves = {"rising": t - 0.5, "falling": 0.5 - t, "vibrato": 0.1 * swing}
    loudness = {"tremolo": 0.55 + 0.45 * swing, "plucked": np.exp(-6.0 * t)}
    hertz = rng.uniform(150.0, 600.0) * 2.0 ** octaves.get(kind, np.zeros_like(t))
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    rolloff = rng.uniform(0.5, 2.0)  # how fast the overtones weaken
    tone = np.sum([np.sin(k * phase) / k**rolloff for k in range(1, 7)], axis=0)
    noise = rng.normal(size=t.size) * 10 ** (-rng.uniform(0.0, 20.0) / 20)
    sound = tone * loudness.get(kind, np.ones_like(t)) + noise
    return sound / np.abs(sound).max() * 10 ** (-rng.uniform(3.0, 40.0) / 20)


def notes(n_clips: int, *, rng: np.random.Generator) -> list[tuple[np.ndarray, str]]:
    """Return notes and their kinds, in random order."""
    return [(note(kind, rng=rng), kind) for kind in rng.choice(KINDS, size=n_clips)]


def recordings(folder: Path, *, rng: np.random.Generator) -> list[tuple[np.ndarray, str]]:
    """Return the beginnings of recordings, any format and rate, and the folders they lie in."""
    labelled = []
    for file in rng.permutation(sorted(folder.glob("*/*"))):
        try:
            clip = melgram.decode(file, sample_rate=RATE, duration=SECONDS)
            labelled.append((clip.samples, file.parent.name))
        except AudioError as error:
            print(f"passed over: {error}")
    return labelled


def decibels(clips: list[np.ndarray]) -> torch.Tensor:
    """Return gray pictures, (n_clips, 1, 64, n_frames) in dB; short clips end in silence."""
    return torch.from_numpy(FRONT_END.plan().batch(clips, padding=SILENCE).data)[:, None]


def normalised(train: torch.Tensor, test: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Give each band mean 0 and deviation 1, by what the training clips alone say."""
    mean = train.mean(dim=(0, 3), keepdim=True)
    deviation = train.std(dim=(0, 3), keepdim=True).clamp(min=1e-3)
    return (train - mean) / deviation, (test - mean) / deviation


def stage(n_in: int, n_out: int) -> nn.Module:
    """Return a layer that looks for ``n_out`` patterns of 3 x 3 and halves the picture."""
    convolution = nn.Conv2d(n_in, n_out, kernel_size=3, padding=1)
    return nn.Sequential(convolution, nn.BatchNorm2d(n_out), nn.ReLU(), nn.MaxPool2d(2))


def of_pictures(n_classes: int) -> nn.Module:
    """Return the network: three stages, the average of what they find, a choice."""
    choice = (nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, n_classes))
    return nn.Sequential(stage(1, 16), stage(16, 32), stage(32, 64), *choice)


def trained(model: nn.Module, x: torch.Tensor, y: torch.Tensor, *, epochs: int) -> nn.Module:
    """Lower the cross-entropy, batch by batch of 16 clips, in a new order every epoch."""
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    steps = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)  # ever smaller
    for _ in range(epochs):
        for batch in torch.randperm(len(y)).split(16):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
        steps.step()
    return model.eval()


def accuracy(model: nn.Module, pictures: torch.Tensor, labels: torch.Tensor) -> float:
    """Return the share of pictures whose likeliest class is the right one."""
    with torch.no_grad():
        return (model(pictures).argmax(dim=1) == labels).double().mean().item()


def learn(labelled: list[tuple[np.ndarray, str]], *, epochs: int) -> None:
    """Hold a quarter of the clips back, train both networks on the rest, print both scores."""
    names = sorted({name for _, name in labelled})
    y = torch.tensor([names.index(name) for _, name in labelled])
    pictures = decibels([clip for clip, _ in labelled])
    n_train = len(y) * 3 // 4
    train, test = normalised(pictures[:n_train], pictures[n_train:])
    print(f"{len(train)} clips to learn from, {len(test)} held out, {len(names)} classes")
    means = [part.mean(dim=-1, keepdim=True) for part in (train, test)]
    to_beat = nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, len(names)))
    plain = trained(to_beat, means[0], y[:n_train], epochs=4 * epochs)
    print(f"average spectrum: {accuracy(plain, means[1], y[n_train:]):.1%} of the held-out right")
    model = trained(of_pictures(len(names)), train, y[:n_train], epochs=epochs)
    print(f"mel-spectrogram:  {accuracy(model, test, y[n_train:]):.1%} of the held-out right")


def main() -> None:
    """Read the command line, get the clips, learn."""
    parser = argparse.ArgumentParser(description="Learn to tell sounds apart by how they look.")
    parser.add_argument("--folder", type=Path, help="a folder that holds one folder per class")
    parser.add_argument("--clips", type=int, default=1_200, help="notes to make (1200)")
    parser.add_argument("--epochs", type=int, default=12, help="how often a clip is seen (12)")
    parser.add_argument("--threads", type=int, default=1, help="threads of torch (1)")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    folder, rng = options.folder, np.random.default_rng(0)
    labelled = recordings(folder, rng=rng) if folder else notes(options.clips, rng=rng)
    if len({name for _, name in labelled}) < 2 or len(labelled) < 4:
        parser.error("give at least four clips in two classes: sounds/<class>/<recording>")
    learn(labelled, epochs=options.epochs)


if __name__ == "__main__":
    main()
