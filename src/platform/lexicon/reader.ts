import { parentPort, workerData } from 'node:worker_threads';
import lindera from 'lindera-wasm-nodejs-ipadic';
import type { Reading } from '#platform/search';

/** A word of a text as the analyser gives it; `reading` is missing where it knows none. */
interface Word {
  readonly surface: string;
  readonly reading?: string;
}

const builder = new lindera.TokenizerBuilder();
builder.setDictionary('embedded://ipadic');
builder.setMode('normal');
const tokenizer = builder.build();

parentPort?.postMessage(
  (workerData as readonly string[]).map(
    (text): Reading =>
      (tokenizer.tokenize(text) as Word[]).map(({ surface, reading }) => [surface, reading ?? surface]),
  ),
);
