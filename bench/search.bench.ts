import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, insertMultiple, search as searchOrama } from '@orama/orama';
import { createTokenizer } from '@orama/tokenizers/japanese';
import { sql } from 'kysely';
import MiniSearch from 'minisearch';
import { parse } from 'yaml';
import { loadInventory } from '#inventory';
import { generalSynonyms, withReadings } from '#platform/lexicon';
import { seeded } from '#platform/random';
import { createRanking, fold, foldSpelling } from '#platform/search';
import { testDatabase } from '#platform/testing';
import { keepTexts, numbersWith, storedNames } from '../src/manual/search-store.ts';
import { percentile, report } from './report.ts';
import { searchCorpus } from './search-corpus.ts';

/** How many pages, how many queries of each length, and in how many first hits the official word must stand. */
const size = 5_000;
const queriesEach = 40;
const firstHits = 10;
/** The share of the city's groups whose words are asked. */
const listedShare = 0.15;

const root = join(import.meta.dirname, '..');
const inventory = await loadInventory(join(root, 'content', 'asahikawa'));
const listed: string[][] = parse(readFileSync(join(root, 'content', 'asahikawa', 'synonyms.yaml'), 'utf8')).synonyms;
const groupsOf = (file: string): string[][] => parse(readFileSync(join(import.meta.dirname, file), 'utf8')).groups;
// The city's list was widened after the misses of the first two were looked at; those who widened it saw none of the others.
const learnt = ['search-held-out.yaml', 'search-held-out-2.yaml'].flatMap(groupsOf);
const blind = [
  'search-held-out-3.yaml',
  'search-held-out-4.yaml',
  'search-held-out-5.yaml',
  'search-held-out-6.yaml',
].flatMap(groupsOf);
const officials = [...new Set([...listed, ...learnt, ...blind].map(([official = '']) => official))];
const pages = searchCorpus(inventory, officials, size);

const database = await testDatabase('manual');
const built = performance.now();
await database.transaction((transaction) => keepTexts(transaction, pages));
const buildSeconds = (performance.now() - built) / 1000;
await sql`analyze manual_search_text`.execute(database.kysely);
const reading = performance.now();
const read = await withReadings(pages);
const readSeconds = (performance.now() - reading) / 1000;
const readings = new Map(read.map(({ id, readings }) => [id, readings]));
const names = await storedNames(database.kysely);
const ranking = createRanking(
  new Map(names.map((name) => [name.number, { ...name, readings: readings.get(name.id) }])),
  inventory.synonyms,
  { general: await generalSynonyms() },
);

async function find(query: string): Promise<string[]> {
  const lookups = ranking.lookups(query);
  const found = await database.transaction((transaction) => numbersWith(transaction, lookups));
  const byLookup = new Map(lookups.map(({ field, piece }, index) => [`${field} ${piece}`, found[index] ?? []]));
  return ranking.rank(query, ({ field, piece }) => byLookup.get(`${field} ${piece}`) ?? []).map(({ id }) => id);
}

// Arbitrary cuts of one to three signs out of the pages: what any of them holds must be found.
const random = seeded('search-queries');
const cuts = [1, 2, 3].flatMap((length) =>
  Array.from({ length: queriesEach }, () => {
    for (;;) {
      const { text } = pages[Math.floor(random() * pages.length)] ?? { text: '' };
      const signs = [...text];
      const at = Math.floor(random() * Math.max(1, signs.length - length));
      const cut = signs.slice(at, at + length).join('');
      if (cut.length > 0 && !/\s/u.test(cut) && fold(cut) !== '') return cut;
    }
  }),
);
const foldedPages = pages.map(({ id, title, text, sayings = [] }) => ({
  id,
  parts: [title, ...sayings, text].map(fold),
}));
const truthOf = (query: string): string[] => {
  const wanted = fold(query);
  return foldedPages.filter(({ parts }) => parts.some((part) => part.includes(wanted))).map(({ id }) => id);
};

interface Measured {
  recall: number;
  p95: number;
}

async function measure(search: (query: string) => Promise<readonly string[]>): Promise<Measured> {
  const times: number[] = [];
  let [found, wanted] = [0, 0];
  await search(cuts[0] ?? '');
  for (const query of cuts) {
    const begun = performance.now();
    const ids = new Set(await search(query));
    times.push(performance.now() - begun);
    const truth = truthOf(query);
    wanted += truth.length;
    found += truth.filter((id) => ids.has(id)).length;
  }
  return { recall: found / wanted, p95: percentile(times, 0.95) };
}

const own = await measure(find);

