export { makeTlsFiles, readTlsFiles, type TlsFiles } from './files.ts';
