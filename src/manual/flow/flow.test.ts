import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { type Inventory, loadInventory } from '#inventory';
import { packageRoot } from '#platform/package';
import { readBpmn } from './bpmn-read.ts';
import { bpmnOf } from './bpmn-write.ts';
import type { Flow } from './flow.ts';
import { type Layout, layoutOf } from './layout/layout.ts';
import { crossingsOf, overlapsOf, sharedOf, throughOf } from './layout/quality.ts';
import type { Box } from './layout/shapes.ts';
import { listOf } from './list.ts';
import { meaningOf } from './meaning.ts';
import { pdfOf, pngOf, svgOf } from './picture.ts';
import { sampleProcess } from './sample-processes.ts';
import { flowOf, scopesOf } from './scopes.ts';
import { recordOf, stepsOfFlow } from './write-back.ts';

let inventory: Inventory;
before(async () => {
  inventory = await loadInventory(join(packageRoot, 'content', 'asahikawa'));
});

const allFlows = (): Flow[] =>
  inventory.procedures.flatMap((procedure) => scopesOf(procedure).map((scope) => flowOf(inventory, procedure, scope)));

const procedure = (id: string) => inventory.procedureById.get(id) ?? assert.fail(id);

const contains = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x - 0.5 &&
  inner.y >= outer.y - 0.5 &&
  inner.x + inner.width <= outer.x + outer.width + 0.5 &&
  inner.y + inner.height <= outer.y + outer.height + 0.5;

/** Holds for every drawing: all is there, nothing lies on anything else, no line runs through anything. */
function assertClean(layout: Layout): void {
  const { flow, nodes, routes, lanes } = layout;
  assert.equal(nodes.length, flow.nodes.length);
  assert.equal(routes.length, flow.edges.length);
  assert.equal(lanes.length, flow.lanes.length);
  assert.equal(overlapsOf(nodes.map(({ box }) => box)), 0, 'shapes lie on each other');
  assert.equal(overlapsOf(nodes.flatMap(({ artefacts }) => artefacts.map(({ box }) => box))), 0);
  assert.equal(overlapsOf(lanes.map(({ box }) => box)), 0);
  for (const { node, box, artefacts } of nodes) {
    const lane = lanes.find((one) => one.lane.id === node.lane) ?? assert.fail(node.lane);
    for (const part of [box, ...artefacts.map((artefact) => artefact.box)])
      assert.ok(contains(lane.box, part), `${node.id} leaves its lane`);
  }
  const through = throughOf(
    nodes,
    routes,
    ({ node }, { edge }) => node.kind !== 'task' && [edge.from, edge.to].includes(node.id),
  );
  assert.equal(through, 0, 'a line runs through a shape');
  const beside = nodes.flatMap(({ artefacts }) => artefacts);
  assert.equal(
    throughOf(beside, routes, () => false),
    0,
    'a line runs through what stands beside a task',
  );
  for (const { points } of routes) {
    for (const [index, point] of points.slice(1).entries()) {
      const last = points[index] ?? assert.fail();
      assert.ok(Math.abs(point.x - last.x) < 0.5 || Math.abs(point.y - last.y) < 0.5, 'a line runs aslant');
    }
  }
}

test('K2 K4 every procedure has a flow for arrival and inquiries, and online exactly where it can be applied for online', () => {
  for (const one of inventory.procedures) {
    const scopes = scopesOf(one);
    assert.ok(scopes.includes('arrival') && scopes.includes('inquiry'), one.id);
    assert.equal(scopes.includes('online'), one.channels.online.available, one.id);
    assert.equal(scopes.includes('counter'), one.channels.counter, one.id);
  }
  const departments = new Set(inventory.procedures.map(({ department }) => department));
  for (const five of ['shiminka', 'kokuhoka', 'choujuka', 'kaigoka', 'shougaika']) assert.ok(departments.has(five));
});

test('K2 K4 a flow says who does what with which papers, entries and system', () => {
  const { lanes, nodes, partners, messages } = flowOf(inventory, procedure('tennyu_todoke'), 'counter');
  assert.deepEqual(
    lanes.map(({ name }) => name),
    ['来庁者', '窓口', '審査者', 'システム'],
  );
  const step = nodes.find(({ system }) => system === '窓口支援/事前入力の読込') ?? assert.fail();
  assert.ok(step.documents?.some(({ name }) => name === '転出証明書'));
  assert.ok(step.data?.some(({ name }) => name.includes('氏名')));
  assert.ok(partners.some(({ name }) => name.includes('住基ネット')) && messages.length > 0);
  const online = flowOf(inventory, procedure('tennyu_todoke'), 'online');
  assert.equal(online.partners[0]?.name, '申請する人');
  const arrival = flowOf(inventory, procedure('kaigo_nintei'), 'arrival');
  assert.ok(arrival.nodes.some(({ text }) => text.includes(procedure('kaigo_nintei').counter.place)));
  assert.ok(!JSON.stringify([arrival, online]).includes('《'), 'a blank was not filled');
});

