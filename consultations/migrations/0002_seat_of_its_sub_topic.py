"""A request holds a seat of its own sub-topic only: a foreign key over both columns."""

from django.db import migrations

FORWARDS = """
alter table consultations_seat
    add constraint one_sub_topic_a_seat unique (id, sub_topic_id);
alter table consultations_speakingrequest
    add constraint a_seat_of_its_own_sub_topic foreign key (seat_id, sub_topic_id)
    references consultations_seat (id, sub_topic_id) deferrable initially deferred;
"""
BACKWARDS = """
alter table consultations_speakingrequest drop constraint a_seat_of_its_own_sub_topic;
alter table consultations_seat drop constraint one_sub_topic_a_seat;
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
