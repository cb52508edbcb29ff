/** What the drawing is made of, each to be shown or hidden. */
export const LAYERS = ['management', 'links', 'replication', 'machines'] as const;
export type Layer = (typeof LAYERS)[number];
export type Layers = ReadonlySet<Layer>;

export const ALL_LAYERS: Layers = new Set(LAYERS);

/** The same layers with one of them shown or hidden. */
export function switched(layers: Layers, layer: Layer): Layers {
  return new Set(LAYERS.filter((each) => layers.has(each) !== (each === layer)));
}
