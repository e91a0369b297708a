/** Roles of staff with the name they are shown by. A role is a bundle of permissions, not a rank. */
export const roles = {
  reception: '受付',
  counter: '窓口',
  concierge: '総合案内',
  phone: '電話',
  remote: '遠隔窓口',
  editor: '手続き情報の編集',
  publisher: '手続き情報の公開',
  analyst: '分析',
  auditor: '監査',
  security: '情報セキュリティ',
  administrator: '管理',
} as const;

export type Role = keyof typeof roles;

/** Who a permission can be given to: roles of staff, residents in their own case, machines of the house, anyone. */
export type Grantee = Role | 'anonymous' | 'resident' | 'kiosk' | 'display' | 'conciergeDevice';

export interface Permission {
  readonly who: readonly Grantee[];
  /** Shows or changes what residents told us. Such permissions never go to administrator, analyst or auditor. */
  readonly caseContent?: true;
  /** Needs a proof of identity within the last five minutes. */
  readonly stepUp?: true;
}

const machines = ['kiosk', 'display', 'conciergeDevice'] as const;
const allRoles = Object.keys(roles) as Role[];
const visitors = ['anonymous', 'resident', 'kiosk', 'conciergeDevice'] as const;
const atTheDoor = ['reception', 'concierge', 'conciergeDevice'] as const;
const atCounters = ['counter', 'remote'] as const;

const everyone: Permission = { who: ['anonymous', 'resident', ...machines, ...allRoles] };
const guests: Permission = { who: [...visitors, ...allRoles] };
const ownCase: Permission = { who: ['resident'], caseContent: true };
const door: Permission = { who: atTheDoor, caseContent: true };
const desk: Permission = { who: atCounters, caseContent: true };
const anyStaff: Permission = { who: allRoles };
const administration: Permission = { who: ['administrator'], stepUp: true };
const oversight: Permission = { who: ['auditor', 'security'] };

/**
 * Who may do what: the one table, reviewed as a document. What is not listed nobody may do. Every route names a line of
 * it; `unlistedActions` finds those that do not.
 */
export const permissions: Readonly<Record<string, Permission>> = {
  'system:health': everyone,
  'system:measure': everyone,
  'interface:language': everyone,
  'interface:gallery': everyone,
  'api:read': everyone,

  'guide:read': guests,
  'guide:answer': guests,
  'guide:handOver': guests,
  'congestion:read': everyone,

  'case:create': guests,
  'case:open': guests,
  'case:readOwn': ownCase,
  'case:writeOwn': ownCase,
  'case:read': { who: [...atCounters, 'phone', ...atTheDoor], caseContent: true },
  // A machine of the entrance finds nobody by name: whoever looks must be known by name themselves.
  'case:find': { who: ['reception', 'concierge'], caseContent: true },
  'case:write': desk,
  'case:note': { who: [...atCounters, ...atTheDoor], caseContent: true },
  'case:protect': desk,
  'case:breakGlass': { who: atCounters, caseContent: true, stepUp: true },
  'case:remove': { who: atCounters, caseContent: true, stepUp: true },
  'intake:read': ownCase,
  'intake:write': ownCase,
  'intake:print': ownCase,
  'sheet:read': { who: [...atCounters, 'reception', 'concierge'], caseContent: true },
  'sheet:write': { who: [...atCounters, 'reception', 'concierge'], caseContent: true },

  'booking:own': ownCase,
  'booking:manage': guests,
  'booking:queue': guests,
  'booking:list': { who: ['reception', 'concierge', 'counter', 'phone', 'administrator'] },
  'booking:arrange': { who: ['reception', 'administrator'] },
  'booking:serve': { who: ['reception', 'concierge', 'counter', 'phone'], caseContent: true },

  'kiosk:use': { who: ['kiosk', ...atTheDoor] },
  'kiosk:checkIn': { who: ['kiosk', ...atTheDoor] },
  'turn:read': { who: ['anonymous', 'resident', ...allRoles] },
  'turn:change': { who: ['anonymous', 'resident', ...allRoles] },
  'display:read': { who: [...machines, ...allRoles] },
  'display:list': { who: ['administrator', 'reception'] },
  'display:setUp': { who: ['administrator', 'reception'] },
  'concierge:read': door,
  'concierge:act': door,
  'waiting:read': { who: ['analyst', 'reception', 'administrator'] },
  'simulation:use': { who: ['analyst', 'reception', 'administrator'] },
  'hall:read': { who: ['reception', 'concierge', 'administrator', 'analyst'] },
  'hall:manage': { who: ['reception', 'administrator'] },
  'counter:read': desk,
  'counter:act': desk,

  'account:signIn': everyone,
  'account:read': anyStaff,
  'account:change': anyStaff,
  'account:addPasskey': { who: allRoles, stepUp: true },
  'account:secondFactor': { who: allRoles, stepUp: true },
  'account:readRecoveries': { who: ['administrator', 'security'] },
  'account:recover': { who: ['administrator', 'security'], stepUp: true },
  'account:list': { who: ['administrator'] },
  'account:administer': administration,
  'device:enrol': everyone,
  'device:list': { who: ['administrator'] },
  'device:administer': administration,
  'printer:poll': { who: ['anonymous'] },
  'printer:list': { who: ['administrator', 'reception', 'concierge'] },
  'printer:tend': { who: ['administrator', 'reception', 'concierge'] },
  'printer:administer': administration,
  'machine:send': { who: ['anonymous'] },
  'machine:list': { who: ['administrator', 'reception', 'concierge'] },
  'machine:tend': { who: ['administrator', 'reception', 'concierge'] },
  'machine:administer': administration,
  'message:receipt': { who: ['anonymous'] },
  'message:list': { who: ['administrator', 'reception', 'editor'] },
  'message:tend': { who: ['administrator', 'reception'] },
  'message:word': { who: ['administrator', 'editor'] },
  'demo:enter': everyone,

  'inventory:read': anyStaff,
  'inventory:edit': { who: ['editor', 'publisher'] },
  'inventory:publish': { who: ['publisher'], stepUp: true },
  'manual:read': anyStaff,
  'manual:ask': anyStaff,
  'manual:write': { who: ['editor', 'publisher'] },
  'flow:read': anyStaff,
  'flow:draw': { who: ['editor', 'publisher'] },
  'audit:read': oversight,
  'audit:verify': oversight,
  'audit:review': oversight,
};

/** Routes whose action no line of the table gives; nobody could ever use them. Empty in a sound product. */
export function unlistedActions(routes: readonly { readonly url: string; readonly action: string }[]): string[] {
  return routes
    .filter(({ action }) => !Object.hasOwn(permissions, action))
    .map(({ url, action }) => `${url} ${action}`);
}
