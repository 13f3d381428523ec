"""Values out of Qt's own enums, for what stands in the first picture.

PySide makes a Python enum of each of the 130 in the namespace `Qt` when that name is first used. That takes
some 20 ms, a tenth of a start, so whatever is needed up to the first paint does without the name: it sets
properties by these numbers (`label.setProperty("alignment", CENTRE)`), or hands them to a painter. Setting a
pen needs the name too. `tests/ui/test_qt_build.py` holds both: the values, and that nothing names it.
"""

CENTRE = 0x84
"""Qt.AlignmentFlag.AlignCenter"""
PLAIN_TEXT = 0
"""Qt.TextFormat.PlainText"""
STRONG_FOCUS = 11
"""Qt.FocusPolicy.StrongFocus"""
