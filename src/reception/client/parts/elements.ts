/** Makes an element with its properties, data and children; texts are always texts, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: { class?: string; type?: string; pressed?: boolean; [data: `data-${string}`]: string } = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    made.setAttribute(key === 'pressed' ? 'aria-pressed' : key, String(value));
  }
  made.append(...children);
  return made;
}

/** A large button. */
export function button(kind: string, press: () => void, ...children: (Node | string)[]): HTMLButtonElement {
  const made = element('button', { class: kind, type: 'button' }, ...children);
  made.addEventListener('click', press);
  return made;
}

/** The element that the page has for this; the page always has it. */
export function part<Kind extends HTMLElement>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}
