import type { ReactNode } from 'react';
import type { Language } from '#platform/i18n';
import { Document } from './document.tsx';

export interface PrintPageProps {
  title: string;
  language: Language;
  /** `a4`, or the `roll` of a ticket printer, 80 mm wide. */
  paper: 'a4' | 'roll';
  children: ReactNode;
  /** Opens the print dialogue as soon as the page is there. */
  atOnce?: boolean;
}

/** A page for paper: black on white, readable after FAX. Never a name on a ticket. */
export function PrintPage({ title, language, paper, children, atOnce }: PrintPageProps) {
  return (
    <Document title={title} language={language} surface="print" scripts={atOnce ? ['print'] : []} className={paper}>
      <main id="main">{children}</main>
    </Document>
  );
}
