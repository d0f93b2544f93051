"""Every example of the documentation does what the page says of it.

In docs/language.md, docs/cookbook.md, docs/disclosure.md and README.md:
- a fence ```yaml that starts with `quire: 1` is a whole layout; one that starts with `- ` or with another
  key of a layout is a fragment, to which `based-on: prelude.yaml` is added. Both must render without a
  warning, in a project that holds docs/examples/ and this repository's layouts/ and data/.
- ```yaml refused CODE must be refused with exit 1 and that diagnostic; ```yaml warned CODE must render
  with that warning.
- a fence whose second word is a path (```yaml layouts/themes/brand.yaml) is that file, for the other
  examples of the page; if it is a layout, it is rendered too.
- lines of a fence ```sh that start with `quire ` are run; `# exit 2` at a line's end is the status.
- the last two columns of a table that are headed Example and Prints are an expression and its text.
"""

import re
import shlex
import shutil
from functools import partial

from harness import ROOT, Project, add_test, quire, test, tool

PAGES = [ROOT / "README.md", ROOT / "docs/language.md", ROOT / "docs/cookbook.md",
         ROOT / "docs/disclosure.md", ROOT / "docs/batch.md"]
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)
TABLE = re.compile(r"^\|.*\| Example \| Prints \|\n\|[-| ]+\|\n((?:\|.*\n)+)", re.M)


class Fence:
    def __init__(self, page, match):
        self.words = match.group(2).split()
        self.kind, self.text = match.group(1), match.group(3)
        line = page.read_text(encoding="utf-8").count("\n", 0, match.start()) + 1
        self.place = f"{page.relative_to(ROOT)}:{line}"
        self.file = next((w for w in self.words if "/" in w), None)

    @property
    def whole(self):
        return self.text.startswith("quire: 1\n")

    def layout(self):
        if self.whole:
            return self.text
        content = "" if re.search(r"^content:", self.text, re.M) else "content: [Text]\n"
        if self.text.startswith("- "):
            content, body = "", "content:\n" + self.text
        else:
            body = self.text
        return f"quire: 1\nbased-on: prelude.yaml\n{body}{content}"


def fences(page):
    return [Fence(page, m) for m in FENCE.finditer(page.read_text(encoding="utf-8"))]


def example_project(page):
    project = Project()
    for folder in (ROOT / "layouts", ROOT / "data"):
        shutil.copytree(folder, project.path / folder.name)
    shutil.copytree(ROOT / "docs" / "examples", project.path, dirs_exist_ok=True)
    for fence in fences(page):
        if fence.file:
            project.write(fence.file, fence.text)
    return project


def expect(result, word, code):
    status = 1 if word == "error" else 0
    assert result.status == status, f"exit {result.status}, not {status}\n{result.err}"
    if code:
        assert f"{word}[{code}]" in result.err, f"no {word} {code}:\n{result.err}"
    elif word == "warning":
        assert not result.err, f"it says:\n{result.err}"


def check_yaml(page, fence):
    with example_project(page) as project:
        name = fence.file or "layouts/example.yaml"
        project.write(name, fence.text if fence.file else fence.layout())
        if "\nbatch:" in fence.text:
            expect(project.quire("batch", name, "-q"), "error" if "refused" in fence.words else "", "")
            return
        result = project.quire("render", name, "-o", "example.pdf")
        words = [w for w in fence.words if "/" not in w]
        if words and words[0] == "refused":
            expect(result, "error", words[1] if len(words) > 1 else "")
            return
        expect(result, "warning", words[1] if words else "")
        tool("qpdf", "--check", project.path / "example.pdf")


def check_commands(page, fence):
    with example_project(page) as project:
        for line in fence.text.splitlines():
            if not line.startswith("quire "):
                continue
            status = re.search(r"# exit (\d+)$", line)
            words = shlex.split(line.split("  #")[0])
            result = project.quire(*words[1:])
            wanted = int(status.group(1)) if status else 0
            assert result.status == wanted, f"{line}: exit {result.status}\n{result.err}"


