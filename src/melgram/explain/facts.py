"""Every number that a sentence can name, with its exact value and the way it is shown.

The names are the placeholders of ``english.py`` and ``korean.py``. What has no value for a
recording (the level of silence) is left out; ``lessons.py`` then chooses another sentence.
"""

from __future__ import annotations

import math

import numpy as np

from melgram._version import __version__
from melgram.explain.bands import mels_between
from melgram.explain.study import Study
from melgram.explain.wording import Fact, fixed, general, integer, rounded, size, tiny, word
from melgram.frontend.post import DynamicRange

_MOST = 0.9


def facts_of(study: Study) -> dict[str, Fact]:
    """Return the facts of a recording by their names."""
    return (
        _file(study)
        | _sampling(study)
        | _steps(study)
        | _shape(study)
        | _tones(study)
        | _pieces(study)
        | _views(study)
        | _scale(study)
        | _levels(study)
        | _tensor(study)
        | _corner(study)
        | _player(study)
    )


def corner_of(study: Study) -> tuple[slice, slice]:
    """Return the bands and the frames of the tensor that are shown as numbers."""
    data = study.stages.mel.data
    band, frame = np.unravel_index(int(np.argmax(data)), data.shape)
    return _around(int(band), 6, data.shape[0]), _around(int(frame), 8, data.shape[1])


