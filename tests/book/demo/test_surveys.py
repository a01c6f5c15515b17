from acctlib.book.demo import names


def test_three_to_eight_contacts_are_asked_each_quarter(book):
    waves = {}
    for row in book("surveys", kind="relationship"):
        waves.setdefault((row["client_id"], row["sent_date"]), []).append(row["respondent"])
    assert all(3 <= len(asked) == len(set(asked)) <= 8 for asked in waves.values())
    # Who starts in the middle of a quarter may come after its wave.
    odd = {book.who("no survey"), book.who("a mid-quarter start")}
    for client_id, client in book.truth["clients"].items():
        inside = [sum(begin <= day < stop for begin, stop in client["stays"]) for who, day in waves if who == client_id]
        months = sum(
            (int(stop[:4]) - int(begin[:4])) * 12 + int(stop[5:7]) - int(begin[5:7]) for begin, stop in client["stays"]
        )
        assert client_id in odd or inside == [1] * (months // 3)


def test_a_silent_contact_says_nothing(book):
    for row in book("surveys"):
        said = [row[column] for column in ("nps", "csat", "ces", "may_quote")]
        assert all(said) if row["answered_date"] else not any([*said, row["comment"]])


def test_about_half_answer(book):
    asked = book("surveys", kind="relationship")
    assert 0.45 < sum(row["answered_date"] != "" for row in asked) / len(asked) < 0.65


def test_scores_and_words_of_one_answer_fit_together(book):
    seen = set()
    for row in book("surveys"):
        if row["answered_date"]:
            nps, csat, ces = int(row["nps"]), int(row["csat"]), int(row["ces"])
            group = "good" if nps >= 9 else "fair" if nps >= 7 else "poor"
            low, high = {"good": (4, 5), "fair": (3, 4), "poor": (1, 3)}[group]
            assert low <= csat <= high
            assert 1 <= ces <= 7
            words = {"good": names.GOOD, "fair": names.FAIR, "poor": names.POOR}[group]
            assert row["comment"] in ("", *words)
            seen.add((group, row["comment"]))
    assert {comment for _, comment in seen} == {"", *names.GOOD, *names.FAIR, *names.POOR}


def test_every_score_of_each_scale_is_given(sixty):
    answered = [row for row in sixty("surveys") if row["answered_date"]]
    assert {int(row["nps"]) for row in answered} == set(range(11))
    assert {int(row["csat"]) for row in answered} == set(range(1, 6))
    assert {int(row["ces"]) for row in answered} == set(range(2, 8))


def test_some_may_be_quoted_and_some_not(book):
    assert {row["may_quote"] for row in book("surveys") if row["answered_date"]} == {"yes", "no"}


def test_short_surveys_follow_delivered_work(book):
    short = book("surveys", kind="transactional")
    assert len(short) > 50
    delivered = {(row["client_id"], row["delivered_date"]) for row in book("projects")}
    for row in short:
        day = row["sent_date"]
        assert any(who == row["client_id"] and handed < day for who, handed in delivered if handed)


def test_a_contact_keeps_its_role(book):
    roles = {}
    for row in book("surveys"):
        assert roles.setdefault(row["respondent"], row["role"]) == row["role"]