def unescape(cell):
    return cell.strip().strip("`").replace("\\|", "|")


def check_table(page, rows):
    """Each row is a paragraph of its own, so the printed text has a line for each."""
    items, wanted = [], []
    for row in rows.splitlines():
        cells = re.split(r"(?<!\\)\|", row)[1:-1]
        items.append("- |\n  {{ " + unescape(cells[-2]) + " }}\n")
        wanted.append(unescape(cells[-1]))
    with example_project(page) as project:
        project.write("layouts/example.yaml",
                      "quire: 1\nbased-on: prelude.yaml\ncontent:\n" + "".join(items))
        result = project.quire("render", "layouts/example.yaml", "--dump", "bound")
        assert result.status == 0 and not result.err, result.err
        lines = [li for li in result.out.decode().splitlines() if li.strip().startswith("text:")]
        printed = ["".join(re.findall(r'"([^"]*)"', li)) for li in lines]
        assert len(printed) == len(wanted), f"{len(printed)} lines, not {len(wanted)}"
        for item, is_, want in zip(items, printed, wanted):
            assert is_ == want, f"{item.strip()} prints {is_!r}, not {want!r}"


for _page in PAGES:
    if not _page.exists():
        continue
    for _fence in fences(_page):
        if _fence.kind == "yaml" and (not _fence.file or _fence.whole):
            add_test(f"docs: {_fence.place}: the example does what is said",
                     partial(check_yaml, _page, _fence))
        elif _fence.kind == "sh":
            add_test(f"docs: {_fence.place}: the commands run", partial(check_commands, _page, _fence))
    _text = _page.read_text(encoding="utf-8")
    for _table in TABLE.finditer(_text):
        _line = _text.count("\n", 0, _table.start()) + 1
        add_test(f"docs: {_page.relative_to(ROOT)}:{_line}: expressions print what is said",
                 partial(check_table, _page, _table.group(1)))


def named_in(file, pattern):
    return set(re.findall(pattern, (ROOT / "src" / file).read_text(encoding="utf-8"), re.M))


def check_named(names, what):
    page = FENCE.sub("", (ROOT / "docs/language.md").read_text(encoding="utf-8"))
    code = " ".join(re.findall(r"`([^`\n]+)`", page))
    code += " " + " ".join(re.findall(r"^### (.*)$", page, re.M))
    words = set(re.findall(r"(?:--)?[a-z0-9]+(?:[.-][a-z0-9]+)*", code))
    missing = sorted(n for n in names if n not in words)
    assert not missing, f"{what} not in docs/language.md: {', '.join(missing)}"


@test
def docs_name_every_block_and_key():
    check_named(named_in("document/schema_blocks.c", r'\.name = "([a-z0-9-]+)"'), "keys")
    check_named(named_in("document/schema_blocks.c", r'^    \{"([a-z0-9]+)", BLOCK'), "blocks")
    check_named(named_in("document/schema.c", r'\.name = "([a-z0-9-]+)"'), "keys")
    check_named(named_in("document/schema_disclosure.c", r'\.name = "([a-z0-9-]+)"'), "keys")


@test
def docs_name_every_property_and_style():
    check_named(named_in("style/property.c", r'^    \{"([a-z-]+)", PROPERTY_'), "properties")
    check_named(named_in("style/builtin_theme.c", r'^    "  ([a-z0-9.]+): \{[a-z]+-?[a-z]*: '), "styles")


@test
def docs_name_every_filter_and_option():
    check_named(named_in("data/filter.c", r"FILTER\((\w+), \d"), "filters")
    check_named({f"--{n}" for n in named_in("cli/options.c", r'\{OPT_\w+, [^,]+, "([a-z-]+)"')},
                "options")


@test
def docs_manual_pages_are_clean():
    for page in (ROOT / "docs/quire.1", ROOT / "docs/quire.5"):
        tool("mandoc", "-Tlint", "-W", "warning", page)
