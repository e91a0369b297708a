import type { ReactNode } from 'react';
import { Banner, ErrorSummary, type FormError, Stack, type StaffIdentity, StaffPage, Tabs } from '#ui';

export interface StaffFrameProps {
  staff: StaffIdentity;
  title: string;
  tab: 'day' | 'new' | 'conflicts' | 'capacity';
  conflicts: number;
  errors?: readonly FormError[];
  children: ReactNode;
}

/** The frame of the pages on which staff look after bookings. */
export function BookingStaffPage({ staff, title, tab, conflicts, errors = [], children }: StaffFrameProps) {
  return (
    <StaffPage title={title} language="ja" staff={staff} nav="booking" hasErrors={errors.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={errors} language="ja" />
        <h1>{title}</h1>
        <Tabs
          label="予約の仕事"
          current={tab}
          tabs={[
            { id: 'day', label: 'その日の予約', href: '/booking/day' },
            { id: 'new', label: '予約をとる', href: '/booking/new' },
            { id: 'conflicts', label: '収まらない予約', count: conflicts, href: '/booking/conflicts' },
            { id: 'capacity', label: '枠の設定', href: '/booking/capacity' },
          ]}
        />
        {children}
      </Stack>
    </StaffPage>
  );
}

/** Says where something is to be decided, where anything is. */
export function ConflictBanner({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Banner kind="soon" title={`窓口の数に収まらない予約が ${count}件 あります。`}>
      <a href="/booking/conflicts">1件ずつ決める</a>
    </Banner>
  );
}
