"""``melgram identify``: which front end made these features."""

from __future__ import annotations

import json

import click


@click.command("identify", short_help="Name the front end that made given features.")
@click.argument("features")
@click.option("--audio", required=True, metavar="FILE", help="The recording they were made of.")
@click.option("--key", metavar="NAME", help="The array's name in a .npz or .safetensors file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(features: str, audio: str, key: str | None, as_json: bool) -> int:
    """Name the front end that made FEATURES (.npy, .npz, .safetensors or .csv) of a recording.

    Exit code 1 if nothing fits.
    """
    from melgram.audio import decode
    from melgram.conformance import identify
    from melgram.conformance.identifying_files import read_features

    given = read_features(features, key=key)
    waveform = decode(audio, channels="mean")
    found = identify(given, waveform.samples, sample_rate=waveform.sample_rate)
    click.echo(json.dumps(found.to_dict(), indent=2) if as_json else repr(found))
    return 0 if found.fits else 1
