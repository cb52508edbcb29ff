/** Takes an element over that the page does not describe: a chart. `update` gets every new value. */
export interface Island<Value> {
  update(value: Value): void;
  destroy(): void;
}

export interface IslandMaker<Value> {
  readonly make: (element: HTMLElement, value: Value) => Island<Value>;
  readonly value: Value;
}

type Handler = (event: Event) => void;
export type Property = string | number | boolean | null | undefined | Handler;

/** What an element should be. Text is always text: nothing here reads HTML. */
export interface Described {
  readonly tag: string;
  readonly key: string | undefined;
  readonly svg: boolean;
  /** `on...` is a listener, `value` and `checked` what a field begins with; the rest are attributes, absent where null or false. */
  readonly properties: Readonly<Record<string, Property>>;
  readonly children: readonly (Described | string)[];
  readonly island: IslandMaker<unknown> | undefined;
}

export type Child = Described | string | number | null | undefined | false | readonly Child[];

const SVG_TAGS: ReadonlySet<string> = new Set(['svg', 'path', 'circle', 'rect', 'g']);

/** Describes an element. `key` finds it again among its siblings. */
export function h(tag: string, properties: Readonly<Record<string, Property>> = {}, ...children: Child[]): Described {
  const { key, ...rest } = properties;
  return {
    tag,
    key: key === undefined || key === null ? undefined : String(key),
    svg: SVG_TAGS.has(tag),
    properties: rest,
    children: flat(children),
    island: undefined,
  };
}

/** Describes an element whose inside is somebody else's. */
export function island<Value>(
  properties: Readonly<Record<string, Property>>,
  make: IslandMaker<Value>['make'],
  value: Value,
): Described {
  return { ...h('div', properties), island: { make, value } as IslandMaker<unknown> };
}

function flat(children: readonly Child[]): readonly (Described | string)[] {
  const found: (Described | string)[] = [];
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) found.push(...flat(child));
    else if (typeof child === 'number') found.push(String(child));
    else found.push(child as Described | string);
  }
  return found;
}
