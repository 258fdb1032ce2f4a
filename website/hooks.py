"""What the site has beyond ``docs/``: pages from elsewhere in the repository, and pages written from the code.

The pages of the repository link to each other as files, so that they can be read without a site; here those links are turned
into links of the site, and formulas into MathML, which browsers show without a script.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from mkdocs.structure.files import File
from reference import commands, public_names  # MkDocs puts the folder of a hook on the path

ROOT = Path(__file__).parents[1]

# Where files outside of docs/ stand on the site.
ELSEWHERE = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "NOTICE.md": "notice.md",
    "food_data/README.md": "data.md",
    "food_data/MENUS.md": "menu-data.md",
    **{
        f"planner/nutrition/knowledge/{path.name}": f"knowledge/{path.name}"
        for path in sorted((ROOT / "planner/nutrition/knowledge").glob("*.md"))
    },
}
NOTEBOOKS = {
    f"notebooks/{path.name}": f"notebooks/{path.stem}.md" for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
}
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<target>[^)\s#]+)(?P<part>#[^)]*)?\)")
_IMAGE = re.compile(r'<img src="(?P<target>[^"]+)"')
_FENCE = re.compile(r"^```console until=[^\n]+$", re.M)
_MATH = re.compile(r'<(?P<tag>span|div) class="arithmatex">\\(?P<open>[(\[])(?P<tex>.*?)\\[)\]]</(?P=tag)>', re.S)


def on_files(files: Any, config: Any) -> Any:
    """Adds the pages that do not lie in ``docs/``."""
    for source, page in ELSEWHERE.items():
        text = linked((ROOT / source).read_text("utf-8"), source, page)
        files.append(File.generated(config, page, content=text))
    for source, page in NOTEBOOKS.items():
        files.append(File.generated(config, page, content=linked(notebook(ROOT / source), source, page)))
    files.append(File.generated(config, "commands.md", content=commands()))
    files.append(File.generated(config, "python.md", content=public_names()))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Links of the repository become links of the site."""
    uri = page.file.src_uri
    if page.file.generated_by is None:
        markdown = linked(markdown, f"docs/{uri}", uri)
    return _FENCE.sub("```console", markdown)


def on_page_content(content: str, **_: Any) -> str:
    """TeX becomes MathML."""
    return _MATH.sub(
        lambda found: convert(html.unescape(found["tex"]), display="block" if found["open"] == "[" else "inline"),
        content,
    )


def notebook(path: Path) -> str:
    """A notebook as a page: its words and its code."""
    parts = []
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        text = "".join(cell["source"])
        parts.append(text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```")
    return "\n\n".join(parts) + "\n"


def linked(text: str, source: str, page: str) -> str:
    """The text of a file of the repository with links that hold on the site; what is not on it is named, not linked."""

    def moved(target: str) -> str | None:
        at = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        if at.startswith("docs/"):
            at = at.removeprefix("docs/")
        elif at in ELSEWHERE or at in NOTEBOOKS:
            at = ELSEWHERE.get(at) or NOTEBOOKS[at]
        else:
            return None
        return posixpath.relpath(at, posixpath.dirname(page) or ".")

    def link(found: re.Match[str]) -> str:
        if re.match(r"[a-z]+:", found["target"]):
            return found[0]
        at = moved(found["target"])
        return found["text"] if at is None else f"[{found['text']}]({at}{found['part'] or ''})"

    text = _LINK.sub(link, text)
    return _IMAGE.sub(lambda found: f'<img src="{moved(found["target"])}"', text)
