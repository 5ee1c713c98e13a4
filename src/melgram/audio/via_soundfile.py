"""libsndfile, through soundfile: FLAC, MP3, Vorbis, Opus, ADPCM, A-law and the rare ones.

The only file that reads with soundfile. Regular files are handed over as descriptors, so that no
file name is looked at and none has to be encoded; anything else goes through Python.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO, cast

import numpy as np
import numpy.typing as npt
import soundfile

from melgram.audio.header import Header, Link, check_format
from melgram.audio.slices import LinkFile
from melgram.audio.source import Recording
from melgram.audio.stream import DecoderFailed, Stream

BLOCK_VALUES = 1 << 18
"""Numbers per block: 1 MiB. Never more is allocated at once, whatever a header claims."""

_CODECS = {"PCM_S8": "pcm_s8", "PCM_U8": "pcm_u8", "PCM_16": "pcm_s16", "PCM_24": "pcm_s24",
           "PCM_32": "pcm_s32", "FLOAT": "pcm_f32", "DOUBLE": "pcm_f64", "ULAW": "pcm_mulaw",
           "ALAW": "pcm_alaw"}  # fmt: skip


def open_soundfile(recording: Recording, header: Header, *, start: int) -> Stream:
    """Return a stream over all links of a recording.

    Raises
    ------
    DecoderFailed
        If libsndfile does not open it.
    """
    start = start if header.is_lossless and len(header.links) == 1 else 0
    first = _open(recording, header.links[0])
    check_format(recording.name, sample_rate=first.samplerate, channels=first.channels)
    n_frames = first.frames if header.present_samples is None else None
    version = soundfile.__libsndfile_version__
    return Stream(
        decoder=f"soundfile {soundfile.__version__} (libsndfile-{version})",
        sample_rate=first.samplerate,
        channels=first.channels,
        start=start,
        blocks=_blocks(recording, header, first, start),
        codec=_CODECS.get(first.subtype, first.subtype.lower()),
        n_samples=n_frames if n_frames and n_frames < 1 << 40 else None,
        close=first.close,
    )


def _open(recording: Recording, link: Link) -> soundfile.SoundFile:
    try:
        if link.is_whole and recording.is_file:
            descriptor = recording.file.fileno()
            os.lseek(descriptor, 0, os.SEEK_SET)
            return soundfile.SoundFile(descriptor, closefd=False)
        return soundfile.SoundFile(cast(BinaryIO, LinkFile(recording, link)))
    except Exception as error:  # LibsndfileError, TypeError for odd rates, cffi's own
        raise recording.failure or DecoderFailed(_reason(error)) from error


def _blocks(
    recording: Recording, header: Header, first: soundfile.SoundFile, start: int
) -> Iterator[npt.NDArray[np.float32]]:
    file = first
    for index, link in enumerate(header.links):
        if index:
            file = _open(recording, link)
        with file:
            yield from _read(recording, file, start if index == 0 else 0)


def _read(
    recording: Recording, file: soundfile.SoundFile, start: int
) -> Iterator[npt.NDArray[np.float32]]:
    n_frames = max(1, BLOCK_VALUES // file.channels)
    try:
        if start:
            file.seek(min(start, file.frames))
        while True:
            # A fresh array per block: blocks are kept.
            block = file.read(n_frames, dtype="float32", always_2d=True)
            if recording.failure:
                raise recording.failure
            if not len(block):
                return
            yield cast(npt.NDArray[np.float32], block)
    except Exception as error:
        raise recording.failure or DecoderFailed(_reason(error)) from error


def _reason(error: Exception) -> str:
    text = getattr(error, "error_string", None) or str(error) or type(error).__name__
    return f"libsndfile: {text.strip().rstrip('.')}"
