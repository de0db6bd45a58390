"""The data on recognition by the United States says what the guide says: each expected value was read in its prose."""

from datetime import date, timedelta
from itertools import combinations
from typing import Final

import pytest

from recognition import (
    Capacity,
    DiplomaticAct,
    Event,
    History,
    Policy,
    Rank,
    RecognitionAct,
    RecognitionMove,
    Severity,
    Source,
    Truth,
    reference,
)

USA: Final = "state:USA"
ELSEWHERE: Final = ("markup", "heading", "summary")


@pytest.fixture(scope="module")
def history() -> History:
    """Give the history of the data."""
    return History(reference.us_recognition())


# The day on which the guide has each recognised, and on the day before which it has nothing that implies it.
RECOGNISED: Final = {
    "state:MEX": "1822-12-12",  # Monroe received Zozaya
    "state:CHL": "1823-01-27",  # the Senate confirmed an envoy
    "state:hawaii": "1826-12-23",  # a treaty, indirectly
    "state:CHE": "1829-11-30",  # a consul general for Basel
    "state:TUR": "1830-02-11",  # negotiators presented credentials
    "state:BEL": "1832-01-06",  # an exequatur
    "state:THA": "1833-03-20",  # a treaty, the first interaction
    "state:GRC": "1837-11-07",  # a minister empowered to negotiate
    "state:BOL": "1848-05-30",  # a charge d'affaires appointed
    "state:JPN": "1854-03-31",  # the treaty of Kanagawa
    "state:HTI": "1862-07-12",  # Lincoln commissioned Whidden
    "state:LBR": "1862-09-23",  # Adams empowered to conclude a treaty
    "state:DOM": "1866-09-17",  # an exequatur
    "state:congo-free-state": "1885-09-11",  # Cleveland's letter to Leopold
    "state:PAN": "1903-11-06",  # three days after it rose
    "state:ETH": "1903-12-27",  # a treaty of commerce
    "state:MNE": "1905-03-03",  # the Diplomatic and Consular Act
    "state:NOR": "1905-10-30",  # Root told the foreign minister
    "state:FIN": "1919-05-07",  # Lansing's letter
    "state:ARM": "1920-04-23",  # Colby's note
    "state:AFG": "1921-07-26",  # a mission received at the White House
    "state:EGY": "1922-04-26",  # Harding's letter
    "state:LTU": "1922-07-28",  # with the other Baltic states
    "state:IRL": "1924-06-28",  # a minister would be received
    "state:CAN": "1927-02-18",  # Massey's credentials
    "state:IRQ": "1930-01-09",  # the preamble of a convention
    "state:SAU": "1931-05-01",  # Hejaz and Nejd
    "state:AUS": "1940-01-08",  # relations announced
    "state:PHL": "1946-07-04",  # Truman's proclamation
    "state:ISR": "1948-05-14",  # Truman's statement
    "state:JOR": "1949-01-31",  # Transjordan
    "state:VNM": "1950-02-07",  # the State of Viet Nam
    "state:GHA": "1957-03-06",  # a press statement
    "state:SEN": "1960-09-24",  # a month after it left the federation
    "state:JAM": "1962-08-16",  # ten days after independence
    "state:YMD": "1967-12-07",  # a week after independence
    "state:BGD": "1972-04-04",  # a press statement
    "state:DDR": "1974-09-04",  # a joint communique
    "state:LCA": "1979-05-17",  # an ambassador appointed
    "state:MNG": "1987-01-27",  # relations established
    "state:UKR": "1991-12-25",  # Bush's address
    "state:MKD": "1994-02-09",  # under another name
    "state:XKX": "2008-02-18",  # Rice's statement
    "state:SSD": "2011-07-09",  # Obama
    "state:NIU": "2023-09-25",  # with the Cook Islands
}


def the_day_before(day: str) -> str:
    """Give the day before a day."""
    return str(date.fromisoformat(day) - timedelta(days=1))


