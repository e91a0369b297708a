import Modeler from 'bpmn-js/lib/Modeler';
import { translate } from './parts/editor-words.ts';

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

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Canvas {
  viewbox(): { inner: Box; outer: Box };
  viewbox(shown: Box): void;
}

/** Room for the tools at the left, in pixels. */
const tools = 130;

/** Shows the beginning of a flow as wide as the window has room for, so that its texts can be read. */
function showFromTop(canvas: Canvas): void {
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, (outer.width - tools - 20) / inner.width);
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: inner.x - tools / scale, y: inner.y - 16, width, height });
}

async function open(canvas: HTMLElement, target: HTMLFormElement, file: HTMLInputElement, xml: string): Promise<void> {
  const modeler = new Modeler({ container: canvas, additionalModules: [{ translate: ['value', translate] }] });
  await modeler.importXML(xml);
  showFromTop(modeler.get<Canvas>('canvas'));
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
