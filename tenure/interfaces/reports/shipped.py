"""The dashboards that come with the product, each made for the decisions of those who read it."""

from __future__ import annotations

from tenure.interfaces.reports.declaring import (
    Dashboard,
    bars,
    cohorts,
    funnel,
    line,
    number,
    stack,
    table,
    waterfall,
)

ARR_BRIDGE = waterfall(
    "opening_arr",
    "new_arr",
    "expansion_arr",
    "reactivation_arr",
    "contraction_arr",
    "churned_arr",
    "fx_arr",
    "closing_arr",
    less=("contraction_arr", "churned_arr"),
    title="From opening to closing ARR",
    names=("Opening", "New", "Expansion", "Reactivation", "Contraction", "Churn", "Exchange rates", "Closing"),
)
CUSTOMER_COHORTS = cohorts("customers", title="Customers kept, by cohort")
REVENUE_COHORTS = cohorts("mrr", title="Recurring revenue kept, by cohort")
AGES = stack(
    "cases_aged_0_to_2_days",
    "cases_aged_2_to_7_days",
    "cases_aged_7_to_14_days",
    "cases_aged_14_to_30_days",
    "cases_aged_30_days_or_more",
    title="Open cases by age",
    names=("0–2 days", "2–7 days", "7–14 days", "14–30 days", "30 days or more"),
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
        number("burn_multiple"),
        number("runway"),
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
        ARR_BRIDGE,
        line("arr", by="segment", title="ARR by segment"),
        line("net_revenue_retention", "gross_revenue_retention", title="Retention, net and gross"),
        table("arr_by_segment", "arr_share", by="segment", title="Where ARR stands", names=("ARR", "Share")),
        line("open_pipeline", title="Open pipeline"),
        line("cash_held", title="Cash"),
    ),
)
MARKETING = Dashboard(
    slug="marketing",
    title="Marketing",
    serves="Which sources bring business that is won and stays, to decide where the next money goes.",
    function="marketing",
    tiles=(
        number("lead_count"),
        number("mql_count"),
        number("lead_to_mql_rate"),
        number("cost_per_lead_by_lead_source", "Cost per lead"),
        number("pipeline_created", "Pipeline created"),
        number("lead_velocity_rate"),
        number("mql_to_sql_rate"),
        number("cost_per_opportunity_by_converted_lead_source", "Cost per opportunity"),
        stack("lead_count", by="lead_source", title="Leads by source"),
        table(
            *("lead_count", "mql_count", "opportunity_creation_by_lead_source", "cost_per_lead_by_lead_source"),
            by="lead_source",
            title="Sources side by side",
            names=("Leads", "MQLs", "Opportunities", "Cost per lead"),
        ),
        table(
            *("won_opportunities", "win_rate", "sales_cycle_length"),
            by="lead_source",
            title="What becomes of it",
            names=("Won", "Win rate", "Days to win"),
        ),
        stack("new_mrr", by="lead_source", title="New MRR by source"),
    ),
)
SALES = Dashboard(
    slug="sales",
    title="Sales",
    serves="What is won, how fast and by whom, to decide which deals and people need help.",
    function="sales",
    tiles=(
        number("open_pipeline"),
        number("pipeline_coverage"),
        number("win_rate"),
        number("sales_cycle_length"),
        number("sales_velocity"),
        number("won_opportunities", "Won opportunities"),
        number("slippage_rate", "Slippage"),
        number("overdue_close", "Past their closing day"),
        bars("pipeline_created", title="Pipeline created"),
        table(
            *("open_pipeline", "open_pipeline_count"), by="stage", title="Pipeline by stage", names=("Amount", "Deals")
        ),
        table(
            *("won_opportunities", "win_rate", "sales_cycle_length"),
            by="rep",
            title="Sellers side by side",
            names=("Won", "Win rate", "Days to win"),
        ),
        table(
            *("stage_entries", "stage_conversion_rate", "stage_duration"),
            by="stage",
            title="Stages side by side",
            names=("Entered", "Went on", "Days in it"),
        ),
        table("won_opportunities", "win_rate", by="competitor", title="Against whom we win", names=("Won", "Win rate")),
        stack("won_opportunities", by="segment", title="Won opportunities by segment"),
    ),
)
DELIVERY = Dashboard(
    slug="delivery",
    title="Delivery",
    serves="Which customers are not live yet and what holds them up, to decide where people go next.",
    function="delivery",
    tiles=(
        number("project_count"),
        number("live_share", "Customers that are live"),
        number("non_live_arr", "ARR not live yet"),
        number("time_to_live"),
        number("on_time_go_live", "Live as planned"),
        number("team_utilization"),
        number("project_raid_open"),
        number("project_raid_overdue", "Overdue of these"),
        stack(
            *("non_live_arr_0_to_30_days", "non_live_arr_30_to_90_days"),
            *("non_live_arr_90_to_180_days", "non_live_arr_180_days_or_more"),
            title="ARR not live yet, by age",
            names=("0–30 days", "30–90 days", "90–180 days", "180 days or more"),
        ),
        bars("projects_started", "projects_went_live", title="Started and live", names=("Started", "Went live")),
        table(
            *("project_raid_open", "project_raid_overdue", "project_raid_age"),
            by="project",
            title="What holds projects up",
            names=("Open points", "Overdue", "Age"),
        ),
        table("live_customers", "live_share", by="product", title="Products side by side", names=("Live", "Share")),
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
        table(
            *("support_cases", "csat", "first_contact_resolution"),
            by="agent",
            title="Agents side by side",
            names=("Cases", "Satisfied", "First contact"),
        ),
        table(
            *("support_cases", "escalated_cases", "csat"),
            by="product",
            title="Products side by side",
            names=("Cases", "Escalated", "Satisfied"),
        ),
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
        number("renewal_rate", "Renewal rate"),
        number("renewals_due_soon", "Renewals due soon"),
        number("renewal_opportunity_coverage", "Renewals prepared"),
        number("nps"),
        number("qbr_completion_rate"),
        number("advocates"),
        CUSTOMER_COHORTS,
        REVENUE_COHORTS,
        bars("renewal_arr_due", "renewal_arr_renewed", title="ARR due and renewed"),
        table(
            *("renewals_due", "renewal_rate", "on_time_renewal_rate"),
            by="csm",
            title="Renewals by customer success manager",
            names=("Due", "Renewed", "On time"),
        ),
        line("nps", by="segment", title="NPS by segment"),
        table(
            *("churned_mrr_by_reason", "churn_reasons_and_exit"),
            by="reason",
            title="Why customers leave",
            names=("MRR", "Customers"),
        ),
        table("customer_coverage", "arr_per_csm", by="csm", title="Who looks after whom", names=("Customers", "ARR")),
    ),
)
FINANCE = Dashboard(
    slug="finance",
    title="Finance",
    serves="What recurs, what is owed and how long the cash lasts, to decide what can be promised and spent.",
    function="finance",
    tiles=(
        number("mrr"),
        number("billings"),
        number("cash_held", "Cash"),
        number("runway"),
        number("cash_burn"),
        number("cac"),
        number("overdue_receivables"),
        number("dso", "Days sales outstanding"),
        ARR_BRIDGE,
        stack(
            *("overdue_1_to_30_days", "overdue_31_to_60_days", "overdue_61_to_90_days", "overdue_over_90_days"),
            title="Receivables by age",
            names=("1–30 days", "31–60 days", "61–90 days", "Over 90 days"),
        ),
        line("cash_held", title="Cash"),
        bars("invoiced_amount", "credited_amount", title="Invoiced and credited", names=("Invoiced", "Credited")),
        table(
            "arr_by_product", "attach_rate", by="product", title="ARR by product", names=("ARR", "Customers with it")
        ),
        table("mrr", by="currency", title="MRR by currency"),
    ),
)
FUNNEL = Dashboard(
    slug="funnel",
    title="Funnel",
    serves="Where prospects are lost on the way to customers, to decide which step to mend first.",
    function="sales",
    tiles=(
        funnel(
            *("funnel_leads", "funnel_mql", "funnel_sql", "funnel_deals", "funnel_customers"),
            title="From lead to customer",
            names=("Leads", "Marketing qualified", "Sales qualified", "Opportunities", "Customers"),
        ),
        number("funnel_conversion", "Lead to customer"),
        number("funnel_growth_rate"),
        line(
            *("funnel_lead_to_mql", "funnel_mql_to_sql", "funnel_sql_to_deal", "funnel_deal_to_won"),
            title="Step by step",
            names=("To MQL", "To SQL", "To deal", "To won"),
        ),
        table(
            *("stage_entries", "stage_passed", "stage_lost", "stage_stalled", "stage_pending"),
            by="stage",
            title="Where opportunities are lost",
            names=("Entered", "Went on", "Lost", "Stalled", "Still open"),
        ),
        table(
            *("funnel_leads", "funnel_customers", "funnel_conversion"),
            by="lead_source",
            title="Sources side by side",
            names=("Leads", "Customers", "Conversion"),
        ),
    ),
)

SHIPPED = (FOUNDER, EXECUTIVE, MARKETING, SALES, DELIVERY, SUPPORT, SUCCESS, FINANCE, FUNNEL)


def shipped_dashboard(slug: str) -> Dashboard | None:
    """The shipped dashboard of this name."""
    return next((one for one in SHIPPED if one.slug == slug), None)
