"""The web server: which address gives what, and in which format."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.serve import addresses, explorer, formats, pages, protocol
from kg.serve.description import describe
from kg.serve.guard import Guard
from kg.serve.pool import Busy, Pool, Stopped
from kg.serve.protocol import Refused
from kg.serve.settings import Settings

LANGUAGES = ("zh", "en")
VARY = {"Vary": "Accept, Accept-Language"}
FAILED: Mapping[str, int] = {
    "wrong": 400, "missing": 404, "unacceptable": 406, "large": 422, "memory": 422, "broken": 503,
}


def create_app(settings: Settings) -> ASGIApp:
    """The application, with its workers started and stopped by its lifespan. ServeError for unsafe settings."""
    settings.check()
    pool = Pool(settings)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await pool.stop()

    views = Views(settings, pool)
    routes = [
        Route("/", views.home), Route("/sparql", views.sparql, methods=["GET", "POST"]),
        Route("/search", views.search), Route("/explorer", views.explorer), Route("/style.css", views.style),
        Route("/.well-known/void", views.void), Route("/{rest:path}", views.thing),
    ]
    return Guard(Starlette(routes=routes, lifespan=lifespan, exception_handlers={Refused: _refused}), settings)


class Views:
    """One method an address."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self._settings, self._pool = settings, pool

    async def home(self, request: Request) -> Response:
        page = await self._page(request, "home", _language(request))
        built = self._settings.explorer is not None and self._settings.explorer.is_file()
        return HTMLResponse(pages.to_html("home", page=page, explorer=built), headers=VARY)

    async def search(self, request: Request) -> Response:
        page = await self._page(request, "search", request.query_params.get("name", "")[:200], _language(request))
        return HTMLResponse(pages.to_html("search", page=page), headers=VARY)

    async def style(self, request: Request) -> Response:
        return Response(pages.style(), media_type="text/css")

    async def void(self, request: Request) -> Response:
        return RedirectResponse("/dataset", 303)

    async def explorer(self, request: Request) -> Response:
        page = self._settings.explorer
        try:
            if page is None or not page.is_file():
                raise Refused(404, "no page was built for this graph")
            headers = {"Content-Security-Policy": explorer.policy(page)}
            return FileResponse(page, media_type="text/html", headers=headers)
        except OSError as error:
            raise Refused(404, "no page was built for this graph") from error

    async def thing(self, request: Request) -> Response:
        """The page of an IRI, or its triples: the same address, by what the client takes."""
        try:
            iri = addresses.to_iri(request.scope.get("raw_path") or request.scope["path"].encode("utf-8"))
            number = int(request.query_params.get("page", "1"))
        except ValueError as error:
            raise Refused(404, "no such thing") from error
        if not 1 <= number <= 1_000_000:
            raise Refused(404, "no such page")
        media = _chosen(request, formats.GRAPHS, request.query_params.get("format", ""), formats.HTML)
        if media == formats.HTML:
            page = await self._page(request, "thing", iri, number, _language(request))
            return HTMLResponse(pages.to_html(page["kind"], page=page), headers=VARY)
        _, body = await self._ask(request, {"do": "rdf", "iri": iri, "page": number, "graphs": formats.GRAPHS[media]})
        return Response(body, headers={**VARY, "Content-Type": formats.header(media)})

    async def sparql(self, request: Request) -> Response:
        asked = await protocol.read(request, self._settings.body, self._settings.seconds)
        if asked.graph is not None:
            return await self._graph(request, asked)
        if asked.query is None:
            return self._description(request, asked)
        if not asked.query.strip() and formats.choose(request.headers.get("accept", ""), {}, html=True):
            return HTMLResponse(pages.to_html("form", sparql=""))
        rows = _pick(request, formats.RESULTS, asked.format)
        triples = _pick(request, formats.GRAPHS, asked.format)
        html = rows == formats.HTML
        head, body = await self._ask(request, {
            "do": "query", "sparql": asked.query, "default_graphs": asked.default_graphs,
            "named_graphs": asked.named_graphs, "results": "JSON" if html else formats.RESULTS.get(rows or ""),
            "graphs": "TURTLE" if html else formats.GRAPHS.get(triples or "")})
        if html:
            return HTMLResponse(pages.answer_page(asked.query, head["kind"], body), headers=VARY)
        media = triples if head["kind"] == "triples" else rows
        return Response(body, headers={**VARY, "Content-Type": formats.header(media or "")})

    async def _graph(self, request: Request, asked: protocol.Asked) -> Response:
        """A graph of the store, as the graph store protocol gives it."""
        media = _chosen(request, formats.GRAPHS, asked.format)
        _, body = await self._ask(request, {"do": "graph", "graph": asked.graph, "graphs": formats.GRAPHS[media]})
        return Response(body, headers={**VARY, "Content-Type": formats.header(media)})

    def _description(self, request: Request, asked: protocol.Asked) -> Response:
        if request.method == "POST":
            raise Refused(400, "there is no query")
        media = _chosen(request, formats.GRAPHS, asked.format, formats.HTML)
        if media == formats.HTML:
            return HTMLResponse(pages.to_html("form", sparql=""), headers=VARY)
        endpoint = str(request.url.replace(query="", fragment=""))
        body = describe(endpoint, formats.GRAPHS[media])
        return Response(body, headers={**VARY, "Content-Type": formats.header(media)})

    async def _page(self, request: Request, what: str, *arguments: Any) -> dict[str, Any]:
        head, _ = await self._ask(request, {"do": "page", "what": what, "arguments": arguments})
        return dict(head["page"])

    async def _ask(self, request: Request, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """What a worker answers. Refused with the reason where it does not; stopped when the client goes."""
        try:
            head, body = await _while_connected(request, lambda: self._pool.ask(asked))
        except Busy as error:
            raise Refused(503, self._pool.trouble or "too many requests at once: try again in a moment") from error
        except Stopped as error:
            raise Refused(*self._why(error)) from error
        if head["status"] == "ok":
            return head, body
        raise Refused(FAILED[head["status"]], self._reason(head))

    def _why(self, stopped: Stopped) -> tuple[int, str]:
        if stopped.late:
            return 504, f"stopped after {self._settings.seconds:g} seconds: ask for less"
        # Refused memory, a process ends in one of several ways; only a fault of ours would look the same.
        return 422, self._reason({"status": "memory"})

    def _reason(self, head: Mapping[str, Any]) -> str:
        if head["status"] == "large":
            return f"the answer is larger than {self._settings.result} bytes: add LIMIT, or ask for less"
        if head["status"] == "memory":
            return f"stopped at {self._settings.memory >> 20} MiB of memory: ask for less"
        if head["status"] == "unacceptable":
            offered = formats.GRAPHS if head["kind"] == "triples" else formats.RESULTS
            return f"this can be had as {', '.join(sorted(offered))}"
        return str(head.get("message", "no such thing"))


async def _while_connected(request: Request, ask: Callable[[], Awaitable[Any]]) -> Any:
    """The answer, unless the client has gone before it is there: then the work is cancelled."""
    work = asyncio.ensure_future(ask())
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise Refused(499, "the client has gone")
        return work.result()
    finally:
        for task in (work, gone):
            task.cancel()
        await asyncio.gather(work, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _chosen(request: Request, offered: Mapping[str, str], name: str, *more: str) -> str:
    """The media type to answer with, by `?format=` or the Accept header. Refused where there is none."""
    if name:
        media = formats.FORMATS.get(name, "")
        if media in offered or media in more:
            return media
        raise Refused(406, f"no such format: {name}")
    chosen = formats.choose(request.headers.get("accept", ""), offered, html=formats.HTML in more)
    if chosen is None:
        raise Refused(406, f"this can be had as {', '.join(sorted([*offered, *more]))}")
    return chosen


def _pick(request: Request, offered: Mapping[str, str], name: str) -> str | None:
    """The same, where it does not matter yet whether there is one: what a query gives shows when it runs."""
    try:
        return _chosen(request, offered, name, formats.HTML)
    except Refused:
        return None


def _language(request: Request) -> str:
    asked = request.query_params.get("language") or request.headers.get("accept-language", "")
    return next((language for language in LANGUAGES if asked.lower().startswith(language)), "en")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    headers = {"Retry-After": "1"} if error.status == 503 else {}
    if request.method != "POST" and formats.choose(request.headers.get("accept", ""), {"text/plain": ""},
                                                   html=True) == formats.HTML and "sparql" not in request.url.path:
        return HTMLResponse(pages.to_html("message", status=error.status, reason=error.reason), error.status, headers)
    return PlainTextResponse(error.reason + "\n", error.status, headers)
