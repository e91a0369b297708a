export { compile, missingGlyphs, missingSign, printable } from './compile.ts';
