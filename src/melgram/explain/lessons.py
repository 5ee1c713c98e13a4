"""The eight lessons: which sentence stands where, and which one fits this recording.

The sentences are in ``english.py`` and ``korean.py``, the pictures in ``figures``.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from melgram.explain import elements as html
from melgram.explain.corner import corner_table
from melgram.explain.figures import frames, mels, sound, tones
from melgram.explain.figures.canvas import Sheet
from melgram.explain.listening import player
from melgram.explain.recording import STDIN
from melgram.explain.wording import fixed, rounded

_MOSTLY = 0.5


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One section of the page: its identifier, its title and its markup."""

    name: str
    title: str
    body: tuple[str, ...]


def lessons(sheet: Sheet) -> tuple[Lesson, ...]:
    """Return all lessons in their order."""
    texts = sheet.texts
    return (
        Lesson(name="sampling", title=texts.sampling.title, body=_sampling(sheet)),
        Lesson(name="waveform", title=texts.shape.title, body=_shape(sheet)),
        Lesson(name="fourier", title=texts.tones.title, body=_tones(sheet)),
        Lesson(name="stft", title=texts.pieces.title, body=_pieces(sheet)),
        Lesson(name="mel", title=texts.scale.title, body=_scale(sheet)),
        Lesson(name="decibels", title=texts.decibels.title, body=_decibels(sheet)),
        Lesson(name="spectrogram", title=texts.result.title, body=_result(sheet)),
        Lesson(name="tensor", title=texts.tensor.title, body=_tensor(sheet)),
    )


def _sampling(sheet: Sheet) -> tuple[str, ...]:
    words, study = sheet.texts.sampling, sheet.study
    rounding = {
        "integer": words.rounding,
        "float": words.rounding_float,
        "uneven": words.rounding_uneven,
        "none": words.rounding_none,
    }[study.steps.kind]
    return (
        html.facts_table(sheet, words.title_facts, _file_rows(sheet)),
        html.paragraph(sheet, words.what),
        html.figure(sheet, sound.zoom(sheet), words.zoom_silent if study.is_mute else words.zoom),
        html.paragraph(sheet, words.nyquist if study.nyquist <= 20_000 else words.nyquist_full),
        html.paragraph(sheet, rounding),
        _steps(sheet),
        html.paragraph(sheet, words.size),
    )


def _file_rows(sheet: Sheet) -> list[tuple[str, str]]:
    words = sheet.texts.sampling
    bits = {
        "integer": words.bits,
        "float": words.label_float_bits,
        "uneven": words.label_uneven_bits,
        "none": words.label_no_bits,
    }
    return [
        (words.label_container, "{container}"),
        (words.label_codec, "{codec}"),
        (words.label_rate, "{rate} Hz"),
        (words.label_bits, bits[sheet.study.steps.kind]),
        (words.label_channels, "{channels}"),
        (words.label_duration, words.seconds),
        (words.label_samples, "{n_samples}"),
        (words.label_size, "{size_bytes}"),
    ]


def _steps(sheet: Sheet) -> str:
    words, study = sheet.texts.sampling, sheet.study
    if study.steps_zoom is None:
        return html.note(sheet, words.steps_silent)
    if study.steps.kind == "integer":
        caption = [words.steps if study.steps_every == 1 else words.steps_far]
    else:
        caption = [words.steps_among]
        caption += [words.steps_lines] if study.steps_every > 1 else []
        caption += [words.steps_on if study.is_on_steps else words.steps_off]
    return html.figure(sheet, sound.steps(sheet), *caption)


def _shape(sheet: Sheet) -> tuple[str, ...]:
    words, study = sheet.texts.shape, sheet.study
    marked = []
    if study.is_long:
        marked = [words.marked_excerpt]
    elif study.recording.second.n_samples < study.recording.n_samples:
        marked = [words.marked_second]
    has_shapes = study.recording.n_samples > sound.COLUMNS
    found = [html.paragraph(sheet, words.what, *([words.columns] if has_shapes else []))]
    if study.is_long:
        found.append(html.note(sheet, sheet.texts.frame.excerpt))
    return (
        *found,
        html.figure(sheet, sound.waveform(sheet), words.caption, *marked),
        html.paragraph(sheet, _level(sheet)),
        *([html.note(sheet, words.clipped)] if len(study.clipped_runs) else []),
        html.paragraph(sheet, words.limits),
    )


def _level(sheet: Sheet) -> str:
    words, study = sheet.texts.shape, sheet.study
    if study.is_silent:
        return words.silent
    return words.level_over if study.is_over else words.level


def _tones(sheet: Sheet) -> tuple[str, ...]:
    words, found = sheet.texts.tones, sheet.study.decomposition
    start = html.paragraph(sheet, words.what, _stretch(sheet))
    picture = html.figure(sheet, tones.spectrum(sheet), words.spectrum)
    if found.is_silent:
        silent = [html.note(sheet, words.silent)] if found.amplitudes.size else []
        return (start, *silent, picture, *_when(sheet))
    return (
        start,
        html.paragraph(sheet, words.strongest),
        picture,
        _named_tones(sheet),
        html.paragraph(sheet, words.shares),
        html.figures(sheet, tones.sums(sheet), words.sums),
        *_when(sheet),
    )


def _stretch(sheet: Sheet) -> str:
    """Return the sentence about the stretch that is taken apart."""
    words, recording = sheet.texts.tones, sheet.study.recording
    if not sheet.study.decomposition.amplitudes.size:
        return words.single
    is_second = recording.second.n_samples == recording.sample_rate
    return words.stretch if is_second else words.stretch_whole


