"""What a day or a time means, as a person types it: the script asks it, and shows it under the field."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse

from kit.bounds import refuse_beyond_bounds
from kit.days.fields import ClockField, DayField
from kit.days.reading import Leaning
from kit.http import page_view


@page_view
def day_read(request):
    """Return a day or a time in full as JSON, with what to put into the field, or why it cannot be read."""
    asked = request.GET
    field: DayField | ClockField = ClockField()
    if asked.get("kind") != "clock":
        leaning = next((each for each in Leaning if each.value == asked.get("leaning")), None)
        field = DayField(leaning=leaning, nation=asked.get("nation", ""))
    text = asked.get("text", "")
    try:
        refuse_beyond_bounds(field, text)
        reading = field.understand(text)
    except ValidationError as error:
        return JsonResponse({"refused": error.messages[0]})
    return JsonResponse(
        {
            "words": f"{reading.shown}. {reading.note}" if reading.note else reading.shown,
            "value": field.prepare_value(reading.value),
            "iso": reading.value.isoformat(),
        }
    )
