"""Lectern's bulk creation, written in the usual way with Django REST framework: its own models and bulk_create.

    django_app.py DATABASE    DATABASE: postgresql://... or an SQLite file; must be empty

Makes the tables, a user and a token, prints its port and the token on one line, and serves with one synchronous worker
of gunicorn. The endpoint exists twice. Below /api it has serializers for the request and for the answer, as the
documentation of the framework teaches it. Below /lean it makes the answer of plain dictionaries, because the serializer
of the answer costs most.
"""

import datetime
import os
import socket
import sys
import uuid
import zoneinfo

import django
from django.conf import settings

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MOST = 5000


if __name__ == "__main__":
    os.environ["BENCH_DATABASE"] = sys.argv[1]  # for the worker process, which imports this file


def database():
    address = os.environ["BENCH_DATABASE"]
    if not address.startswith("postgresql:"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": address}
    place, _, query = address.removeprefix("postgresql:///").partition("?")
    options = dict(item.split("=") for item in query.split("&"))
    return {"ENGINE": "django.db.backends.postgresql", "NAME": place, "HOST": options["host"], "USER": options["user"],
            "CONN_MAX_AGE": None}


if not settings.configured:
    settings.configure(
        DATABASES={"default": database()}, DEBUG=False, SECRET_KEY="bench", ALLOWED_HOSTS=["*"], USE_TZ=True,
        TIME_ZONE="UTC",
        ROOT_URLCONF=__name__, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework",
                        "rest_framework.authtoken"],
        REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
                        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
                        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]})
    django.setup()

from django.db import connection, models, transaction  # noqa: E402
from django.shortcuts import get_object_or_404  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class Classroom(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=100, default="UTC")

    class Meta:
        app_label = "bench"


class Session(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE)
    topic = models.CharField(max_length=200, default="")
    description = models.TextField(default="")
    start_time = models.DateTimeField()
    end_time = models.DateTimeField()
    location = models.CharField(max_length=200, default="")
    teacher = models.CharField(max_length=200, default="")
    meeting_link = models.CharField(max_length=2000, default="")
    meeting_id = models.CharField(max_length=200, default="")
    meeting_pass = models.CharField(max_length=200, default="")
    limit = models.IntegerField(default=10)
    status = models.CharField(max_length=20, default="scheduled")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "bench"
        constraints = [models.UniqueConstraint(fields=["classroom", "start_time", "end_time"], name="once")]
        indexes = [models.Index(fields=["start_time", "end_time"])]


class ItemSerializer(serializers.Serializer):
    day_of_week = serializers.ChoiceField(WEEKDAYS)
    start_time = serializers.TimeField(input_formats=["%H:%M"])
    end_time = serializers.TimeField(input_formats=["%H:%M"])
    repeat_start_date = serializers.DateField(required=False)
    repeat_end_date = serializers.DateField(required=False)

    def validate(self, item):
        if item["end_time"] <= item["start_time"]:
            raise serializers.ValidationError({"end_time": "must be after start_time"})
        if ("repeat_start_date" in item) != ("repeat_end_date" in item):
            raise serializers.ValidationError("one repeat date needs the other")
        if "repeat_start_date" in item and item["repeat_end_date"] < item["repeat_start_date"]:
            raise serializers.ValidationError({"repeat_end_date": "must not be before repeat_start_date"})
        return item


class BulkSerializer(serializers.Serializer):
    schedules_data = serializers.ListField(child=ItemSerializer(), min_length=1, max_length=100)
    timezone = serializers.CharField(required=False)
    meeting_link = serializers.URLField(required=False, default="")
    meeting_id = serializers.CharField(required=False, default="")
    meeting_pass = serializers.CharField(required=False, default="")


class SessionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Session
        fields = "__all__"


def expand(item, zone):
    """The times of one item, week by week."""
    day = item["repeat_start_date"]
    day += datetime.timedelta(days=(WEEKDAYS.index(item["day_of_week"]) - day.weekday()) % 7)
    while day <= item["repeat_end_date"]:
        yield tuple(datetime.datetime.combine(day, clock, zone).astimezone(datetime.timezone.utc)
                    for clock in (item["start_time"], item["end_time"]))
        day += datetime.timedelta(days=7)


def create(request, classroom_id):
    """Returns the sessions that were made, and the number of those that existed already."""
    body = BulkSerializer(data=request.data)
    body.is_valid(raise_exception=True)
    wanted = body.validated_data
    meeting = {name: wanted[name] for name in ("meeting_link", "meeting_id", "meeting_pass")}
    now = datetime.datetime.now(datetime.timezone.utc)
    with transaction.atomic():
        classroom = get_object_or_404(Classroom.objects.select_for_update(), pk=classroom_id)
        zone = zoneinfo.ZoneInfo(wanted.get("timezone", classroom.timezone))
        times = [pair for item in wanted["schedules_data"] if "repeat_start_date" in item for pair in expand(item, zone)]
        if len(times) > MOST:
            raise serializers.ValidationError({"schedules_data": "too many"})
        taken = set(Session.objects.filter(classroom=classroom, start_time__gte=min(times)[0],
                                           start_time__lte=max(times)[0]).values_list("start_time", "end_time"))
        sessions = [Session(classroom=classroom, start_time=start, end_time=end, created_at=now, updated_at=now,
                            **meeting) for start, end in times if (start, end) not in taken]
        Session.objects.bulk_create(sessions)
    return sessions, len(times) - len(sessions)


class Bulk(APIView):
    def post(self, request, classroom_id):
        sessions, skipped = create(request, classroom_id)
        return Response({"created_count": len(sessions), "skipped_count": skipped,
                         "sessions": SessionSerializer(sessions, many=True).data}, status=201)


def time_text(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


class LeanBulk(APIView):
    def post(self, request, classroom_id):
        sessions, skipped = create(request, classroom_id)
        rows = [{"id": str(one.id), "classroom": str(one.classroom_id), "topic": one.topic,
                 "description": one.description, "start_time": time_text(one.start_time),
                 "end_time": time_text(one.end_time), "location": one.location,
                 "teacher": one.teacher, "meeting_link": one.meeting_link,
                 "meeting_id": one.meeting_id, "meeting_pass": one.meeting_pass, "limit": one.limit,
                 "status": one.status, "created_at": time_text(one.created_at),
                 "updated_at": time_text(one.updated_at)} for one in sessions]
        return Response({"created_count": len(rows), "skipped_count": skipped, "sessions": rows}, status=201)


class Classrooms(APIView):
    def post(self, request):
        return Response({"id": str(Classroom.objects.create(name=request.data["name"]).id)}, status=201)


urlpatterns = [
    path("api/v1/classrooms/", Classrooms.as_view()),
    path("lean/api/v1/classrooms/", Classrooms.as_view()),
    path("api/v1/classrooms/<uuid:classroom_id>/sessions/bulk/", Bulk.as_view()),
    path("lean/api/v1/classrooms/<uuid:classroom_id>/sessions/bulk/", LeanBulk.as_view()),
]


def application():
    from django.core.wsgi import get_wsgi_application
    return get_wsgi_application()


def main():
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from rest_framework.authtoken.models import Token

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Classroom)
        editor.create_model(Session)
    token = Token.objects.create(user=User.objects.create_user("teacher"))
    connection.close()

    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], token.key, flush=True)
    os.set_inheritable(listener.fileno(), True)
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    os.execvp("gunicorn", ["gunicorn", "--bind", f"fd://{listener.fileno()}", "--workers", "1", "--timeout", "300",
                           "--log-level", "error", "django_app:application()"])


if __name__ == "__main__":
    main()