test('K4 a city draws a scope in its own way by flows.yaml, for all or for some departments', () => {
  const own = {
    ...inventory,
    records: {
      ...inventory.records,
      flows: [
        {
          scope: 'arrival' as const,
          departments: ['kaigoka'],
          steps: [
            { id: 'one', who: '介護の案内', do: '《手続き》の書類を渡す' },
            { id: 'two', who: '来庁者', do: '書く' },
          ],
        },
      ],
    },
  };
  const changed = flowOf(own, procedure('kaigo_nintei'), 'arrival');
  assert.ok(changed.nodes.some(({ text }) => text === `${procedure('kaigo_nintei').name.ja}の書類を渡す`));
  assert.deepEqual(
    flowOf(own, procedure('tennyu_todoke'), 'arrival'),
    flowOf(inventory, procedure('tennyu_todoke'), 'arrival'),
  );
});

test('K4 all flows of the city are drawn clean, and none of their lines cross', () => {
  const flows = allFlows();
  assert.ok(flows.length > 350, `${flows.length} flows`);
  let crossings = 0;
  for (const flow of flows) {
    const layout = layoutOf(flow);
    assertClean(layout);
    crossings += crossingsOf(layout.routes.map(({ points }) => points));
  }
  assert.ok(crossings <= 5, `${crossings} crossings`);
});

test('K4 60 processes with lanes, branches and loops: clean, with few crossings', () => {
  let crossings = 0;
  let shared = 0;
  for (let index = 0; index < 60; index += 1) {
    const layout = layoutOf(sampleProcess(String(index)));
    assertClean(layout);
    const lines = layout.routes.map(({ points }) => points);
    crossings += crossingsOf(lines);
    shared += sharedOf(lines);
  }
  assert.ok(crossings < 25, `${crossings} crossings`);
  assert.equal(shared, 0);
});

test('K4 property: whatever is drawn, nothing overlaps, leaves its lane or is run through', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (seed, jumps) =>
      assertClean(layoutOf(sampleProcess(seed, { steps: [1, 45], jumps }))),
    ),
    { numRuns: 60 },
  );
});

test('K4 property: lines between two rows run beside each other, never upon each other, and stay between the rows', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (seed, jumps) => {
      const { nodes, routes, pool } = layoutOf(sampleProcess(seed, { jumps }));
      assert.equal(sharedOf(routes.map(({ points }) => points)), 0);
      const rows = nodes.map(({ box }) => [box.y, box.y + box.height] as const);
      for (const { points } of routes) {
        for (const [index, point] of points.slice(1).entries()) {
          const last = points[index] ?? assert.fail();
          if (Math.abs(point.x - last.x) < 0.5) continue;
          assert.ok(point.y > pool.y && point.y < pool.y + pool.height);
          // Only a line that leaves a choice by its corner runs beside a node.
          if (index > 0) assert.ok(rows.every(([top, bottom]) => point.y <= top || point.y >= bottom));
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('K4 property: a flow keeps its meaning as a BPMN file and back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.boolean(), async (seed, jumps) => {
      const flow = { ...sampleProcess(seed, { jumps }), id: 'sample', name: '見本' };
      const { flow: back, remarks } = await readBpmn(await bpmnOf(layoutOf(flow)));
      assert.deepEqual(meaningOf(back), meaningOf(flow));
      assert.deepEqual(remarks, []);
    }),
    { numRuns: 25 },
  );
  for (const flow of allFlows().filter((_, index) => index % 7 === 0)) {
    const { flow: back } = await readBpmn(await bpmnOf(layoutOf(flow)));
    assert.deepEqual(meaningOf(back), meaningOf(flow));
  }
});

test('K4 C1 steps drawn and read again are the steps as they were, for every procedure', async () => {
  for (const one of inventory.procedures) {
    const record = recordOf(inventory, one) ?? assert.fail();
    const { flow } = await readBpmn(await bpmnOf(layoutOf(flowOf(inventory, one, 'counter'))));
    const { steps, changes, problems } = stepsOfFlow(flow, record, inventory);
    assert.deepEqual(
      { id: one.id, steps, changes, problems },
      { id: one.id, steps: record.staffSteps, changes: [], problems: [] },
    );
  }
});

