"""Floor 2: Chinese words — segmentation of phrases, domain terms, synonyms."""

from auditor.language.lexicon import canonical, complement_set, disjoint
from auditor.language.phrases import content_words, normal_form
from auditor.language.tokenizer import segment

__all__ = ["canonical", "complement_set", "content_words", "disjoint", "normal_form", "segment"]
