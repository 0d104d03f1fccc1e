from __future__ import annotations

from django.urls import path

from penholder.consultations.views import amending, coordinating, responding, seeing, tables

app_name = "consultations"
urlpatterns = [
    path("", seeing.consultations, name="consultations"),
    path("open/", coordinating.open_, name="open"),
    path("<slug:consultation>/", seeing.consultation, name="consultation"),
    path("<slug:consultation>/respond/", responding.respond, name="respond"),
    path("<slug:consultation>/respond/<int:part>/", responding.respond, name="respond"),
    path("<slug:consultation>/check/", responding.check, name="check"),
    path("<slug:consultation>/sent/", responding.sent, name="sent"),
    path("<slug:consultation>/receipt/", responding.receipt, name="receipt"),
    path("<slug:consultation>/leave/", responding.leave, name="leave"),
    path("<slug:consultation>/responses/", coordinating.responses, name="responses"),
    path("<slug:consultation>/responses/type-in/", coordinating.type_in, name="type_in"),
    path("<slug:consultation>/responses/<slug:response>/", amending.response, name="response"),
    path("<slug:consultation>/responses/<slug:response>/redact/", amending.redact, name="redact"),
    path("<slug:consultation>/responses/<slug:response>/erase/", amending.erase, name="erase"),
    path("<slug:consultation>/yours/<str:code>/", amending.yours, name="yours"),
    path("<slug:consultation>/yours/<str:code>/change/", amending.correct_yours, name="correct_yours"),
    path("<slug:consultation>/yours/<str:code>/take-back/", amending.withdraw_yours, name="withdraw_yours"),
    path("<slug:consultation>/yours/<str:code>/redact/", amending.redact_yours, name="redact_yours"),
    path("<slug:consultation>/yours/<str:code>/erase/", amending.erase_yours, name="erase_yours"),
    path("<slug:consultation>/tables/", tables.stage_table, name="stage_table"),
    path("<slug:consultation>/tables/<slug:file>/", tables.receive_table, name="receive_table"),
    path("<slug:consultation>/close/", coordinating.close, name="close"),
]
