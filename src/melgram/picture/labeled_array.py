"""A result as an xarray DataArray. The only file that knows xarray."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from melgram.errors import MissingExtra

if TYPE_CHECKING:
    from xarray import DataArray

    from melgram.mel import Mel


def to_xarray(mel: Mel) -> DataArray:
    """Return a result with named axes; see `melgram.Mel.to_xarray`."""
    try:
        import xarray
    except ModuleNotFoundError:
        message = "xarray is not installed. Install it with: pip install 'melgram[xarray]'"
        raise MissingExtra(message) from None
    *lead, n_features, _ = mel.data.shape
    feature = "feature" if mel.frequencies is None else "frequency"
    numbers: Any = range(n_features) if mel.frequencies is None else mel.frequencies
    coordinates = {
        feature: (feature, numbers, {} if mel.frequencies is None else {"units": "Hz"}),
        "time": ("time", mel.times, {"units": "s"}),
    }
    facts = {
        "units": mel.unit,
        "preset": mel.name or "",
        "digest": mel.front_end.digest,
        "front_end": mel.front_end.to_json(),
        "source": str(mel.source),
        "sample_rate": mel.front_end.sample_rate,
    }
    dims = [*(f"axis_{i}" for i in range(len(lead))), feature, "time"]
    return xarray.DataArray(mel.data, coordinates, dims, name="mel", attrs=facts)
