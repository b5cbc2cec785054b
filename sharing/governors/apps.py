from django.apps import AppConfig


class GovernorsConfig(AppConfig):
    """Governors' restricted papers: read for the meeting, collected and destroyed; the public gets decisions."""

    name = "sharing.governors"

    def ready(self) -> None:
        from accounts import carrying_on
        from accounts.notices import kinds, notify, worker
        from core import references
        from core.audit import register, triggers
        from records.need_to_know import shipped
        from sharing.disclosures import release
        from sharing.governors import categories, copies, models, notice_kinds, reference_targets, tasks, waiting_forms

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
        carrying_on.register(waiting_forms.FORMS)
        release.register(copies.PAPER, "A marked copy of a governors’ paper, destroyed after the meeting")
        release.register(copies.CERTIFICATE, "A certificate that governors’ papers were destroyed")
        references.register(models.PREFIX, "governors’ meeting")
        notify.register(models.PREFIX, reference_targets.Meetings())
        worker.every_minute(reference_targets.tell_of_missing)
