import type { ReactNode } from 'react';
import { Banner, Button } from '#ui';

/** Asks for a new proof of identity before what needs one, and comes back to `back`. */
export function StepUp({ back, children }: { back: string; children: ReactNode }) {
  return (
    <Banner kind="info" title={children}>
      <Button href={`/staff/sign-in?return=${encodeURIComponent(back)}`} kind="outline" icon="lock">
        本人確認をする
      </Button>
    </Banner>
  );
}
