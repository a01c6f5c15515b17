with lines as (
    select client_id, service_date, amount,
           kind not in ('pass_through', 'reimbursable') as fee,
           kind = 'retainer' and coalesce(credit_type, '') <> 'goodwill' as recurring,
           service_date >= $opened and service_date < $closed as before,
           service_date >= $start and service_date < $end as now
    from revenue
    where service_date < $end
),
clients as (
    select client_id,
           sum(amount) filter (where fee and before) as fees_before,
           sum(amount) filter (where fee and now) as fees_now,
           coalesce(sum(amount) filter (where recurring and before), 0) as opening,
           coalesce(sum(amount) filter (where recurring and now), 0) as closing,
           bool_or(recurring and service_date < $start) as known
    from lines
    group by client_id
)
select
    sum(fees_now) as fees,
    sum(fees_now) filter (where fees_before > 0 and fees_now > 0)::double
        / sum(fees_before) filter (where fees_before > 0 and fees_now > 0)::double - 1 as growth,
    count(*) filter (where opening > 0 and closing > 0) / nullif(count(*) filter (where opening > 0), 0)::double as logo,
    sum(least(opening, greatest(closing, 0))) filter (where opening > 0)::double
        / sum(opening) filter (where opening > 0)::double as grr,
    sum(closing) filter (where opening > 0)::double / sum(opening) filter (where opening > 0)::double as nrr,
    sum(opening) as opening,
    coalesce(sum(closing - opening) filter (where opening <= 0 and closing > 0 and not known), 0) as new,
    coalesce(sum(closing - opening) filter (where opening <= 0 and closing > 0 and known), 0) as reactivation,
    coalesce(sum(closing - opening) filter (where closing > opening and not (opening <= 0 and closing > 0)), 0) as expansion,
    coalesce(sum(closing - opening) filter (where closing < opening and not (opening > 0 and closing <= 0)), 0) as contraction,
    coalesce(sum(closing - opening) filter (where opening > 0 and closing <= 0), 0) as churn,
    sum(closing) as closing
from clients;

select
    100.0 * (count(*) filter (where nps >= 9 and answered) - count(*) filter (where nps < 7 and answered))
        / count(nps) filter (where answered) as nps,
    count(*) filter (where csat >= 4 and answered) / count(csat) filter (where answered)::double as csat,
    count(*) filter (where answered) / count(*)::double as response_rate
from (
    select nps, csat, answered_date < $end as answered
    from surveys
    where sent_date >= $since and sent_date < $end and coalesce(kind, 'relationship') = 'relationship'
) asked;

with found as (
    select *,
           delivered_date is not null and delivered_date < $end as was_delivered,
           accepted_date is not null and accepted_date < $end as was_accepted,
           case when delivered_date < $end then delivered_date when accepted_date < $end then accepted_date end as closed_on
    from projects
),
judged as (
    select *,
           status = 'cancelled' and closed_on is null as cancelled,
           case when closed_on is not null then closed_on <= committed_date
                when committed_date < $end then false end as on_time,
           fees_at_completion <= approved_budget as within_fees
    from found
)
select
    count(*) filter (where closed_on >= $since and closed_on < $end and on_time and within_fees and was_accepted)
        / count(*) filter (where closed_on >= $since and closed_on < $end)::double as delivery_success,
    count(*) filter (where committed_date >= $since and committed_date < $end and on_time)
        / count(on_time) filter (where committed_date >= $since and committed_date < $end)::double as on_time
from judged
where not cancelled
