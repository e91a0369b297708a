import type { Application } from '#platform/http';
import { addBrowseRoutes } from './browse-routes.tsx';
import type { GuideParts } from './parts.ts';
import { addQuestionRoutes } from './question-routes.tsx';
import { addResultRoutes } from './result-routes.tsx';

/** Adds the guide's pages. Reading is a plain GET; only answering, starting and clearing change anything. */
export function addGuideRoutes(app: Application, parts: GuideParts): void {
  addBrowseRoutes(app, parts);
  addQuestionRoutes(app, parts);
  addResultRoutes(app, parts);
}
