"""Encodings of text files.

decoded_text  the text of a file from its bytes, and a remark where its code page was told from its words
code_pages    the code pages that may be meant, compared by how they read the words
languages     how likely words are in the languages that people write
"""

from pipeline.intake.readers.encodings.decoded_text import decoded

__all__ = ["decoded"]