def _named_tones(sheet: Sheet) -> str:
    """Return the table of the strongest tones."""
    words, named = sheet.texts.tones, sheet.study.decomposition.named
    decimals = max(2 - math.floor(math.log10(named[0].amplitude)), 0)
    rows = [
        (rounded(tone.frequency, digits=4).shown, fixed(tone.amplitude, decimals=decimals).shown)
        for tone in named
    ]
    return html.columns_table(
        words.title_table, (words.label_frequency, words.label_amplitude), rows
    )


def _when(sheet: Sheet) -> tuple[str, ...]:
    words = sheet.texts.tones
    same = words.when_same if sheet.study.reversal.difference else words.when_exact
    if sheet.study.is_silent:
        same = words.when_silent
    return (
        html.heading(words.title_when),
        html.paragraph(sheet, words.when),
        html.figures(sheet, tones.reversal(sheet), words.reversal, css="two"),
        html.paragraph(sheet, same),
    )


def _pieces(sheet: Sheet) -> tuple[str, ...]:
    words, study = sheet.texts.pieces, sheet.study
    trade = [words.trade, *([words.trade_silent] if study.is_silent else [])]
    return (
        html.paragraph(sheet, words.what),
        html.items(sheet, words.win_length, words.hop_length, words.n_fft),
        html.figure(sheet, frames.windows(sheet), words.windows),
        html.paragraph(sheet, words.count, *([words.shorter] if study.is_short else [])),
        html.heading(words.title_trade),
        html.paragraph(sheet, *trade),
        html.figures(sheet, frames.views(sheet), words.views),
    )


def _scale(sheet: Sheet) -> tuple[str, ...]:
    words, study = sheet.texts.scale, sheet.study
    return (
        html.paragraph(sheet, words.what),
        html.formula(words.formula),
        html.paragraph(sheet, words.slaney),
        html.figure(sheet, mels.curve(sheet), words.curve),
        html.heading(words.title_why),
        html.paragraph(sheet, words.why, _bands(sheet), words.voice),
        html.figure(sheet, mels.bank(sheet), words.bank),
        *([html.note(sheet, words.empty)] if study.bank.n_empty else []),
    )


def _bands(sheet: Sheet) -> str:
    """Return the sentence that counts bands where this recording has frequencies."""
    words, nyquist = sheet.texts.scale, sheet.study.nyquist
    if nyquist >= 20_000:
        return words.bands
    if nyquist >= 1_500:
        return words.bands_cut
    return words.bands_low_rate if nyquist > 500 else words.bands_none


def _decibels(sheet: Sheet) -> tuple[str, ...]:
    words, study = sheet.texts.decibels, sheet.study
    picture = html.figures(sheet, mels.stages(sheet), words.caption)
    if study.stages.is_silent:
        return (html.paragraph(sheet, words.silent), picture)
    return (
        html.paragraph(sheet, *_brightness(sheet)),
        picture,
        html.paragraph(sheet, words.decibel, words.range),
    )


def _brightness(sheet: Sheet) -> tuple[str, ...]:
    words = sheet.texts.decibels
    if sheet.study.stages.dark_share < _MOSTLY:
        return (words.power, words.mel, words.mel_even)
    return (words.power, words.dark, words.mel, words.mel_dark)


def _result(sheet: Sheet) -> tuple[str, ...]:
    words = sheet.texts.result
    listening = player(sheet)
    silent = [words.silent] if sheet.study.stages.is_silent else []
    return (
        html.paragraph(sheet, words.what, *silent),
        html.figure(
            sheet,
            mels.result(sheet),
            words.caption,
            listening.words,
            after=listening.element,
            over=listening.line,
        ),
    )


def _tensor(sheet: Sheet) -> tuple[str, ...]:
    words, study = sheet.texts.tensor, sheet.study
    rows = [
        (words.label_shape, "{shape}"),
        (words.label_type, "{dtype}"),
        (words.label_range, "{min_db} … {max_db} dB"),
        (words.label_mean, "{mean} dB, {deviation} dB"),
        (words.label_memory, "{memory}"),
    ]
    normalise = words.normalise_silent if study.stages.is_silent else words.normalise
    return (
        html.paragraph(sheet, words.what),
        html.facts_table(sheet, words.title_facts, rows),
        corner_table(sheet),
        html.paragraph(sheet, words.code),
        html.code(_program(sheet)),
        html.paragraph(sheet, normalise),
        html.paragraph(sheet, words.next),
    )


def _program(sheet: Sheet) -> str:
    recording = sheet.study.recording
    source = json.dumps(recording.name, ensure_ascii=False)
    lines = ["import melgram", ""]
    if recording.name == STDIN:
        lines.insert(0, "import sys")
        source = "sys.stdin.buffer.read()"
    options = []
    if sheet.study.is_long:
        rate, excerpt = recording.sample_rate, recording.excerpt
        options += [f"offset={excerpt.start / rate:.9g}"]
        options += [f"duration={excerpt.n_samples / rate:.9g}"]
    options += ["partial=True"] if recording.is_partial else []
    if options:
        lines.append(f"excerpt = melgram.decode({source}, {', '.join(options)})")
        source = "excerpt"
    shape, dtype = sheet.facts["shape"].shown, sheet.facts["dtype"].shown
    lines.append(f'tensor = melgram.melspectrogram({source}, "classic").data[None]')
    lines.append(f"tensor.shape, tensor.dtype  # {shape}, {dtype}")
    return "\n".join(lines)
