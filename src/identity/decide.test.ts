import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Staff, Subject } from '#platform/http';
import {
  decide,
  type EntryItem,
  groundOf,
  mayReadEntry,
  permissions,
  type Resource,
  type Role,
  roles,
} from './index.ts';

const now = new Date('2026-11-20T01:00:00Z');
const route: Resource = { kind: 'route' };
const allRoles = Object.keys(roles) as Role[];

function staff(role: string, changes: Partial<Staff> = {}): Staff {
  return {
    kind: 'staff',
    staffId: 's',
    name: '高橋',
    roles: [role],
    department: 'shiminka',
    counters: [],
    sessionId: 'x',
    authenticatedAt: now,
    ...changes,
  };
}

const others: Subject[] = [
  { kind: 'anonymous' },
  { kind: 'resident', caseId: 'mine' },
  { kind: 'device', deviceId: 'd', device: 'kiosk', place: '入口' },
  { kind: 'device', deviceId: 'd', device: 'display', place: '入口' },
  { kind: 'device', deviceId: 'd', device: 'concierge', place: '入口' },
];
const everyone: Subject[] = [...others, ...allRoles.map((role) => staff(role))];
const permits = (subject: Subject, action: string, resource: Resource = route) =>
  decide(subject, action, resource, { now }).permit;

const items: EntryItem[] = [
  { name: 'people', class: 'plain' },
  { name: 'name', class: 'personal' },
  { name: 'illness', class: 'sensitive' },
  { name: 'pin', class: 'counterOnly' },
  { name: 'tax', class: 'personal', visibleTo: ['zeiseika'] },
];
const ofCase = (changes: object = {}): Resource => ({
  kind: 'case',
  caseId: 'mine',
  departments: ['shiminka', 'kokuhoka'],
  protected: false,
  items,
  ...changes,
});
const fields = (subject: Subject, action: string, resource: Resource, assigned = false) => {
  const decision = decide(subject, action, resource, { now, assigned });
  return decision.permit ? decision.fields : decision.code;
};

const anyText = fc.string({ maxLength: 20 });
const anySubject: fc.Arbitrary<Subject> = fc.oneof(
  fc.constantFrom(...others),
  fc
    .record({
      roles: fc.array(fc.oneof(fc.constantFrom(...allRoles), anyText), { maxLength: 3 }),
      department: fc.constantFrom('shiminka', 'kokuhoka', 'zeiseika'),
      authenticatedAt: fc.date({ min: new Date(0), max: now, noInvalidDate: true }),
    })
    .map((changes) => staff('', changes)),
);
const anyCase = fc
  .record({
    caseId: fc.constantFrom('mine', 'other'),
    departments: fc.subarray(['shiminka', 'kokuhoka']),
    protected: fc.constantFrom(true, false, undefined),
    items: fc.subarray(items),
  })
  .map((changes) => ofCase(changes));

test('X3 what is not listed nobody may do', () => {
  fc.assert(
    fc.property(
      anySubject,
      fc.oneof(anyText, fc.constantFrom('__proto__', 'toString', 'constructor')),
      (subject, action) => {
        fc.pre(!Object.hasOwn(permissions, action));
        assert.deepEqual(decide(subject, action, route, { now }), { permit: false, code: 'unlisted' });
      },
    ),
    { numRuns: 300 },
  );
});

test('X3 a staff member without a role, or with an unknown one, may do no more than anyone', () => {
  for (const action of Object.keys(permissions)) {
    assert.equal(permits(staff('boss'), action), false, action);
    assert.equal(permits(staff('', { roles: [] }), action), false, action);
  }
});

test('X3 every permission is exactly that of the reviewed table', () => {
  const granteeOf = (subject: Subject) => {
    if (subject.kind === 'staff') return subject.roles[0];
    if (subject.kind !== 'device') return subject.kind;
    return subject.device === 'concierge' ? 'conciergeDevice' : subject.device;
  };
  for (const [action, { who }] of Object.entries(permissions)) {
    assert.match(action, /^[a-z][a-zA-Z]*:[a-z][a-zA-Z]*$/);
    for (const subject of everyone) {
      const grantee = granteeOf(subject);
      assert.equal(
        permits(subject, action),
        who.some((other) => other === grantee),
        `${action} ${grantee}`,
      );
    }
  }
});

test('X3 administrator, analyst and auditor never see what residents told us', () => {
  for (const [action, { who, caseContent }] of Object.entries(permissions)) {
    if (!caseContent) continue;
    for (const role of ['administrator', 'analyst', 'auditor', 'security', 'anonymous', 'kiosk', 'display'] as const) {
      assert.ok(!who.includes(role), `${action} ${role}`);
    }
  }
});

test('X3 a dangerous act needs a proof of identity within five minutes', () => {
  const at = (milliseconds: number) =>
    staff('administrator', { authenticatedAt: new Date(now.getTime() - milliseconds) });
  assert.equal(permits(at(5 * 60_000), 'device:administer'), true);
  assert.deepEqual(decide(at(5 * 60_000 + 1), 'device:administer', route, { now }), { permit: false, code: 'stepUp' });
});

