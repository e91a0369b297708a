export type { QrModules } from './qr.ts';
export { qrModules, qrSvg } from './qr.ts';
export { newReferenceCode, normalizeReferenceCode } from './reference.ts';
export { hashToken, newId, newToken } from './tokens.ts';
