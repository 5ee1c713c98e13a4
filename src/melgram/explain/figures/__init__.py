"""The figures of a report: one function for each, from a study to SVG.

Charts are drawn by ``melgram.picture.svg``; what stands beside them is in ``lessons.py``.
"""