test('X3 whoever may be let in by signing in is told so, others are not', () => {
  const code = (subject: Subject, action: string) => {
    const decision = decide(subject, action, route, { now });
    return decision.permit ? 'permit' : decision.code;
  };
  assert.equal(code({ kind: 'anonymous' }, 'counter:read'), 'signIn');
  assert.equal(code({ kind: 'anonymous' }, 'case:readOwn'), 'role');
  assert.equal(code(staff('analyst'), 'counter:read'), 'role');
});

test('X3 residents have their own case and no other', () => {
  const resident: Subject = { kind: 'resident', caseId: 'mine' };
  assert.deepEqual(fields(resident, 'case:readOwn', ofCase()), ['people', 'name', 'illness', 'tax']);
  assert.equal(fields(resident, 'case:readOwn', ofCase({ caseId: 'other' })), 'notYours');
});

test('X3 a counter sees the entries of its department, and sensitive ones only while the case is theirs', () => {
  const clerk = staff('counter');
  assert.deepEqual(fields(clerk, 'case:read', ofCase()), ['people', 'name']);
  assert.deepEqual(fields(clerk, 'case:read', ofCase(), true), ['people', 'name', 'illness', 'pin']);
  const stranger = staff('counter', { department: 'kodomo_hoiku' });
  assert.equal(fields(stranger, 'case:read', ofCase()), 'notAssigned');
  assert.deepEqual(fields(stranger, 'case:read', ofCase(), true), ['people']);
  assert.deepEqual(fields(staff('concierge'), 'case:read', ofCase()), ['people']);
});

test('X3 a protected person, or one of whom it is not known, is hidden from all but those who serve them', () => {
  for (const hidden of [true, undefined]) {
    for (const subject of everyone.filter(({ kind }) => kind === 'staff')) {
      assert.notEqual(permits(subject, 'case:read', ofCase({ protected: hidden })), true);
    }
    assert.deepEqual(fields(staff('counter'), 'case:read', ofCase({ protected: hidden }), true), [
      'people',
      'name',
      'illness',
      'pin',
    ]);
  }
});

test('X3 an emergency opens a case to a counter like their own, and to nobody else', () => {
  const inEmergency = (subject: Subject, action: string) => {
    const decision = decide(subject, action, ofCase({ protected: true }), { now, emergency: true });
    return decision.permit ? decision.fields : decision.code;
  };
  const stranger = staff('counter', { department: 'kodomo_hoiku' });
  assert.deepEqual(
    inEmergency(stranger, 'case:read'),
    items.map(({ name }) => name),
  );
  assert.deepEqual(inEmergency(staff('phone'), 'case:read'), ['people']);
  for (const role of ['administrator', 'analyst', 'auditor', 'security'] as const) {
    assert.equal(inEmergency(staff(role), 'case:read'), 'role');
  }
});

test('X3 the ground of a look is named: theirs, an emergency, their department, receiving visitors, or none', () => {
  const ground = (role: string, changes: object = {}) =>
    groundOf(staff(role), { departments: ['shiminka'], assigned: false, ...changes });
  assert.equal(ground('counter', { assigned: true, emergency: true }), 'assigned');
  assert.equal(ground('counter', { emergency: true }), 'emergency');
  assert.equal(ground('counter'), 'department');
  assert.equal(ground('concierge'), 'reception');
  assert.equal(ground('concierge', { departments: [] }), 'reception');
  assert.equal(ground('counter', { departments: [] }), undefined);
  const both = staff('', { roles: ['reception', 'counter'] });
  assert.equal(groundOf(both, { departments: ['shiminka'], assigned: false }), 'department');
});

test('X3 whoever is asked, only entries come out that this subject may read', () => {
  fc.assert(
    fc.property(
      anySubject,
      fc.constantFrom(...Object.keys(permissions)),
      anyCase,
      fc.boolean(),
      fc.boolean(),
      (subject, action, resource, assigned, emergency) => {
        const decision = decide(subject, action, resource, { now, assigned, emergency });
        if (!decision.permit || resource.kind !== 'case') return;
        assert.ok(decide(subject, action, route, { now }).permit, 'a case is never open where its route is closed');
        assert.notEqual(subject.kind, 'anonymous');
        if (subject.kind === 'device') assert.deepEqual(decision.fields, []);
        if (subject.kind === 'resident') assert.equal(resource.caseId, subject.caseId);
        if (subject.kind === 'staff' && !assigned && !emergency) assert.equal(resource.protected, false);
        const { departments } = resource;
        for (const name of decision.fields ?? []) {
          const item = items.find((other) => other.name === name);
          assert.ok(item && mayReadEntry(subject, item, { departments, assigned, emergency }), name);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
