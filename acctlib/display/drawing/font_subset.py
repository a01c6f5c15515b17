"""The part of a font that draws some letters: what pages and pictures bring along of a typeface."""

from __future__ import annotations

from functools import lru_cache

import uharfbuzz as hb


@lru_cache(maxsize=16)
def _font(path: str) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(path))


def subset_font(path: str, letters: frozenset[int], features: tuple[str, ...] = ()) -> bytes:
    """The part of a font file that draws some code points, with the features named; the same bytes each time."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(letters)
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(feature.encode(), "big") for feature in features)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    data: bytes = hb.subset(_font(path), wanted).blob.data
    return data
