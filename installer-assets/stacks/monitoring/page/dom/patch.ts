import type { Described, Island, Property } from './element.ts';

interface Live {
  described: Described;
  readonly island: Island<unknown> | undefined;
  readonly listeners: Map<string, (event: Event) => void>;
}

const LIVE = new WeakMap<Element, Live>();

/**
 * Makes the children of an element what is described, and leaves alone what is so already: focus, selection, the scroll
 * position and what was typed into a field outlive it.
 */
export function patchChildren(parent: Element, wanted: readonly (Described | string)[]): void {
  const keyed = new Map<string, Element>();
  for (const child of parent.children) {
    const key = LIVE.get(child)?.described.key;
    if (key !== undefined) keyed.set(key, child);
  }
  const staying = new Set(
    wanted.map((item) => (typeof item === 'string' || item.key === undefined ? undefined : keyed.get(item.key))),
  );
  let place: ChildNode | null = parent.firstChild;
  for (const item of wanted) {
    if (typeof item === 'string') {
      if (place instanceof Text) {
        if (place.data !== item) place.data = item;
        place = place.nextSibling;
      } else parent.insertBefore(document.createTextNode(item), place);
      continue;
    }
    const found = item.key === undefined ? place : (keyed.get(item.key) ?? null);
    if (found instanceof Element && fits(found, item)) {
      // goes before what stays behind it would have to move: an element that moves loses the focus
      while (place && place !== found && !(place instanceof Element && staying.has(place))) place = drop(place);
      if (found === place) place = place.nextSibling;
      else parent.insertBefore(found, place);
      patch(found, item);
    } else parent.insertBefore(create(item), place);
  }
  while (place) place = drop(place);
}

/** Takes it away; gives what comes after it. */
function drop(node: ChildNode): ChildNode | null {
  const next = node.nextSibling;
  if (node instanceof Element) letGo(node);
  node.remove();
  return next;
}

function fits(element: Element, { tag, key, island }: Described): boolean {
  const live = LIVE.get(element);
  return (
    live !== undefined &&
    live.described.tag === tag &&
    live.described.key === key &&
    live.described.island?.make === island?.make
  );
}

function create(described: Described): Element {
  const element = described.svg
    ? document.createElementNS('http://www.w3.org/2000/svg', described.tag)
    : document.createElement(described.tag);
  const listeners: Live['listeners'] = new Map();
  for (const [name, value] of Object.entries(described.properties)) set(element, listeners, name, value);
  const { island: maker } = described;
  if (!maker) patchChildren(element, described.children);
  // a select takes its value once it has its options
  if (described.tag === 'select') set(element, listeners, 'value', described.properties.value);
  const island = maker?.make(element as HTMLElement, maker.value);
  LIVE.set(element, { described, island, listeners });
  return element;
}

function patch(element: Element, wanted: Described): void {
  const live = LIVE.get(element);
  if (!live || live.described === wanted) return;
  const old = live.described.properties;
  for (const name of Object.keys(old)) if (!(name in wanted.properties)) set(element, live.listeners, name, null);
  for (const [name, value] of Object.entries(wanted.properties))
    if (old[name] !== value) set(element, live.listeners, name, value);
  live.described = wanted;
  if (live.island) live.island.update(wanted.island?.value);
  else patchChildren(element, wanted.children);
}

function set(element: Element, listeners: Live['listeners'], name: string, value: Property): void {
  if (name.startsWith('on')) {
    const type = name.slice(2).toLowerCase();
    if (!listeners.has(type)) element.addEventListener(type, (event) => listeners.get(type)?.(event));
    if (typeof value === 'function') listeners.set(type, value);
    else listeners.delete(type);
  } else if (name === 'value' || name === 'checked' || name === 'indeterminate') {
    if (value !== undefined && value !== null) Reflect.set(element, name, value);
  } else if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** Ends the islands inside of what goes. */
function letGo(element: Element): void {
  LIVE.get(element)?.island?.destroy();
  for (const child of element.children) letGo(child);
}
