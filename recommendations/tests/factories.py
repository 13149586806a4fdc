"""Recommendations for tests, and files in the form of UPR Info's export; all words invented."""

import csv
import io
import zipfile
from xml.sax.saxutils import escape

import factory
from factory.django import DjangoModelFactory

from recommendations.models import Document, ImportBatch, Pledge, Recommendation, Recommender, Review
from reference.tests.factories import StateFactory, UprSessionFactory

AFTER_THE_STATES = ["Response", "Action", "Issue", "Session"]
HEADINGS = ["To", "To-Rgrp", "To-Org", "Text", "From", "From-Rgrp", "From-Org", *AFTER_THE_STATES]
EXCEL_HEADINGS = ["SuR", "Rgrp", "Org", "Recommendation", "RS", "Rgrp", "Org", *AFTER_THE_STATES]


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review
        django_get_or_create = ["state", "session"]

    state = factory.SubFactory(StateFactory)
    session = factory.SubFactory(UprSessionFactory)


class RecommendationFactory(DjangoModelFactory):
    """Made by one State; `recommenders=[…]` says otherwise."""

    class Meta:
        model = Recommendation
        skip_postgeneration_save = True

    review = factory.SubFactory(ReviewFactory)
    text_en = factory.Sequence("Plant {} trees in every schoolyard.".format)
    original_language = "en"

    @factory.post_generation
    def recommenders(recommendation, create, extracted, **options):
        for state in [StateFactory()] if extracted is None else extracted:
            Recommender.objects.create(recommendation=recommendation, state=state)


class PledgeFactory(DjangoModelFactory):
    class Meta:
        model = Pledge

    review = factory.SubFactory(ReviewFactory)
    text_en = factory.Sequence("We shall plant {} trees.".format)
    original_language = "en"


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    family = Document.Family.UPR_INFO
    title = "export.csv"
    language = "en"


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    kind = ImportBatch.Kind.UPR_INFO
    file_name = "export.csv"
    document = factory.SubFactory(DocumentFactory)
    rows_read = recommenders_new = recommenders_existing = repeats = 0
    pledges_new = pledges_existing = rows_refused = recommendations_new = 0


def row(**cells) -> list[str]:
    """One row of the export; `row(text="…", recommender="Chile")`."""
    usual = {
        "state": "Morocco",
        "text": "Plant trees in every schoolyard.",
        "recommender": "Chile",
        "response": "Accepted",
        "action": "5",
        "issue": "Environment",
        "session": "1",
    }
    one = usual | cells
    return [
        one["state"], "Africa", "AL, OIF", one["text"], one["recommender"], "GRULAC", "OAS, OEI",
        one["response"], one["action"], one["issue"], one["session"],
    ]  # fmt: skip


def export(*rows: list[str], encoding: str = "mac_roman", line_end: str = "\r") -> bytes:
    """A csv as UPR Info's database gives it."""
    file = io.StringIO()
    csv.writer(file, lineterminator=line_end).writerows([HEADINGS, *rows])
    return file.getvalue().encode(encoding)


def workbook(*rows: list[str]) -> bytes:
    """The same as an Excel file, in the fewest parts that Excel's format allows."""
    sheet = "".join(f"<row>{''.join(map(cell, values))}</row>" for values in [EXCEL_HEADINGS, *rows])
    space = "http://schemas.openxmlformats.org"
    kinds = f"{space}/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"/>',
        "_rels/.rels": relationship(f"{kinds}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{space}/spreadsheetml/2006/main" xmlns:r="{kinds}">'
        '<sheets><sheet name="export" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationship(f"{kinds}/worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}/spreadsheetml/2006/main">'
        f"<sheetData>{sheet}</sheetData></worksheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def cell(value: str) -> str:
    if value.isdigit():
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def relationship(kind: str, target: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    only = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{space}">{only}</Relationships>'
