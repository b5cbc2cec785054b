from django.apps import AppConfig


class GovernorsConfig(AppConfig):
    """Governors' restricted papers: read for the meeting, collected and destroyed; the public gets decisions."""

    name = "governors"

    def ready(self) -> None:
        from audit import register, triggers
        from governors import categories, copies, matters, models, notice_kinds, tasks
        from notices import kinds, telling, worker
        from records import shipped
        from sharing import release

        once = (
            models.Issued,
            models.Item,
            models.Paper,
            models.PaperPage,
            models.Ready,
            models.Master,
            models.Accepted,
            models.MeetingUndertaking,
            models.Copy,
            models.CopyBack,
            models.Destruction,
            models.Destroyed,
            models.MinutesPart,
            models.SentToChair,
            models.Published,
            models.MasterAsk,
            models.MasterAgreed,
        )
        spans = (models.GovernorsMeeting, models.NamedGovernor, models.KeptFrom)
        register.follow(models.Note, *spans, *(model for model in once if model is not models.PaperPage))
        triggers.append_only(*once)
        triggers.only_ends(*spans)
        shipped.register(*categories.CATEGORIES)
        kinds.register(notice_kinds.KINDS)
        tasks.register()
        release.register(copies.PAPER, "A marked copy of a governors’ paper, destroyed after the meeting")
        release.register(copies.CERTIFICATE, "A certificate that governors’ papers were destroyed")
        telling.register("M", matters.Meetings())
        worker.every_minute(matters.tell_of_missing)