test('K4 C1 a drawing that was changed says what becomes different: text, place, person, a new task, a branch', () => {
  const record = recordOf(inventory, procedure('kokuho_kanyu')) ?? assert.fail();
  const flow = flowOf(inventory, procedure('kokuho_kanyu'), 'counter');
  const tasks = flow.nodes.filter(({ kind }) => kind === 'task');
  const [first, second, third] = tasks.map(({ id }) => id);
  const added = {
    ...flow.nodes[1],
    id: 'Activity_1',
    kind: 'task' as const,
    lane: flow.lanes[1]?.id ?? '',
    text: '番号札を確かめる',
    documents: [],
    data: [],
    system: undefined,
  };
  const nodes = flow.nodes.flatMap((node) =>
    node.id === second ? [added, { ...node, text: '本人かどうかを確かめる' }] : [node],
  );
  const edges = [
    ...flow.edges.map((edge) => (edge.from === first ? { ...edge, to: 'Activity_1' } : edge)),
    { id: 'new', from: 'Activity_1', to: second ?? '' },
  ];
  const { changes, problems, steps } = stepsOfFlow({ ...flow, nodes, edges }, record, inventory);
  assert.deepEqual(problems, []);
  assert.ok(
    changes.some((line) => line.startsWith('2番に「番号札を確かめる」')),
    changes.join(),
  );
  assert.ok(
    changes.some((line) => line.includes('から「本人かどうかを確かめる」に変えます')),
    changes.join(),
  );
  assert.equal(changes.length, 2);
  assert.equal(steps.length, record.staffSteps.length + 1);
  const wrong = stepsOfFlow(
    { ...flow, lanes: flow.lanes.map((lane) => ({ ...lane, name: 'だれか' })) },
    record,
    inventory,
  );
  assert.ok(wrong.problems.some((line) => line.includes('「だれか」というレーンは残せません')));
  assert.ok(third);
});

test('K4 a choice, a step for some and a way back become steps and come back as the same drawing', async () => {
  const base = recordOf(inventory, procedure('kokuho_kanyu')) ?? assert.fail();
  const step = (id: string, more: object = {}) => ({ id, who: '窓口' as const, do: `${id}をする`, ...more });
  const staffSteps = [
    step('accept', {
      ask: 'そろっている?',
      next: [
        { to: 'enter', label: 'はい' },
        { to: 'request', label: 'いいえ' },
      ],
    }),
    step('request', { next: [{ to: 'accept' }] }),
    step('enter', { when: { fact: 'hasMyNumberCard', is: true } }),
    step('close', { next: [{ to: 'end', when: { fact: 'isAgent', is: true }, label: '代理人' }] }),
    step('last'),
  ];
  const records = {
    ...inventory.records,
    procedures: inventory.records.procedures.map((one) => (one.id === base.id ? { ...one, staffSteps } : one)),
  };
  const changed = { ...procedure(base.id), staffSteps };
  const flow = flowOf({ ...inventory, records }, changed, 'counter');
  assertClean(layoutOf(flow));
  assert.deepEqual(flow.nodes.filter(({ kind }) => kind === 'choice').length, 3);
  const { flow: back } = await readBpmn(await bpmnOf(layoutOf(flow)));
  const written = stepsOfFlow(back, { ...base, staffSteps }, inventory);
  assert.deepEqual(written.problems, []);
  assert.deepEqual(written.changes, []);
  assert.deepEqual(written.steps, staffSteps);
});

test('K4 the list says the same as the drawing', () => {
  const list = listOf(flowOf(inventory, procedure('tennyu_todoke'), 'inquiry'));
  assert.equal(list[0]?.number, 1);
  assert.ok(
    list[0]?.ways.some((way) => way.includes('本人のこと → ')),
    list[0]?.ways.join(),
  );
  assert.ok(list[0]?.things.includes('問い合わせた人から: 電話・メール・FAX'));
});

test('K4 a flow is drawn as SVG without scripts or styles, as PNG and as PDF', () => {
  const layout = layoutOf(flowOf(inventory, procedure('tennyu_todoke'), 'counter'));
  const svg = svgOf(layout);
  assert.match(svg, /^<svg [^>]*role="img"[^>]*aria-label="「転入届」の流れの図。/);
  assert.doesNotMatch(svg, /<script|style=|<foreignObject|href=/);
  assert.deepEqual([...pngOf(layout).subarray(1, 4)], [...Buffer.from('PNG')]);
  assert.equal(Buffer.from(pdfOf(layout, '転入届の流れ').subarray(0, 5)).toString(), '%PDF-');
});
