/** The fields of the form of a record, as a browser without scripts would send them. */
export function fieldsOf(body: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const form = body.slice(body.indexOf('id="record"'));
  const plain = (text: string): string =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#x27;', "'")
      .replaceAll('&amp;', '&');
  const attribute = (tag: string, name: string): string => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
  for (const [tag] of form.matchAll(/<input [^>]*>/g))
    if (!tag.includes('type="radio"')) fields[attribute(tag, 'name')] = attribute(tag, 'value');
  for (const [, tag = '', text = ''] of form.matchAll(/<textarea( [^>]*)>([^<]*)<\/textarea>/g))
    fields[attribute(tag, 'name')] = plain(text).replace(/^\n/, '');
  for (const [, tag = '', options = ''] of form.matchAll(/<select( [^>]*)>(.*?)<\/select>/gs)) {
    const chosen = /<option [^>]*selected=""[^>]*>/.exec(options)?.[0] ?? '';
    fields[attribute(tag, 'name')] = attribute(chosen, 'value');
  }
  return fields;
}
