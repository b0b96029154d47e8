"""The register of documents: numbers, codes, templates in versions, and what was declared void. Makes no PDF."""
