import type { ReactNode } from 'react';
import type { IconName } from '../icon-paths.ts';
import { Icon } from './icon.tsx';
import { rich } from './text.tsx';

export type ButtonKind = 'filled' | 'outline' | 'text' | 'danger' | 'call';

export interface ButtonProps {
  /** One `filled` button per screen. `call` is yellow and calls a visitor (staff only). */
  kind?: ButtonKind;
  /** The result of pressing, as a verb: 「番号札を出す」. */
  children: ReactNode;
  /** With an address the button is a link. */
  href?: string;
  /** Sends the form (default) or does nothing without a script. */
  type?: 'submit' | 'button';
  name?: string;
  value?: string;
  /** Sends the form to another address than its own. */
  formAction?: string;
  /** Sends a form that the button does not stand in. */
  form?: string;
  icon?: IconName;
  /** As wide as its column. */
  block?: boolean;
  /** The key that does the same, shown on staff screens: 「F2」. The script of the page listens to it. */
  shortcut?: string;
  /** Why the button cannot be pressed now. It stays readable and focusable, and the reason stands below it. */
  disabledReason?: string;
  /** Done by the browser itself: the script prints the page. Hidden where scripts cannot run. */
  action?: 'print';
  id?: string;
}

const kindClass: Record<ButtonKind, string> = {
  filled: 'btn',
  outline: 'btn sub',
  text: 'btn text',
  danger: 'btn danger',
  call: 'btn call',
};

/** A button, or a link that looks like one. */
export function Button(props: ButtonProps) {
  const { kind = 'filled', children, href, icon, block, shortcut, disabledReason, id } = props;
  const className = block ? `${kindClass[kind]} block` : kindClass[kind];
  const content = (
    <>
      {icon && <Icon name={icon} />}
      <span>{rich(children)}</span>
      {shortcut && <kbd>{shortcut}</kbd>}
    </>
  );
  if (disabledReason !== undefined) {
    const reasonId = `${id ?? props.name ?? 'button'}-${props.value ?? 'reason'}`;
    return (
      <div className={block ? 'unavailable block' : 'unavailable'}>
        <button className={className} id={id} type="button" aria-disabled="true" aria-describedby={reasonId}>
          {content}
        </button>
        <p className="cap" id={reasonId}>
          {rich(disabledReason)}
        </p>
      </div>
    );
  }
  if (href !== undefined) {
    return (
      <a className={className} id={id} href={href} data-shortcut={shortcut}>
        {content}
      </a>
    );
  }
  return (
    <button
      className={className}
      id={id}
      type={props.action ? 'button' : (props.type ?? 'submit')}
      name={props.name}
      value={props.value}
      formAction={props.formAction}
      form={props.form}
      data-shortcut={shortcut}
      data-action={props.action}
    >
      {content}
    </button>
  );
}
