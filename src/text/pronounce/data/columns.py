"""Columns of the packed files, as packed.rs and texts.rs read them."""
import struct, zlib


def front_coded(texts):
    """Three columns: how much of the text before is shared, how long the rest is, and the rest of all."""
    shares, lens, rest, last = bytearray(), bytearray(), bytearray(), b''
    for text in texts:
        share = 0
        while share < min(len(text), len(last)) and text[share] == last[share]:
            share += 1
        shares.append(share)
        lens.append(len(text) - share)
        rest += text[share:]
        last = text
    return [bytes(shares), bytes(lens), bytes(rest)]


def deflated(columns):
    """Raw deflate around the columns, each behind its length."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b''.join(struct.pack('<I', len(column)) + column for column in columns)
    return packer.compress(body) + packer.flush()
