import type { Inventory, LawChange, Procedure } from '#inventory';
import { addDays, type Day } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import { type Block, publishedVersion } from './block.ts';
import { findPage, placeNow } from './page.ts';
import type { StalePage } from './pages/care.tsx';

/** A record that nobody has held against its source for a year is looked at again. */
export const checkedForDays = 365;

/** The procedures that a change of a law is about and that nobody has checked since the city knew of it. */
function changedByLaw({ procedures }: Inventory, { law, knownOn }: LawChange): readonly Procedure[] {
  return procedures.filter(
    ({ legalBasis, checkedOn }) => checkedOn < knownOn && legalBasis.some((line) => line.startsWith(law)),
  );
}

/**
 * Pages to be looked at: records checked long ago or before a change of their law was known, and texts whose day has come. The
 * oldest first.
 */
export function stalePages(inventory: Inventory, blocks: readonly Block[], today: Day): StalePage[] {
  const before = addDays(today, -checkedForDays);
  const records = inventory.procedures.flatMap(({ id, checkedOn }) => {
    const page = findPage(inventory, `procedure/${id}`);
    return page && checkedOn < before
      ? [{ page, since: checkedOn, why: '台帳を確かめてから1年たちました', blockPath: null }]
      : [];
  });
  const laws = inventory.lawChanges.flatMap((change) =>
    changedByLaw(inventory, change).flatMap(({ id }) => {
      const page = findPage(inventory, `procedure/${id}`);
      const { law, what, inForceOn, knownOn } = change;
      const why = `${law}が${formatDay(inForceOn, 'ja', { year: true })}から変わります(${what})`;
      return page ? [{ page, since: knownOn, why, blockPath: null }] : [];
    }),
  );
  const texts = blocks.flatMap((block) => {
    const page = findPage(inventory, block.page);
    if (block.reviewOn === null || block.reviewOn > today) return [];
    const title = (publishedVersion(block) ?? block.versions[0])?.title;
    return page === undefined
      ? []
      : [
          {
            page,
            since: block.reviewOn,
            why: `説明${title ? `「${title}」` : ''}の見直しの日です(担当 ${block.ownerName})`,
            blockPath: `/manual/blocks/${block.id}`,
          },
        ];
  });
  const adrift = blocks.flatMap((block) => {
    const page = findPage(inventory, block.page);
    return page && placeNow(inventory, block).isAdrift
      ? [
          {
            page,
            since: today,
            why: `説明のもとの手順「${block.step}」が変わりました(担当 ${block.ownerName})`,
            blockPath: `/manual/blocks/${block.id}`,
          },
        ]
      : [];
  });
  // A text on a page that the records no longer have is seen by nobody.
  const lost = blocks
    .filter((block) => findPage(inventory, block.page) === undefined)
    .map((block) => ({
      page: { key: block.page, kind: 'procedure' as const, id: block.page, title: block.page },
      since: today,
      why: 'ページのもとの台帳がなくなりました',
      blockPath: `/manual/blocks/${block.id}`,
    }));
  return [...records, ...laws, ...texts, ...adrift, ...lost].sort((one, other) => (one.since < other.since ? -1 : 1));
}
