"""THE DEFINITION: what each stage computes, in float64 NumPy, one formula per function.

Functions take plain numbers and arrays, never a FrontEnd; ``melgram.engines.base`` is where a
front end becomes numbers. Nothing here is clever: it is what the fast engines are proven
against. Unless said otherwise, arrays keep their leading axes and features stand before frames:
``(..., n_features, n_frames)``.
"""
