"""Text of a number or a date that still knows what it was made from."""

from __future__ import annotations

from typing import Any


class FormattedText(str):
    """What a reader sees of a value; a cell made of it holds the value too, and a spreadsheet shows the same form.

    Joined with other text it is plain text again.

    Attributes
    ----------
    value : float or str
        The number before rounding; a date as ISO text.
    form : str
        How it is written: `money.2.EUR`, `percent.1`, `number.0.signed`, `date`.

    Examples
    --------
    >>> growth = FormattedText("+11.9%", 0.1187, "percent.1.signed")
    >>> growth, growth.value, type(f"up {growth}").__name__
    ('+11.9%', 0.1187, 'str')
    """

    value: float | str
    form: str

    def __new__(cls, text: str, value: float | str, form: str) -> FormattedText:
        """The text; value and form stay with it."""
        made = super().__new__(cls, text)
        made.value, made.form = value, form
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return FormattedText, (str(self), self.value, self.form)
