/** Single signs and pairs of neighbours: with them any piece of a text is found without reading all texts. */
export function gramsOf(text: string): ReadonlySet<string> {
  const grams = new Set<string>();
  let before = '';
  for (const sign of text) {
    grams.add(sign);
    if (before !== '') grams.add(before + sign);
    before = sign;
  }
  return grams;
}

/** The grams that every text with `piece` in it must have: its pairs, or the one sign that it is. */
export function neededGrams(piece: string): readonly string[] {
  const signs = [...piece];
  if (signs.length < 2) return signs;
  return [...new Set(signs.slice(1).map((sign, index) => `${signs[index]}${sign}`))];
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