def _around(index: int, length: int, limit: int) -> slice:
    start = min(max(index - length // 2, 0), max(limit - length, 0))
    return slice(start, min(start + length, limit))


def _file(study: Study) -> dict[str, Fact]:
    recording, info = study.recording, study.recording.info
    bits = study.steps.bits
    raw = recording.n_samples * info.channels * bits / 8
    return {
        "name": word(recording.name),
        "container": word(info.container),
        "codec": word(info.codec),
        "rate": integer(info.sample_rate),
        "bits": integer(bits),
        "drawn_bits": integer(bits),
        "channels": integer(info.channels),
        "duration": rounded(recording.duration, digits=5),
        "n_samples": integer(recording.n_samples),
        "size_bytes": size(info.size_bytes),
        "raw_size": size(math.ceil(raw)),
        "size_share": rounded(100 * info.size_bytes / raw),
        "kbps": rounded(info.sample_rate * bits * info.channels / 1000, digits=4),
        "version": general(word(__version__)),
        "digest": general(word(study.front_end.digest)),
    }


def _seconds(seconds: float) -> Fact:
    return fixed(seconds, decimals=3) if seconds >= 0.01 else rounded(seconds)


def _at(study: Study, sample: int) -> Fact:
    """Return the time of a sample of the excerpt, from the recording's start."""
    return _seconds((study.recording.excerpt.start + sample) / study.recording.sample_rate)


def _sampling(study: Study) -> dict[str, Fact]:
    rate, zoom = study.recording.sample_rate, study.zoom
    return {
        "sample_us": rounded(1e6 / rate),
        "nyquist": rounded(study.nyquist, digits=6),
        "zoom_n": integer(zoom.n_samples),
        "zoom_ms": rounded(1000 * zoom.n_samples / rate),
        "zoom_at": _at(study, (zoom.start + zoom.stop) // 2),
    }


def _steps(study: Study) -> dict[str, Fact]:
    steps, span = study.steps, study.steps_zoom
    found = {
        "n_levels": integer(steps.n_levels),
        "n_half": integer(steps.n_levels // 2),
        "n_used": integer(study.n_levels_used),
        "range_db": rounded(steps.range_db, digits=2),
    }
    if span is None:
        return found
    values = study.recording.first_channel[span.samples] / steps.step
    low, high = math.floor(values.min()), math.ceil(values.max())
    return found | {
        "steps_at": _at(study, span.start),
        "steps_n": integer(span.n_samples),
        "steps_low": integer(low),
        "steps_high": integer(high),
        "steps_every": integer(study.steps_every),
        "steps_zoom": rounded(steps.n_levels / (high - low), digits=2),
    }


def _shape(study: Study) -> dict[str, Fact]:
    recording = study.recording
    excerpt, second, rate = recording.excerpt, recording.second, recording.sample_rate
    found = {
        "peak": rounded(study.peak),
        "n_clipped": integer(len(study.clipped_runs)),
        "clipped_most": integer(int(study.clipped_runs.max(initial=0))),
        "excerpt_n": integer(excerpt.n_samples),
        "excerpt_s": rounded(excerpt.n_samples / rate),
        "excerpt_start": fixed(excerpt.start / rate, decimals=1),
        "excerpt_stop": fixed(excerpt.stop / rate, decimals=1),
        "second_start": fixed(second.start / rate, decimals=1),
        "second_stop": fixed(second.stop / rate, decimals=1),
    }
    if study.is_silent:
        return found
    return found | {
        "peak_dbfs": fixed(20 * math.log10(study.peak), decimals=1),
        "rms_dbfs": fixed(20 * math.log10(study.rms), decimals=1),
    }


def _tones(study: Study) -> dict[str, Fact]:
    tones, back = study.decomposition, study.reversal
    n_components = len(tones.amplitudes)
    found = {
        "n_stretch": integer(len(tones.samples)),
        "n_components": integer(n_components),
        "spacing": rounded(tones.spacing),
        "offset": rounded(tones.offset, digits=2),
        "spectrum_hz": rounded(study.spectrum_hz, digits=6),
        "n_rev": integer(len(back.forward)),
        "rev_difference": tiny(back.difference),
        "sum_ms": rounded(1000 * study.sum_zoom.n_samples / study.recording.sample_rate),
    }
    if tones.is_silent:
        return found
    k_first = min(10, n_components)
    strongest = tones.named[0]
    return found | {
        "peak_hz": rounded(strongest.frequency, digits=4),
        "peak_amplitude": rounded(strongest.amplitude),
        "k_first": integer(k_first),
        "share_first": rounded(100 * tones.share(k_first), digits=2),
        "k_most": integer(tones.count_for(_MOST)),
    }


def _pieces(study: Study) -> dict[str, Fact]:
    framing, rate, speech = study.front_end.framing, study.recording.sample_rate, study.speech
    return {
        "win_length": general(integer(framing.win_length)),
        "win_ms": rounded(1000 * framing.win_length / rate),
        "hop_length": general(integer(framing.hop_length)),
        "hop_ms": rounded(1000 * framing.hop_length / rate),
        "n_fft": general(integer(framing.n_fft)),
        "n_bins": general(integer(framing.n_bins)),
        "bin_hz": rounded(study.bank.bin_hz, digits=5),
        "n_frames": integer(study.stages.mel.data.shape[-1]),
        "windows_ms": rounded(1000 * windows_shown(study) / rate),
        "speech_win_ms": rounded(1000 * speech.win_length / rate),
        "speech_hop_ms": rounded(1000 * speech.hop_length / rate),
        "speech_n_fft": integer(speech.n_fft),
    }


def windows_shown(study: Study) -> int:
    """Return how many samples the figure of the windows is wide: four windows of this page."""
    framing = study.front_end.framing
    return framing.n_fft + 3 * framing.hop_length


def _views(study: Study) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for name, view in zip(("short", "middle", "long"), study.views, strict=True):
        found[f"w_{name}_ms"] = rounded(1000 * view.seconds, digits=4)
        found[f"w_{name}_hz"] = rounded(view.bin_hz, digits=5)
    return found


def _scale(study: Study) -> dict[str, Fact]:
    bank, nyquist = study.bank, study.nyquist
    low, high = mels_between(500, 1000), mels_between(10_000, 10_500)
    n_high = bank.count(10_000, 20_000)
    return {
        "mel_low": general(rounded(low)),
        "mel_high": general(rounded(high, digits=2)),
        "mel_ratio": general(fixed(low / high, decimals=1)),
        "mel_wide": general(rounded(mels_between(10_000, 20_000))),
        "n_mels": general(integer(bank.n_mels)),
        "bands_low": integer(bank.count(500, 1000)),
        "bands_high": integer(n_high),
        "bands_high_per_500": rounded(n_high / 20, digits=2),
        "top_low": rounded(nyquist - 500, digits=6),
        "top_high": rounded(nyquist, digits=6),
        "bands_top": integer(bank.count(nyquist - 500, nyquist)),
        "lowest_hz": rounded(bank.width(0), digits=2),
        "highest_hz": rounded(bank.width(bank.n_mels - 1), digits=2),
        "n_empty": integer(bank.n_empty),
    }


def _levels(study: Study) -> dict[str, Fact]:
    made, data = study.stages, study.stages.mel.data
    ranges = [op.range for op in made.front_end.post if isinstance(op, DynamicRange)]
    return {
        "dark_share": rounded(100 * made.dark_share, digits=2),
        "middle_db": fixed(-made.middle_level, decimals=0),
        "range_shown": general(rounded(ranges[0])),
        "min_db": fixed(float(data.min()), decimals=1),
        "max_db": fixed(float(data.max()), decimals=1),
    }


def _tensor(study: Study) -> dict[str, Fact]:
    data = study.stages.mel.data
    mean, deviation = float(data.mean(dtype=np.float64)), float(data.std(dtype=np.float64))
    found = {
        "shape": word(f"(1, {data.shape[0]}, {data.shape[1]})"),
        "dtype": word(str(data.dtype)),
        "memory": size(data.nbytes),
        "n_values": integer(data.size),
        "mean": fixed(mean, decimals=1),
        "deviation": fixed(deviation, decimals=1),
    }
    if deviation == 0.0:
        return found
    return found | {
        "min_normal": fixed((float(data.min()) - mean) / deviation, decimals=1),
        "max_normal": fixed((float(data.max()) - mean) / deviation, decimals=1),
    }


def _corner(study: Study) -> dict[str, Fact]:
    data = study.stages.mel.data
    bands, frames = corner_of(study)
    band, frame = np.unravel_index(int(np.argmax(data)), data.shape)
    return {
        "corner_rows": integer(bands.stop - bands.start),
        "corner_columns": integer(frames.stop - frames.start),
        "corner_band": integer(int(band)),
        "corner_frame": integer(int(frame)),
    }


def _player(study: Study) -> dict[str, Fact]:
    if study.player is None:
        return {}
    encoding = study.player.encoding or study.recording.info.codec
    return {
        "player_encoding": word(encoding),
        "player_size": size(len(study.player.content)),
    }
