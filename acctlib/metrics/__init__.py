"""Numbers from a client's rows, or from all clients' rows: pure functions on pandas, nothing else.

Each module is one of the four metrics or what they share. Functions take frames with one row per
what they say, change nothing, and give a number, a Series or a frame. A number that cannot be had is
NaN, with the reason in words left to `facts`. `registry` says what each means.
"""
