import { type IconName, iconPaths } from '../icon-paths.ts';

/** A line icon, hidden from screen readers: the word beside it says the same. */
export function Icon({ name, size }: { name: IconName; size?: 'small' | 'large' }) {
  const className = size === undefined ? 'i' : `i i-${size}`;
  return (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true">
      <path d={iconPaths[name]} />
    </svg>
  );
}

/** The mark of Hitomado: a person at a window on a yellow sill. */
export function BrandMark() {
  return (
    <svg className="logo" viewBox="0 0 40 40" aria-hidden="true">
      <rect width="40" height="40" rx="10" fill="#00428c" />
      <path d="M8.5 33V19.5a11.5 11.5 0 0 1 23 0V33z" fill="#fff" />
      <path
        d="M15.8 18.2a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0-8.4 0zM11.8 33c.5-6 3.5-9 8.2-9s7.7 3 8.2 9z"
        fill="#00428c"
      />
      <path d="M5.5 33h29" stroke="#ffd43d" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
