"""Workbooks that must change nothing: what somebody did to them, and what they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from assessments.workbook.layout import Column
from assessments.workbook.meta import Meta
from tests.assessments.workbooks import Desk

E, F, G = Column.ANSWER, Column.APART, Column.WORDS
LISTED = "Choose one of the answers listed."
FORMULA = "Type the value instead of a formula."
MARK = "Type x, or leave the cell empty."
REASON = "You wrote a reason. Choose “Not applicable”, or delete the reason."
FIGURE = "Enter a number in figures, for example 12.5."
NO_TEXT = "No text is asked for here: empty the cell."
HIDDEN = "This is hidden. Show it, so that everybody sees what is uploaded."
EXCHANGED = "The question of this row was changed or moved."
DAMAGED = "The hidden part of this workbook is damaged"
BOTH = "Give an answer, or choose “Don't know” or “Not applicable”, but not both."

Told = dict[str, str]


def typed(key: str, value: object, told: str, column: Column = E) -> Callable[[Desk], Told]:
    """Type something into a cell that is refused there."""
    return lambda desk: {desk.put(key, value, column): told}


def not_applicable_without_reason(desk: Desk) -> Told:
    desk.put("S2-Q2", "Not applicable", F)
    sheet, place = desk.place("S2-Q2", G)
    return {f"{sheet.title}!{place}": "Say why the question does not apply to your bank."}


def answer_and_dont_know(desk: Desk) -> Told:
    desk.put("S1-Q1", "Don't know", F)
    return {desk.put("S1-Q1", 3): BOTH}


def answer_and_reason(desk: Desk) -> Told:
    desk.put("S2-Q2", 50)
    return {desk.put("S2-Q2", "Because.", G): REASON}


def exclusive_with_others(desk: Desk) -> Told:
    desk.put("S3-Q2#rural", "x")
    desk.put("S3-Q2#none", "x")
    sheet, place = desk.place("S3-Q2")
    return {f"{sheet.title}!{place}": "“None of these” cannot stand beside other options"}


def too_many_options(desk: Desk) -> Told:
    for option in ("talent", "money", "silo", "data"):
        desk.put(f"P1#{option}", "x")
    sheet, place = desk.place("P1")
    return {f"{sheet.title}!{place}": "Choose at most 3 options; untick the others."}


def text_without_option(desk: Desk) -> Told:
    return {desk.put("P1#other", "Licences", G): "You wrote a text for “Other”."}


def text_too_long(desk: Desk) -> Told:
    desk.put("P1#other", "x")
    return {desk.put("P1#other", "x" * 201, G): "Shorten the text to 200 characters."}


def merged(desk: Desk) -> Told:
    sheet, place = desk.place("S1-Q1")
    row = int(place[1:])
    sheet.merge_cells(f"E{row}:E{row + 1}")
    return {f"{sheet.title}!{place}": "Split the merged cells."}


def sheet_deleted(desk: Desk) -> Told:
    del desk.book["Strategy"]
    return {"Strategy": "This sheet is missing."}


def sheet_renamed(desk: Desk) -> Told:
    desk.book["Strategy"].title = "Our strategy"
    return {
        "Our strategy": "This sheet does not belong to the questionnaire.",
        "Strategy": "This sheet is missing.",
    }


def sheet_copied(desk: Desk) -> Told:
    desk.book.copy_worksheet(desk.book["Strategy"])
    return {"Strategy Copy": "This sheet does not belong to the questionnaire."}


def sheet_hidden(desk: Desk) -> Told:
    desk.book["Strategy"].sheet_state = "hidden"
    return {"Strategy": HIDDEN}


def column_hidden(desk: Desk) -> Told:
    desk.book["Strategy"].column_dimensions["E"].hidden = True
    return {"Strategy!E3": HIDDEN}


def columns_hidden_together(desk: Desk) -> Told:
    column = desk.book["Strategy"].column_dimensions["E"]
    column.min, column.max, column.hidden = 5, 7, True
    return {f"Strategy!{letter}3": HIDDEN for letter in "EFG"}


def row_hidden(desk: Desk) -> Told:
    sheet, place = desk.place("S1-Q1")
    sheet.row_dimensions[int(place[1:])].hidden = True
    return {f"{sheet.title}!{place}": HIDDEN}


def rows_swapped(desk: Desk) -> Told:
    sheet, first = desk.place("S1-Q1", Column.KEY)
    _, second = desk.place("S1-Q2", Column.KEY)
    sheet[first].value, sheet[second].value = "S1-Q2", "S1-Q1"
    return {f"{sheet.title}!C{place[1:]}": EXCHANGED for place in (first, second)}


def row_copied(desk: Desk) -> Told:
    sheet, place = desk.place("S1-Q1", Column.KEY)
    last = sheet.max_row + 1
    for column in range(1, 10):
        sheet.cell(last, column).value = sheet.cell(int(place[1:]), column).value
    return {f"{sheet.title}!B{last}": "This row stands here twice."}


def row_deleted(desk: Desk) -> Told:
    sheet, place = desk.place("S1-Q1")
    sheet.delete_rows(int(place[1:]))
    return {sheet.title: "The row of this question is missing."}


def option_row_deleted(desk: Desk) -> Told:
    sheet, place = desk.place("S3-Q2#rural")
    sheet.delete_rows(int(place[1:]))
    return {sheet.title: "The row of this question is missing."}


def row_added(desk: Desk) -> Told:
    sheet = desk.book["Strategy"]
    last = sheet.max_row + 1
    sheet.cell(last, 1).value = "S9-Q9"
    return {f"{sheet.title}!B{last}": "This row does not belong to the sheet."}


def question_rewritten(desk: Desk) -> Told:
    return {desk.put("S1-Q1", "An easier question?", Column.QUESTION): EXCHANGED}


def several_at_once(desk: Desk) -> Told:
    return {
        desk.put("S1-Q1", 9): LISTED,
        desk.put("S2-Q2", 120): "Enter 100 or less.",
        desk.put("S3-Q2#rural", "maybe"): MARK,
        desk.put("P4", "=1+1"): FORMULA,
        desk.put("employees", 9): "Enter 10 or more.",
    }


def meta_deleted(desk: Desk) -> Told:
    del desk.book["_meta"]
    return {"": "This is not the workbook of the questionnaire"}


def meta_changed(name: str, value: str, told: str) -> Callable[[Desk], Told]:
    """Change one entry of the hidden sheet."""

    def change(desk: Desk) -> Told:
        desk.meta(name).value = value
        return {"": told}

    return change


def meta_emptied(desk: Desk) -> Told:
    desk.book["_meta"].delete_rows(1, 4)
    return {"": DAMAGED}


def meta_without_seal(desk: Desk) -> Told:
    desk.meta("seal").value = None
    return {"": DAMAGED}


def resealed(told: str, **others: object) -> Callable[[Desk], Told]:
    """Make the hidden sheet anew, properly sealed, as that of another workbook."""

    def change(desk: Desk) -> Told:
        sheet = desk.book["_meta"]
        entries = {row[0].value: row[1].value for row in sheet.iter_rows()}
        names = ("submission", "bank", "year", "edition", "digest", "language")
        meta = Meta(**{name: entries[name] for name in names}, parts=("S",))
        sheet.delete_rows(1, sheet.max_row)
        for name, value in replace(meta, **others).rows():
            sheet.append([name, value])
        return {"": told}

    return change


# One thing that somebody did to the cells of a workbook, by name.
CELLS: Mapping[str, Callable[[Desk], Told]] = {
    "level of another scale": typed("S1-Q1", 6, LISTED),
    "level zero": typed("S1-Q1", 0, LISTED),
    "half a level": typed("S1-Q1", 3.5, LISTED),
    "level in words": typed("S1-Q1", "rather good", LISTED),
    "a date for a level": typed("S1-Q1", date(2026, 3, 1), "This is a date."),
    "words for a figure": typed("S2-Q2", "about half", FIGURE),
    "a truth value for a figure": typed("S2-Q2", True, FIGURE),
    "two figures": typed("S2-Q2", "40-50", FIGURE),
    "a decimal comma": typed("S2-Q2", "12,5", "Write decimals with a point"),
    "too high": typed("S2-Q2", 100.1, "Enter 100 or less."),
    "too low": typed("S2-Q2", -1, "Enter 0 or more."),
    "too many decimals": typed("S2-Q2", 12.345, "Round the number to at most 1 decimal."),
    "decimals of people": typed("employees", 10.5, "Enter a whole number, without decimals."),
    "a percentage of people": typed("employees", "50%", "Leave out the percent sign"),
    "a very long figure": typed("S2-Q2", "1" * 101, "Shorten the text to 100 characters."),
    "an unknown option": typed("bank_type", "A cooperative of cooperatives", LISTED),
    "an option of another question": typed("P4", "Mobile banking", LISTED),
    "neither yes nor no": typed("listed", "partly", LISTED),
    "a mark that is none": typed("S3-Q2#rural", "perhaps", MARK),
    "an unknown state": typed("S1-Q1", "later", LISTED, F),
    "not applicable where it is not offered": typed("S1-Q1", "Not applicable", LISTED, F),
    "don't know about the profile": typed("employees", "Don't know", LISTED, F),
    "not applicable without a reason": not_applicable_without_reason,
    "a reason alone": typed("S2-Q2", "Because.", REASON, G),
    "an answer and a reason": answer_and_reason,
    "an answer and don't know": answer_and_dont_know,
    "a reason where none is asked": typed("S1-Q1", "Because.", NO_TEXT, G),
    "an answer above the options": typed("S3-Q2", "rural", NO_TEXT),
    "a state beside an option": typed("S3-Q2#rural", "Don't know", NO_TEXT, F),
    "an exclusive option with others": exclusive_with_others,
    "too many options": too_many_options,
    "a text without its option": text_without_option,
    "a text that is too long": text_too_long,
    "a formula for a level": typed("S1-Q1", "=2+2", FORMULA),
    "a formula for a reason": typed("S2-Q2", "=HYPERLINK(\"http://x\")", FORMULA, G),
    "a formula for a mark": typed("S3-Q2#rural", "=\"x\"", FORMULA),
    "a formula for a state": typed("S1-Q1", "=A1", FORMULA, F),
    "an error value": typed("S2-Q2", "#DIV/0!", "Type a value in place of this error value."),
    "merged cells": merged,
    "a sheet deleted": sheet_deleted,
    "a sheet renamed": sheet_renamed,
    "a sheet copied": sheet_copied,
    "a sheet hidden": sheet_hidden,
    "a column hidden": column_hidden,
    "columns hidden together": columns_hidden_together,
    "a row hidden": row_hidden,
    "two rows swapped": rows_swapped,
    "a row copied": row_copied,
    "a row deleted": row_deleted,
    "an option's row deleted": option_row_deleted,
    "a row added": row_added,
    "a question rewritten": question_rewritten,
    "several mistakes": several_at_once,
    "no hidden sheet": meta_deleted,
    "an emptied hidden sheet": meta_emptied,
    "no seal": meta_without_seal,
    "a version changed": meta_changed("language", "en ", DAMAGED),
    "another language claimed": meta_changed("language", "fr", DAMAGED),
    "another submission": resealed(DAMAGED, submission="00000000-0000-0000-0000-000000000000"),
    "another bank": resealed("This workbook belongs to another bank (b9).", bank="b9"),
    "another year": resealed("This workbook belongs to the assessment 2025.", year="2025"),
    "another edition": resealed("This workbook was made with another edition", edition="2019.1"),
    "a changed edition": resealed("This workbook was made with another edition", digest="0" * 64),
    "an older schema": resealed("This workbook was made by another version", schema="0"),
}  # fmt: skip
