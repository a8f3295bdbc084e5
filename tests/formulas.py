"""Texts that spreadsheets have taken for formulas."""

# Every address that gives a spreadsheet, and the parameters under which it gives others;
# tests/test_pages.py knows whether there is one more.
EXPORTS = {
    "assessments:workbook_file": ("", "?part=all&language=zh", "?part=all&language=en"),
    "reports:workbook": ("",),
    "reports:coverage_workbook": ("",),
}
# What has started a formula in some spreadsheet, or hidden one.
PAYLOADS = (
    "=1+1", "=SUM(A1:A9)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"click\")",
    "=WEBSERVICE(\"http://x\")", "=IMPORTXML(\"http://x\",\"//a\")", "=DDE(\"a\",\"b\")",
    "+1+1", "+cmd|' /C calc'!A0", "-1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "@A1",
    "\t=1+1", "\n=1+1", "\r=1+1", " =1+1", "\x00=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
    "'=1+1", "\"=1+1\"", "=\"a\"&\"b\"", "{=1+1}", "=A1:A2*2", "=INDIRECT(\"A1\")",
    "=1+1;=2+2", "%0A=1+1", "=RAND()", "=NOW()", "=EXEC(\"x\")", "=CALL(\"x\",\"y\",\"z\")",
    "_x003D_1+1", "=银行!A1", "= 1 + 1", "=TRUE()", "=#REF!", "=1E9",
)  # fmt: skip
