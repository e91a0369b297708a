/** Writes the time that is chosen into the bar at the lower edge, so that it is in sight beside the button. */
export function showChosen(root: ParentNode): void {
  for (const bar of root.querySelectorAll<HTMLElement>('[data-chosen-bar]')) {
    const form = bar.closest('form');
    const words = bar.querySelector('b');
    if (!form || !words) continue;
    const show = (): void => {
      const chosen = form.querySelector<HTMLInputElement>('input[data-chosen]:checked');
      words.textContent = chosen ? `${bar.dataset.chosenBar} ${chosen.dataset.chosen}` : '';
    };
    form.addEventListener('change', show);
    show();
  }
}
