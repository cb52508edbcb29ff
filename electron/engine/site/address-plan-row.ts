import type { AddressPlanRow } from '../../api/address-plan.ts';

/** A line of an address plan for a value that has its place in the site. */
export function row(
  what: AddressPlanRow['what'],
  name: string,
  field: string,
  before: string | undefined,
  after: string,
): AddressPlanRow {
  return { what, name, field, ...(before === undefined ? {} : { before }), after, changed: before !== after };
}
