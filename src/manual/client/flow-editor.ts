import Modeler from 'bpmn-js/lib/Modeler';

// The editor of flows: opens the drawing of the page, and sends it as the file of the form. Without it a file made elsewhere is
// chosen by hand, so the form is the same.

const place = document.querySelector<HTMLElement>('[data-flow-editor]');
const form = document.querySelector<HTMLFormElement>('#flow-form');
const input = form?.querySelector<HTMLInputElement>('input[type=file]');
const said = document.querySelector<HTMLElement>('[data-flow-said]');

/** Says what happened, for eyes and for screen readers. */
function say(text: string): void {
  if (said) said.textContent = text;
}

async function drawingOf(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

async function open(canvas: HTMLElement, target: HTMLFormElement, file: HTMLInputElement): Promise<void> {
  const modeler = new Modeler({ container: canvas });
  const kept = document.querySelector<HTMLTextAreaElement>('[data-flow-kept]')?.value;
  await modeler.importXML(kept || (await drawingOf(canvas.dataset.flowEditor ?? '')));
  modeler.get<{ zoom(to: string, at: string): void }>('canvas').zoom('fit-viewport', 'auto');
  canvas.dataset.ready = 'yes';
  let changed = false;
  modeler.on('commandStack.changed', () => {
    changed = true;
  });
  window.addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault();
  });
  target.addEventListener('submit', (event) => {
    // A file that somebody chose by hand goes as it is.
    if (file.files?.length) return;
    event.preventDefault();
    void modeler.saveXML({ format: true }).then(({ xml = '' }) => {
      const files = new DataTransfer();
      files.items.add(new File([xml], 'flow.bpmn', { type: 'application/xml' }));
      file.files = files.files;
      changed = false;
      target.submit();
    });
  });
}

if (place && form && input) {
  open(place, form, input).catch(() => {
    say('図を開けませんでした。ページを読み直すか、ファイルで直してください。');
  });
}
