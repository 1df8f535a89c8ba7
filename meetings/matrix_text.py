"""Figure 1 as CSV, as text for a terminal, and as JSON. Pure."""

import json

from kit.spreadsheets import csv_text
from meetings.matrix import Matrix


def csv_rows(matrix: Matrix) -> list[list[str]]:
    """Return a header and one row for each role: sector, role, and the marks at each site, as in the report's figure 1.

    Attendance that was changed after closing adds an empty row and a note for each such meeting.
    """
    head = ["sector", "role", *(site.code for site in matrix.sites)]
    notes = [["note", each.in_words] for each in matrix.corrections]
    rows = [[row.sector, row.role, *map(str, row.cells)] for row in matrix.rows]
    return [head, *rows, *([[], *notes] if notes else [])]


def as_csv(matrix: Matrix) -> str:
    """Return figure 1 as CSV. A cell that a spreadsheet would run as a formula is escaped."""
    return csv_text(csv_rows(matrix))


def as_table(matrix: Matrix) -> str:
    """Return figure 1 in columns for a terminal, with its totals and the marks set by hand."""
    codes = [site.code for site in matrix.sites]
    lines = [["Sector", "Role", *codes]]
    lines += [
        [row.sector, row.role, *(f"{cell}{'*' * cell.is_overridden}" for cell in row.cells)]
        for row in matrix.rows
    ]
    lines.append(["", f"Confirmed members and facilitators, {matrix.total} in all", *map(str, matrix.totals)])
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    text += [
        f"* {override.site.code}, {override.role}: {override.mark} since {override.since}, {override.reason}"
        for override in matrix.overrides
    ]
    text += [each.in_words for each in matrix.corrections]
    return "\n".join(text) + "\n"


def as_json(matrix: Matrix) -> str:
    """Return figure 1 as JSON, with its totals and the marks set by hand."""
    codes = [site.code for site in matrix.sites]
    rows = [
        {"sector": row.sector, "role": row.role, **dict(zip(codes, map(str, row.cells), strict=True))}
        for row in matrix.rows
    ]
    overrides = [
        {
            "site": override.site.code,
            "role": override.role,
            "mark": override.mark,
            "since": override.since.isoformat(),
            "reason": override.reason,
        }
        for override in matrix.overrides
    ]
    shown = {
        "as_at": matrix.as_at.isoformat(),
        "rows": rows,
        "totals": dict(zip(codes, matrix.totals, strict=True)),
        "total": matrix.total,
        "overrides": overrides,
        "corrections": [each.in_words for each in matrix.corrections],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"
