"""Numbers that are wrong by a power of ten: far off, and yet surely about the same thing."""

from __future__ import annotations

from auditor.core.constraint import Constraint
from auditor.quantities.rewriting import fits, misplacements


def misplaced(constraint: Constraint | None) -> bool:
    """Whether another unit or another place of the point in one number makes the relation hold.

    The others must leave that number hardly any choice: then chance agreement is below one in a
    hundred, and figures that are far apart are one thing mistyped.
    """
    if constraint is None:
        return False
    for index, operand in enumerate(constraint.operands):
        wanted = constraint.solve(index)
        if wanted is None:
            continue
        if any(fits(r.quantity.base, wanted) for r in misplacements(operand.quantity)):
            return True
    return False
