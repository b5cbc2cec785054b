from records.intake.views import concerns, held, imports, passing_on

__all__ = ["concerns", "held", "imports", "passing_on"]
