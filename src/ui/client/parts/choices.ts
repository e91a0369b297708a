/**
 * Groups of checkboxes whose last choices exclude all others: picking one clears the rest, picking another clears it. The
 * sentence of the group is read out when something was cleared.
 */
export function enhanceChoices(root: ParentNode): void {
  for (const group of root.querySelectorAll<HTMLElement>('[data-choices]')) {
    const status = document.createElement('p');
    status.className = 'sr';
    status.setAttribute('role', 'status');
    group.after(status);
    group.addEventListener('change', (event) => {
      const changed = event.target;
      if (!(changed instanceof HTMLInputElement) || !changed.checked) return;
      const cleared = clearOthers(group, changed);
      status.textContent = cleared ? (group.dataset.choices ?? '') : '';
    });
  }
}

/** Clears what does not go together with `picked`; true when something was cleared. */
function clearOthers(group: HTMLElement, picked: HTMLInputElement): boolean {
  const exclusive = 'exclusive' in picked.dataset;
  const conflicting = Array.from(group.querySelectorAll<HTMLInputElement>('input:checked')).filter(
    (input) => input !== picked && (exclusive || 'exclusive' in input.dataset),
  );
  for (const input of conflicting) input.checked = false;
  return conflicting.length > 0;
}
