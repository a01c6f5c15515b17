"""What a source was read as, for comparing with what stands in a test."""


def lines(raw):
    """Row -> cells."""
    assert raw.problems == ()
    return {int(row): cells for row, cells in zip(raw.frame.index, raw.frame.to_numpy().tolist(), strict=True)}


def problem(raw):
    (found,) = raw.problems
    assert raw.frame.empty
    return found.rule, found.row, found.text
