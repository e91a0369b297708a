/** Tables of this module as the database gives them. */
export type Tables = {
  staff: {
    id: string;
    login: string;
    name: string;
    department: string;
    roles: string[];
    counters: string[];
    demo: boolean;
    password_hash: string | null;
    created_at: Date;
    disabled_at: Date | null;
  };
  staff_credential: {
    id: string;
    staff_id: string;
    public_key: Buffer;
    counter: number;
    transports: string[];
    backed_up: boolean;
    label: string;
    created_at: Date;
    used_at: Date | null;
  };
  staff_session: {
    id: string;
    token_hash: string;
    staff_id: string;
    started_at: Date;
    authenticated_at: Date;
    seen_at: Date;
    locked_at: Date | null;
    ends_at: Date;
  };
  staff_invitation: { token_hash: string; staff_id: string | null; ends_at: Date };
  passkey_challenge: { challenge: string; staff_id: string | null; ends_at: Date };
  staff_second_factor: {
    staff_id: string;
    secret: Buffer | null;
    confirmed_at: Date | null;
    last_step: number;
    pending: Buffer | null;
    pending_since: Date | null;
  };
  staff_recovery_code: { staff_id: string; first_sign: string; hash: string; used_at: Date | null };
  sign_in_begun: { token_hash: string; staff_id: string; ends_at: Date };
  account_recovery: { id: string; staff_id: string; requested_at: Date; ends_at: Date };
  account_recovery_approval: { recovery_id: string; staff_id: string; approved_at: Date };
  sign_in_try: { kind: 'account' | 'block'; key: string; tries: number; tried_at: Date; locked_until: Date | null };
  device: {
    id: string;
    kind: 'kiosk' | 'display' | 'concierge';
    place: string;
    token_hash: string;
    enrolled_at: Date;
    seen_at: Date;
    revoked_at: Date | null;
  };
  emergency_access: {
    id: string;
    case_id: string;
    staff_id: string;
    category: string;
    reason: string;
    opened_at: Date;
    ends_at: Date;
    reviewed_by: string | null;
    reviewed_at: Date | null;
  };
  trail_review: { week: string; reviewed_by: string; reviewed_at: Date; remark: string };
  device_enrolment: { code_hash: string; kind: 'kiosk' | 'display' | 'concierge'; place: string; ends_at: Date };
};
