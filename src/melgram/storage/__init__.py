"""Where features go while they are made, piece by piece: memory, ``.npy``, Zarr.

A writer is given its axes before the frames, takes pieces in the order of time and shows nothing
before `commit`. What features are, and how they name themselves, is in ``melgram.mel``.

::

    writer.py    what every writer does
    memory.py    an array
    npy.py       .npy, the bytes of numpy.save
    zarr.py      Zarr v3, a group that xarray opens
"""
