import type { ReactNode } from 'react';

export interface FormProps {
  action: string;
  children: ReactNode;
  /** The form token for browsers that send no Sec-Fetch-Site header; from the request. */
  token?: string;
  method?: 'post' | 'get';
  /** It brings a file. */
  hasFile?: boolean;
  id?: string;
  /** How the fields stand: one below the other (default), or in one line as for a single button. */
  layout?: 'column' | 'row';
}

/** A form. The server checks what was typed, so the browser's own bubbles stay away; the script keeps unsent input. */
export function Form({ action, children, token, method = 'post', hasFile, id, layout = 'column' }: FormProps) {
  return (
    <form
      className={`form ${layout}`}
      action={action}
      method={method}
      encType={hasFile ? 'multipart/form-data' : undefined}
      id={id}
      noValidate
    >
      {token !== undefined && <input type="hidden" name="csrf" value={token} />}
      {children}
    </form>
  );
}
