"""Units and words, in the formats of auditor's own files."""

# name, dimension, scale, base, whether a Chinese numeral counts with it, what the classifier counts
UNITS = "垧\tarea\t15\t亩\ty\t-\n"

# Terms that segmentation keeps whole, one a line.
TERMS = "放管服改革\n小流域综合治理\n"

# Words that stand for one act or thing; the first of a line is the canonical one.
SYNONYMS = "秸秆离田\t秸秆打包\t秸秆清运\n"
