"""How the documentation site is built: offline, with every warning an error. ``python tools/docs.py`` builds it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import recognition

project = "recognition"
author = "The recognition authors"
project_copyright = "The recognition authors"
version = release = recognition.__version__

extensions = [
    "accessible",
    "api_pages",
    "myst_parser",
    "notebooks",
    "drawings",
    "published_files",
    "python_names",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
]
exclude_patterns = ["_build"]
default_role = "code"  # single backticks in docstrings mark code
language = "en"
# Links between pages are checked by the build, and those to names by `nitpicky`.
nitpicky = True
nitpick_ignore_regex = [
    # The documentation of Python and of the libraries whose types show up in signatures is elsewhere, and nothing is
    # fetched from there, so that the build needs no network.
    (r"py:.*", r"(abc|collections|datetime|enum|os|pathlib|types|typing)\.[\w.]+"),
    (r"py:.*", r"(cattrs|hypothesis|matplotlib|narwhals|pandas|polars|pyarrow)\.[\w.]+"),
    # Types that are imported for type checkers only, and stand in signatures by their short names.
    (r"py:class", r"Axes|Figure|PathLike"),
    # Type variables have no page.
    (r"py:class", r"recognition\.[\w.]+\.[A-Z]"),
]

# The generated pages hold every public name; see `_ext/api_pages.py`.
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False
python_maximum_signature_line_length = 80
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "recognition"
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_css_files = ["custom.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"font-stack": "system-ui, sans-serif", "font-stack--monospace": "ui-monospace, monospace"},
}
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
