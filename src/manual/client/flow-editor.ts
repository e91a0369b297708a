import Modeler from 'bpmn-js/lib/Modeler';

// The editor of flows: opens the drawing of the page, and sends it as the file of the form. Without it a file made elsewhere is
// chosen by hand, so the form is the same.

const place = document.querySelector<HTMLElement>('[data-flow-editor]');
const form = document.querySelector<HTMLFormElement>('#flow-form');
const input = form?.querySelector<HTMLInputElement>('input[type=file]');
const drawing = form?.querySelector<HTMLInputElement>('[data-flow-drawing]');
const said = document.querySelector<HTMLElement>('[data-flow-said]');

/** Says what happened, for eyes and for screen readers. */
function say(text: string): void {
  if (said) said.textContent = text;
}

async function open(canvas: HTMLElement, target: HTMLFormElement, file: HTMLInputElement, xml: string): Promise<void> {
  const modeler = new Modeler({ container: canvas });
  await modeler.importXML(xml);
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
    if (file.files?.length) {
      changed = false;
      return;
    }
    event.preventDefault();
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
    void modeler.saveXML({ format: true }).then(({ xml: drawn = '' }) => {
      const files = new DataTransfer();
      files.items.add(new File([drawn], 'flow.bpmn', { type: 'application/xml' }));
      file.files = files.files;
      changed = false;
      if (button?.hasAttribute('formaction')) target.action = button.formAction;
      target.submit();
    });
  });
}

if (place && form && input && drawing) {
  open(place, form, input, drawing.value).catch(() => {
    say('図を開けませんでした。ページを読み直すか、手順の一覧で直してください。');
  });
}
