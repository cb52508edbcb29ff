/** A map that says when it was changed, so that the world is saved. */
export class WatchedMap<K, V> extends Map<K, V> {
  // Set by the constructor's entries before the field exists: hence optional.
  onChange?: () => void;
  constructor(entries: Iterable<readonly [K, V]>, onChange: () => void) {
    super(entries);
    this.onChange = onChange;
  }
  override set(key: K, value: V): this {
    super.set(key, value);
    this.onChange?.();
    return this;
  }
  override delete(key: K): boolean {
    const had = super.delete(key);
    if (had) this.onChange?.();
    return had;
  }
}
