from django.urls import path

from core import reference_urls
from sharing.decisions import audience
from sharing.decisions.views import decision, follow_up, mine, releasing

reference_urls.register("reference", [audience.PREFIX])

app_name = "decisions"
urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("questions/", mine.my_questions, name="my_questions"),
    path("<reference:slug>/", decision.decision, name="decision"),
    path("<reference:slug>/recorded/", decision.done, name="recorded"),
    path("<reference:slug>/correct/", follow_up.correct, name="correct"),
    path("<reference:slug>/add/<slug:what>/", follow_up.add, name="add_entry"),
    path("<reference:slug>/review/", follow_up.review, name="review"),
    path("<reference:slug>/headteacher/", follow_up.head, name="review_as_stand_in"),
    path("<reference:slug>/child/", follow_up.name_child, name="name_child"),
    path("<reference:slug>/again/", follow_up.again, name="decide_again"),
    path("<reference:slug>/ask/", decision.ask, name="ask_question"),
    path("<reference:slug>/answer/<uuid:public_id>/", decision.answer, name="answer_question"),
    path("<reference:slug>/print/", releasing.print_record, name="print"),
    path("<reference:slug>/file/<uuid:public_id>/", releasing.get_file, name="get_file"),
    path("<reference:slug>/passphrases/", releasing.passphrases, name="passphrases"),
    path("<reference:slug>/sent/<uuid:public_id>/", releasing.look_again, name="look_again"),
    path("<reference:slug>/sent/<uuid:public_id>/file/", releasing.open_again, name="open_again"),
    path("<reference:slug>/told/<uuid:public_id>/", releasing.told_them, name="told_them"),
    path("<reference:slug>/reply/", releasing.reply, name="letter_of_reply"),
]