@pytest.mark.parametrize(("state", "day"), RECOGNISED.items())
def test_each_is_recognised_from_its_day_on_and_not_before(history: History, state: str, day: str) -> None:
    """On the day before, recognition is certainly not given; on the day, it is."""
    assert history.standing(USA, state, on=the_day_before(day)).recognised is Truth.FALSE
    assert history.standing(USA, state, on=day).recognised is Truth.TRUE


@pytest.mark.parametrize(
    ("state", "day"),
    [
        ("state:ROU", "1881-04-07"),  # relations of 1880, with an autonomous principality
        ("state:BGR", "1909-05-03"),  # relations of 1903, likewise
        ("state:ISL", "1944-06-17"),  # relations of 1941, when Denmark was occupied
        ("state:IND", "1947-08-15"),  # relations of 1946, with the interim government
        ("state:MMR", "1948-01-04"),  # relations of 1947, with the provisional government
    ],
)
def test_relations_before_recognition_imply_it_by_default(history: History, state: str, day: str) -> None:
    """Five had relations before they were recognised; if nothing is concluded, the guide's day is the answer."""
    assert history.standing(USA, state, on=the_day_before(day)).recognised is Truth.TRUE
    told = History(reference.us_recognition(), policy=Policy(implied=False))
    assert told.standing(USA, state, on=the_day_before(day)).recognised is Truth.FALSE
    assert told.standing(USA, state, on=day).recognised is Truth.TRUE


@pytest.mark.parametrize(
    ("state", "day"),
    [
        ("state:texas", "1837-03-05"),  # 3 March by one article, 7 March by another
        ("state:HUN", "1921-08-01"),  # 1921, by a heading alone
        ("state:KWT", "1955-01-01"),  # for some time before July 1961
        ("state:PER", "1826-03-01"),  # relations in 1826 by the summary, in 1827 by the paragraph
    ],
)
def test_what_the_guide_leaves_open_is_unknown(history: History, state: str, day: str) -> None:
    """A day between two accounts, or in a year of which no day is told, is neither yes nor no."""
    assert history.standing(USA, state, on=day).recognised is Truth.UNKNOWN


def test_france_was_the_first_to_recognise_the_united_states(history: History) -> None:
    """France on 6 February 1778, the Netherlands on 19 April 1782, Spain on 20 February 1783."""
    assert history.first(USA).certain == {"state:FRA"}
    assert history.recognisers(USA, on="1778-02-05").possible == frozenset()
    assert history.recognisers(USA, on="1783-02-20").certain == {"state:FRA", "state:NLD", "state:ESP"}


def test_which_government_of_china_was_recognised_changed_on_the_first_day_of_1979(history: History) -> None:
    """That of the People's Republic from 1 January 1979 on, that of the Republic of China until then."""
    prc, roc = "government:CHN.prc-1949", "government:CHN.nationalist-1928"
    assert history.standing(USA, prc, on="1978-12-31").recognised is Truth.FALSE
    assert history.standing(USA, roc, on="1978-12-31").recognised is Truth.TRUE
    assert history.standing(USA, prc, on="1979-01-02").recognised is Truth.TRUE
    assert history.standing(USA, roc, on="1979-01-02").recognised is Truth.FALSE


def test_relations_with_cuba_were_broken_for_fifty_four_years(history: History) -> None:
    """From 3 January 1961 to 20 July 2015, and held on either side."""
    days = ("1961-01-02", "1961-01-03", "2015-07-19", "2015-07-20")
    held = [history.relations(USA, "state:CUB", on=day).held for day in days]
    assert held == [Truth.TRUE, Truth.FALSE, Truth.FALSE, Truth.TRUE]


def test_recognition_of_montenegro_was_taken_back_and_given_again(history: History) -> None:
    """Given in 1905, withdrawn with effect of 21 January 1921, given again on 13 June 2006."""
    days = ("1920-01-01", "1921-01-21", "2006-06-12", "2006-06-13")
    given = [history.standing(USA, "state:MNE", on=day).recognised for day in days]
    assert given == [Truth.TRUE, Truth.FALSE, Truth.FALSE, Truth.TRUE]


