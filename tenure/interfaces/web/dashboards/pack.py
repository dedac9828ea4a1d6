"""The board pack of a dashboard, for the periods and the knowledge of its address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tenure.engine.metrics.periods import PeriodError
from tenure.foundation import clock
from tenure.interfaces.reports.pack.contents import EmptyPackError, board_pack
from tenure.interfaces.reports.pack.files import PackFormat, pack_file
from tenure.interfaces.web.dashboards.page import asked_of_dashboard, found_dashboard, require_role
from tenure.interfaces.web.metrics.asked import AddressError

FORMATS = tuple(PackFormat)


@require_GET
def board_pack_download(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """The dashboard as PDF or PPTX, as far as the person may see it."""
    require_role(request)
    dashboard = found_dashboard(request, slug)
    if format not in FORMATS:
        raise Http404("A board pack comes as pdf or pptx.")
    try:
        ask = asked_of_dashboard(request, dashboard).ask
        company = request.company  # type: ignore[attr-defined]
        pack = board_pack(dashboard=dashboard, user=request.user, company=company, ask=ask, now=clock.now())
    except (AddressError, PeriodError, EmptyPackError) as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    made = PackFormat(format)
    response = HttpResponse(pack_file(pack=pack, format=made), content_type=made.media_type)
    name = f"board-pack-{dashboard.slug}-{ask.as_of.isoformat()}.{made.value}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
