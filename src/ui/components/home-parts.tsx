import QRCode from 'qrcode';
import type { ReactNode } from 'react';
import { type Language, stripReadings } from '#platform/i18n';
import type { IconName } from '../icon-paths.ts';
import { messages } from '../messages.ts';
import { Icon } from './icon.tsx';
import { rich } from './text.tsx';

/** A life event, or another large choice that leads on. With a name and value it is a button of the form around it. */
export function Tile(props: {
  icon: IconName;
  title: ReactNode;
  note?: ReactNode;
  href?: string;
  name?: string;
  value?: string;
  /** The choice that most people need (kiosk). */
  primary?: boolean;
}) {
  const className = props.primary ? 'tile primary' : 'tile';
  const content = (
    <>
      <Icon name={props.icon} />
      <b>{rich(props.title)}</b>
      {props.note && <small>{rich(props.note)}</small>}
    </>
  );
  if (props.href !== undefined) {
    return (
      <a className={className} href={props.href}>
        {content}
      </a>
    );
  }
  return (
    <button className={className} type="submit" name={props.name} value={props.value}>
      {content}
    </button>
  );
}

/** The grid that tiles stand in; two columns on phones, five on wide screens, two by two on a kiosk. */
export function Tiles({ children }: { children: ReactNode }) {
  return <div className="tiles">{children}</div>;
}

export interface SearchBoxProps {
  action: string;
  name?: string;
  label: string;
  value?: string;
  placeholder?: string;
  language: Language;
  /** Shows the label above the box; otherwise it is for screen readers, under a heading that says the same. */
  labelShown?: boolean;
  id?: string;
  /** `post` for residents: what one types about one's life must not stand in an address. */
  method?: 'get' | 'post';
}

/** A search that works as a plain form. */
export function SearchBox(props: SearchBoxProps) {
  const { action, name = 'q', label, value, placeholder, language, labelShown, id = 'search', method = 'get' } = props;
  return (
    <search>
      <form action={action} method={method}>
        <label className={labelShown ? 'lbl' : 'sr'} htmlFor={id}>
          {rich(label)}
        </label>
        <div className="search">
          <input
            id={id}
            type="search"
            name={name}
            defaultValue={value}
            placeholder={placeholder && stripReadings(placeholder)}
            autoComplete="off"
            maxLength={200}
          />
          <button className="go" type="submit">
            <Icon name="search" />
            <span>{rich(messages(language)('search'))}</span>
          </button>
        </div>
      </form>
    </search>
  );
}

/** The modules of a code as one path: a run of dark modules is one stroke of the pen. */
function qrPath(text: string): { path: string; size: number } {
  const { data, size } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const rows = Array.from({ length: size }, (_, row) =>
    Array.from(data.subarray(row * size, (row + 1) * size))
      .map((dark) => (dark ? '1' : '0'))
      .join(''),
  );
  const path = rows
    .flatMap((cells, row) =>
      Array.from(cells.matchAll(/1+/g), (run) => `M${run.index} ${row}h${run[0].length}v1h-${run[0].length}z`),
    )
    .join('');
  return { path, size };
}

/** The quiet zone around a code, in modules (ISO/IEC 18004). */
const quietZone = 4;

/** A two-dimensional code of error level M. The code that it holds must also stand beside it in letters. */
export function Qr({
  text,
  label,
  size = 'phone',
}: {
  text: string;
  label: string;
  size?: 'phone' | 'small' | 'paper';
}) {
  const { path, size: modules } = qrPath(text);
  const edge = modules + 2 * quietZone;
  return (
    <span className={size === 'phone' ? 'qr' : `qr ${size}`}>
      <svg viewBox={`${-quietZone} ${-quietZone} ${edge} ${edge}`} role="img" aria-label={stripReadings(label)}>
        <path d={path} fill="#000" shapeRendering="crispEdges" />
      </svg>
    </span>
  );
}
