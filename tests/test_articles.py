"""Reading: every format, every kind of bad input, ids, encodings, metadata."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path

import pytest

from kg.articles import Article, ReadProblem, read
from kg.articles.encoding import decode
from kg.articles.metadata import front_matter, iso_date, language_code, web_address
from kg.articles.problems import ArticleError

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Qwen grows | Morning Ledger</title>
<meta property="og:title" content="Qwen grows"><meta property="og:site_name" content="Morning Ledger">
<meta property="article:published_time" content="2026-03-05T08:00:00Z">
<link rel="canonical" href="https://ledger.example/qwen"></head>
<body><nav>Home Markets Opinion</nav><article><h1>Qwen grows</h1>
<p>Alibaba said on Thursday that its Qwen models had been downloaded more than 700 million times since 2023.</p>
<p>The company plans to spend 380 billion yuan on cloud computing and artificial intelligence over three years.</p>
</article><footer>Copyright 2026 Morning Ledger</footer></body></html>"""


def articles(*paths: Path | str, **options: object) -> list[Article]:
    return [found for found in read(paths, **options) if isinstance(found, Article)]  # type: ignore[arg-type]


def problems(*paths: Path | str, **options: object) -> list[ReadProblem]:
    return [found for found in read(paths, **options) if isinstance(found, ReadProblem)]  # type: ignore[arg-type]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def pdf(text: str) -> bytes:
    """A PDF of one page, written by hand."""
    lines = "".join(f"({line}) Tj T* " for line in text.split("\n"))
    stream = f"BT /F1 12 Tf 14 TL 40 700 Td {lines}ET"
    bodies = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Title(Results)/CreationDate(D:20260305080000Z)>>",
    )
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(bodies) + 1
    end = f"trailer<</Size {size}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def test_text_with_front_matter_keeps_its_offsets(tmp_path: Path) -> None:
    text = '---\r\ntitle: "Qwen: grows"\r\noutlet: Ours\r\ndate: 5 March 2026\r\nlanguage: en-GB\r\n---\r\nBody.\r\n'
    (article,) = articles(write(tmp_path / "a.txt", text))
    assert article.text == text  # line ends and front matter included
    assert (article.id, article.title, article.publisher) == ("a", "Qwen: grows", "Ours")
    assert (article.published, article.language) == ("2026-03-05", "en")
    (aside,) = article.aside
    assert aside.reason == "front matter" and text[aside.end :] == "Body.\r\n"


@pytest.mark.parametrize(
    "text",
    ["--- \nnot a field\n---\nText.", "---\nThe deal closed.\n---\n", "---\ntitle: x\nText, no end.", "----\na: b"],
)
def test_no_front_matter(text: str) -> None:
    assert front_matter(text)[1] == 0


def test_html(tmp_path: Path) -> None:
    (article,) = articles(write(tmp_path / "p.html", PAGE))
    assert "downloaded more than 700 million times" in article.text and "Copyright" not in article.text
    assert (article.title, article.published, article.publisher) == ("Qwen grows", "2026-03-05", "Morning Ledger")
    assert (article.url, article.language) == ("https://ledger.example/qwen", "en")


def test_html_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("company", "café’s company")
    assert "café’s company" in articles(write(tmp_path / "p.htm", page.encode("cp1252")))[0].text


def test_pdf(tmp_path: Path) -> None:
    (article,) = articles(write(tmp_path / "p.pdf", pdf("Alibaba raised its guidance\nfor the year.")))
    assert " ".join(article.text.split()) == "Alibaba raised its guidance for the year."
    assert (article.title, article.published) == ("Results", "2026-03-05")


def test_json_object_list_and_lines(tmp_path: Path) -> None:
    row = {"id": "x1", "text": "\ufeffText.\r\n", "title": "T", "date": "2026-03-05", "outlet": "O"}
    row["url"] = "https://o.example"
    one = write(tmp_path / "one.json", json.dumps(row))
    many = write(tmp_path / "many.json", json.dumps([{"text": "A."}, {"id": 7, "text": "B.", "language": "zh-CN"}]))
    lines = write(tmp_path / "lines.jsonl", '{"text": "C."}\n\n{"id": "d", "text": "D."}')
    found = articles(one, many, lines)
    assert [a.id for a in found] == ["x1", "many-1", "7", "lines-1", "d"]
    assert found[0].text == row["text"]
    assert (found[0].published, found[0].publisher, found[0].url) == ("2026-03-05", "O", "https://o.example")
    assert found[2].language == "zh"


