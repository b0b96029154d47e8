"""MZ-011, 社会救助对象身份证明开具: done at once, at any window."""
