"""WeasyPrint, made ready: its system libraries, our fonts, and Arabic in SVG.

WeasyPrint is imported here and nowhere else, and only when something is typeset: the import takes seconds and
fails where Pango is missing, which must not stop the web server.
"""

import ctypes
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from xml.sax.saxutils import escape

from django.conf import settings

FONT_PACKAGES = ["fontpkg_noto_sans", "fontpkg_amiri", "pylopdf_fonts_zh_cn"]
GENERIC_FAMILIES = {
    "sans-serif": ["Noto Sans", "Amiri", "Noto Sans SC"],
    "serif": ["Amiri", "Noto Sans", "Noto Serif SC"],
}


@cache
def load_weasyprint() -> ModuleType:
    """The `weasyprint` module, able to find its libraries and the fonts of all six languages.

    Raises OSError where Pango is missing; `./portal doctor` says what to type.
    """
    preload_libraries(library_root())
    # Set before fontconfig starts: it reads this once.
    os.environ.setdefault("FONTCONFIG_FILE", str(write_fonts_conf(settings.DATA_DIR / "fonts")))
    import weasyprint
    import weasysvg

    weasysvg.install()
    return weasyprint


def library_root() -> Path:
    """Where the launcher unpacks Debian's libraries when it may not install them."""
    return Path(os.environ.get("PORTAL_LIB_ROOT") or settings.DATA_DIR / "lib-root")


def preload_libraries(root: Path) -> list[str]:
    """Load every library below `root` for all to see; returns the names of those that could not be loaded.

    Once loaded by path, a library is found by its bare name, which is how WeasyPrint asks for it.
    A library loads only after those that it needs, so we go round until a round loads nothing more.
    """
    waiting = sorted({path.resolve() for path in root.glob("**/*.so.*") if path.is_file()})
    loaded_some = True
    while waiting and loaded_some:
        failed = [path for path in waiting if not _loads(path)]
        loaded_some = len(failed) < len(waiting)
        waiting = failed
    return [path.name for path in waiting]


def _loads(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def write_fonts_conf(folder: Path) -> Path:
    """Write a fontconfig file into `folder` that knows our fonts and no others: pages look alike anywhere."""
    folders = [Path(find_spec(name).submodule_search_locations[0]) for name in FONT_PACKAGES]
    lines = [f"  <dir>{escape(str(path))}</dir>" for path in folders]
    lines.append(f"  <cachedir>{escape(str(folder / 'cache'))}</cachedir>")
    for generic, families in GENERIC_FAMILIES.items():
        preferred = "".join(f"<family>{family}</family>" for family in families)
        lines.append(f"  <alias><family>{generic}</family><prefer>{preferred}</prefer></alias>")
    text = "\n".join(['<?xml version="1.0"?>', "<fontconfig>", *lines, "</fontconfig>", ""])
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "fonts.conf"
    if not target.exists() or target.read_text() != text:
        unfinished = folder / f"fonts.conf.{os.getpid()}"
        unfinished.write_text(text)
        unfinished.replace(target)
    return target
