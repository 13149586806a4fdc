"""Accents do not matter to the search, Arabic is normalised; words and changes are noted by triggers."""

# ruff: noqa: S608 – no word of these statements comes from outside

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations, models
from django.db.models import F, Func, Value

import recommendations.models.search
import upr_portal.languages

# As in models/search.py when this migration was written.
DICTIONARIES = {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic", "ru": "russian"}
MARKS = "".join(map(chr, (*range(0x610, 0x61B), 0x640, *range(0x64B, 0x660), 0x670)))
BEFORE, AFTER = "أإآٱى" + MARKS, "ااااي"
ARABIC = f"translate(text_ar, '{BEFORE}', '{AFTER}')"
TEXTS = {language: f"text_{language}" for language in DICTIONARIES} | {"ar": ARABIC}

CONFIGURATIONS = "".join(
    f"""
    create text search configuration upr_{name} (copy = {name});
    alter text search configuration upr_{name}
        alter mapping for hword, hword_part, word with unaccent, {name}_stem;
    """
    for name in DICTIONARIES.values()
)
DROP_CONFIGURATIONS = "".join(f"drop text search configuration upr_{name};" for name in DICTIONARIES.values())


def vectors(prefix: str, texts: dict) -> str:
    return "alter table recommendations_recommendation " + ", ".join(
        f"alter column search_{language} set expression as"
        f" (to_tsvector('{prefix}{name}'::regconfig, coalesce({texts[language]}, '')))"
        for language, name in DICTIONARIES.items()
    )


def column(language: str) -> migrations.AlterField:
    text = f"text_{language}"
    if language == "ar":
        text = Func(F(text), Value(BEFORE), Value(AFTER), function="translate")
    vector = django.contrib.postgres.search.SearchVector(text, config=f"upr_{DICTIONARIES[language]}")
    field = recommendations.models.search.SearchColumn(
        db_persist=True,
        expression=vector,
        output_field=django.contrib.postgres.search.SearchVectorField(),
    )
    return migrations.AlterField("recommendation", f"search_{language}", field)


NUMBERS = """
create index numbers_of_recommendations on recommendations_recommendation (number) where number <> '';
create index draft_numbers_of_recommendations on recommendations_recommendation (draft_number)
    where draft_number <> '';
"""
DROP_NUMBERS = "drop index numbers_of_recommendations; drop index draft_numbers_of_recommendations"

# Words of four letters and more; in order, so that two transactions that add the same ones cannot deadlock.
SAME_WORDS = " union all ".join(
    f"select '{language}', unnest(tsvector_to_array(to_tsvector('simple', coalesce({text}, '')))) from %s"
    for language, text in TEXTS.items()
)
ADD_WORDS = f"""
    insert into recommendations_word (language, word, plain)
    select distinct language, word, unaccent(word) from ({SAME_WORDS}) as found (language, word)
    where char_length(word) between 4 and 40 and word ~ '^[[:alpha:]]+$'
    order by language, word
    on conflict do nothing;
"""
WORDS = f"""
create function keep_words() returns trigger language plpgsql as $$
begin
    {ADD_WORDS.replace("%s", "new_rows")}
    return null;
end
$$;
create function keep_changed_words() returns trigger language plpgsql as $$
begin
    {ADD_WORDS.replace("%s", "(select new.*) as changed")}
    return null;
end
$$;
create trigger new_words_are_kept after insert on recommendations_recommendation
    referencing new table as new_rows for each statement execute function keep_words();
create trigger changed_words_are_kept
    after update of text_en, text_fr, text_es, text_ar, text_ru on recommendations_recommendation
    for each row when (
        (old.text_en, old.text_fr, old.text_es, old.text_ar, old.text_ru)
        is distinct from (new.text_en, new.text_fr, new.text_es, new.text_ar, new.text_ru)
    ) execute function keep_changed_words();
{ADD_WORDS.replace("%s", "recommendations_recommendation")}
"""
DROP_WORDS = """
drop trigger new_words_are_kept on recommendations_recommendation;
drop trigger changed_words_are_kept on recommendations_recommendation;
drop function keep_words();
drop function keep_changed_words();
"""

WATCHED = [
    *(f"recommendations_{name}" for name in ("recommendation", "recommender", "review", "reviewdate")),
    *(f"recommendations_recommendation_{links}" for links in ("issues", "persons", "goals")),
    "recommendations_document",
    *(f"reference_{name}" for name in ("state", "regionalgroup", "stategroup", "stategroupmembership")),
    *(f"reference_{name}" for name in ("cycle", "uprsession", "theme", "vocabulary", "personsgroup", "goal")),
]
CHANGES = """
create function note_change() returns trigger language plpgsql as $$
begin
    insert into recommendations_change (at) values (now());
    delete from recommendations_change where id in (
        select id from recommendations_change where at < now() - interval '2 days' for update skip locked
    );
    return null;
end
$$;
""" + "".join(
    f"""
    create trigger changes_are_noted after insert or update or delete or truncate on {table}
        for each statement execute function note_change();
    """
    for table in WATCHED
)
DROP_CHANGES = "".join(f"drop trigger changes_are_noted on {table};" for table in WATCHED)
DROP_CHANGES += "drop function note_change()"


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0004_lead_ins"),
        ("recommendations", "0005_saving_documents"),
        ("reference", "0001_initial"),
    ]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURATIONS, DROP_CONFIGURATIONS),
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    vectors("upr_", TEXTS),
                    vectors("", {language: f"text_{language}" for language in DICTIONARIES}),
                )
            ],
            [column(language) for language in DICTIONARIES],
        ),
        migrations.RunSQL(NUMBERS, DROP_NUMBERS),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    upr_portal.languages.LanguageField(
                        choices=upr_portal.languages.language_choices, max_length=10
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                ("plain", models.CharField(max_length=60)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["plain"], name="letters_of_words", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "word"), name="a_word_is_kept_once_a_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(WORDS, DROP_WORDS),
        migrations.RunSQL(CHANGES, DROP_CHANGES),
    ]
