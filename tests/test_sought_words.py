"""What must not stand in a page or a letter is sought by a word that chance does not write there.

Pages carry tokens, letters signed addresses, stored files the hash of what they hold: three letters in a row stand in
one of some thousand of them, whoever wrote the page.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
LEAST = 5  # letters or digits
# Where a list or a short text of our own is looked through, in which nothing is random.
NOT_RANDOM = {
    "tests/knowledge/citations/test_references.py": "references, made of what is given",
    "tests/benchmark/test_bench_pages.py": "names of addresses",
    "tests/kit/privacy/test_identifiers.py": "a parameter",
}


def is_short(node: ast.expr) -> bool:
    """Whether a literal is so short that a token may hold it."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str | bytes):
        return False
    word = node.value.decode() if isinstance(node.value, bytes) else node.value
    return 0 < len(word) < LEAST and word.isalnum()


def absences(tree: ast.AST) -> Iterator[ast.expr]:
    """What is asserted not to be in something: the left side of each `not in`."""
    for asserted in (node for node in ast.walk(tree) if isinstance(node, ast.Assert)):
        for node in ast.walk(asserted):
            if isinstance(node, ast.Compare) and any(isinstance(op, ast.NotIn) for op in node.ops):
                yield node.left


def short_words(tree: ast.AST) -> Iterator[int]:
    """The lines in which a short word is said to be absent, by itself or as one of several."""
    yield from (left.lineno for left in absences(tree) if is_short(left))
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For | ast.comprehension) and isinstance(
            loop.iter, ast.Tuple | ast.List | ast.Set
        ):
            names = {left.id for left in absences(loop) if isinstance(left, ast.Name)}
            if isinstance(loop.target, ast.Name) and loop.target.id in names:
                yield from (word.lineno for word in loop.iter.elts if is_short(word))


def test_no_word_is_sought_that_a_token_may_hold():
    found = {
        f"{path.relative_to(TESTS.parent)}:{line}"
        for path in TESTS.rglob("*.py")
        for line in short_words(ast.parse(path.read_text()))
        if str(path.relative_to(TESTS.parent)) not in NOT_RANDOM
    }

    assert found == set()


def test_a_short_word_is_seen():
    alone = ast.parse('assert "ada" not in file.name')
    among = ast.parse('for secret in ("Ken", "Carolina"):\n    assert secret not in words')

    assert [len(list(short_words(tree))) for tree in (alone, among)] == [1, 1]
