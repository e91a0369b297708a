import type { Day } from '#platform/clock';
import type { Staff } from '#platform/http';
import type { LocalText } from '#platform/i18n';
import type { Personal } from '#platform/personal';

/** What the pages of this module need to know of the house around it. */
export interface House {
  departments(): readonly { readonly id: string; readonly name: LocalText }[];
  /** The places of the hall that staff can be put in charge of. */
  counters(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** `day` itself if the city hall is open, else the first open day after it. */
  nextOpenDay(day: Day): Day;
  readonly cases: CaseDoor;
  /** Demo mode: where invented visitors can be let into the hall. */
  readonly demoVisitorsPath?: string;
}

/** What this module may ask of the cases, which know it and not the other way round. */
export interface CaseDoor {
  /** The case of a reference code as typed; null when there is none. */
  find(code: string): Promise<string | null>;
  /** Reference codes by case; cases that are gone have none. */
  codesOf(caseIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What a member of staff may see of a case. Writes the look down first; throws like a case that is not there. */
  show(staff: Staff, caseId: string): Promise<ShownCase>;
}

export interface ShownCase {
  readonly code: string;
  readonly entries: Personal<
    readonly { readonly key: string; readonly label: string; readonly text: readonly string[] }[]
  >;
  readonly notes: Personal<readonly { readonly id: string; readonly text: string; readonly author: string }[]>;
}
