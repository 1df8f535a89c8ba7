"""What nobody types by mistake: values that have broken forms elsewhere, each a string as a browser could send it."""

EMPTY = [
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\ufeff",
    "\u2060",
    "\u00ad",
    " \n\t \r\n ",
]
CONTROL = [
    "\0", "a\0b", "\x01\x02\x03", "\x07", "\x08\x08\x08", "\x0b\x0c", "\x1b[31mred\x1b[0m", "\x1f", "\x7f", "\x80\x9f",
    "\x85", "\u2028", "\u2029", "\ufffe", "\uffff", "\ufffd", "\U0010ffff", "\ue000", "\ud800", "\udfff", "a\ud83d",
    "\ude00\ud83d",
]  # fmt: skip
DIRECTIONS = [
    "\u202eevil", "\u202dleft", "\u2066isolate", "a\u2069\u2069", "\u200f\u200e", "שלום עולם", "مرحبا بالعالم",
    "\u061c", "abc\u202excod.exe", "ﷺ", "\ufdfa" * 50, "ܐܒܓܕ",
]  # fmt: skip
LETTERS = [
    "Ⅷ", "ﬁ", "ß", "ẞ", "İ", "ı", "K", "Å", "ſ", "ǅ", "é", "e\u0301", "ñ" * 60, "Z" + "\u0300" * 300, "ก็็็็็็็็็็", "n̸̡̛o̴",
    "𝓗𝓮𝓵𝓵𝓸", "ＦＵＬＬ", "𐍈", "一二三", "日本語のテキスト", "한국어", "Ελληνικά", "Русский", "हिन्दी", "ไทย", "Ꭰ", "\u1160",
]  # fmt: skip
EMOJI = ["🙂", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇬🇧", "☠️", "1️⃣", "🙂" * 300, "\U0001f468\u200d", "\ufe0f"]
NUMBERS = [
    "0", "-0", "-1", "1", "00", "007", "+1", "1.0", "1.5", ".5", "5.", "1,000", "1 000", "1_000", "1e3", "1e400", "-1e400",
    "NaN", "nan", "inf", "-Infinity", "0x10", "0b1", "0o7", "1/0", "½", "²", "①", "१२३", "٣", "１２", "127", "128", "255", "256",
    "32767", "32768", "65536", "2147483647", "2147483648", "-2147483649", "4294967296", "9007199254740993",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616", "9" * 40, "9" * 400,
    "9" * 4_301, "9" * 5_000, "-" + "9" * 5_000, "0." + "0" * 500 + "1", "1" + "0" * 309, "£1", "£-1", "12.345", "0.001",
    "9999999.99", "99,999,999", "£999,999,999.99",
]  # fmt: skip
DAYS = [
    "0000-00-00", "0001-01-01", "1899-12-31", "1900-02-29", "2024-02-30", "9999-12-31", "10000-01-01", "99999-01-01",
    "31/2/2012", "32/13/2012", "1/1/1", "0/0/0", "29 February 2023", "5 Novembre 2012", "tomorrow", "2012-11-05T10:00",
    "-1-01-01", "5 November -2012", "5 November 99999", "５/１１/２０１２", "00:00", "24:00", "25:61", "99:99am", "0pm", "13pm",
    "2:00pm; DROP", "23:59:60",
]  # fmt: skip
CODE = [
    "' OR '1'='1", "'; DROP TABLE members_user; --", '" OR ""="', "1 UNION SELECT NULL--", "%' AND 1=0 --", "\\'", "\\",
    "a' || pg_sleep(5)--", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</textarea><b>out</b>",
    "\"><svg onload=alert(1)>", "<!--", "]]>", "<![CDATA[", "&amp;lt;", "&#0;", "&#x202e;", "&copy", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "data:text/html,<script>", "vbscript:x", "{{ 7|add:7 }}", "{% debug %}", "{{ request }}",
    "{% include 'x' %}", "{0}", "{}", "{self.__class__}", "%s", "%(value)s", "%d%n", "%", "%%", "${7*7}", "#{7*7}",
    "<%= 7*7 %>", "$(id)", "`id`", "; id", "| id", "&& id", "*", "?", "[a-z]*", "(a+)+$", "(?i)", "\\1", "^$",
    "__import__('os')", "None", "null", "undefined", "true", "False", "[]", "{}{}", '{"a": 1}', "[1, 2", '"', "'", "<", ">",
    "&", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", '{"$gt": ""}', "(&(uid=*))", "copsite-leave-link",
]  # fmt: skip
PLACES = [
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\con", "file:///etc/passwd", "//elsewhere.example.com",
    "http://elsewhere.example.com", "http://127.0.0.1:6379/", "http://[::1]/", "https://a:b@c", "http://", "https://" + "a." * 300,
    "http://[", "https://例え.テスト", "ftp://a.example", "con.txt", ".", "..", "a/b", "%2e%2e%2f", "%00", "%0d%0aX: 1",
]  # fmt: skip
LINES = [
    "a\r\nBcc: everyone@example.org", "Subject: x\n\nbody", "a\nb", "a\rb", "a\n.\nb", "Content-Type: text/html\r\n\r\n<b>",
    "<a@example.org>", "a@b", "a@b@c.example", '"a b"@example.org', "a@" + "b" * 300 + ".example", "a" * 300 + "@b.example",
    "jo.bloggs@example.org", "07700 900 123", "SE1 1JG", "943 476 5919", "Dr Okafor, 12 Ferry Lane",
]  # fmt: skip
CELLS = [
    "=1+1",
    '=HYPERLINK("http://a")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    "a,b;c\td",
    '""',
    'a"b',
]
LONG = [
    "x" * 121, "x" * 200, "x" * 256, "x" * 1_001, "x" * 50_001, "a." * 25_000, "Aa " * 17_000, "a@" * 25_000, "9 " * 25_000,
    "\n" * 50_000, " " * 50_000, "-" * 50_000, "<" * 20_000, "&" * 20_000, "é" * 50_000, "🙂" * 20_000, "a\u0301" * 25_000,
    "word " * 10_000, "a\r\n" * 20_000, "jo@example.org " * 3_000, "01632 960 114 " * 3_000, "[" * 20_000, "(" * 20_000, "* a\n" * 10_000,
    "{{" * 20_000, "% " * 20_000, "0" * 50_000, "1/" * 25_000, ("a" * 64 + "@") * 700, "Mr A " * 10_000,
]  # fmt: skip

HOSTILE = [
    *EMPTY, *CONTROL, *DIRECTIONS, *LETTERS, *EMOJI, *NUMBERS, *DAYS, *CODE, *PLACES, *LINES, *CELLS, *LONG,
]  # fmt: skip
