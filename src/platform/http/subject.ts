/** Someone who has shown nothing about themselves. */
export interface Anonymous {
  readonly kind: 'anonymous';
}

/** A resident who opened their own case by the secret link or the code and a second value. */
export interface Resident {
  readonly kind: 'resident';
  readonly caseId: string;
}

/** A member of staff who is signed in. Roles are bundles of permissions; `counters` are the desks they may work at. */
export interface Staff {
  readonly kind: 'staff';
  readonly staffId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly department: string;
  readonly counters: readonly string[];
  readonly sessionId: string;
  /** When they last proved who they are, for actions that need a recent proof. */
  readonly authenticatedAt: Date;
}

/** A machine of the house: the kiosk at the door, a calling display, the tablet of the concierge. */
export interface Device {
  readonly kind: 'device';
  readonly deviceId: string;
  readonly device: 'kiosk' | 'display' | 'concierge';
  readonly place: string;
}

/** Who is asking. */
export type Subject = Anonymous | Resident | Staff | Device;

/** The answer of the one function that permits or denies. */
export type Decision =
  | { readonly permit: true; readonly fields?: readonly string[] }
  | { readonly permit: false; readonly code: string };
