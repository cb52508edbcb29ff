import { addressText, networkText, parseAddress, parseCidr } from './net.ts';

/** Addresses of one IPv4 network that machines may have, each given out once. */
export class AddressPool {
  readonly cidr: string;
  readonly #base: bigint;
  readonly #first: bigint;
  readonly #last: bigint;
  readonly #taken = new Set<bigint>();

  /** @param range what is given out of the network; absent = all but its first and last address */
  constructor(cidr: string, range?: { readonly start: string; readonly end: string }) {
    this.cidr = networkText(cidr);
    const { value, prefix } = parseCidr(this.cidr);
    this.#base = value;
    const [low, high] = span(value, prefix);
    const [start, end] = range ? [parseAddress(range.start).value, parseAddress(range.end).value] : [low, high];
    this.#first = later(start, low);
    this.#last = -later(-end, -high);
  }

  /** How many it may give out, whatever is taken. */
  get size(): number {
    return this.#last < this.#first ? 0 : Number(this.#last - this.#first + 1n);
  }

  /** Whether a machine of this network may have the address, inside the range or not. */
  isUsable(address: string): boolean {
    const { bits, value } = parseAddress(address);
    const [low, high] = span(this.#base, parseCidr(this.cidr).prefix);
    return bits === 32 && value >= low && value <= high;
  }

  isFree(address: string): boolean {
    return !this.#taken.has(parseAddress(address).value);
  }

  reserve(address: string): void {
    this.#taken.add(parseAddress(address).value);
  }

  /**
   * The first free address from `offset` on, counted from the network's own; behind the last one it goes on at the first.
   * Undefined where none is left.
   */
  take(offset: number): string | undefined {
    const wanted = this.#base + BigInt(offset);
    const from = wanted < this.#first || wanted > this.#last ? this.#first : wanted;
    for (let step = 0n; step < BigInt(this.size); step += 1n) {
      const around = from + step;
      const value = around > this.#last ? around - (this.#last - this.#first + 1n) : around;
      if (this.#taken.has(value)) continue;
      this.#taken.add(value);
      return addressText({ bits: 32, value });
    }
    return undefined;
  }

  /** The place of an address in its network: 192.168.1.11 of 192.168.1.0/24 is 11. */
  offsetOf(address: string): number {
    return Number(parseAddress(address).value - this.#base);
  }

  /** The address at an offset, whether it may be used or not. */
  at(offset: number): string {
    return addressText({ bits: 32, value: this.#base + BigInt(offset) });
  }
}

function later(a: bigint, b: bigint): bigint {
  if (a < b) return b;
  return a;
}

/** First and last address for machines: a /31 has no network or broadcast address of its own. */
function span(base: bigint, prefix: number): readonly [bigint, bigint] {
  const size = 1n << BigInt(32 - prefix);
  return prefix >= 31 ? [base, base + size - 1n] : [base + 1n, base + size - 2n];
}
