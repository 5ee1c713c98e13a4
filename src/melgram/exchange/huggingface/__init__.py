"""Hugging Face: ``preprocessor_config.json``, one small reader for each class.

The defaults are those of transformers 5.23.0. Classes share a file where they share a preset's
family. The list of all classes is in ``classes``.
"""