// Peers as their own documentation sets them up for Japanese.
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });
const words = (text: string): string[] =>
  [...segmenter.segment(text)].map(({ segment }) => segment.trim()).filter(Boolean);
const mini = new MiniSearch({ fields: ['title', 'text'], tokenize: words });
mini.addAll(pages.map(({ id, title, text, sayings = [] }) => ({ id, title, text: [...sayings, text].join('\n') })));
const miniSearch = await measure(async (query) => mini.search(query, { prefix: true }).map(({ id }) => String(id)));

const oramaIndex = create({
  schema: { key: 'string', title: 'string', text: 'string' },
  components: { tokenizer: createTokenizer() },
});
await insertMultiple(
  oramaIndex,
  pages.map(({ id, title, text, sayings = [] }) => ({ key: id, title, text: [...sayings, text].join('\n') })),
);
const orama = await measure(async (term) => {
  const { hits } = await searchOrama(oramaIndex, { term, properties: ['title', 'text'], limit: size });
  return hits.map(({ document }) => String(document.key));
});

await sql`create extension if not exists pg_trgm`.execute(database.kysely);
await sql`create table peer (id text primary key, body text not null)`.execute(database.kysely);
for (let at = 0; at < foldedPages.length; at += 200) {
  const part = foldedPages.slice(at, at + 200);
  await sql`insert into peer select * from unnest(${part.map(({ id }) => id)}::text[], ${part.map(({ parts }) => parts.join('\n'))}::text[])`.execute(
    database.kysely,
  );
}
await sql`create index peer_body on peer using gin (body gin_trgm_ops)`.execute(database.kysely);
await sql`analyze peer`.execute(database.kysely);
const trigram = await measure(async (query) => {
  const pattern = `%${fold(query).replaceAll(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<{ id: string }>`select id from peer where body like ${pattern}`.execute(database.kysely);
  return rows.map(({ id }) => id);
});

const titleOf = new Map(pages.map(({ id, title }) => [id, foldSpelling(title)]));

/** The share of spellings with which a page that is called by the official word is among the first hits. */
async function variants(groups: readonly (readonly string[])[]): Promise<{ share: number; missed: string[] }> {
  let [asked, found] = [0, 0];
  const missed: string[] = [];
  for (const [official = '', ...others] of groups) {
    const wanted = foldSpelling(official);
    for (const other of others) {
      asked += 1;
      if ((await find(other)).slice(0, firstHits).some((id) => titleOf.get(id)?.includes(wanted))) found += 1;
      else missed.push(`${other} → ${official}`);
    }
  }
  return { share: found / asked, missed };
}
// What the city calls so is one thing; a word for which neither its list nor its records have a name is another.
const known = new Set([...listed.flat(), ...inventory.procedures.map(({ name }) => name.ja)].map(foldSpelling));
// The city's list has tens of thousands of words: groups are drawn from it.
const inList = await variants(listed.filter(() => random() < listedShare));
const outOfList = await variants(learnt);
const outOfAnyList = await variants(blind);
const ofKnownThings = await variants(blind.filter(([official = '']) => known.has(foldSpelling(official))));
if (process.argv.includes('--missed'))
  process.stderr.write(`${[inList, outOfList, outOfAnyList].flatMap(({ missed }) => [...missed, '']).join('\n')}\n`);

await database.close();
report({
  name: 'search',
  figures: {
    pages: pages.length,
    buildSeconds,
    readSeconds,
    recall: own.recall,
    p95Milliseconds: own.p95,
    listedGroups: listed.length,
    listedVariantsFound: inList.share,
    learntGroups: learnt.length,
    learntVariantsFound: outOfList.share,
    blindGroups: blind.length,
    blindVariantsFound: outOfAnyList.share,
    blindVariantsOfKnownThingsFound: ofKnownThings.share,
  },
  peers: {
    miniSearchRecall: miniSearch.recall,
    miniSearchP95Milliseconds: miniSearch.p95,
    oramaRecall: orama.recall,
    oramaP95Milliseconds: orama.p95,
    pgTrgmRecall: trigram.recall,
    pgTrgmP95Milliseconds: trigram.p95,
  },
  // An official word that neither the city's list nor its records have is no word of the city's: those are told beside the goal.
  goal: {
    recall: '1',
    p95Milliseconds: '≤ 50',
    listedVariantsFound: '≥ 0.95',
    blindVariantsOfKnownThingsFound: '≥ 0.95',
  },
  pass: own.recall === 1 && own.p95 <= 50 && inList.share >= 0.95 && ofKnownThings.share >= 0.95,
});
