"""Rules about Python, read from its syntax."""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.security.rules import TOLD, Find, Rule

TAG = re.compile(r"</?[a-zA-Z][\w-]*[\s/>]|<[a-zA-Z][\w-]*$")
# Django keeps the leading slashes of get_full_path() from naming another host.
REQUEST = re.compile(r"request\.(GET|POST|META|headers|COOKIES|path\b|path_info)")
NETWORK = {
    "requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "ftplib",
    "telnetlib", "xmlrpc", "socket", "websockets", "paramiko", "smtplib",
}  # fmt: skip
XML = {"xml", "lxml"}
GUARDS = (
    "visible_to(", "with_results_for(", "request.user.", "person(request).", "bank_of(request)",
    "members_of(submission.bank)",
)  # fmt: skip


def about(find: Find, *kinds: type[ast.AST]) -> Find:
    """Note which kinds of syntax a rule is about, so that it is asked of no other."""
    find.about = kinds
    return find


@cache
def name_of(node: ast.AST) -> str:
    """What a function or a value is called in the code: ``Bank.objects.filter().first``."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{name_of(node.value)}.{node.attr}"
        case ast.Call():
            return f"{name_of(node.func)}()"
        case _:
            return "?"


def called(*names: str) -> Find:
    """Find calls of functions by their whole name, or of methods by ``.name``."""

    def find(node: ast.AST) -> bool:
        if not isinstance(node, ast.Call):
            return False
        whole = name_of(node.func)
        return whole in names or ("." in whole and f".{whole.rpartition('.')[2]}" in names)

    return about(find, ast.Call)


def imported(*names: str) -> Find:
    """Find imports of modules or of what lies in them."""

    def find(node: ast.AST) -> bool:
        if isinstance(node, ast.Import):
            return any(_within(alias.name, names) for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            wholes = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            return any(_within(whole, names) for whole in wholes)
        return False

    return about(find, ast.Import, ast.ImportFrom)


def _within(module: str, names: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def either(*finds: Find) -> Find:
    """Find what any of them finds."""
    kinds = dict.fromkeys(kind for find in finds for kind in getattr(find, "about", TOLD))
    return about(lambda node: any(find(node) for find in finds), *kinds)


def is_put_together(node: ast.AST) -> bool:
    """Whether a text is made of parts: an f-string with values, ``%``, ``+`` or ``.format``."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add)
    return isinstance(node, ast.Call) and name_of(node.func).endswith(".format")


def first_put_together(*names: str) -> Find:
    """Find calls whose first argument is a text made of parts."""
    calls = called(*names)
    return lambda node: calls(node) and bool(node.args) and is_put_together(node.args[0])


