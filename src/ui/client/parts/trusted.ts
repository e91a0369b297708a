/** The part of Trusted Types that is used here; TypeScript does not know it yet. */
interface TrustedTypesFactory {
  createPolicy(
    name: string,
    rules: { createHTML(html: string): string; createScriptURL(address: string): string },
  ): { createHTML(html: string): unknown; createScriptURL(address: string): unknown };
}

// The policy passes what comes from this server alone: parsed pages, of which only marked regions are taken over, and
// scripts by their path.
const policy = (window as Window & { trustedTypes?: TrustedTypesFactory }).trustedTypes?.createPolicy('hitomado', {
  createHTML: (html) => html,
  createScriptURL: (address) => {
    if (!address.startsWith('/assets/')) throw new TypeError('only scripts of this server');
    return address;
  },
});

/** A page or a part of one as a document of its own; scripts in it do not run. */
export function parsePage(html: string): Document {
  return new DOMParser().parseFromString((policy ? policy.createHTML(html) : html) as string, 'text/html');
}

/** The address of a script of ours (`/assets/…`) as browsers with Trusted Types want it. */
export function scriptAddress(address: string): string {
  return (policy ? policy.createScriptURL(address) : address) as string;
}
