"""Texts that make a careless renderer fetch, open or run something."""

from __future__ import annotations

HOST = "http://canary.invalid"
PLACES = (
    f"{HOST}/x", "https://canary.invalid/x", "//canary.invalid/x", "file:///etc/passwd",
    "file:///etc/hostname", "/etc/passwd", "file:///dev/urandom", "ftp://canary.invalid/x",
    "\\\\canary.invalid\\x", "gopher://canary.invalid:70/_x", "http://169.254.169.254/latest",
    "data:image/svg+xml,<svg/>",
)  # fmt: skip
# Each with a place to fetch from, in turn.
SHAPES = (
    '<img src="{}">', '<link rel="stylesheet" href="{}">', '<link rel=attachment href="{}">',
    "<style>@import url({});</style>", '<p style="background:url({})">', '<object data="{}">',
    '<embed src="{}">', '<iframe src="{}">', '<script src="{}"></script>', '<base href="{}">',
    '<svg><image href="{}"/></svg>', '<svg><use href="{}#a"/></svg>', '"><img src={}>',
    "'); @import '{}'; ('", "</p><img src={}><p>", '<input type=image src="{}">',
    '<video poster="{}">', '<a rel=attachment href="{}">x</a>', "url({})", "@import '{}';",
    "<style>*{{content:url({})}}</style>", '<meta http-equiv=refresh content="0;url={}">',
    "<style>@font-face{{src:url({})}}</style>", "<image src='{}'>",
)  # fmt: skip
MARKED_UP = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    '<?xml-stylesheet href="http://canary.invalid/x.xsl" type="text/xsl"?>',
    "<xsl:include href='http://canary.invalid/x'/>", "<xi:include href='file:///etc/passwd'/>",
    "{{ settings.SECRET_KEY }}", "{% include '/etc/passwd' %}", "{% load static %}", "${7*7}",
    "<!--#include file='/etc/passwd'-->", "<![CDATA[<img src=http://canary.invalid/x>]]>",
    "&lt;img src=http://canary.invalid/x&gt;", "&#60;img src=http://canary.invalid/x&#62;",
)  # fmt: skip
FETCHING = (
    *(shape.format(PLACES[n % len(PLACES)]) for n, shape in enumerate(SHAPES)),
    *(shape.format(PLACES[(n + 5) % len(PLACES)]) for n, shape in enumerate(SHAPES)),
    *MARKED_UP,
)
