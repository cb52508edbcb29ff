/**
 * The items (`step@target`) that a client says it is working on, each with the hosts it may change. Several run at once, but never
 * two on the same host: what runs on a host belongs to the item that has it.
 */
export class RunningSteps {
  readonly #hostsOf = new Map<string, readonly string[]>();

  began(itemId: string, hosts: readonly string[]): void {
    this.#hostsOf.set(itemId, hosts);
  }

  ended(itemId: string): void {
    this.#hostsOf.delete(itemId);
  }

  /** The ids of the steps that a command on this host belongs to. */
  on(host: string): readonly string[] {
    return [...this.#hostsOf].flatMap(([itemId, hosts]) => (hosts.includes(host) ? [stepOf(itemId)] : []));
  }
}

function stepOf(itemId: string): string {
  const at = itemId.indexOf('@');
  return at < 0 ? itemId : itemId.slice(0, at);
}
