"""Headers that lie about size must not cost memory: children with a limited address space."""

from __future__ import annotations

import struct
import subprocess
import sys

import pytest

LIMIT = 768 << 20  # with the decoders loaded a child needs about 300 MiB

CHILD = """
import resource, sys
from melgram import errors
from melgram.audio import decode
import melgram.audio.via_soundfile, melgram.audio.via_av, av  # loaded before the limit
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
for path in sys.argv[1:]:
    try:
        waveform = decode(path)
        print(path.rpartition("/")[2], waveform.samples.shape[-1])
    except errors.AudioError as error:
        print(path.rpartition("/")[2], type(error).__name__)
# Not ru_maxrss: that of a child begins with the size of the process that started it.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print("peak", int(peak.split()[1]) // 1024)
"""


@pytest.fixture(scope="module")
def liars(wav, encode, tmp_path_factory):
    """Small files whose headers claim gigabytes to exabytes, and what must come of each."""
    flac, mp3 = bytearray(encode("FLAC", "PCM_16")), encode("MP3", bitrate_mode="VARIABLE")
    flac[21:26] = (int.from_bytes(flac[21:26], "big") | (1 << 36) - 1).to_bytes(5, "big")
    at = max(mp3.find(b"Xing"), mp3.find(b"Info")) + 8
    mp3 = mp3[:at] + b"\x7f\xff\xff\xff" + mp3[at + 4 :]
    rf64 = bytearray(encode("RF64", "PCM_16"))
    at = rf64.index(b"ds64") + 16
    rf64[at : at + 8] = (2**63 - 1).to_bytes(8, "little")
    aiff = bytearray(encode("AIFF", "PCM_16"))
    at = aiff.index(b"COMM") + 10
    aiff[at : at + 4] = b"\xff" * 4
    caf = bytearray(encode("CAF", "PCM_16"))
    at = caf.index(b"data") + 4
    caf[at : at + 8] = struct.pack(">Q", 1 << 62)
    m4a = bytearray(encode("av:ipod:aac"))
    at = m4a.index(b"stsz") + 12
    m4a[at : at + 4] = b"\xff" * 4
    cases = {
        "wav-4g.wav": (wav(data_size=0xFFFFFFFF), "8000"),
        "wav-2g.wav": (wav(data_size=0x7F000000), "TruncatedInput"),
        "rf64.wav": (bytes(rf64), "8000"),
        "total.flac": (bytes(flac), "8000"),
        "count.mp3": (mp3, "8000"),
        "count.aiff": (bytes(aiff), "8000"),
        "size.caf": (bytes(caf), "TruncatedInput"),
        "table.m4a": (bytes(m4a), "CorruptInput"),
        "rate.wav": (wav(rate=1), "LimitExceeded"),
    }
    folder = tmp_path_factory.mktemp("liars")
    for name, (data, _) in cases.items():
        (folder / name).write_bytes(data)
    return {folder / name: outcome for name, (_, outcome) in cases.items()}


def test_lying_headers_cost_no_memory(liars):
    """In 768 MiB of address space every liar ends as it should, and none in a MemoryError."""
    command = [sys.executable, "-c", CHILD.format(limit=LIMIT), *map(str, liars)]
    child = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert child.returncode == 0, child.stderr[-2_000:]
    *lines, peak = child.stdout.splitlines()
    assert lines == [f"{path.name} {outcome}" for path, outcome in liars.items()]
    assert int(peak.split()[1]) < 400


def test_compressed_silence_streams(encode, tmp_path):
    """A window of ten minutes of silence in a 28 kB FLAC does not cost the ten minutes."""
    import tracemalloc

    import numpy as np

    from melgram.audio import decode

    path = tmp_path / "bomb.flac"
    path.write_bytes(encode("FLAC", "PCM_16", audio=np.zeros(9_600_000, np.float32)))
    assert path.stat().st_size < 100_000
    decode(path, duration=0.1)
    tracemalloc.start()
    decode(path, offset=500.0, duration=1.0)
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()
