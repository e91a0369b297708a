/** Shows a notice at the head of the page, once for each `id`; the first sentence is bold. */
export function showNotice(id: string, text: string, title = ''): void {
  const notice = document.getElementById(`notice-${id}`) ?? document.createElement('div');
  notice.id = `notice-${id}`;
  notice.className = 'ban gray stale';
  notice.setAttribute('role', 'status');
  const strong = document.createElement('b');
  strong.textContent = title;
  notice.replaceChildren(strong, title && text ? ' ' : '', text);
  if (!notice.isConnected) document.querySelector('main')?.before(notice);
}

/** Takes a notice away. */
export function hideNotice(id: string): void {
  document.getElementById(`notice-${id}`)?.remove();
}
