import type { ReactNode } from 'react';
import type { Language } from '#platform/i18n';
import { BrandMark, Icon } from '../components/icon.tsx';
import { rich } from '../components/text.tsx';
import type { IconName } from '../icon-paths.ts';
import { messages } from '../messages.ts';
import { Document, SkipLink } from './document.tsx';

/** Who is signed in. */
export interface StaffIdentity {
  name: string;
  department: string;
  /** The rooms that they may open. Not said: the one that the page belongs to, and their own account. */
  rooms?: readonly StaffRoom[];
}

interface StaffRoomPlace {
  id: string;
  href: string;
  icon: IconName;
  /** Where a number of things to be done there is asked for; the script shows it beside the name. */
  counts?: string;
}

/** The rooms of the staff, in the order of the left edge; everyone begins in the first that is theirs. */
export const staffRooms = [
  { id: 'counter', href: '/counter', icon: 'list' },
  { id: 'concierge', href: '/concierge', icon: 'people' },
  { id: 'manual', href: '/manual', icon: 'book' },
  { id: 'inventory', href: '/inventory', icon: 'flow', counts: '/inventory/waiting/count' },
  { id: 'people', href: '/staff/people', icon: 'idcard' },
  { id: 'hall', href: '/hall', icon: 'chart' },
  { id: 'booking', href: '/booking/day', icon: 'calendar', counts: '/booking/conflicts/count' },
  { id: 'messages', href: '/messages', icon: 'mail' },
  { id: 'waiting', href: '/hall/waiting', icon: 'clock' },
  { id: 'simulation', href: '/simulation', icon: 'chart' },
  { id: 'emergency', href: '/staff/emergency', icon: 'shield' },
  { id: 'displays', href: '/hall/displays', icon: 'bell' },
  { id: 'devices', href: '/staff/devices', icon: 'mobile' },
  { id: 'printers', href: '/staff/printers', icon: 'print' },
  { id: 'machines', href: '/hall/machines', icon: 'ticket' },
  { id: 'audit', href: '/staff/audit', icon: 'eye' },
  { id: 'account', href: '/staff/account', icon: 'person' },
] as const satisfies readonly StaffRoomPlace[];

export type StaffRoom = (typeof staffRooms)[number]['id'];

export interface StaffPageProps {
  title: string;
  language: Language;
  staff?: StaffIdentity;
  /** The room that the page belongs to; without it there is no navigation, as before signing in. */
  nav?: StaffRoom;
  children: ReactNode;
  /** `page`: text and forms in one column. `desk`: the children are `Pane`s side by side that scroll by themselves. */
  layout?: 'page' | 'desk';
  /** Right in the top bar: time, seat. */
  status?: ReactNode;
  scripts?: readonly string[];
  /** Further style sheets by name. */
  styles?: readonly string[];
  hasErrors?: boolean;
}

interface NavigationProps {
  current: StaffRoom;
  rooms?: readonly StaffRoom[];
  language: Language;
}

function Navigation({ current, rooms = [current, 'account'], language }: NavigationProps) {
  const t = messages(language);
  return (
    <nav className="nav" aria-label={t('staffNavigation')}>
      {staffRooms
        .filter(({ id }) => rooms.includes(id))
        .map((room: StaffRoomPlace & { id: StaffRoom }) => (
          <a
            key={room.id}
            href={room.href}
            aria-current={room.id === current ? 'page' : undefined}
            data-counts={room.counts}
          >
            <Icon name={room.icon} />
            <span>{rich(t(`nav_${room.id}`))}</span>
          </a>
        ))}
    </nav>
  );
}

function TopBar({ staff, status, language }: Pick<StaffPageProps, 'staff' | 'status' | 'language'>) {
  return (
    <header className="app-top">
      <a className="brand" href="/staff">
        <BrandMark />
        <span>{messages(language)('brand')}</span>
      </a>
      {staff && <span className="mut">{staff.department}</span>}
      <div className="who-me">
        {status}
        {staff && (
          <a href="/staff/account">
            <span className="ava" aria-hidden="true">
              {Array.from(staff.name)[0]}
            </span>
            {staff.name}
          </a>
        )}
      </div>
    </header>
  );
}

/** A page of the staff, for mouse and keys. */
export function StaffPage(props: StaffPageProps) {
  const { title, language, staff, nav, children, layout = 'page', status, scripts = [], styles, hasErrors } = props;
  return (
    <Document
      title={title}
      language={language}
      surface="staff"
      scripts={['staff', ...scripts]}
      styles={styles}
      hasErrors={hasErrors}
      className={nav ? `app ${layout}` : `app ${layout} alone`}
    >
      <SkipLink language={language} />
      <TopBar staff={staff} status={status} language={language} />
      {nav && <Navigation current={nav} rooms={staff?.rooms} language={language} />}
      <main id="main">{children}</main>
    </Document>
  );
}

export interface TabletPageProps {
  title: string;
  language: Language;
  /** 「入口1 担当 鈴木」. */
  duty?: ReactNode;
  /** Right in the top bar: help requests, time. */
  status?: ReactNode;
  children: ReactNode;
  scripts?: readonly string[];
  hasErrors?: boolean;
}

/** A page of the concierge's tablet: three `Pane`s, `list`, `work` and `side`. */
export function TabletPage({ title, language, duty, status, children, scripts = [], hasErrors }: TabletPageProps) {
  return (
    <Document
      title={title}
      language={language}
      surface="tablet"
      scripts={['staff', ...scripts]}
      hasErrors={hasErrors}
      className="app desk alone"
    >
      <SkipLink language={language} />
      <header className="app-top">
        <BrandMark />
        <h1>{rich(title)}</h1>
        {duty && <span className="bdg key">{rich(duty)}</span>}
        <div className="who-me">{status}</div>
      </header>
      <main id="main">{children}</main>
    </Document>
  );
}

export interface PaneProps {
  /** `list` left: who. `work` in the middle: what. `side` right: how. */
  kind: 'list' | 'work' | 'side';
  title: ReactNode;
  /** Beside the title. */
  tools?: ReactNode;
  /** More of the head that stays in view: a search, facts, tabs. */
  head?: ReactNode;
  /** Stays at the lower edge: actions. */
  foot?: ReactNode;
  children: ReactNode;
  id?: string;
}

/** A column of a desk with a head that stays, a body that scrolls and a foot that stays. */
export function Pane({ kind, title, tools, head, foot, children, id = kind }: PaneProps) {
  return (
    <div className={`pane ${kind}`}>
      <div className="pane-h">
        <div className="row between">
          <h2 id={`${id}-title`}>{rich(title)}</h2>
          {tools}
        </div>
        {head}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className="pane-b" tabIndex={0} aria-labelledby={`${id}-title`}>
        {children}
      </section>
      {foot && <div className="pane-f">{foot}</div>}
    </div>
  );
}
