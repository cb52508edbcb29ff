import type { ApiTwin } from '../../api-twin.ts';
import { asNumber, asText, entriesOf } from '../../parse/text.ts';
import type { GuestPlace } from '../vm-list.ts';

const ASK = ['/cluster/resources', '--type', 'vm'];

/** GET /cluster/resources of guests: pvestatd adds figures to the very list that .vmlist shows, it leaves none out. */
export const vmListApi: ApiTwin<ReadonlyMap<number, GuestPlace>> = {
  asks: () => [ASK],
  parse: ({ json }) => {
    const places = entriesOf(json(ASK), 'the list of guests').map((entry): [number, GuestPlace] => {
      const id = asNumber(entry.vmid);
      if (id === undefined) throw new Error('a guest has no id');
      return [id, { id, type: asText(entry.type) ?? '', node: asText(entry.node) ?? '' }];
    });
    return new Map(places.sort(([a], [b]) => a - b));
  },
};