def test_the_data_has_no_errors_and_no_warnings_but_one_kind() -> None:
    """Recognition concluded from conduct that is no diplomatic act has no ground to name."""
    problems = [problem for problem in reference.us_recognition().problems if problem.severity is not Severity.NOTE]
    assert {problem.code for problem in problems} == {"implied-without-ground"}


def test_every_article_is_coded_or_says_why_not() -> None:
    """All 228; nothing but a source is there of an article of which nothing is coded."""
    data = reference.us_recognition()
    sources = [source for source in data.of(Source) if source.id.startswith("source:rdcr.")]
    assert len(sources) == 228
    acts = (*data.of(RecognitionAct), *data.of(DiplomaticAct), *data.of(Event))
    cited = {citation.source for act in acts for citation in act.citations}
    silent = [source for source in sources if source.id not in cited]
    assert [source.id for source in silent] == ["source:rdcr.cayman-islands"]
    assert all("Nothing is coded: " in (source.note or "") for source in silent)


def test_every_act_cites_a_passage_of_the_guide_by_offsets_and_digest() -> None:
    """None is cited as a whole, and none without a digest."""
    data = reference.us_recognition()
    for act in (*data.of(RecognitionAct), *data.of(DiplomaticAct), *data.of(Event)):
        assert act.citations, act.id
        for citation in act.citations:
            assert citation.source.startswith("source:rdcr."), act.id
            assert None not in {citation.start, citation.end, citation.digest}, act.id


def test_a_date_of_markup_a_heading_or_a_summary_is_an_account_beside_the_sentences() -> None:
    """It shares the occurrence and has another date; markup is deprecated and says why, the others are not."""
    data = reference.us_recognition()
    found = 0
    for act in (*data.of(RecognitionAct), *data.of(DiplomaticAct), *data.of(Event)):
        base, _, where = act.id.rpartition(".")
        if where not in ELSEWHERE:
            assert act.rank is Rank.NORMAL
            continue
        found += 1
        sentence = data[base]
        assert isinstance(sentence, RecognitionAct | DiplomaticAct | Event)
        assert type(sentence) is type(act)
        assert sentence.occurrence == act.occurrence is not None
        assert sentence.date != act.date
        assert (act.rank is Rank.DEPRECATED) == (where == "markup") == (act.rank_reason is not None)
    assert found >= 25


def test_one_recognition_told_in_two_articles_is_one_occurrence() -> None:
    """Two acts of the same move between the same two on one date, told in two articles."""
    acts = [act for act in reference.us_recognition().of(RecognitionAct) if act.date is not None]
    for one, other in combinations(acts, 2):
        alike = all(
            getattr(one, field) == getattr(other, field)
            for field in ("actor", "target", "concerning", "capacity", "move", "date")
        )
        if alike and one.citations[0].source != other.citations[0].source:
            assert one.occurrence == other.occurrence is not None, (one.id, other.id)


def test_nothing_is_called_refused_since_the_guide_tells_of_no_request_that_was() -> None:
    """What it says was not recognised is withheld; recognition was withdrawn twice."""
    acts = reference.us_recognition().of(RecognitionAct)
    assert not [act for act in acts if act.move is RecognitionMove.REFUSAL]
    withdrawn = [act.target for act in acts if act.move is RecognitionMove.WITHDRAWAL]
    assert sorted(withdrawn) == ["government:CHN.nationalist-1928", "state:MNE"]


def test_the_annexation_of_the_baltic_states_was_not_recognised() -> None:
    """Three acts on the title to them, and their own recognition went on until it was affirmed in 1991."""
    acts = reference.us_recognition().of(RecognitionAct)
    titles = {act.concerning for act in acts if act.capacity is Capacity.TITLE and act.target == "state:SUN"}
    assert titles == {"state:EST", "state:LVA", "state:LTU"}
