// Pages of the manual: results while one types, buttons above Markdown, a copy for reading without a network.
import { addMarkdownTools } from './parts/markdown-tools.ts';
import { offerCopy } from './parts/offline.ts';
import { searchAsTyped } from './parts/search-as-typed.ts';

searchAsTyped(document);
addMarkdownTools(document);
void offerCopy(document);
