// Opens the print dialogue once the page and its letters stand: paper cannot be drawn anew when they come later.
async function printWhenReady(): Promise<void> {
  await document.fonts.ready;
  window.print();
}

window.addEventListener('load', () => void printWhenReady(), { once: true });
