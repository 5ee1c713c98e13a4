"""The same front ends as other libraries compute them, one thread each, for bench/cpu.py."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Run = Callable[[np.ndarray], np.ndarray]


def whisper_openai() -> Run:
    """openai-whisper's own function (torch)."""
    import torch
    import whisper

    return lambda x: whisper.log_mel_spectrogram(torch.from_numpy(x)).numpy()


def _whisper_extractor() -> object:
    from transformers import WhisperFeatureExtractor

    return WhisperFeatureExtractor()


def whisper_hf_torch() -> Run:
    """Return transformers' extractor on the path that it takes when torch is there."""
    extractor = _whisper_extractor()
    return lambda x: np.asarray(extractor._torch_extract_fbank_features(x[None], "cpu"))[0]


def whisper_hf_numpy() -> Run:
    """Return transformers' extractor on the path without torch."""
    extractor = _whisper_extractor()
    return lambda x: np.asarray(extractor._np_extract_fbank_features(x[None], "cpu"))[0]


def _finish_whisper(power: np.ndarray) -> np.ndarray:
    log = np.log10(np.maximum(power[..., :-1], 1e-10))
    return (np.maximum(log, log.max() - 8.0) + 4.0) / 4.0


def whisper_librosa() -> Run:
    """librosa.feature.melspectrogram with Whisper's numbers, then its logarithm."""
    import librosa

    return lambda x: _finish_whisper(
        librosa.feature.melspectrogram(
            y=x, sr=16_000, n_fft=400, hop_length=160, n_mels=80, pad_mode="reflect"
        )
    )


def whisper_torchaudio() -> Run:
    """torchaudio.transforms.MelSpectrogram with Whisper's numbers, then its logarithm."""
    import torch
    import torchaudio

    mel = torchaudio.transforms.MelSpectrogram(
        16_000, n_fft=400, hop_length=160, n_mels=80, norm="slaney", mel_scale="slaney"
    )

    def run(x: np.ndarray) -> np.ndarray:
        log = mel(torch.from_numpy(x))[..., :-1].clamp(min=1e-10).log10()
        return ((torch.maximum(log, log.max() - 8.0) + 4.0) / 4.0).numpy()

    return run


def whisper_audioflux() -> Run:
    """Return audioflux' mel power; its edges and scale differ, so only its time counts."""
    import audioflux

    bft = audioflux.BFT(
        num=80,
        samplate=16_000,
        radix2_exp=9,
        low_fre=0.0,
        high_fre=8_000.0,
        slide_length=160,
        scale_type=audioflux.type.SpectralFilterBankScaleType.MEL,
        data_type=audioflux.type.SpectralDataType.POWER,
    )
    return lambda x: np.log10(np.maximum(np.abs(bft.bft(x)), 1e-10))


def kaldi_torchaudio() -> Run:
    """torchaudio.compliance.kaldi.fbank."""
    import torch
    from torchaudio.compliance import kaldi

    return lambda x: (
        kaldi.fbank(torch.from_numpy(x)[None] * 32_768.0, num_mel_bins=80, dither=0.0).numpy().T
    )


def kaldi_native_fbank() -> Run:
    """kaldi-native-fbank, all frames fetched into one array."""
    import kaldi_native_fbank as knf

    options = knf.FbankOptions()
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = 80

    def run(x: np.ndarray) -> np.ndarray:
        fbank = knf.OnlineFbank(options)
        fbank.accept_waveform(16_000, x * 32_768.0)
        fbank.input_finished()
        return np.stack([fbank.get_frame(i) for i in range(fbank.num_frames_ready)], axis=1)

    return run


def librosa_defaults() -> Run:
    """librosa.feature.melspectrogram with its defaults."""
    import librosa

    return lambda x: librosa.feature.melspectrogram(y=x, sr=22_050)


def librosa_torchaudio() -> Run:
    """torchaudio.transforms.MelSpectrogram with librosa's defaults."""
    import torch
    import torchaudio

    mel = torchaudio.transforms.MelSpectrogram(
        22_050,
        n_fft=2048,
        hop_length=512,
        n_mels=128,
        norm="slaney",
        mel_scale="slaney",
        pad_mode="constant",
    )
    return lambda x: mel(torch.from_numpy(x)).numpy()


def hifigan_torch() -> Run:
    """HiFi-GAN's recipe in torch: reflect pad, STFT, magnitude, bank, logarithm."""
    import librosa
    import torch

    bank = torch.from_numpy(librosa.filters.mel(sr=22_050, n_fft=1024, n_mels=80, fmax=8_000.0))
    window = torch.hann_window(1024)

    def run(x: np.ndarray) -> np.ndarray:
        padded = torch.nn.functional.pad(torch.from_numpy(x)[None], (384, 384), mode="reflect")
        spectrum = torch.stft(padded, 1024, 256, window=window, center=False, return_complex=True)
        magnitude = torch.sqrt(torch.view_as_real(spectrum).pow(2).sum(-1) + 1e-9)
        return torch.log(torch.clamp(bank @ magnitude, min=1e-5))[0].numpy()

    return run


def hifigan_librosa() -> Run:
    """HiFi-GAN's recipe in librosa."""
    import librosa

    bank = librosa.filters.mel(sr=22_050, n_fft=1024, n_mels=80, fmax=8_000.0)

    def run(x: np.ndarray) -> np.ndarray:
        padded = np.pad(x, 384, mode="reflect")
        spectrum = librosa.stft(padded, n_fft=1024, hop_length=256, center=False)
        magnitude = np.sqrt(spectrum.real**2 + spectrum.imag**2 + 1e-9)
        return np.log(np.maximum(bank @ magnitude, 1e-5))

    return run


def scipy_rfft(*, n_fft: int, win_length: int, hop_length: int) -> Run:
    """SciPy's real FFT alone, on frames that are already cut."""
    import scipy.fft

    frames: dict[int, np.ndarray] = {}

    def run(x: np.ndarray) -> np.ndarray:
        if x.size not in frames:
            cut = np.lib.stride_tricks.sliding_window_view(x, win_length)[::hop_length]
            frames[x.size] = np.ascontiguousarray(cut)
        return scipy.fft.rfft(frames[x.size], n=n_fft, workers=1)

    return run


PEERS: dict[str, dict[str, Callable[[], Run]]] = {
    "whisper": {
        "openai-whisper": whisper_openai,
        "transformers (torch)": whisper_hf_torch,
        "transformers (numpy)": whisper_hf_numpy,
        "torchaudio": whisper_torchaudio,
        "librosa": whisper_librosa,
        "audioflux (512 points)": whisper_audioflux,
    },
    "kaldi": {
        "torchaudio.compliance.kaldi": kaldi_torchaudio,
        "kaldi-native-fbank": kaldi_native_fbank,
    },
    "librosa": {"librosa": librosa_defaults, "torchaudio": librosa_torchaudio},
    "hifigan-like": {"torch recipe": hifigan_torch, "librosa recipe": hifigan_librosa},
}
