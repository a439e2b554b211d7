"""The tree of a whole page, as browsers make it with scripting off (HTML §13.2.6).

In: bytes in an ASCII-compatible charset. Out: the document; its nodes know the bytes
they come from. Never: an exception. Not followed: pages of frames, whose frameset is
passed over; and where comments go, which nobody sees.
"""

from collections.abc import Iterable

from sarto.compose.html import names as html
from sarto.compose.html import patterns
from sarto.workbench.crawl.dom import foreign, heads, modes, table_ends
from sarto.workbench.crawl.dom.node import COMMENT, Node, Token
from sarto.workbench.crawl.dom.open import Open
from sarto.workbench.crawl.dom.tokens import Tokens

BEFORE_HTML, BEFORE_HEAD, IN_HEAD, AFTER_HEAD, IN_BODY = range(5)
EARLY = (heads.before_html, heads.before_head, heads.in_head, heads.after_head)
SPACE = b"\t\n\f\r "
TEXTS = html.RAW - {b"plaintext"}  # whose end tag is the next tag


def built(body: bytes, edges: Iterable[int] = ()) -> "Builder":
    """Build the tree of a page; texts are parted at `edges`."""
    builder = Builder(body, edges)
    builder.run()
    return builder


class Builder:
    """One page while its tree is built."""

    def __init__(self, body: bytes, edges: Iterable[int] = ()) -> None:
        self.tree = Open()
        self.body = body
        self._phase = BEFORE_HTML
        self._tokens = Tokens(body, edges)
        self._pending: list[Token] = []  # text in a table

    @property
    def document(self) -> Node:
        return self.tree.document

    def run(self) -> None:
        tree = self.tree
        tree.stack.append(tree.document)
        while token := self._tokens.next(is_foreign=foreign.is_foreign(tree)):
            if self._pending and token.kind != "text":
                self._settle_text()
            tree.token = token
            self._take(token)
        self._settle_text()
        self._finish()

    def _finish(self) -> None:
        """End what is open where it stands before the body, which is implied then."""
        tree = self.tree
        if tree.node.name in TEXTS:
            tree.pop()
        if self._phase != IN_BODY:
            while tree.templates:
                heads.template_end(tree)
            tree.token = Token("text", len(self.body), len(self.body))
            self._hurry()

    def _take(self, token: Token) -> None:
        tree = self.tree
        if token.kind == "comment":
            tree.node.add(Node(COMMENT, token.start, token.stop))
        elif token.kind == "doctype":
            if self._phase == BEFORE_HTML:
                found = patterns.STANDARD.match(self.body, token.start, token.stop)
                tree.is_quirky = found is None
        elif tree.node.name in TEXTS:
            if token.kind == "text":
                tree.text(token)
            else:
                tree.pop()
        elif foreign.is_foreign(tree, token):
            self._foreign(token)
        elif token.kind == "text":
            self._text(token)
        else:
            self._tag(token)
        if token.kind == "start" and tree.node.name in html.RAW:
            self._tokens.raw = tree.node.name

    def _foreign(self, token: Token) -> None:
        if token.kind == "text":
            self.tree.text(token)
        elif not (foreign.start if token.kind == "start" else foreign.end)(self.tree):
            self._tag(token)

    # Text

    def _text(self, token: Token) -> None:
        text = self.body[token.start : token.stop]
        if not self._is_early():
            self._body_text(token, text)
            return
        stop = token.stop - len(text.lstrip(SPACE))
        if stop > token.start and self._phase >= IN_HEAD:
            self.tree.text(token._replace(stop=stop))
        if stop < token.stop and not (self._phase == BEFORE_HTML and is_mark(text)):
            self.tree.token = rest = token._replace(start=stop)
            self._hurry()
            self._body_text(rest, self.body[stop : token.stop])

    def _body_text(self, token: Token, text: bytes) -> None:
        tree = self.tree
        if not text.strip(b"\0"):
            return  # dropped in the body (13.2.6.4.7)
        context = modes.context(tree)
        is_space = not text.strip(SPACE)
        if context == b"colgroup" and not (is_space and tree.node.name == b"colgroup"):
            if table_ends.in_columns(tree):
                self._body_text(token, text)
        elif context in html.TABLE_CONTEXT and tree.node.name in html.TABLE_MODES:
            self._pending.append(token)
        elif tree.node.name == b"colgroup":
            tree.text(token)
        else:
            tree.is_fostering = context in html.TABLE_CONTEXT
            tree.reopen()
            tree.text(token)
            tree.is_fostering = False

    def _settle_text(self) -> None:
        """Put the text met in a table there, if it is white space, else before it."""
        pending, self._pending = self._pending, []
        tree = self.tree
        texts = (self.body[token.start : token.stop] for token in pending)
        tree.is_fostering = any(text.strip(SPACE) for text in texts)
        for token in pending:
            if tree.is_fostering:
                tree.token = token
                tree.reopen()
            tree.text(token)
        tree.is_fostering = False

    # Tags

    def _is_early(self) -> bool:
        return self._phase != IN_BODY and not self.tree.templates

    def _hurry(self) -> None:
        """Have each phase take the token, until one does."""
        while self._is_early():
            phase, depth = self._phase, len(self.tree.stack)
            is_taken = EARLY[phase](self.tree)
            self._phase = self._next(phase, depth, is_taken=is_taken)
            if is_taken:
                break
        else:
            return
        self.tree.token = self.tree.token._replace(kind="comment")

    def _next(self, phase: int, depth: int, *, is_taken: bool) -> int:
        stack = self.tree.stack
        if phase in (BEFORE_HTML, BEFORE_HEAD):
            return phase + (len(stack) > depth)
        if phase == IN_HEAD:
            is_over = stack[-1].name == b"html"
            return AFTER_HEAD if is_over else IN_HEAD
        is_begun = not is_taken or self.tree.node.name == b"body"
        return IN_BODY if is_begun else AFTER_HEAD

    def _tag(self, token: Token) -> None:
        if self._is_early():
            self._hurry()
            if self.tree.token.kind == "comment":
                return
        (modes.start if token.kind == "start" else modes.end)(self.tree)


def is_mark(text: bytes) -> bool:
    """Whether it is a byte order mark, which is no text."""
    return text.strip(SPACE) == b"\xef\xbb\xbf"
