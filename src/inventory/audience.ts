import type { Inventory, Procedure } from './inventory.ts';

/** Whether only staff may enter an event. What is reached by such events alone is on no screen of a resident. */
export function isStaffOnlyEvent(inventory: Inventory, event: string): boolean {
  return (
    inventory.factById.get('events')?.options.some((option) => option.value === event && option.staffOnly) ?? false
  );
}

/** Whether residents may read about a procedure: not when every way to it is for staff alone. */
export function isShownToResidents(inventory: Inventory, procedure: Procedure): boolean {
  return procedure.lifeEvents.some((event) => !isStaffOnlyEvent(inventory, event));
}
