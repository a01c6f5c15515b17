create table revenue as
select
    'C' || lpad(client::varchar, 6, '0') as client_id,
    -- every tenth client came in the last quarter
    date '2026-09-30' - (random() * case when client % 10 = 0 then 91 else 1095 end)::int as service_date,
    (case when random() < 0.04 then -1 else 1 end * (100 + random() * 9900))::decimal(18, 2)::decimal(18, 4) as amount,
    ['retainer', 'retainer', 'retainer', 'project', 'usage', 'pass_through', 'reimbursable'][1 + floor(random() * 6.999)::int] as kind,
    ['Media', 'Brand', 'Digital', 'Content'][1 + floor(random() * 3.999)::int] as service_line,
    'EUR' as currency,
    'I' || (i // 3)::varchar as invoice_id,
    round(random() * 40, 1) as hours,
    case when random() < 0.02 then 'goodwill' when random() < 0.02 then 'price' end as credit_type
from (select i, hash(i) % {clients} as client from range({lines}) lines (i)) numbered;

create table surveys as
select
    'S' || i::varchar as survey_id,
    'C' || lpad((i % {clients})::varchar, 6, '0') as client_id,
    sent_date,
    case when known then sent_date + least(18, date '2026-09-30' - sent_date)::int end as answered_date,
    null::varchar as respondent,
    ['sponsor', 'user', 'buyer'][1 + floor(random() * 2.999)::int] as role,
    case when random() < 0.8 then 'relationship' else 'transactional' end as kind,
    case when known then (random() * 10)::bigint end as nps,
    case when known then 1 + (random() * 4)::bigint end as csat,
    null::bigint as ces,
    null::varchar as comment,
    null::boolean as may_quote
from (
    select i, date '2023-10-01' + (random() * 1094)::int as sent_date, random() < 0.55 as known
    from range({clients} * 10) surveys (i)
) sent;

create table projects as
select
    'P' || i::varchar as project_id,
    'C' || lpad((i % {clients})::varchar, 6, '0') as client_id,
    'A project' as name,
    'Media' as service_line,
    committed_date - 60 as start_date,
    committed_date,
    committed_date + 7 as agreed_date,
    case when done < date '2026-10-01' then done end as delivered_date,
    case when done < date '2026-09-28' and random() < 0.95 then done + 2 end as accepted_date,
    budget::decimal(18, 4) as budget,
    budget::decimal(18, 4) as approved_budget,
    (budget * case when random() < 0.1 then 1.02 else 1 end)::decimal(18, 4) as fees_at_completion,
    (budget * (0.8 + 0.3 * random()))::decimal(18, 4) as cost,
    100.0::double as hours_planned,
    104.0::double as hours_actual,
    case when random() < 0.03 then 'cancelled' else 'delivered' end as status,
    null::varchar as cancel_reason
from (
    select i, committed_date, committed_date - 8 + (random() * 15)::int as done, round(1000 + random() * 20000) as budget
    from (select i, date '2023-10-10' + (random() * 1085)::int as committed_date from range({clients} * 3) projects (i)) due
) worked
