"""placeholder"""


class RunOptions: ...


def audit_inputs() -> None: ...
