"""What WeasyPrint leaves undone for PDF/UA, done with pikepdf.

- A header cell says whether it heads its column or its row.
- A term and what is said of it are one item of a list, and a link says in words where it leads.
- Running heads and page numbers are artifacts: they are marked as such, and no reader reads them
  aloud in the middle of a sentence.
- The file says its dates, from the data's own day, and has an identifier worked out of its content.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf


def finished(data: bytes, on: date, names: Mapping[str, str]) -> bytes:
    """Return a tagged PDF with its tags completed; the same input gives the same bytes.

    `names` say in words what each anchor of the document is, for the links that lead there.
    """
    with Pdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        reached: dict[int, set[int]] = {}
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        for node in elements(root.K):
            _terms(node)
            _scope(node)
            _reach(node, pages, reached)
        _artifacts(pdf, reached)
        _links(pdf, names)
        _dates(pdf, on)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=True,
        )
        return out.getvalue()


def elements(top: Any) -> Iterator[Any]:
    """Yield every element of a structure tree, parents before children, in reading order."""
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Array):
            waiting.extend(reversed(list(node)))
        elif isinstance(node, Dictionary) and node.get("/S") is not None:
            yield node
            if node.get("/K") is not None:
                waiting.append(node.K)


def kids(node: Any) -> list[Any]:
    """Return what an element holds: elements, numbers of marked content, references."""
    held = node.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, Array) else [held]


def _scope(node: Any) -> None:
    """Say of a header cell what it heads: a column in the table's head, else its row."""
    if node.S != Name.TH:
        return
    above = node.get("/P")
    while above is not None and above.get("/S") in (Name.TR, Name.NonStruct):
        above = above.get("/P")
    in_head = above is not None and above.get("/S") == Name.THead
    if "/A" not in node:
        node.A = Dictionary(O=Name.Table)
    node.A.Scope = Name.Column if in_head else Name.Row


def _terms(node: Any) -> None:
    """Make each pair of a term and its words one item of a definition list: label and body.

    WeasyPrint makes an item of each of the two, within a division that a list may not hold.
    """
    if Name.Div != node.S or node.get("/P") is None or node.P.get("/S") != Name.L:
        return
    bodies = []
    for item in kids(node):
        for body in kids(item):
            body.P = node
            bodies.append(body)
    if bodies:
        node.S = Name.LI
        bodies[0].S = Name.Lbl
        node.K = Array(bodies)


def _links(pdf: Pdf, names: Mapping[str, str]) -> None:
    """Say of each link in words where it leads; WeasyPrint says the anchor."""
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            known = names.get(str(annotation.get("/Contents", "")))
            if known:
                annotation.Contents = known


def _reach(node: Any, pages: dict[tuple[int, int], int], reached: dict[int, set[int]]) -> None:
    """Note which marked content of which page an element holds."""
    for kid in kids(node):
        if isinstance(kid, int) and node.get("/Pg") is not None:
            reached.setdefault(pages[node.Pg.objgen], set()).add(kid)


def _artifacts(pdf: Pdf, reached: dict[int, set[int]]) -> None:
    """Mark content that no element holds as an artifact, and take it out of the parent tree."""
    for number, page in enumerate(pdf.pages):
        known = reached.get(number, set())
        changed = [_marked(i, known) for i in pikepdf.parse_content_stream(page)]
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(changed))
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    for place in range(0, len(numbers), 2):
        page_number, parents = int(numbers[place]), numbers[place + 1]
        if not isinstance(parents, Array):
            continue
        known = reached.get(page_number, set())
        for content in range(len(parents)):
            if content not in known:
                parents[content] = None


def _marked(instruction: Any, known: set[int]) -> Any:
    operands, operator = instruction.operands, instruction.operator
    if str(operator) != "BDC" or len(operands) != 2 or not isinstance(operands[1], Dictionary):
        return instruction
    content = operands[1].get("/MCID")
    if content is None or int(content) in known:
        return instruction
    pagination = Dictionary(Type=Name.Pagination)
    return pikepdf.ContentStreamInstruction([Name.Artifact, pagination], Operator("BDC"))


def _dates(pdf: Pdf, on: date) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as known:
        for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            known[name] = f"{on.isoformat()}T00:00:00Z"
    for name in ("/CreationDate", "/ModDate"):
        pdf.docinfo[name] = f"D:{on:%Y%m%d}000000Z"
