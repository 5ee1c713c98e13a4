"""``config.json`` of HiFi-GAN and BigVGAN, read and written.

Source   jik876/hifi-gan @ 4769534d45, meldataset.py, config_v1.json; NVIDIA/BigVGAN @ 169ffbe,
         meldataset.py, configs
"""

from __future__ import annotations

from dataclasses import replace

from melgram.exchange.settings import Settings
from melgram.exchange.stages import mel_bank
from melgram.frontend import FrontEnd
from melgram.frontend.framing import Padded
from melgram.presets import preset

_NETWORK = (
    "activation",
    "adam_b1",
    "adam_b2",
    "batch_size",
    "clip_grad_norm",
    "cqtd_bins_per_octaves",
    "cqtd_d",
    "cqtd_dilations",
    "cqtd_filters",
    "cqtd_filters_scale",
    "cqtd_hop_lengths",
    "cqtd_in_channels",
    "cqtd_max_filters",
    "cqtd_n_octaves",
    "cqtd_normalize_volume",
    "discriminator_channel_mult",
    "dist_config",
    "fmax_for_loss",
    "lambda_melloss",
    "learning_rate",
    "lr_decay",
    "mpd_reshapes",
    "normalize_volume",
    "num_freq",
    "num_gpus",
    "num_workers",
    "resblock",
    "resblock_dilation_sizes",
    "resblock_initial_channel",
    "resblock_kernel_sizes",
    "resolutions",
    "seed",
    "segment_size",
    "snake_logscale",
    "upsample_initial_channel",
    "upsample_kernel_sizes",
    "upsample_rates",
    "use_bias_at_final",
    "use_cqtd_instead_of_mrd",
    "use_multiscale_melloss",
    "use_spectral_norm",
    "use_tanh_at_final",
)


def hifigan(settings: Settings) -> FrontEnd:
    """Return the mel of inference: what a vocoder with this file is given."""
    base = preset("hifigan-22k")
    rate = settings.required_integer("sampling_rate")
    n_fft = settings.required_integer("n_fft")
    hop_length = settings.required_integer("hop_size")
    side = (n_fft - hop_length) // 2
    fmax = settings.optional_number("fmax")
    settings.ignore(*_NETWORK)
    settings.say(
        "The numbers inside the logarithm are in the code, not in the file: "
        "ln(max(mel, 1e-5)) of sqrt(|X|^2 + 1e-9)."
    )
    return replace(
        base,
        sample_rate=rate,
        framing=replace(
            base.framing,
            n_fft=n_fft,
            win_length=settings.required_integer("win_size"),
            hop_length=hop_length,
            edges=Padded(left=side, right=side),
        ),
        bank=replace(
            mel_bank(base),
            n_mels=settings.required_integer("num_mels"),
            fmin=settings.number("fmin", 0.0),
            fmax=rate / 2 if fmax is None else fmax,
        ),
    )


def keywords(front_end: FrontEnd) -> dict[str, object]:
    """Return the keys of ``config.json`` that concern the mel; the network's are the user's."""
    bank, framing = mel_bank(front_end), front_end.framing
    return {
        "sampling_rate": front_end.sample_rate,
        "n_fft": framing.n_fft,
        "win_size": framing.win_length,
        "hop_size": framing.hop_length,
        "num_mels": bank.n_mels,
        "fmin": bank.fmin,
        "fmax": bank.fmax,
    }