def test_folder_is_read_recursively_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b.txt", ".hidden.txt", "notes.docx", ".git/c.txt"):
        write(tmp_path / name, "Text.")
    assert [a.id for a in articles(tmp_path)] == ["b", "z", "b-2"]
    assert [Path(a.source).name for a in articles(tmp_path)] == ["b.txt", "z.md", "b.txt"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", "Text.")
    assert len(list(read([file, tmp_path, str(file)]))) == 1


def test_repeated_ids_become_distinct(tmp_path: Path) -> None:
    lines = write(tmp_path / "l.jsonl", '{"id":"a","text":"1"}\n{"id":"a","text":"2"}\n{"id":"a-2","text":"3"}')
    assert [a.id for a in articles(lines)] == ["a", "a-2", "a-2-2"]


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"Plain text.", 1),
        (b'\xef\xbb\xbf{"id": "a", "text": "1"}\n{"id": "b", "text": "2"}\n', 2),
        (b'[{"text": "1"}, {"text": "2"}, {"text": "3"}]', 3),
        (b'{\n "text": "1"\n}', 1),
        (PAGE.encode(), 1),
        (pdf("Alibaba grew."), 1),
    ],
)
def test_standard_input_tells_its_format(data: bytes, count: int) -> None:
    assert len(articles("-", stdin=io.BytesIO(data))) == count


@pytest.mark.parametrize("name", ['"><img src=x onerror=alert(1)>', "a b'c;$(x)", "中文 名", "line\nbreak"])
def test_hostile_names_are_kept_as_they_are(tmp_path: Path, name: str) -> None:
    write(tmp_path / f"{name}.txt", "Text.")
    rows = write(tmp_path / "rows.jsonl", json.dumps({"id": "</script>", "title": name, "text": "T."}))
    assert {a.id for a in articles(tmp_path)} == {name, "</script>"}
    assert articles(rows)[0].title == " ".join(name.split())


def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    try:
        with open(path, "wb") as file:
            file.write(b"Text.")
    except OSError:
        pytest.skip("this file system has no such names")
    (article,) = articles(tmp_path)
    assert article.id == "\ufffd\ufffd" and article.source.encode("utf-8")


BAD = [
    ("empty.txt", b"", None, "empty"),
    ("blank.md", b" \n\t\n", None, "empty"),
    ("only.md", b"---\ntitle: x\n---\n\n", None, "after the front matter"),
    ("large.txt", b"word " * 10_000_001, None, "too large"),
    ("binary.txt", bytes(range(256)) * 4, None, "binary"),
    ("image.txt", b"\x89PNG\r\n\x1a\n" + b"\x01\x02\x03\xff" * 50, None, "binary"),
    ("latin.txt", "Un café à Genève, très cher".encode("latin-1"), None, "not UTF-8"),
    ("half16.txt", b"\xff\xfeA\x00B", None, "UTF-16"),
    ("broken.html", b"<html><bo", None, "no article text"),
    ("zip.html", gzip.compress(PAGE.encode()), None, "binary"),
    ("broken.pdf", b"%PDF-1.7\n" + b"\x93 1 0 obj <<" * 30, None, "not a PDF"),
    ("text.pdf", b"just text", None, "not a PDF"),
    ("broken.json", b'{"text": "a",\n"id" 3}', 2, "not JSON"),
    ("deep.json", b"[" * 200_000, None, "nested too deeply"),
    ("number.json", b"42", None, "not an article"),
    ("none.json", b"[]", None, "empty"),
    ("no_text.json", b'{"id": "a"}', None, 'no "text"'),
    ("typed.json", b'{"text": ["a"]}', None, "not a string"),
    ("title.json", b'{"text": "a", "title": 3}', None, "not a string"),
    ("id.json", b'{"text": "a", "id": {}}', None, '"id"'),
    ("half.json", b'{"text": "\\ud800"}', None, "half a character"),
    ("half_id.json", b'{"text": "a", "id": "\\udfff"}', None, "half a character"),
    ("nul.json", b'{"text": "a\\u0000b"}', None, "binary"),
    ("empty.jsonl", b"\n\n", None, "empty"),
    ("unknown.docx", b"text", None, "not a format"),
]


@pytest.mark.parametrize(("name", "data", "line", "reason"), BAD, ids=[row[0] for row in BAD])
def test_bad_files_are_reported_and_the_rest_is_read(
    tmp_path: Path, name: str, data: bytes, line: int | None, reason: str
) -> None:
    good = write(tmp_path / "good.txt", "Text.")
    bad = write(tmp_path / name, data)
    found = list(read([bad, good]))
    assert [type(f) for f in found] == [ReadProblem, Article]
    problem = found[0]
    assert isinstance(problem, ReadProblem)
    assert problem.source == str(bad) and problem.line == line and reason in problem.reason
    assert str(bad) in str(problem)


def test_bad_lines_name_their_line_and_the_others_go_on(tmp_path: Path) -> None:
    rows = (b'{"text": "A."}', b"{oops", b'["text"]', b'{"text": ""}', b'{"text": "\xff"}', b'{"text": "B."}')
    file = write(tmp_path / "l.jsonl", b"\r\n".join(rows))
    assert [a.text for a in articles(file)] == ["A.", "B."]
    assert [p.line for p in problems(file)] == [2, 3, 4, 5]
    assert str(problems(file)[0]).startswith(f"{file}:2: not JSON")


