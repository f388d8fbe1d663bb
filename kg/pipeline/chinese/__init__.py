"""Chinese behind spaCy's door: `load_chinese(ontology)`; its Doc has words, tags, sentences and names."""

from __future__ import annotations

from kg.pipeline.chinese.language import load_chinese
from kg.pipeline.chinese.scene import short_forms
from kg.pipeline.chinese.script import reading

__all__ = ["load_chinese", "reading", "short_forms"]
