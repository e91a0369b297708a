// The picture of the guide: the lines of the box that one looks at stand out, and the arrow keys follow them.

/** A box with its place on the picture. */
interface Place {
  link: SVGAElement;
  key: string;
  x: number;
  y: number;
}

/** Makes one picture one stop of the keyboard, in which the arrow keys move. */
function enhance(graph: SVGSVGElement): void {
  const places = [...graph.querySelectorAll<SVGAElement>('[data-node]')].map((link): Place => {
    const { x, y, height } = link.getBBox();
    return { link, key: link.dataset.node ?? '', x, y: y + height / 2 };
  });
  const edges = [...graph.querySelectorAll<SVGGElement>('[data-from]')];

  /** The boxes at the other ends of the lines of a box, the nearest first. */
  const neighbours = (of: Place): Place[] => {
    const ends = new Set(
      edges.flatMap(({ dataset: { from, to } }) => (from === of.key ? [to] : to === of.key ? [from] : [])),
    );
    return places
      .filter(({ key }) => ends.has(key))
      .sort((one, other) => Math.abs(one.y - of.y) - Math.abs(other.y - of.y));
  };

  const column = (of: Place): Place[] => places.filter(({ x }) => x === of.x).sort((one, other) => one.y - other.y);

  /** Where a key leads from a box; undefined where it leads nowhere. */
  function next(from: Place, key: string): Place | undefined {
    const own = column(from);
    const index = own.indexOf(from);
    switch (key) {
      case 'ArrowDown':
        return own[index + 1];
      case 'ArrowUp':
        return own[index - 1];
      case 'ArrowRight':
        return neighbours(from).find(({ x }) => x > from.x);
      case 'ArrowLeft':
        return neighbours(from).find(({ x }) => x < from.x);
      case 'Home':
        return own[0];
      case 'End':
        return own.at(-1);
      default:
        return undefined;
    }
  }

  const placeOf = (target: EventTarget | null): Place | undefined =>
    places.find(({ link }) => target instanceof Node && link.contains(target));

  /** Brings out the lines of a box; without one all are as before. */
  function bringOut(place: Place | undefined): void {
    graph.classList.toggle('looking', place !== undefined);
    const near = new Set(place ? neighbours(place) : []);
    for (const one of places) one.link.classList.toggle('near', one === place || near.has(one));
    for (const edge of edges)
      edge.classList.toggle(
        'near',
        place !== undefined && (edge.dataset.from === place.key || edge.dataset.to === place.key),
      );
  }

  function stopAt(place: Place | undefined): void {
    for (const one of places) one.link.setAttribute('tabindex', one === place ? '0' : '-1');
  }

  graph.addEventListener('keydown', (event) => {
    const from = placeOf(event.target);
    const to = from && next(from, event.key);
    if (!to) return;
    event.preventDefault();
    to.link.focus();
  });
  graph.addEventListener('focusin', (event) => {
    const place = placeOf(event.target);
    stopAt(place ?? places[0]);
    bringOut(place);
  });
  graph.addEventListener('focusout', () => bringOut(undefined));
  graph.addEventListener('pointerover', (event) => bringOut(placeOf(event.target) ?? placeOf(document.activeElement)));
  graph.addEventListener('pointerleave', () => bringOut(placeOf(document.activeElement)));
  stopAt(places[0]);
}

for (const graph of document.querySelectorAll<SVGSVGElement>('[data-graph]')) enhance(graph);
for (const help of document.querySelectorAll<HTMLElement>('[data-graph-keys]')) help.hidden = false;
