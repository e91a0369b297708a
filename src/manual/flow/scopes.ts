import { conditionSentence, type FlowTemplate, type Inventory, type Procedure, type StaffStep } from '#inventory';
import { type Condition, printFeel } from '#rules';
import type { Flow, Partner, Scope, Thing } from './flow.ts';
import { type FlowFrame, type FlowStep, flowOfSteps } from './steps.ts';
import { usualTemplates } from './templates.ts';

/** The scopes that a procedure has: online only where it can be applied for online. */
export function scopesOf(procedure: Procedure): Scope[] {
  const { counter, online } = procedure.channels;
  return [
    'arrival',
    ...(counter ? (['counter'] as const) : []),
    'inquiry',
    ...(online.available ? (['online'] as const) : []),
  ];
}

/** The flow of a procedure in one scope, made from what the inventory knows. Pure. */
export function flowOf(inventory: Inventory, procedure: Procedure, scope: Scope): Flow {
  return scope === 'counter' ? counterFlow(inventory, procedure) : templateFlow(inventory, procedure, scope);
}

const roles = ['来庁者', '窓口', '審査者', 'システム', '他課'];

/** The names by which steps are known: their own, or their place in the list. */
export function stepIds(steps: readonly Pick<StaffStep, 'id'>[]): string[] {
  const own = new Set(steps.flatMap(({ id }) => id ?? []));
  const free = (name: string): string => (own.has(name) ? free(`${name}_`) : name);
  return steps.map(({ id }, index) => id ?? free(`step_${index + 1}`));
}

function counterFlow(inventory: Inventory, procedure: Procedure): Flow {
  const systems = new Map(inventory.systems.map((system) => [system.name, system]));
  const partners = new Map<string, Partner>();
  const partnerOf = (system: string | undefined): Partner | undefined => {
    const name = systems.get(system?.split('/')[0] ?? '')?.partner;
    if (name === undefined) return undefined;
    const known = partners.get(name) ?? { id: `partner_${partners.size + 1}`, name, side: 'right' as const };
    partners.set(name, known);
    return known;
  };
  const ids = stepIds(procedure.staffSteps);
  const steps = procedure.staffSteps.map((step, index): FlowStep => {
    const partner = partnerOf(step.system);
    const told = partner && { partner: partner.id, text: step.system?.split('/')[1] ?? '' };
    return {
      id: ids[index] ?? '',
      who: step.who,
      text: step.do,
      system: step.system,
      documents: documentsOf(procedure, step.documents ?? []),
      data: entriesOf(inventory, step.data ?? []),
      only: step.when && { condition: printFeel(step.when), question: questionOf(inventory, step.when) },
      ask: step.ask,
      next: step.next?.map(({ to, label, when }) => ({
        to,
        label: label ?? (when && conditionSentence(inventory, when)),
        condition: when && printFeel(when),
      })),
      // What a system takes in by itself comes from outside; what somebody looks up is asked for there.
      ...(step.who === 'システム' ? { receives: told } : { sends: told }),
    };
  });
  const frame = frameOf(inventory, procedure, 'counter', [...partners.values()]);
  return flowOfSteps({ ...frame, laneOrder: roles }, steps);
}

function templateFlow(inventory: Inventory, procedure: Procedure, scope: Exclude<Scope, 'counter'>): Flow {
  const template = templateFor(inventory, procedure, scope);
  const fill = filler(inventory, procedure);
  const partner: Partner = { id: 'partner_1', name: template.partner ?? '相手', side: 'left' };
  const isReviewed = procedure.staffSteps.some(({ who }) => who === '審査者');
  const used = template.steps.filter(({ reviewed }) => reviewed !== true || isReviewed);
  const said = (text: string | undefined) =>
    text === undefined ? undefined : { partner: partner.id, text: fill(text) };
  const steps = used.map(
    (step): FlowStep => ({
      id: step.id,
      who: fill(step.who),
      text: fill(step.do),
      documents: step.withDocuments
        ? documentsOf(
            procedure,
            procedure.documents.map(({ id }) => id),
          )
        : [],
      ask: step.ask,
      next: step.next,
      receives: said(step.receives),
      sends: said(step.sends),
    }),
  );
  return flowOfSteps(frameOf(inventory, procedure, scope, [partner]), steps);
}

/** A city's own template for the department, then for all, then the usual one. */
function templateFor(inventory: Inventory, procedure: Procedure, scope: Scope): FlowTemplate {
  const own = (inventory.records.flows ?? []).filter((template) => template.scope === scope);
  const found =
    own.find(({ departments }) => departments?.includes(procedure.department)) ??
    own.find(({ departments }) => departments === undefined) ??
    usualTemplates.find((template) => template.scope === scope);
  if (found === undefined) throw new RangeError(`no template for ${scope}`);
  return found;
}

function frameOf(inventory: Inventory, procedure: Procedure, scope: Scope, partners: readonly Partner[]): FlowFrame {
  const department = departmentName(inventory, procedure);
  return {
    id: `${procedure.id}_${scope}`,
    name: procedure.name.ja,
    participant: `${inventory.city.name.ja}${scope === 'arrival' ? '' : ` ${department}`}`,
    partners,
    laneOrder: ['来庁者', '総合案内', '受けた職員', department, '審査者', 'システム'],
  };
}

const departmentName = (inventory: Inventory, { department }: Procedure): string =>
  inventory.departmentById.get(department)?.name.ja ?? department;

/** Puts what the inventory knows in the place of 《…》. */
function filler(inventory: Inventory, procedure: Procedure): (text: string) => string {
  const department = inventory.departmentById.get(procedure.department);
  const screens = procedure.staffSteps.flatMap(({ who, system }) => (who === '窓口' && system ? [system] : []));
  const known: Readonly<Record<string, string>> = {
    手続き: procedure.name.ja,
    場所: procedure.counter.place,
    課: department?.name.ja ?? procedure.department,
    電話: department?.phone ?? '代表電話',
    期限: procedure.deadline.text.ja,
    窓口システム: [...new Set(screens.map((system) => system.split('/')[0] ?? ''))].join('・') || '台帳',
  };
  return (text) => text.replace(/《([^》]+)》/gu, (whole, name: string) => known[name] ?? whole);
}

function documentsOf(procedure: Procedure, ids: readonly string[]): Thing[] {
  const names = new Map(procedure.documents.map(({ id, name }) => [id, name.ja]));
  return ids.map((id) => ({ id, name: names.get(id) ?? id }));
}

function entriesOf(inventory: Inventory, names: readonly string[]): Thing[] {
  return names.map((name) => ({ id: name, name: inventory.entryById.get(name)?.label.ja ?? name }));
}

/** 「マイナンバーカードを持っている?」 */
function questionOf(inventory: Inventory, condition: Condition): string {
  return `${conditionSentence(inventory, condition).replace(/とき$/u, '')}?`;
}
