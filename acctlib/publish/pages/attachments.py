"""Files attached to a report alongside its pages, as declared in its notebook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from acctlib.errors import PublishError
from acctlib.publish.pages.outputs import Page
from acctlib.publish.paths.job import Job

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\.(csv|ics)")


def attachment_files(job: Job, pages: Page) -> list[tuple[Path, str]]:
    """The path and contents of each attachment.

    Raises
    ------
    PublishError
        For an attachment in a client edition, as only the report formats are searched for content that is not for that
        client; for an invalid file name; for a duplicate file name.
    """
    found: dict[Path, str] = {}
    for piece in pages.pieces:
        if piece.payload["block"] == "attachment":
            path = _place(job, piece.payload, piece.cell)
            if path in found:
                raise PublishError(f"cell {piece.cell}: a second attachment {piece.payload['file']}")
            found[path] = piece.payload["content"]
    return list(found.items())


def _place(job: Job, payload: Mapping[str, Any], cell: int) -> Path:
    if job.edition == "client":
        raise PublishError(f"cell {cell}: {payload['file']} is a file beside the report, which only internal ones have")
    if not _NAME.fullmatch(payload["file"]):
        raise PublishError(
            f"cell {cell}: '{payload['file']}' is not a valid attachment name; e.g. attention.csv or renewals.ics"
        )
    return job.report_paths.beside(job.client_id, job.edition, payload["file"])
