"""Password-protected copies of PDFs: a separate step, as a locked file is not PDF/A and its bytes always differ."""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

from acctlib.errors import PublishError
from acctlib.publish.paths.report_paths import locked_copy, write_atomically

VARIABLE = "ACCTLIB_PASSWORD"
LONGEST = 127  # maximum bytes in a password: ISO 32000-2, 7.6.4.3.3


def password(ask: Callable[[str], str]) -> str:
    """The password from the environment, or else from a prompt; never an option, which other users can see.

    Notes
    -----
    - It is normalised (NFKC), as PDF readers do with typed passwords.
    - An empty password, or one of over 127 bytes, is rejected.

    References
    ----------
    ISO 32000-2, 7.6.4.3.3; RFC 4013.

    Examples
    --------
    >>> password(lambda ask: "correct horse")
    'correct horse'
    """
    said = unicodedata.normalize("NFKC", os.environ.get(VARIABLE) or ask("Password"))
    if not said or len(said.encode("utf-8", "surrogatepass")) > LONGEST:
        raise PublishError(f"a password has 1 to {LONGEST} bytes")
    return said


def lock_file(path: Path, password: str) -> str:
    """Write `<name>.locked.pdf` beside a PDF, encrypted with AES-256; returns a one-sentence summary.

    Parameters
    ----------
    password : str
        The password that opens the file; there is no second password with more rights.

    Raises
    ------
    PublishError
        If there is no such PDF, or it is already password-protected.

    Notes
    -----
    - The original file is unchanged.
    - PDF/A forbids encryption, so the copy's PDF/A claim is removed. PDF/UA allows it: tags and claim are kept.
    - Attachments and metadata are encrypted too.
    - The key is random: locking the same file twice produces different bytes.
    """
    target = locked_copy(path)
    write_atomically(target, _locked(path, password))
    return f"{target} asks for the password. It is no longer PDF/A: keep {path.name} as the record."


def _locked(path: Path, password: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(path) as pdf:
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
                for claim in ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev"):
                    if claim in meta:
                        del meta[claim]
            pdf.save(out, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    except FileNotFoundError:
        raise PublishError(f"there is no file {path}") from None
    except OSError as error:
        raise PublishError(f"{path}: it cannot be read: {error.strerror}") from None
    except pikepdf.PasswordError:
        raise PublishError(f"{path.name} is already password-protected") from None
    except pikepdf.PdfError as error:
        raise PublishError(f"{path.name} is not a PDF: {error}") from None
    return out.getvalue()
