/** Files that may be added to the manual, by what they begin with. */
const kinds: readonly { readonly type: string; readonly picture: boolean; readonly begins: readonly number[] }[] = [
  { type: 'image/png', picture: true, begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', picture: true, begins: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', picture: true, begins: [0x47, 0x49, 0x46, 0x38] },
  { type: 'application/pdf', picture: false, begins: [0x25, 0x50, 0x44, 0x46, 0x2d] },
];

/** Larger pictures are photographs that nobody made smaller. */
export const mostFileBytes = 8 * 1024 * 1024;

/** The kind of a file by its content, never by its name; null for what the manual does not take. */
export function fileTypeOf(bytes: Uint8Array): { readonly type: string; readonly picture: boolean } | null {
  const found = kinds.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte));
  return found ?? null;
}
