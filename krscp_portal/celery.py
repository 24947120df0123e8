"""The Celery application and the whole beat schedule, as one table."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "krscp_portal.settings.base")

app = Celery("krscp_portal", task_cls="krscp_portal.foundation.tasks:TenantTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Times are Europe/London (CELERY_TIMEZONE).
app.conf.beat_schedule = {
    "heartbeat": {"task": "foundation.heartbeat", "schedule": 30.0},
    "sweep the deadlines": {"task": "deadlines.sweep", "schedule": crontab(minute="*/5")},
    "send what is waiting": {"task": "partnerships.deliver_all", "schedule": 60.0},
    # The mail itself waits for its hour; a run that was missed is made good by the next.
    "send everybody's mail of the day": {
        "task": "partnerships.send_digests",
        "schedule": crontab(minute="*/10"),
    },
    "remind of what falls due": {
        "task": "partnerships.remind_all",
        # Once a day; what a missed round did not tell, the next one does.
        "schedule": crontab(hour=7, minute=0),
    },
    "carry invitations to meetings": {
        "task": "governance.mail_all_invitations",
        "schedule": 60.0,
    },
    "carry letters that were sent": {"task": "governance.mail_all_letters", "schedule": 60.0},
    "carry requests to agencies": {"task": "reviews.mail_all_requests", "schedule": 60.0},
    "delete case files that have expired": {
        "task": "reviews.forget_case_files",
        "schedule": crontab(hour=3, minute=20),
    },
    "start render jobs that nobody took": {"task": "partnerships.requeue_jobs", "schedule": 60.0},
}
