"""The explorer beside plain pyvis and KGGen's template, on the same made-up graphs, in one browser run.

    python benchmarks/view.py [--sizes 200,2000,20000] [--kggen FOLDER --d3 d3.min.js] [--limit 60] [--runs 3]

FOLDER is where `pip install --no-deps --target FOLDER kg-gen` put it; its page asks the network for d3, which is handed
to it from a file (npm's `d3/dist/d3.min.js`). Every thing has three claims, each with a sentence in an article; pyvis
and KGGen's page get the names and relations alone, which is all they can show.

- size: bytes of the file, and with what it fetches (KGGen's needs d3 from the network and is not whole without it; the
  web font that it asks for too is left out).
- usable: from opening until the picture is there and five frames in a row came within 100 ms.
- pan: median and 95th percentile of the time between frames while the mouse drags the picture for two seconds.

Of several runs each figure is the median; the pages take turns, so that what else the machine does falls on all alike.

The explorer draws the 60 most connected things at first, and all others as dots; the last line of a size has it draw
as much as its slider goes to (1,500 things). The others draw everything.
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
import shutil
import statistics
import sys
import time
import types
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from browser import NAMES

from kg import ontology, vocab
from kg.view import to_html
from kg.view.records import ArticleRecord, ClaimRecord, Records, Thing

Triple = tuple[int, int, str]
PROPERTIES = ("owns", "created", "acquired", "competesWith", "partneredWith", "investedIn")
PAINTED = """[...document.querySelectorAll("canvas")].some((one) => {
  const at = one.getContext("2d");
  if (!at || !one.width) return false;
  return new Set(new Uint32Array(at.getImageData(0, 0, one.width, one.height).data.buffer)).size > 20;
})"""
STEADY = """() => new Promise((done) => {
  let last = performance.now(), run = 0;
  const tick = () => {
    const now = performance.now();
    run = now - last < 100 ? run + 1 : 0;
    last = now;
    if (run >= 5) done(true); else requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})"""
SAMPLE = """() => {
  window.frames_ = [];
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    window.frames_.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


def triples(things: int) -> list[Triple]:
    """Three claims a thing: some things are in many, most in few, and neighbours tend to share a group."""
    made, found = random.Random(7), []
    for _ in range(3 * things):
        one = int(things * made.random() ** 3)
        near = min(things - 1, max(0, one // 50 * 50 + made.randrange(50)))
        found.append((one, near if made.random() < 0.6 else made.randrange(things), made.choice(PROPERTIES)))
    return found


def records(things: int, claims: list[Triple]) -> Records:
    """The same as records, with a sentence for each claim."""
    classes = ("Company", "Person", "Product", "Place", "BusinessUnit")
    keys = [f"{vocab.ENTITY}T{n}" for n in range(things)]
    held = Records({key: Thing(key, f"<{key}>", f"Thing {n}", classes[n % 5]) for n, key in enumerate(keys)})
    for start in range(0, len(claims), 20):
        text, article = "", f"{vocab.ARTICLE}a{start}/0"
        for number, (one, other, name) in enumerate(claims[start:start + 20], start):
            at, subject, object_ = len(text), f"Thing {one}", f"Thing {other}"
            text += f"{subject} {name} {object_}, as was said on the day. "
            verb, end = at + len(subject) + 1, len(text) - 1
            last = verb + len(name) + 1
            spans = ((at, verb - 1), (verb, last - 1), (last, last + len(object_)))
            held.claims.append(ClaimRecord(f"{vocab.CLAIM}{number:020x}", keys[one], f"kg:{name}", keys[other], "fact",
                                           0.8, article, (at, end), spans))
        held.articles.append(ArticleRecord(article, f"a{start}", text, "en", f"Article {start}", "2026-01-01", "Desk"))
    return held


def write_ours(path: Path, things: int, claims: list[Triple]) -> None:
    path.write_text(to_html(records(things, claims), ontology.load()), encoding="utf-8")


def write_pyvis(path: Path, things: int, claims: list[Triple]) -> None:
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line", height="800px")
    for n in range(things):
        network.add_node(n, label=f"Thing {n}")
    for one, other, name in claims:
        network.add_edge(one, other, label=name)
    path.write_text(network.generate_html(notebook=False), encoding="utf-8")


def kggen_writer(folder: Path) -> Callable[[Path, int, list[Triple]], None]:
    """KGGen's `visualize`, without the rest of its package, which needs a language model's client."""
    package = types.ModuleType("kg_gen")
    package.__path__ = [str(folder / "kg_gen")]
    utils = types.ModuleType("kg_gen.utils")
    utils.__path__ = [str(folder / "kg_gen" / "utils")]
    sys.modules |= {"kg_gen": package, "kg_gen.utils": utils}
    models, page = (importlib.import_module(name) for name in ("kg_gen.models", "kg_gen.utils.visualize_kg"))

    def write(path: Path, things: int, claims: list[Triple]) -> None:
        relations = {(f"Thing {one}", name, f"Thing {other}") for one, other, name in claims}
        graph = models.Graph(entities={f"Thing {n}" for n in range(things)}, edges=set(PROPERTIES), relations=relations)
        page.visualize(graph, str(path))

    return write


def measure(browser: Any, path: Path, ready: str, limit: float, d3: Path | None, hash_: str = ""
            ) -> tuple[float, float, float]:
    """Seconds until usable, and milliseconds a frame (median, 95th percentile); NaN for what the limit did not see."""
    nan = float("nan")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(limit * 1000)
    page.route(re.compile("^https?:"), lambda route: route.fulfill(path=d3, content_type="text/javascript")
               if d3 and "d3" in route.request.url else route.abort())
    try:
        begun = time.perf_counter()
        page.goto(path.as_uri() + hash_)
        page.wait_for_selector(ready, state="attached")
        page.wait_for_function(f"() => {PAINTED}", timeout=max(1, limit - (time.perf_counter() - begun)) * 1000)
        page.wait_for_function(f"() => ({STEADY})()", timeout=max(1, limit - (time.perf_counter() - begun)) * 1000)
        usable = time.perf_counter() - begun
        page.evaluate(SAMPLE)
        page.mouse.move(640, 130)
        page.mouse.down()
        until, step = time.perf_counter() + 2, 0
        while time.perf_counter() < until:
            step += 1
            page.mouse.move(640 + 4 * (step % 40), 130 + 3 * (step % 30))
        page.mouse.up()
        frames = sorted(page.evaluate("window.frames_")[2:]) or [nan]
        return usable, statistics.median(frames), frames[int(len(frames) * 0.95) - 1]
    except Late:
        return nan, nan, nan
    finally:
        page.close()


def runs(sizes: list[int], folder: Path, kggen: Path | None) -> Iterator[tuple[int, str, Path, str, str]]:
    """Size, name, file, the selector of its picture, and the address to open it at."""
    writers = {"explorer": (write_ours, "html[data-ready]"), "pyvis": (write_pyvis, "canvas")}
    if kggen:
        writers["KGGen"] = (kggen_writer(kggen), "#networkCanvas")
    for size in sizes:
        claims = triples(size)
        for name, (write, ready) in writers.items():
            path = folder / f"{name}-{size}.html"
            write(path, size, claims)
            yield size, name, path, ready, ""
        yield size, "explorer, all", folder / f"explorer-{size}.html", "html[data-ready]", f"#limit={min(size, 1500)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="200,2000,20000")
    parser.add_argument("--kggen", type=Path)
    parser.add_argument("--d3", type=Path)
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--runs", type=int, default=1)
    given = parser.parse_args()
    chromium = next(path for name in NAMES if (path := shutil.which(name)))
    print(f"{'things':>7}  {'page':14} {'file MB':>8} {'whole MB':>8} {'usable s':>9} {'pan ms':>8} {'95 %':>8}")
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        for size in given.sizes.split(","):
            pages = list(runs([int(size)], Path(folder), given.kggen))
            figures: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
            for _ in range(given.runs):
                for _, name, path, ready, address in pages:
                    if not any(one[0] != one[0] for one in figures[name]):  # what was late once is not waited for again
                        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                        figures[name].append(measure(browser, path, ready, given.limit, given.d3, address))
                        browser.close()
            for _, name, path, *_ in pages:
                print(line(int(size), name, path, figures[name], given.limit, given.d3), flush=True)


def line(size: int, name: str, path: Path, figures: list[tuple[float, float, float]], limit: float, d3: Path | None
         ) -> str:
    """A page's line of the table: the medians of its runs."""
    alone, late = path.stat().st_size, f"> {limit:.0f}"
    whole = alone + (d3.stat().st_size if d3 and name == "KGGen" else 0)
    shown = f"{late:>9} {'-':>8} {'-':>8}"
    if all(usable == usable for usable, *_ in figures):
        usable, median, high = (statistics.median(column) for column in zip(*figures, strict=True))
        shown = f"{usable:9.2f} {median:8.1f} {high:8.1f}"
    return f"{size:>7}  {name:14} {alone / 1e6:8.2f} {whole / 1e6:8.2f} {shown}"


if __name__ == "__main__":
    main()
