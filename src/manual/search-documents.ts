import type { Inventory, Procedure } from '#inventory';
import type { SearchDocument } from '#platform/search';
import { leavesOf } from '#rules';
import { type Block, publishedVersion } from './block.ts';
import { plainWords } from './markdown.tsx';
import { findPage, proceduresAt, stepPlace, systemOf, usesOf } from './page.ts';
import type { StoredDocument } from './search-store.ts';

/** Of two procedures that fit as well, what one must do comes first. */
const needWeight = { required: 1, recommended: 0.95, optional: 0.9 } as const;
/** What is written about a procedure comes after the procedure itself. */
const weights = { block: 0.85, step: 0.6, document: 0.6, system: 0.8, counter: 0.8, fact: 0.5 } as const;

/** Procedures as they are searched: with all their words, and with what people call them in their own. */
export function procedureDocuments(inventory: Inventory, procedures: readonly Procedure[]): SearchDocument[] {
  return procedures.map((procedure) => ({
    id: procedure.id,
    title: procedure.name.ja,
    weight: needWeight[procedure.need],
    sayings: sayingsOf(inventory, procedure),
    text: textOf(inventory, procedure),
  }));
}

/** What residents may say they want that leads to this procedure: values of the fact `wants` that its condition asks for. */
function wishesOf({ when }: Procedure): ReadonlySet<string> {
  return new Set(leavesOf(when).flatMap((leaf) => (leaf.fact === 'wants' && 'has' in leaf ? [leaf.has] : [])));
}

/** Names in other words: the reading, plain Japanese, and the phrases of `words.yaml` that lead to it. What an event asks for comes of the event; what one may also do does not. */
function sayingsOf(inventory: Inventory, procedure: Procedure): string[] {
  const { id, nameKana, name, lifeEvents, need } = procedure;
  const wishes = wishesOf(procedure);
  const said = inventory.words.words.filter(
    ({ procedures = [], events = [], wants = [] }) =>
      procedures.includes(id) ||
      wants.some((wish) => wishes.has(wish)) ||
      (need === 'required' && events.some((event) => lifeEvents.includes(event))),
  );
  return [nameKana, ...(name.easy ? [name.easy] : []), ...said.flatMap(({ phrases }) => phrases)];
}

function textOf(inventory: Inventory, procedure: Procedure): string {
  const { summary, deadline, documents, fee, counter, legalBasis, staffSteps, notes, department } = procedure;
  return [
    summary.ja,
    deadline.text.ja,
    ...documents.flatMap((document) => [document.name.ja, document.description.ja]),
    fee.text,
    counter.place,
    inventory.departmentById.get(department)?.name.ja,
    ...legalBasis,
    ...staffSteps.map(({ do: work }) => work),
    ...notes,
  ]
    .filter((part) => part !== undefined)
    .join('\n');
}

/** Everything that the manual finds: procedures, their steps, papers, facts, systems, counters, and what staff wrote. */
export function manualDocuments(inventory: Inventory, blocks: readonly Block[]): StoredDocument[] {
  const procedures = procedureDocuments(inventory, inventory.procedures).map((document) => ({
    ...document,
    id: `procedure/${document.id}`,
    kind: 'procedure',
  }));
  return [
    ...procedures,
    ...stepDocuments(inventory),
    ...paperDocuments(inventory),
    ...inventory.facts.map(({ id, label, question, options, note }) => ({
      id: `fact/${id}`,
      kind: 'fact',
      title: label.ja,
      text: [question.ja, ...options.map((option) => option.label.ja), note ?? ''].join('\n'),
      weight: weights.fact,
    })),
    ...inventory.systems.map(({ name, screens }) => ({
      id: `system/${name}`,
      kind: 'system',
      title: name,
      text: [...screens, ...usesOf(inventory, name).map(({ work }) => work)].join('\n'),
      weight: weights.system,
    })),
    ...inventory.floors.flatMap(({ points }) =>
      points.flatMap(({ kind, place }) =>
        kind === 'counter' && place
          ? [
              {
                id: `counter/${place}`,
                kind: 'counter',
                title: place,
                text: proceduresAt(inventory, place)
                  .map(({ name }) => name.ja)
                  .join('\n'),
                weight: weights.counter,
              },
            ]
          : [],
      ),
    ),
    ...blocks.flatMap((block) => blockDocument(inventory, block)),
  ];
}

function stepDocuments(inventory: Inventory): StoredDocument[] {
  return inventory.procedures.flatMap(({ id, name, staffSteps }) =>
    staffSteps.map(({ do: work, system, who }, index) => ({
      id: `step/${id}#${stepPlace(index)}`,
      kind: 'step',
      title: `${name.ja} 手順${index + 1}`,
      text: [work, who, system === undefined ? '' : `${systemOf(system)} ${system}`].join('\n'),
      weight: weights.step,
    })),
  );
}

/** A paper once, however many procedures ask for it. */
function paperDocuments(inventory: Inventory): StoredDocument[] {
  const papers = new Map<string, { descriptions: Set<string>; procedures: string[] }>();
  for (const { name, documents } of inventory.procedures) {
    for (const document of documents) {
      const paper = papers.get(document.name.ja) ?? { descriptions: new Set(), procedures: [] };
      paper.descriptions.add(document.description.ja);
      paper.procedures.push(name.ja);
      papers.set(document.name.ja, paper);
    }
  }
  return [...papers].map(([title, { descriptions, procedures }]) => ({
    id: `document/${title}`,
    kind: 'document',
    title,
    text: [...descriptions, ...procedures].join('\n'),
    weight: weights.document,
  }));
}

function blockDocument(inventory: Inventory, block: Block): StoredDocument[] {
  const version = publishedVersion(block);
  const page = findPage(inventory, block.page);
  if (version === null || page === undefined) return [];
  return [
    {
      id: `block/${block.id}`,
      kind: 'block',
      title: version.title === '' ? page.title : version.title,
      text: `${page.title}\n${plainWords(version.body)}`,
      weight: weights.block,
    },
  ];
}
