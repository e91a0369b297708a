/** Every piece of a text of one sign up to `longest` signs: with them any piece of a text is found without reading all texts. */
export function gramsOf(text: string, longest = 2): ReadonlySet<string> {
  const grams = new Set<string>();
  const last: string[] = [];
  for (const sign of text) {
    last.push(sign);
    if (last.length > longest) last.shift();
    for (let gram = '', at = last.length - 1; at >= 0; at -= 1) {
      gram = last[at] + gram;
      grams.add(gram);
    }
  }
  return grams;
}

/** The grams that every text with `piece` in it must have: all of `longest` signs, or the piece itself where it is no longer. */
export function neededGrams(piece: string, longest = 2): readonly string[] {
  const signs = [...piece];
  if (signs.length <= longest) return piece === '' ? [] : [piece];
  return [...new Set(signs.slice(longest - 1).map((_, at) => signs.slice(at, at + longest).join('')))];
}

/** Which texts have a gram, by number. Built once; nothing is taken out. */
export class Postings {
  readonly #lists = new Map<string, number[]>();
  readonly #texts: string[] = [];

  /** Adds the next text; its number is how many were there before. */
  add(text: string): void {
    const number = this.#texts.push(text) - 1;
    for (const gram of gramsOf(text)) {
      const list = this.#lists.get(gram);
      if (list) list.push(number);
      else this.#lists.set(gram, [number]);
    }
  }

  /** In how many texts a gram stands. */
  count(gram: string): number {
    return this.#lists.get(gram)?.length ?? 0;
  }

  /** The numbers of the texts that have a gram. */
  having(gram: string): readonly number[] {
    return this.#lists.get(gram) ?? [];
  }

  /** The numbers of all texts in which `piece` stands, rising. Exact: what the grams promise is looked up in the text. */
  containing(piece: string): readonly number[] {
    const [rarest = [], ...others] = neededGrams(piece)
      .map((gram) => this.having(gram))
      .sort((one, other) => one.length - other.length);
    return others.length === 0 ? rarest : rarest.filter((number) => this.#texts[number]?.includes(piece));
  }
}
