"""What a file is, by what is in it, and who cleans it."""

from surveys.documents.kinds import OPENDOCUMENT, PDF, PLAIN, WORD, CannotBeCleaned, Document, Refusal

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF_MARK, PDF_MARK_WITHIN = b"%PDF-", 1024  # bytes: programs let something stand before it


def clean(content: bytes) -> Document:
    """The document, cleaned. Raises CannotBeCleaned; of damaged files also errors of the libraries."""
    # Here, so that a text needs none of these libraries.
    if not content.strip():
        raise CannotBeCleaned(Refusal.EMPTY)
    if content.startswith(OLD_OFFICE):
        raise CannotBeCleaned(Refusal.OLD_WORD)
    if content.startswith(ZIP):
        return clean_archive(content)
    if PDF_MARK in content[:PDF_MARK_WITHIN]:
        from surveys.documents.pdf import clean_pdf

        return Document(PDF, clean_pdf(content))
    from surveys.documents.plain import clean_plain

    return Document(PLAIN, clean_plain(content))


def clean_archive(content: bytes) -> Document:
    from surveys.documents.archives import unpack
    from surveys.documents.opendocument import MIMETYPE, clean_opendocument
    from surveys.documents.word import clean_word

    if MIMETYPE in unpack(content):
        return Document(OPENDOCUMENT, clean_opendocument(content))
    return Document(WORD, clean_word(content))