def test_bad_entries_of_a_list_are_numbered(tmp_path: Path) -> None:
    file = write(tmp_path / "l.json", '[{"text": "A."}, 3, {"text": "B."}]')
    assert [a.id for a in articles(file)] == ["l-1", "l-3"]
    assert problems(file)[0].reason.startswith("entry 2:")


def test_json_lines_of_any_size_with_articles_within_the_limit(tmp_path: Path) -> None:
    lines = ['{"text": "A."}', json.dumps({"text": "x" * 300}), '{"text": "B."}'] * 20
    file = write(tmp_path / "l.jsonl", "\n".join(lines))
    assert [a.text for a in articles(file, max_bytes=100)] == ["A.", "B."] * 20
    assert {p.reason for p in problems(file, max_bytes=100)} == {"too large: the line is over the limit"}


def test_standard_input_has_the_same_limit() -> None:
    assert "too large" in problems("-", stdin=io.BytesIO(b"x" * 101), max_bytes=100)[0].reason
    assert "empty" in problems("-", stdin=io.BytesIO(b""))[0].reason


def test_what_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "d/good.txt", "Text.")
    (tmp_path / "d/dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "d/loop.txt").symlink_to(tmp_path / "d/loop.txt")
    (tmp_path / "d/sub").symlink_to(tmp_path / "d", target_is_directory=True)
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    locked = write(tmp_path / "locked.txt", "Text.")
    opened = Path.open

    def refuse(self: Path, *args: object, **options: object) -> object:
        if self.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    inputs = [tmp_path / "d", tmp_path / "missing.txt", tmp_path / "empty", tmp_path / "pipe.txt", locked]
    reasons = {Path(p.source).name: p.reason for p in problems(*inputs)}
    assert {name: reason.split(":")[0] for name, reason in reasons.items()} == {
        "dangling.txt": "cannot be read",
        "loop.txt": "cannot be read",
        "sub": "a link back to a folder that holds it (loop)",
        "missing.txt": "cannot be read",
        "empty": f"no article in this folder ({' '.join(sorted(SUFFIXES))})",
        "pipe.txt": "not a regular file",
        "locked.txt": "cannot be read",
    }
    assert "Permission denied" in reasons["locked.txt"]
    assert [a.id for a in articles(*inputs)] == ["good"]


SUFFIXES = (".txt", ".md", ".html", ".htm", ".json", ".jsonl", ".pdf")


def test_a_problem_prints_on_one_line_without_control_characters() -> None:
    assert str(ReadProblem("a\n\x1b[31m.txt", None, "empty")) == "a\\n\\x1b[31m.txt: empty"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_encodings(encoding: str) -> None:
    text = "阿里巴巴周一表示，通义千问的下载量已超过七亿次。\r\nQwen 3 发布。"
    assert decode(text.encode(encoding)) == text


def test_utf16_json_lines(tmp_path: Path) -> None:
    file = write(tmp_path / "l.jsonl", '{"text": "A."}\n{"text": "阿里。"}\n'.encode("utf-16"))
    assert [a.text for a in articles(file)] == ["A.", "阿里。"]


@pytest.mark.parametrize(
    "data",
    ["Wörds in ä Wéstern text, naïve façade".encode("latin-1"), "繁體中文的新聞報導內容".encode("big5"), b"\xb0\xa1"],
)
def test_other_encodings_are_refused_and_not_guessed(data: bytes) -> None:
    with pytest.raises(ArticleError, match="not UTF-8"):
        decode(data)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-03-05", "2026-03-05"), ("2026-03-05T23:30:00+08:00", "2026-03-05"), ("2026/3/5", "2026-03-05"),
        ("March 5, 2026", "2026-03-05"), ("5 Mar 2026", "2026-03-05"), ("5th March 2026", "2026-03-05"),
        ("Sept. 5, 2026", "2026-09-05"), ("2026年3月5日", "2026-03-05"),
        ("Thu, 05 Mar 2026 08:00:00 GMT", "2026-03-05"),
        ("03/04/2026", None), ("2026", None), ("2026-13-01", None), ("soon", None), ("", None),
    ],
)  # fmt: skip
def test_dates(text: str, iso: str | None) -> None:
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("https://a.example/b?c=1", True), ("http://中文.example/", True), ("javascript:alert(1)", False),
        ('https://a.example/"><script>', False), ("https://a b", False), ("//a.example", False), ("https://[x", False),
    ],
)  # fmt: skip
def test_addresses(text: str, fine: bool) -> None:
    assert (web_address(text) is not None) is fine


@pytest.mark.parametrize(
    ("text", "code"), [("zh_CN", "zh"), ("EN", "en"), ("中文", "zh"), ("Klingon language", ""), ("", "")]
)
def test_language_codes(text: str, code: str) -> None:
    assert language_code(text) == code
