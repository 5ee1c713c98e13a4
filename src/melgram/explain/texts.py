"""What a report says, as a table of sentences: its shape, which every language fills.

The tables are ``english.py`` and ``korean.py``. A sentence is a template (see ``wording.py``).
Fields whose name begins with ``label``, ``alt`` or ``title`` are plain text; all others may hold
the markup of a line: ``b``, ``i``, ``code``, ``sub``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "ko"]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Around the lessons."""

    title: str
    lede: str
    own: str
    title_contents: str
    title_warnings: str
    mixed: str
    excerpt: str
    too_short: str
    cancelled: str
    silent: str
    label_section: str
    label_scroll: str
    footer: str
    again: str


@dataclass(frozen=True, kw_only=True)
class Axes:
    """Words of axes and legends."""

    label_seconds: str
    label_clock: str
    label_long_clock: str
    label_milliseconds: str
    label_amplitude: str
    label_frequency: str
    label_level: str
    label_power: str
    label_steps: str
    label_mel: str
    label_weight: str
    label_signal: str
    label_band: str
    label_frame: str


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """Lesson 1: samples and steps."""

    title: str
    title_facts: str
    label_container: str
    label_codec: str
    label_rate: str
    label_bits: str
    label_no_bits: str
    label_float_bits: str
    label_uneven_bits: str
    label_channels: str
    label_duration: str
    label_samples: str
    label_size: str
    bits: str
    seconds: str
    what: str
    nyquist: str
    nyquist_full: str
    zoom: str
    zoom_silent: str
    alt_zoom: str
    rounding: str
    rounding_float: str
    rounding_uneven: str
    rounding_none: str
    steps: str
    steps_far: str
    steps_among: str
    steps_lines: str
    steps_on: str
    steps_off: str
    steps_silent: str
    alt_steps: str
    size: str


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Lesson 2: the waveform."""

    title: str
    what: str
    columns: str
    level: str
    level_over: str
    clipped: str
    silent: str
    limits: str
    caption: str
    alt: str
    marked_excerpt: str
    marked_second: str
    label_excerpt: str
    label_second: str


@dataclass(frozen=True, kw_only=True)
class Tones:
    """Lesson 3: the Fourier transform and what it forgets."""

    title: str
    what: str
    stretch: str
    stretch_whole: str
    single: str
    strongest: str
    silent: str
    title_table: str
    label_frequency: str
    label_amplitude: str
    spectrum: str
    alt_spectrum: str
    shares: str
    sums: str
    alt_sums: str
    label_sum: str
    title_when: str
    when: str
    when_same: str
    when_exact: str
    when_silent: str
    reversal: str
    alt_reversal: str
    label_forward: str
    label_backward: str
    label_same: str


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """Lesson 4: the short-time Fourier transform."""

    title: str
    what: str
    win_length: str
    hop_length: str
    n_fft: str
    count: str
    shorter: str
    windows: str
    alt_windows: str
    label_zeros: str
    label_this: str
    label_speech: str
    title_trade: str
    trade: str
    trade_silent: str
    views: str
    alt_view: str
    label_view: str


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Lesson 5: the mel scale."""

    title: str
    what: str
    formula: str
    slaney: str
    curve: str
    alt_curve: str
    title_why: str
    why: str
    bands: str
    bands_cut: str
    bands_low_rate: str
    bands_none: str
    voice: str
    bank: str
    alt_bank: str
    empty: str
    label_htk: str
    label_slaney: str


@dataclass(frozen=True, kw_only=True)
class Decibels:
    """Lesson 6: from power to decibels."""

    title: str
    power: str
    dark: str
    mel: str
    mel_dark: str
    mel_even: str
    decibel: str
    range: str
    silent: str
    caption: str
    alt: str
    label_power: str
    label_mel: str
    label_db: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """Lesson 7: the mel-spectrogram."""

    title: str
    what: str
    caption: str
    alt: str
    silent: str
    label_player: str
    original: str
    encoded: str
    encoded_excerpt: str
    no_player: str


@dataclass(frozen=True, kw_only=True)
class Tensor:
    """Lesson 8: what a network sees."""

    title: str
    what: str
    title_facts: str
    label_shape: str
    label_type: str
    label_range: str
    label_memory: str
    label_mean: str
    caption: str
    alt: str
    code: str
    normalise: str
    normalise_silent: str
    next: str


@dataclass(frozen=True, kw_only=True)
class Texts:
    """Everything that a report says, in one language."""

    language: Language
    frame: Frame
    axes: Axes
    sampling: Sampling
    shape: Shape
    tones: Tones
    pieces: Pieces
    scale: Scale
    decibels: Decibels
    result: Result
    tensor: Tensor


def texts_in(language: Language) -> Texts:
    """Return the table of a language.

    Examples
    --------
    >>> texts_in("ko").language
    'ko'
    """
    if language == "ko":
        from melgram.explain.korean import KOREAN

        return KOREAN
    from melgram.explain.english import ENGLISH

    return ENGLISH
