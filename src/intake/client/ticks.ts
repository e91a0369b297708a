// The sheet that is taken in: where one goes on is ready for the keyboard, and arrows lead from line to line.
const lines = Array.from(document.querySelectorAll<HTMLElement>('[data-tick]'));
const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

document.querySelector<HTMLElement>('[data-begin]')?.focus();

document.addEventListener('keydown', (event) => {
  const step = steps[event.key];
  const here = lines.indexOf(document.activeElement as HTMLElement);
  if (step === undefined || here < 0) return;
  event.preventDefault();
  lines[here + step]?.focus();
});
