"""Uploads lose what tells who made them, however they come in, and keep what their pages show."""

import io
import struct
import zipfile

import pikepdf
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models import FileField
from PIL import Image, PngImagePlugin

from kit.errors import RefusedError
from knowledge.models import Evidence
from knowledge.upload_metadata import plain_picture
from knowledge.upload_words import words_of
from knowledge.uploads import PlainFileField
from tests.documents import pdf, says, word
from tests.factories.knowledge import EvidenceFactory

pytestmark = pytest.mark.django_db
WHO = "Ottoline Leaksworth"


def photograph(kind: str) -> bytes:
    """A picture that says who took it, and where."""
    out, picture = io.BytesIO(), Image.new("RGB", (8, 8), "red")
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Author", WHO)
        picture.save(out, kind, pnginfo=told)
    else:
        exif = Image.Exif()
        exif[0x013B] = WHO
        picture.save(out, kind, exif=exif, comment=WHO.encode())
    return out.getvalue()


def with_everything(made: pikepdf.Pdf) -> None:
    """A PDF that names who made it in its properties, in XMP, in a comment and in a photograph."""
    says("The findings")(made)
    made.docinfo["/Author"] = WHO
    with made.open_metadata() as told:
        told["dc:creator"] = [WHO]
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=WHO, Contents="Is this so?"
    )
    made.pages[0].Annots = made.make_indirect(pikepdf.Array([made.make_indirect(note)]))
    picture = pikepdf.Stream(made, photograph("JPEG"))
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=8, Height=8, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Array([pikepdf.Name.DCTDecode]),
    )  # fmt: skip
    made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=made.make_indirect(picture)))


PROPERTIES = f'<cp:coreProperties xmlns:cp="http://c"><dc:creator xmlns:dc="http://d">{WHO}</dc:creator></cp:coreProperties>'
BODY = '<w:document xmlns:w="http://w"><w:ins w:author="{0}" w:date="2012-01-01"><w:t>The findings</w:t></w:ins></w:document>'
DOCUMENTS = {
    "paper.pdf": pdf(with_everything),
    "paper.docx": word({
        "docProps/core.xml": PROPERTIES,
        "docProps/app.xml": f"<Properties><Company>{WHO}</Company></Properties>",
        "docProps/custom.xml": f"<Properties><property>{WHO}</property></Properties>",
        "word/people.xml": f'<w15:people xmlns:w15="http://w"><w15:person w15:author="{WHO}"/></w15:people>',
        "word/comments.xml": f"<w:comments xmlns:w='http://w'><w:comment w:author = '{WHO}'/></w:comments>",
        "word/footnotes.xml": BODY.format(WHO).encode("utf-16"),
        "word/document.xml": BODY.format(WHO),
        "word/media/image1.jpeg": photograph("JPEG"),
        "word/media/image2.png": photograph("PNG"),
    }),
}  # fmt: skip


def everything_in(data: bytes) -> bytes:
    """Each byte of a document, also of what it has packed, and of parts with two bytes for a letter."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist()).replace(b"\0", b"")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as made:
        made.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False,
                  object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
    return out.getvalue()


def by_save(evidence, name, data):
    evidence.file = ContentFile(data, name=name)
    evidence.save()


def by_the_file(evidence, name, data):
    evidence.file.save(name, ContentFile(data))


def by_bulk_update(evidence, name, data):
    evidence.file = ContentFile(data, name=name)
    Evidence.objects.bulk_create(
        [Evidence(programme=evidence.programme, kind="grey", authors="A", title="B", file=evidence.file.file)]
    )
    Evidence.objects.filter(pk=evidence.pk).update(
        file=Evidence.objects.exclude(pk=evidence.pk).get().file.name
    )


def stored_in(evidence) -> bytes:
    evidence.refresh_from_db()
    with evidence.file.storage.open(evidence.file.name) as file:
        return file.read()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("door", [by_save, by_the_file, by_bulk_update])
def test_what_is_stored_names_nobody_who_made_it_and_still_says_the_same(name, door):
    data = DOCUMENTS[name]
    assert WHO.encode() in everything_in(data)
    evidence = EvidenceFactory()

    door(evidence, f"{WHO}.{name}", data)

    stored = stored_in(evidence)
    assert WHO.encode() not in everything_in(stored)
    assert WHO.split()[0].lower() not in evidence.file.name.lower()
    assert (
        "The findings" in words_of(stored)
        if name.endswith("docx")
        else b"The findings" in everything_in(stored)
    )


def test_a_comment_keeps_its_words_which_were_looked_through():
    evidence = EvidenceFactory()
    by_save(evidence, "a.pdf", DOCUMENTS["paper.pdf"])

    assert "Is this so?" in words_of(stored_in(evidence))


@pytest.mark.parametrize("data", [b"A list of names", b"%PDF-1.7 torn", b"PK\x03\x04word/document.xml torn"])
def test_what_cannot_be_read_is_not_stored(data):
    evidence = EvidenceFactory()

    with pytest.raises(RefusedError):
        by_save(evidence, "a.pdf", data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_shows_the_same(kind):
    before = photograph(kind)

    after = plain_picture(before)

    shown = [Image.open(io.BytesIO(data)).convert("RGB").tobytes() for data in (before, after)]
    assert shown[0] == shown[1]
    assert WHO.encode() in before
    assert WHO.encode() not in after


@pytest.mark.parametrize(
    "broken",
    [
        b"\xff\xd8",
        b"\xff\xd8\xff\xe1",
        b"\xff\xd8\xff\xe1\x00\x00" * 9,
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 2**31) + b"tEXt",
    ],
)
def test_a_broken_picture_ends_somewhere(broken):
    assert len(plain_picture(broken)) <= len(broken)


def test_alternative_texts_are_read_for_identifiers():
    picture = (
        '<w:document xmlns:w="http://w"><docPr descr="Ada at 12 Elm Gardens" title="Her door"/></w:document>'
    )

    said = words_of(word({"word/document.xml": picture}))

    assert "Ada at 12 Elm Gardens" in said
    assert "Her door" in said


def test_every_column_of_uploads_is_one_that_takes_metadata_out():
    ours = {"library.Pdf"}  # which Copsite makes itself
    left = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField) and not isinstance(field, PlainFileField)
    }
    assert left == ours