def html_put_together(node: ast.AST) -> bool:
    """Find markup with values put into it."""
    if isinstance(node, ast.JoinedStr) and is_put_together(node):
        text = "".join(
            part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
        return bool(TAG.search(text))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        left = node.left
        is_text = isinstance(left, ast.Constant) and isinstance(left.value, str)
        return is_text and bool(TAG.search(left.value))
    return False


def with_keyword(find: Find, name: str, *values: object) -> Find:
    """Find calls that give a keyword one of the values."""
    return lambda node: (
        find(node)
        and any(
            word.arg == name and isinstance(word.value, ast.Constant) and word.value.value in values
            for word in node.keywords
        )
    )


def without_keyword(find: Find, *names: str) -> Find:
    """Find calls that leave out one of the keywords."""
    return lambda node: find(node) and not set(names) <= {word.arg for word in node.keywords}


def untyped_response(node: ast.AST) -> bool:
    """Find an answer whose content comes from somewhere and whose type is not said."""
    return (
        called("HttpResponse")(node)
        and len(node.args) == 1
        and not isinstance(node.args[0], ast.Constant)
        and "content_type" not in {word.arg for word in node.keywords}
    )


def own_safe_text(node: ast.AST) -> bool:
    """Find a text that is declared safe and is not a constant."""
    return called("SafeString", "SafeText")(node) and not all(
        isinstance(argument, ast.Constant) for argument in node.args
    )


def unguarded_row(node: ast.AST) -> bool:
    """Find functions that reach a row by its id and not through the person who asks."""
    if not isinstance(node, ast.FunctionDef):
        return False
    guarded = {
        ast.unparse(target)
        for assigned in ast.walk(node)
        if isinstance(assigned, ast.Assign) and is_guarded(assigned.value, set())
        for target in assigned.targets
    }
    # A set of rows that is narrowed is narrowed whatever it is called next.
    for assigned in ast.walk(node):
        if isinstance(assigned, ast.Assign) and is_guarded(assigned.value, guarded):
            guarded |= {ast.unparse(target) for target in assigned.targets}
    return any(
        reaches_a_row(call) and not is_guarded(call, guarded)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
    )


def reaches_a_row(call: ast.Call) -> bool:
    """Whether a call gives one row, or refuses."""
    name = name_of(call.func)
    by_manager = re.search(r"\.objects\b.*\.(get|first|last|earliest|latest|in_bulk)$", name)
    return name in ("get_object_or_404", "get_list_or_404") or by_manager is not None


def is_guarded(node: ast.AST, names: set[str]) -> bool:
    """Whether rows are those of the person or the present bank."""
    text = ast.unparse(node)
    return any(guard in text for guard in GUARDS) or any(
        re.search(rf"(^|\(){re.escape(name)}\b", text) for name in names
    )


def led_by_request(node: ast.AST) -> bool:
    """Find a redirect to what the request says."""
    redirects = called("redirect", "HttpResponseRedirect", "HttpResponsePermanentRedirect")
    return redirects(node) and bool(REQUEST.search(ast.unparse(node)))


def unsafe_yaml(node: ast.AST) -> bool:
    """Find a loader of YAML that makes objects."""
    if called("yaml.load", "yaml.load_all")(node):
        loaders = [ast.unparse(word.value) for word in node.keywords if word.arg == "Loader"]
        loaders += [ast.unparse(argument) for argument in node.args[1:2]]
        return not loaders or loaders[0] not in ("yaml.SafeLoader", "yaml.CSafeLoader", "_Loader")
    return called("yaml.unsafe_load", "yaml.full_load", "yaml.UnsafeLoader")(node)


def naive_time(node: ast.AST) -> bool:
    """Find a moment without its zone."""
    if called("datetime.utcnow", "datetime.today", "date.today", "datetime.utcfromtimestamp")(node):
        return True
    now = called("datetime.now", "datetime.datetime.now")(node)
    stamp = called("datetime.fromtimestamp")(node)
    zoned = "tz" in {word.arg for word in getattr(node, "keywords", ())}
    return not zoned and ((now and not node.args) or (stamp and len(node.args) < 2))


def weakened(node: ast.AST) -> bool:
    """Find a setting of safety that is switched off."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant | ast.List):
        return False
    name, value = ast.unparse(node.targets[0]), node.value
    if name == "SILENCED_SYSTEM_CHECKS":
        return bool(getattr(value, "elts", True))
    if not name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "LANGUAGE_COOKIE_")):
        return False
    return isinstance(value, ast.Constant) and value.value in (False, 0, None, "None", "unsafe-url")


def names_constant(*values: str) -> Find:
    """Find texts that hold one of the words."""
    return lambda node: (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(value in node.value for value in values)
    )


def reads_attribute(*names: str) -> Find:
    """Find what is read of an object, as ``settings.DEBUG``."""
    return lambda node: isinstance(node, ast.Attribute) and name_of(node) in names


def every_field(node: ast.AST) -> bool:
    """Find a form of a model that does not name its fields."""
    if not isinstance(node, ast.ClassDef) or node.name != "Meta":
        return False
    text = "\n".join(map(ast.unparse, node.body))
    return bool(re.search(r"fields = '__all__'|^exclude = ", text, re.MULTILINE))


def caught_all(node: ast.AST) -> bool:
    """Find a handler that takes whatever comes."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    raises_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
    return not raises_on and (node.type is None or ast.unparse(node.type) == "BaseException")


def lax_cookie(node: ast.AST) -> bool:
    """Find a cookie that does not say who may read and send it."""
    return without_keyword(called(".set_cookie"), "httponly", "samesite", "secure")(node)


RULES = [
    Rule("a text is not marked as safe", "python",
         either(called("mark_safe"), imported("django.utils.safestring.mark_safe")),
         ["mark_safe(x)", "from django.utils.safestring import mark_safe"], ["escape(x)"]),
    Rule("only constants are declared safe", "python", own_safe_text,
         ["SafeString(name)", "SafeString(f'<b>{x}</b>')"], ["SafeString('—')"],
         {"reports/templatetags/hive_charts.py": "drawings, whose pens escape every text"}),
    Rule("format_html gets its pattern whole", "python",
         first_put_together("format_html", "format_html_join"),
         ["format_html(f'<b>{x}</b>')", "format_html('<b>%s</b>' % x)"],
         ["format_html('<b>{}</b>', x)"]),
    Rule("markup is not put together of texts", "python", html_put_together,
         ["f'<b>{x}</b>'", "'<b>%s</b>' % x", "'<b>' + x", "f'<a href={x}'"],
         ["f'{a} < {b}'", "'<b>x</b>'", "f'{x}: y'"],
         {"reports/charts/interactive.py": "line breaks in hover texts, whose words are escaped"}),
    Rule("every form has its token", "python",
         either(called("csrf_exempt"), imported("django.views.decorators.csrf.csrf_exempt")),
         ["csrf_exempt(view)", "from django.views.decorators.csrf import csrf_exempt"],
         ["csrf_protect(view)"],
         {"reports/api/access.py": "a call of the API is what its key says; cookies open nothing"}),
    Rule("rows are asked for without SQL", "python",
         either(called("RawSQL", ".extra"), imported("django.db.models.expressions.RawSQL"),
                lambda node: isinstance(node, ast.Call)
                and bool(re.search(r"(objects|\)|rows|query\w*)\.raw$", name_of(node.func)))),
         ["RawSQL('x', [])", "rows.extra(where=['x'])", "Bank.objects.raw('x')"],
         ["entry.raw('x')"]),
    Rule("statements are whole", "python", first_put_together(".execute", ".executemany", "RunSQL"),
         ["cursor.execute(f'SELECT {x}')", "cursor.execute('SELECT %s' % x)", "c.execute('a' + b)"],
         ["cursor.execute('SELECT %s', [x])", "cursor.execute(STATEMENT)"],
         {"hive/audit/migrations/0002_append_only.py": "names of our own three tables"}),
    Rule("views reach rows through the person", "python", unguarded_row,
         ["def f():\n    Bank.objects.get(pk=pk)", "def f():\n    get_object_or_404(Bank, pk=pk)",
          "def f():\n    Bank.objects.filter(pk=pk).first()",
          "def f():\n    rows = Bank.objects.all()\n    get_object_or_404(rows, pk=pk)"],
         ["def f():\n    Bank.objects.visible_to(user).get(pk=pk)",
          "def f():\n    rows = Bank.objects.visible_to(user)\n    get_object_or_404(rows, pk=pk)"],
         only_in=r"/views(/|\.py)|/api/"),
    Rule("no text is run", "python", called("eval", "exec", "compile", "__import__"),
         ["eval(x)", "exec(x)", "__import__(x)"], ["re.compile(x)", "evaluate(x)"]),
    Rule("no objects are made of bytes", "python",
         imported("pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"),
         ["import pickle", "from marshal import loads"], ["import json"],
         {"hive/documents/press/__init__.py": "writes a paper's parts for our own child",
          "hive/documents/press/__main__.py": "reads what its own parent wrote"}),
    Rule("YAML is read by the safe loader", "python", unsafe_yaml,
         ["yaml.load(x)", "yaml.load(x, Loader=yaml.Loader)", "yaml.unsafe_load(x)"],
         ["yaml.safe_load(x)", "yaml.load(x, Loader=yaml.SafeLoader)"]),
    Rule("no shell is started", "python",
         either(called("os.system", "os.popen", ".getoutput", ".getstatusoutput"),
                with_keyword(lambda node: isinstance(node, ast.Call), "shell", True)),
         ["os.system(x)", "subprocess.getoutput(x)", "subprocess.run(x, shell=True)"],
         ["subprocess.run([x])"]),
    Rule("processes are started in three places", "python",
         imported("subprocess", "multiprocessing", "pty"),
         ["import subprocess", "from subprocess import run"], ["import sys"],
         {"hive/documents/capped.py": "the child that reads foreign files",
          "hive/documents/press/__init__.py": "the child that sets papers",
          "reports/demo/processes.py": "web and worker of the demonstration"}),
    Rule("nobody is called", "python", imported(*NETWORK),
         ["import requests", "from urllib.request import urlopen", "import socket"],
         ["from urllib.parse import quote", "from hive.banks.requests import person"],
         {"hive/documents/capped.py": "takes the sockets away from the child",
          "hive/post/delivery.py": "names the faults of the mail server"}),
    Rule("hashes are of today", "python",
         called("hashlib.md5", "hashlib.sha1", "hashlib.new", "md5", "sha1"),
         ["hashlib.md5(x)", "hashlib.sha1(x)", "hashlib.new(x)"], ["hashlib.sha256(x)"]),
    Rule("what must not be guessed is drawn by secrets", "python", imported("random"),
         ["import random", "from random import choice"], ["import secrets"],
         dict.fromkeys(
             [f"reports/demo/{name}.py" for name in ("answers", "plan", "profile", "values")],
             "invented figures, drawn from a seed")),
    Rule("moments have a zone", "python", naive_time,
         ["datetime.now()", "datetime.utcnow()", "date.today()", "datetime.fromtimestamp(x)"],
         ["datetime.now(UTC)", "datetime.now(tz=UTC)", "timezone.now()"]),
    Rule("nothing is printed", "python",
         either(called("print", "pprint", "breakpoint"), imported("pdb", "ipdb", "icecream")),
         ["print(x)", "breakpoint()", "import pdb"], ["self.stdout.write(x)"]),
    Rule("nothing depends on debugging", "python", reads_attribute("settings.DEBUG"),
         ["settings.DEBUG"], ["settings.HIVE_DEMO"]),
    Rule("an answer says what it is", "python", untyped_response,
         ["HttpResponse(content)"],
         ["HttpResponse(content, content_type='text/plain')", "HttpResponse('ok')",
          "HttpResponse(content, TYPE)"]),
    Rule("no request says where to go", "python", led_by_request,
         ["redirect(request.GET['next'])", "redirect(request.META.get('HTTP_REFERER'))"],
         ["redirect('banks:account')", "redirect(page.url)"]),
    Rule("no setting of safety is switched off", "python", weakened,
         ["SECURE_SSL_REDIRECT = False", "SESSION_COOKIE_SAMESITE = 'None'",
          "SILENCED_SYSTEM_CHECKS = ['security.W004']", "SECURE_HSTS_SECONDS = 0"],
         ["SECURE_SSL_REDIRECT = True", "SILENCED_SYSTEM_CHECKS = []"],
         only_in=r"^hive/settings\.py"),
    Rule("the policy has no holes", "python",
         names_constant("unsafe-inline", "unsafe-eval", "unsafe-hashes", "strict-dynamic"),
         ["'unsafe-inline'", "x = \"'unsafe-eval'\""], ["'self'"]),
    Rule("forms name their fields", "python", every_field,
         ["class Meta:\n    fields = '__all__'", "class Meta:\n    exclude = ['x']"],
         ["class Meta:\n    fields = ['x']"]),
    Rule("templates escape", "python",
         with_keyword(lambda node: isinstance(node, ast.Call), "autoescape", False),
         ["Context(x, autoescape=False)"], ["Context(x)"],
         {"hive/post/outbox.py": "mail is plain text"}),
    Rule("no template is made of a text", "python",
         either(called("Template", ".from_string"), imported("jinja2", "mako")),
         ["Template(text)", "engine.from_string(text)"], ["get_template('x.txt')"]),
    Rule("temporary files are made at once", "python",
         called("tempfile.mktemp", "mktemp", "os.tmpnam"),
         ["tempfile.mktemp()"], ["tempfile.TemporaryFile()"]),
    Rule("nothing is unpacked by its own names", "python",
         called(".extractall", "shutil.unpack_archive"),
         ["archive.extractall(x)", "shutil.unpack_archive(x)"], ["archive.open(x)"]),
    Rule("foreign XML is read by one module", "python", imported(*XML),
         ["import xml.etree.ElementTree", "from lxml import etree"], ["import html"],
         {"hive/documents/pdf/markup.py": "markup of our own templates; entities are refused",
          "hive/documents/pdf/tags.py": "names the elements of that markup"}),
    Rule("the address of the site is a setting", "python",
         called(".build_absolute_uri", ".get_host", ".get_raw_uri"),
         ["request.build_absolute_uri()", "request.get_host()"], ["settings.SITE_ORIGIN"]),
    Rule("no other site is let in", "python", names_constant("Access-Control-Allow-Origin"),
         ["response['Access-Control-Allow-Origin'] = '*'"], ["response['Vary'] = 'Cookie'"]),
    Rule("a cookie says who may read and send it", "python", lax_cookie,
         ["response.set_cookie('a', 'b')", "response.set_cookie('a', 'b', httponly=True)"],
         ["response.set_cookie('a', 'b', httponly=True, samesite='Lax', secure=True)"]),
    Rule("not everything is caught", "python", caught_all,
         ["try:\n    x\nexcept:\n    y", "try:\n    x\nexcept BaseException:\n    y"],
         ["try:\n    x\nexcept OSError:\n    y",
          "try:\n    x\nexcept BaseException:\n    y\n    raise"]),
    Rule("files are for their owner", "python",
         lambda node: called("os.chmod", ".chmod", "os.umask")(node)
         and any(isinstance(a, ast.Constant) and isinstance(a.value, int) and a.value & 0o007
                 for a in node.args),
         ["os.chmod(x, 0o777)", "path.chmod(0o644)"], ["path.chmod(0o600)"]),
]  # fmt: skip
