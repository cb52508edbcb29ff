import type { ApiTwin } from '../../api-twin.ts';
import { byId, type PveStorage, storageOf } from '../storages.ts';
import { sectionsOf } from './sections-of.ts';

const ASK = ['/storage'];

/** GET /storage. */
export const storagesApi: ApiTwin<ReadonlyMap<string, PveStorage>> = {
  asks: () => [ASK],
  parse: ({ json }) => byId(sectionsOf(json(ASK), { id: 'storage' }).map(storageOf)),
};
