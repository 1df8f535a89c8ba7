"""Send stored files: by the web server where `X_ACCEL_PREFIX` says how it finds them, else by this process."""

from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header


def file_response(
    request, file: FieldFile, *, name: str, content_type: str, sha256: str = "", as_attachment: bool = False
) -> HttpResponseBase | None:
    """Return the response with a stored `file`, called `name`, or None if it is not in the storage.

    With its hash, whoever has exactly this file is answered 304, and it is not opened. With `X_ACCEL_PREFIX`, the response is
    empty and names the file for the web server in front (X-Accel-Redirect), which sends it.
    """
    tag = f'"{sha256}"' if sha256 else None
    known = get_conditional_response(request, etag=tag) if tag else None
    if known is not None:
        return known
    stored = str(file.name)
    response: HttpResponseBase
    if settings.X_ACCEL_PREFIX:
        if not file.storage.exists(stored):
            return None
        response = HttpResponse(content_type=content_type)
        response["Content-Disposition"] = str(content_disposition_header(as_attachment, name))
        response["X-Accel-Redirect"] = f"{settings.X_ACCEL_PREFIX}{quote(stored)}"
    else:
        try:
            opened = file.open("rb")
        except FileNotFoundError:
            return None
        response = FileResponse(opened, as_attachment=as_attachment, filename=name, content_type=content_type)
    if tag:
        response["ETag"] = tag
    return response
