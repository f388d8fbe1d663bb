"""The Chinese encoder: names and relations of Chinese text, from a multilingual base."""
