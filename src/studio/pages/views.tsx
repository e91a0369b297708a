import { Stack, type StaffIdentity } from '#ui';
import type { StudioFinding } from '../findings.ts';
import { Findings, InventoryPage, Way } from './parts.tsx';

export interface FindingsPageProps {
  staff: StaffIdentity;
  findings: readonly StudioFinding[];
  level: string;
}

/** All that the checks have to say about what is published. */
export function FindingsPage({ staff, findings, level }: FindingsPageProps) {
  const levels = [
    { id: 'all', label: 'すべて' },
    { id: 'error', label: '直すところ' },
    { id: 'warning', label: '確かめるところ' },
    { id: 'information', label: 'お知らせ' },
  ];
  const shown = findings.filter((finding) => level === 'all' || finding.level === level);
  return (
    <InventoryPage title="見つかったこと" staff={staff}>
      <Stack>
        <Way steps={[]} />
        <h1>見つかったこと</h1>
        <p>公開している台帳を調べた結果です。条件は、考えられるすべての市民について確かめています。</p>
        <nav className="kinds" aria-label="重さ">
          {levels.map(({ id, label }) => (
            <a key={id} href={`/inventory/findings?level=${id}`} aria-current={id === level ? 'page' : undefined}>
              {`${label} ${id === 'all' ? findings.length : findings.filter((one) => one.level === id).length}`}
            </a>
          ))}
        </nav>
        <Findings findings={shown} caption="見つかったこと" empty="見つかったことはありません。" />
      </Stack>
    </InventoryPage>
  );
}
