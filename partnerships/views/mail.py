from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships import mailing
from partnerships.doors import SignedInRequest, refusals_on, signed_in
from partnerships.forms.mail import MailForm
from partnerships.models import MailPreference
from partnerships.services import digests


@signed_in
def choose(request: SignedInRequest) -> HttpResponse:
    kept = MailPreference.objects.filter(user=request.user).first()
    initial = {
        "weekdays": kept.weekdays if kept else mailing.WORKING_WEEK,
        "urgent_at_once": kept.urgent_at_once if kept else True,
    }
    form = MailForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            digests.choose_mail(**form.facts, by=request.user, at=moment.now())
            days = mailing.in_words(form.facts["weekdays"])
            messages.success(request, f"Your mail comes on these days: {days}.")
            return redirect("partnerships:my-mail")
    context = {
        "form": form,
        "heading": "Your e-mail from the portal",
        "submit": "Save",
        "cancel_url": reverse("partnerships:my-day"),
        "hour": mailing.HOUR,
        "breadcrumbs": [Link("My day", reverse("partnerships:my-day"))],
    }
    return render(request, "partnerships/home/mail.html", context)
