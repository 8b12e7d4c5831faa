"""Files that need programs which the tests do without: ``python -m tests.formats.binaries``.

``report.doc`` (the same bytes serve as .wps) and ``report.pdf`` are LibreOffice's conversions of
``report.docx``, with Noto CJK fonts; ``report-scan.pdf`` holds nothing but pictures of that PDF's
pages at 200 dpi, turned by 0.6°, with noise. ``made-from`` keeps the hash of the report that they
were made from, so that stale files fail a test.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from pathlib import Path

from tests.formats.model import Report
from tests.formats.report import REPORT
from tests.formats.word import word

DATA = Path(__file__).parent / "data"


def fingerprint(report: Report) -> str:
    """A hash of the report's whole content."""
    text = json.dumps(report.truth(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _convert(source: Path, suffix: str) -> bytes:
    profile = f"-env:UserInstallation=file://{source.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(source.parent), str(source)]  # fmt: skip
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    return source.with_suffix(f".{suffix}").read_bytes()


def _scanned(pdf: bytes) -> bytes:
    """Pictures of the pages as a copier makes them."""
    import io

    import numpy as np
    import pypdfium2
    from PIL import Image

    random = np.random.default_rng(7)
    pages: list[Image.Image] = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=200 / 72).to_pil().convert("L")
        turned = picture.rotate(0.6, resample=Image.Resampling.BICUBIC, fillcolor=250)
        grey = np.asarray(turned, dtype=np.float32) + random.normal(0, 9, turned.size[::-1])
        pages.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", resolution=200, save_all=True, append_images=pages[1:], quality=60)
    return stream.getvalue()


def main() -> None:
    DATA.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(word(REPORT))
        pdf = _convert(source, "pdf")
        (DATA / "report.doc").write_bytes(_convert(source, "doc"))
    (DATA / "report.pdf").write_bytes(pdf)
    (DATA / "report-scan.pdf").write_bytes(_scanned(pdf))
    (DATA / "made-from").write_text(fingerprint(REPORT) + "\n", "utf-8")


if __name__ == "__main__":
    main()
