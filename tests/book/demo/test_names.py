from acctlib.book.demo import names


def test_no_two_clients_have_the_same_name():
    # More than three times round all the pairs of words.
    invented = [names.firm(number) for number in range(1200)]
    assert len(set(invented)) == len(invented)


def test_two_people_work_for_each_client():
    teams = {names.team(number) for number in range(100)}
    assert all(first != second for first, second in teams)
    assert {person for team in teams for person in team} == set(names.SPECIALISTS)
