"""Colours of bands hold their contrast in every edition."""

from __future__ import annotations

import pytest

from reports.charts.drawings.tokens import band_paint, colour, contrast


@pytest.mark.parametrize("bands", range(1, 13))
def test_text_on_every_band_can_be_read(bands):
    for number in range(1, bands + 1):
        paint = band_paint(number, bands)

        assert contrast(paint.fill, paint.on) >= 4.5
        assert contrast(paint.edge or paint.fill, colour("paper")) >= 3


@pytest.mark.parametrize(
    ("bands", "tokens"),
    [(1, [3]), (2, [1, 5]), (3, [1, 3, 5]), (4, [1, 2, 4, 5]), (5, [1, 2, 3, 4, 5])],
)
def test_up_to_five_bands_take_the_tokens_evenly(bands, tokens):
    fills = [band_paint(number, bands).fill for number in range(1, bands + 1)]

    assert fills == [colour(f"band-{token}") for token in tokens]


@pytest.mark.parametrize("bands", range(2, 11))
def test_higher_bands_are_darker(bands):
    whites = [contrast(band_paint(n, bands).fill, "#ffffff") for n in range(1, bands + 1)]

    assert whites == sorted(set(whites))
