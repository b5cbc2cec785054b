"""Word files turned into PDF, by LibreOffice where the machine has it (R: P1).

It runs apart: no keys, no network, and its files in a memory of its own that goes with the process, however it ends
(user, mount and process namespaces, `unshare` of util-linux). So no part of a document is ever on disk unencrypted.
"""

import shutil
import subprocess

from records.documents.files import FileNotTaken

SECONDS, MEMORY = 120, "400m"
NO_OFFICE = "This is a Word file. Save it as a PDF there, and select the PDF"
BROKEN = "This Word file cannot be opened safely. Save it as a PDF there, and select the PDF"
APART = ["unshare", "--user", "--map-root-user", "--mount", "--net", "--pid", "--fork", "--kill-child"]
SCRIPT = f"""set -e
mount -t tmpfs -o size={MEMORY},mode=700 tmpfs /tmp
cat > /tmp/paper.docx
"$0" --headless --norestore -env:UserInstallation=file:///tmp/profile --convert-to pdf --outdir /tmp /tmp/paper.docx \
  > /dev/null 2>&1
cat /tmp/paper.pdf
"""


def is_word(content: bytes) -> bool:
    """Whether it is an Office Open XML document (ECMA-376), by what it holds."""
    return content.startswith(b"PK\x03\x04") and b"word/document.xml" in content


def to_pdf(content: bytes) -> bytes:
    """The Word file as a PDF. Raises FileNotTaken where there is no LibreOffice, or it fails."""
    office = shutil.which("soffice")
    if office is None or shutil.which("unshare") is None:
        raise FileNotTaken(NO_OFFICE)
    try:
        done = subprocess.run(
            [*APART, "sh", "-c", SCRIPT, office],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            cwd="/",
            env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/tmp"},  # noqa: S108 (its own)
        )
    except subprocess.TimeoutExpired:
        raise FileNotTaken(BROKEN) from None
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise FileNotTaken(BROKEN)
    return done.stdout
