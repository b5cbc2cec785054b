from records.intake.views import concerns, held, imports

__all__ = ["concerns", "held", "imports"]
