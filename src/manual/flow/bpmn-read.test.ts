import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UserError } from '#platform/errors';
import { readBpmn } from './bpmn-read.ts';

const head = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="http://bpmn.io/schema/bpmn">`;

/** As a modeller for process engines writes it: two pools, one without lanes, no diagram, a sub-process, a boundary event. */
const foreign = `${head}
  <bpmn:collaboration id="c">
    <bpmn:participant id="P1" name="市役所" processRef="A" />
    <bpmn:participant id="P2" name="年金事務所" processRef="B" />
    <bpmn:participant id="P3" name="住民" />
    <bpmn:messageFlow id="m1" name="申請書" sourceRef="P3" targetRef="s" />
    <bpmn:messageFlow id="m2" name="進達" sourceRef="t2" targetRef="b1" />
  </bpmn:collaboration>
  <bpmn:process id="A" isExecutable="true">
    <bpmn:laneSet id="ls">
      <bpmn:lane id="L1" name="窓口"><bpmn:flowNodeRef>s</bpmn:flowNodeRef><bpmn:flowNodeRef>t1</bpmn:flowNodeRef><bpmn:flowNodeRef>sub</bpmn:flowNodeRef><bpmn:flowNodeRef>bd</bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="L2" name="審査"><bpmn:flowNodeRef>g</bpmn:flowNodeRef><bpmn:flowNodeRef>t2</bpmn:flowNodeRef><bpmn:flowNodeRef>e</bpmn:flowNodeRef></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="s"><bpmn:outgoing>f1</bpmn:outgoing><bpmn:messageEventDefinition /></bpmn:startEvent>
    <bpmn:userTask id="t1" name="受け付ける
確かめる" camunda:assignee="x"><bpmn:dataInputAssociation id="di"><bpmn:sourceRef>doc</bpmn:sourceRef></bpmn:dataInputAssociation></bpmn:userTask>
    <bpmn:dataObjectReference id="doc" name="年金手帳" dataObjectRef="dob" /><bpmn:dataObject id="dob" />
    <bpmn:subProcess id="sub" name="入力">
      <bpmn:startEvent id="is" /><bpmn:task id="i1" name="氏名を入れる" /><bpmn:task id="i2" name="住所を入れる" /><bpmn:endEvent id="ie" />
      <bpmn:sequenceFlow id="if1" sourceRef="is" targetRef="i1" /><bpmn:sequenceFlow id="if2" sourceRef="i1" targetRef="i2" /><bpmn:sequenceFlow id="if3" sourceRef="i2" targetRef="ie" />
    </bpmn:subProcess>
    <bpmn:boundaryEvent id="bd" name="期限切れ" attachedToRef="t1"><bpmn:timerEventDefinition /></bpmn:boundaryEvent>
    <bpmn:exclusiveGateway id="g" name="よい?" />
    <bpmn:serviceTask id="t2" name="送る" />
    <bpmn:endEvent id="e" />
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t1" /><bpmn:sequenceFlow id="f2" sourceRef="t1" targetRef="sub" />
    <bpmn:sequenceFlow id="f3" sourceRef="sub" targetRef="g" /><bpmn:sequenceFlow id="f4" name="はい" sourceRef="g" targetRef="t2"><bpmn:conditionExpression>ok = true</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f5" name="いいえ" sourceRef="g" targetRef="t1" /><bpmn:sequenceFlow id="f6" sourceRef="t2" targetRef="e" />
    <bpmn:sequenceFlow id="f7" sourceRef="bd" targetRef="e" />
    <bpmn:textAnnotation id="ta"><bpmn:text>急ぐこと</bpmn:text></bpmn:textAnnotation>
  </bpmn:process>
  <bpmn:process id="B"><bpmn:task id="b1" name="決める" /></bpmn:process>
</bpmn:definitions>`;

test('K4 a file of another program is read: pools, lanes, data, messages, sub-process and boundary event, without positions', async () => {
  const { flow, remarks } = await readBpmn(foreign);
  assert.deepEqual(
    flow.lanes.map(({ name }) => name),
    ['市役所 窓口', '市役所 審査', '年金事務所'],
  );
  assert.deepEqual(
    flow.nodes.filter(({ kind }) => kind === 'task').map(({ text }) => text),
    ['受け付ける 確かめる', '氏名を入れる', '住所を入れる', '送る', '決める'],
  );
  const ways = new Set(flow.edges.map(({ from, to }) => `${from}>${to}`));
  for (const way of ['s>t1', 't1>i1', 'i1>i2', 'i2>g', 'g>t2', 'g>t1', 't2>b1', 't1>e']) assert.ok(ways.has(way), way);
  assert.equal(flow.edges.find(({ id }) => id === 'f4')?.condition, 'ok = true');
  assert.deepEqual(flow.nodes.find(({ id }) => id === 't1')?.documents, [{ id: '', name: '年金手帳' }]);
  assert.deepEqual(flow.messages, [{ id: 'm1', from: 'P3', to: 's', text: '申請書' }]);
  assert.deepEqual(
    flow.partners.map(({ name }) => name),
    ['住民'],
  );
  for (const part of ['サブプロセス「入力」', '「期限切れ」', '注記「急ぐこと」', 'プール「年金事務所」'])
    assert.ok(
      remarks.some((line) => line.includes(part)),
      part,
    );
});

test('K4 X2 entities, broken and huge files and what is no drawing are refused with a sentence, quickly', async () => {
  const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><bpmn:definitions>&b;</bpmn:definitions>`;
  const outside = `<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><bpmn:definitions/>`;
  const cases: readonly [string, string][] = [
    [laughs, 'flow.entities'],
    [outside, 'flow.entities'],
    [foreign.replaceAll('<!', '< !').replace('<bpmn:process id="A"', '<bpmn:process id="A'), 'flow.broken'],
    ['<html><body>図</body></html>', 'flow.broken'],
    ['', 'flow.broken'],
    ['PK\u0003\u0004', 'flow.broken'],
    [`${head}<bpmn:process id="p"/></bpmn:definitions>`, 'flow.empty'],
    [`${head}${' '.repeat(3 * 1024 * 1024)}</bpmn:definitions>`, 'flow.tooLarge'],
    [
      `${head}<bpmn:process id="p">${Array.from({ length: 600 }, (_, index) => `<bpmn:task id="t${index}"/>`).join('')}</bpmn:process></bpmn:definitions>`,
      'flow.tooMany',
    ],
    [`${head}${'<bpmn:process>'.repeat(20_000)}`, 'flow.broken'],
  ];
  for (const [xml, code] of cases) {
    const started = performance.now();
    await assert.rejects(readBpmn(xml), (error: unknown) => error instanceof UserError && error.code === code, code);
    assert.ok(performance.now() - started < 3000);
  }
});

test('K4 X2 property: whatever is cut out of or put into a file, it is read or refused with a sentence', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(foreign.length), fc.nat(400), fc.string(), async (from, length, put) => {
      const xml = foreign.slice(0, from) + put + foreign.slice(from + length);
      try {
        await readBpmn(xml);
      } catch (error) {
        assert.ok(error instanceof UserError, String(error));
      }
    }),
    { numRuns: 150 },
  );
});
