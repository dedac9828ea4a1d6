"""The dashboards that come with the product, each made for the decisions of those who read it."""

from __future__ import annotations

from tenure.interfaces.web.dashboards.declaring import Dashboard, bars, funnel, heat, line, number, table, waterfall

MRR_BRIDGE = waterfall(
    "opening_mrr",
    "new_mrr",
    "expansion_mrr",
    "reactivation_mrr",
    "contraction_mrr",
    "churned_mrr",
    "fx_mrr",
    "closing_mrr",
    less=("contraction_mrr", "churned_mrr"),
    title="From opening to closing MRR",
)
COHORTS = heat("net_revenue_retention_quarterly", by="cohort", title="Net revenue retention by cohort")
AGES = bars(
    "cases_aged_0_to_2_days",
    "cases_aged_2_to_7_days",
    "cases_aged_7_to_14_days",
    "cases_aged_14_to_30_days",
    "cases_aged_30_days_or_more",
    title="Open cases by age",
)

FOUNDER = Dashboard(
    slug="founder",
    title="Founder",
    serves="Eight numbers that say whether to press on, to mend what leaks, or to change course.",
    function="company",
    tiles=(
        number("arr"),
        number("arr_growth"),
        number("net_revenue_retention"),
        number("gross_revenue_retention"),
        number("customers"),
        number("arpa"),
        number("win_rate"),
        number("nps"),
    ),
)
EXECUTIVE = Dashboard(
    slug="executive",
    title="Executive",
    serves="Where growth comes from and where it is lost, to decide what gets people and money next.",
    function="company",
    tiles=(
        number("arr"),
        number("net_new_mrr", "Net new MRR"),
        number("net_revenue_retention"),
        number("logo_churn_rate"),
        MRR_BRIDGE,
        line("arr", by="segment", title="ARR by segment"),
        line("net_revenue_retention", "gross_revenue_retention", title="Retention, net and gross"),
        table("arr_by_segment", "arr_share", by="segment", title="Where ARR stands"),
    ),
)
MARKETING = Dashboard(
    slug="marketing",
    title="Marketing",
    serves="Which sources bring business that is won and stays, to decide where the next money goes.",
    function="marketing",
    tiles=(
        number("new_customers", "New customers"),
        number("new_mrr", "New MRR"),
        bars("new_mrr", by="lead_source", title="New MRR by source"),
        line("win_rate", by="lead_source", title="Win rate by source"),
        table("win_rate", "won_opportunities", "sales_cycle_length", by="lead_source", title="Sources side by side"),
    ),
)
SALES = Dashboard(
    slug="sales",
    title="Sales",
    serves="What is won, how fast and by whom, to decide which deals and people need help.",
    function="sales",
    tiles=(
        number("win_rate"),
        number("win_rate_value", "Win rate by value"),
        number("won_opportunities", "Won opportunities"),
        number("sales_cycle_length"),
        bars("won_opportunities", title="Won opportunities"),
        line("win_rate", by="segment", title="Win rate by segment"),
        table("win_rate", "won_opportunities", "sales_cycle_length", by="rep", title="Sellers side by side"),
        table("win_rate", "won_opportunities", by="competitor", title="Against whom we win"),
    ),
)
DELIVERY = Dashboard(
    slug="delivery",
    title="Delivery",
    serves="Which projects make work for support, to decide where delivery has to step in.",
    function="delivery",
    tiles=(
        number("open_cases"),
        number("case_aging"),
        table("open_cases", "case_aging", by="project", title="Open cases by project"),
        bars("opened_cases", "resolved_cases", title="Cases opened and resolved"),
    ),
)
SUPPORT = Dashboard(
    slug="support",
    title="Support",
    serves="Whether we keep up and customers are content, to decide where to put people and what to explain better.",
    function="support",
    tiles=(
        number("open_cases"),
        number("case_aging"),
        number("csat"),
        number("first_contact_resolution"),
        number("case_escalation_rate", "Escalation rate"),
        number("case_deflection_rate"),
        bars("opened_cases", "resolved_cases", title="Cases opened and resolved"),
        AGES,
        table("support_cases", "csat", "first_contact_resolution", by="agent", title="Agents side by side"),
        table("support_cases", "escalated_cases", by="product", title="Products side by side"),
    ),
)
SUCCESS = Dashboard(
    slug="success",
    title="Success",
    serves="Who stays and who may go, to decide which renewals and customers get attention this month.",
    function="success",
    tiles=(
        number("net_revenue_retention"),
        number("gross_revenue_retention"),
        number("renewal_rate"),
        number("renewals_due_soon", "Renewals due soon"),
        number("renewal_opportunity_coverage"),
        number("nps"),
        COHORTS,
        bars("renewal_arr_due", "renewal_arr_renewed", title="ARR due and renewed"),
        table("renewals_due", "renewal_rate", "on_time_renewal_rate", by="csm", title="Renewals by customer success"),
        line("nps", by="segment", title="NPS by segment"),
    ),
)
FINANCE = Dashboard(
    slug="finance",
    title="Finance",
    serves="What recurs, what it is made of and how it moves, to decide what can be promised and spent.",
    function="finance",
    tiles=(
        number("mrr"),
        number("arr"),
        number("arpa"),
        number("net_churn_rate"),
        MRR_BRIDGE,
        bars("new_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr", title="Movements of MRR"),
        table("arr_by_product", by="product", title="ARR by product"),
        table("mrr", by="currency", title="MRR by currency"),
    ),
)
FUNNEL = Dashboard(
    slug="funnel",
    title="Funnel",
    serves="Where prospects are lost on the way to customers who stay, to decide which step to mend first.",
    function="sales",
    tiles=(
        funnel("won_opportunities", "new_customers", title="From won to customer"),
        number("win_rate"),
        number("sales_cycle_length"),
        line("win_rate", by="lead_source", title="Win rate by source"),
    ),
)

SHIPPED = (FOUNDER, EXECUTIVE, MARKETING, SALES, DELIVERY, SUPPORT, SUCCESS, FINANCE, FUNNEL)
