"""Settings are one table; a wrong one is a problem that names the nearest right one."""

from datetime import date

import pytest

from performance.settings import SETTINGS, Settings, apply


def test_table_and_dataclass_agree() -> None:
    """Each setting stands in the table with the default that is in force."""
    assert {s.name: s.default for s in SETTINGS} == {
        name: getattr(Settings(), name) for name in Settings.__struct_fields__
    }


def test_values_are_laid_over() -> None:
    """Accepted values replace defaults; a date may be text."""
    chosen, problems = apply(Settings(), {"city": "Port", "as_of": "2026-11-20"}, "s.yaml")
    assert (chosen.city, chosen.as_of, problems) == ("Port", date(2026, 11, 20), [])


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("citty", "Port", "Did you mean city?"),
        ("as_of", "20 November", "must be a date like 2026-11-20"),
        ("fiscal_year_start", 13, "must be a whole number from 1 to 12"),
        ("fiscal_year_start", True, "must be a whole number"),
        ("city", 3, "must be text"),
        ("max_file_mb", 0, "must be a whole number from 1 to 10000"),
        ("max_file_mb", 10**20, "must be a whole number from 1 to 10000"),
        ("workers", -1, "must be a whole number from 0 to 1000"),
        ("city", " ", "must not be empty"),
        ("locale", "english", "must be a locale like en_US"),
        ("locale", "xx_YY", "must be a locale like en_US"),
        ("locale", "", "must be a locale like en_US"),
        ("site_url", "portal.example", "must begin with https:// or http://"),
        ("as_of", date(9999, 12, 31), "must be a date from 1900 to 2199"),
        ("as_of", "1026-11-20", "must be a date from 1900 to 2199"),
        ("allowed_patterns", "^a$", "must be a list"),
        ("allowed_patterns", ["("], "( is not a regular expression"),
    ],
)
def test_wrong_setting_is_a_problem(name: str, value: object, words: str) -> None:
    """A wrong setting is reported with its file, name and value, and changes nothing."""
    chosen, problems = apply(Settings(), {name: value}, "content/settings.yaml")
    assert chosen == Settings()
    assert len(problems) == 1
    assert (problems[0].code, problems[0].column) == ("setting", name)
    assert problems[0].value == str(value)
    assert words in problems[0].as_text()


def test_as_of_must_be_settled_before_use() -> None:
    """Asking for the date before the edge has settled it is an error of the program."""
    with pytest.raises(ValueError, match="not been settled"):
        _ = Settings().today
