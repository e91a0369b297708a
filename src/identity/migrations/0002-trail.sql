-- 非常時の閲覧: one member of staff, one case, half an hour. Stands for itself when the case is gone, like the audit trail. The
-- reason is written by staff about their own doing; the page asks to name nobody in it.
create table emergency_access (
  id uuid primary key,
  case_id uuid not null,
  staff_id uuid not null references staff,
  category text not null,
  reason text not null,
  opened_at timestamptz not null,
  ends_at timestamptz not null,
  reviewed_by uuid references staff,
  reviewed_at timestamptz,
  check ((reviewed_by is null) = (reviewed_at is null)),
  check (reviewed_by <> staff_id)
);

create index emergency_access_case on emergency_access (case_id, staff_id, ends_at);
create index emergency_access_opened on emergency_access (opened_at);

-- Weeks of the trail of looks that somebody has gone through, by their Monday.
create table trail_review (
  week date primary key,
  reviewed_by uuid not null references staff,
  reviewed_at timestamptz not null,
  remark text not null
);
