"""Pictures inside documents: cameras and programs write place, time and owner into them."""

from surveys.documents.kinds import CannotBeCleaned, Refusal

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
# What a decoder needs: JFIF (APP0) and Adobe's note on colours (APP14); not Exif, XMP, IPTC or comments.
KEPT_APPS = {0xE0, 0xEE}
COMMENT, START_OF_SCAN, END = 0xFE, 0xDA, 0xD9
KEPT_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"sBIT",
    b"bKGD",
    b"pHYs",
}


def clean_picture(content: bytes) -> bytes:
    """A JPEG or PNG with its pixels alone. Raises CannotBeCleaned for any other picture."""
    if content.startswith(JPEG):
        return clean_jpeg(content)
    if content.startswith(PNG):
        return clean_png(content)
    raise CannotBeCleaned(Refusal.PICTURES)


def clean_jpeg(content: bytes) -> bytes:
    """Without the segments that describe; what follows the first scan up to its end is kept as it is."""
    kept, place = [JPEG], 2
    while place + 4 <= len(content):
        if content[place] != 0xFF:
            raise CannotBeCleaned(Refusal.DAMAGED)
        marker = content[place + 1]
        if marker == 0xFF:  # filled up
            place += 1
            continue
        if marker == START_OF_SCAN:
            # A second picture after the end (a preview, a film) is none of the first.
            end = content.find(bytes([0xFF, END]), place)
            return b"".join(kept) + (content[place : end + 2] if end > 0 else content[place:])
        after = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        describes = marker == COMMENT or (0xE0 <= marker <= 0xEF and marker not in KEPT_APPS)
        if not describes:
            kept.append(content[place:after])
        if after <= place + 2:
            break
        place = after
    raise CannotBeCleaned(Refusal.DAMAGED)


def clean_png(content: bytes) -> bytes:
    """Only the chunks that make the picture; nothing after its end."""
    kept, place = [PNG], len(PNG)
    while place + 12 <= len(content):
        length, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        after = place + 12 + length
        if name in KEPT_CHUNKS:
            kept.append(content[place:after])
        if name == b"IEND":
            return b"".join(kept)
        place = after
    raise CannotBeCleaned(Refusal.DAMAGED)
