"""The checks find what a PDF needs, and say loudly what is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from hive.documents.checks import FONTS, check_fonts, check_subsetter

HOME = Path(settings.BASE_DIR) / "static" / "fonts"


def test_this_machine_has_subsetter_and_fonts():
    assert check_subsetter(None) == []
    assert check_fonts(None) == []


def test_a_missing_subsetter_is_an_error_that_names_the_package():
    (error,) = check_subsetter(None, libraries=("libno-such-subsetter.so.0",))

    assert (error.id, error.is_serious()) == ("documents.E001", True)
    assert "libharfbuzz-subset0" in error.hint


def test_every_missing_font_is_an_error(tmp_path):
    errors = check_fonts(None, folder=tmp_path)

    assert [error.id for error in errors] == ["documents.E002"] * len(FONTS)
    assert all(name in error.msg for name, error in zip(FONTS, errors, strict=True))


@pytest.mark.parametrize("size", [0, 3, 40, 5000])
def test_a_cut_font_is_an_error(tmp_path, size):
    shutil.copytree(HOME, tmp_path, dirs_exist_ok=True)
    font = tmp_path / FONTS[0]
    font.write_bytes(font.read_bytes()[:size])

    (error,) = check_fonts(None, folder=tmp_path)

    assert FONTS[0] in error.msg


def test_a_file_that_is_no_font_is_an_error(tmp_path):
    shutil.copytree(HOME, tmp_path, dirs_exist_ok=True)
    (tmp_path / FONTS[1]).write_bytes(b"<html>" * 100)

    (error,) = check_fonts(None, folder=tmp_path)

    assert FONTS[1] in error.msg
