"""Names that break careless writers."""

from __future__ import annotations

NAMES = {
    "markup": """</title><script>alert("1")</script>&amp;'<b onload=x>""",
    "long": "极" * 60,
    "long in one word": "Wholesale" * 6 + "Bank12",
    # 镕 is not in GB 2312, 𠮷 and 𣲵 are of extension B.
    "rare": "镕圳龢𠮷𣲵银行",
    "right to left": "Bank \N{RIGHT-TO-LEFT OVERRIDE}fdp.exe\N{POP DIRECTIONAL FORMATTING} שלום",
    "quotes": """a"; filename="evil.exe"; x='1'""",
    "lines": "Bank\N{LINE SEPARATOR}Subject: x",
    "equals": "=HYPERLINK(\"http://x\",\"y\")",
    "plus": "+1+1",
    "at": "@SUM(1+1)",
}  # fmt: skip
