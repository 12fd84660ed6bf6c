"""Flow chart completion: gaps in a flow chart, filled with words of the passage."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.gaps import Gaps


class FlowChartCompletion(Gaps):
    """Steps, one below the other."""

    slug = "flow_chart_completion"
    label = _("Flow chart completion")
    layout = "flow_chart"
    needs_body = True
    instructions = "Complete the flow chart. Write **%(limit)s** from the passage for each answer."


TYPE = FlowChartCompletion()
