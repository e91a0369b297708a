import type { Inventory, Procedure } from './inventory.ts';

/** An item of the city's own as it is shown. */
export interface ShownItem {
  id: string;
  name: string;
  text: string;
  /** The address, where the item is a link. */
  href?: string;
}

/** What residents read of a procedure beside what every city says: the city's own items that are for them. */
export function itemsForResidents(
  inventory: Pick<Inventory, 'items'>,
  { custom }: Pick<Procedure, 'custom'>,
): ShownItem[] {
  return inventory.items.flatMap(({ kind, id, name, type, showTo }): ShownItem[] => {
    const value = custom?.[id];
    if (kind !== 'procedure' || showTo !== 'residents' || value === undefined) return [];
    if (typeof value === 'boolean') return [{ id, name, text: value ? 'はい' : 'いいえ' }];
    const text = Array.isArray(value) ? value.join('、') : String(value);
    return [{ id, name, text, ...(type === 'link' ? { href: text } : {}) }];
  });
}
