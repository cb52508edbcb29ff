import type { ApiAnswers, ApiAsk, ApiTwin } from '../../api-twin.ts';
import { asNumber, asText, entriesOf } from '../../parse/text.ts';
import { type GuestConfig, type GuestFile, guestConfigOf, readGuestFiles, sortedGuests } from '../guest-configs.ts';

/** GET pending (present and pending values) and snapshot of those machines whose file could not be read; the others stay. */
export const guestConfigsApi: ApiTwin<ReadonlyMap<number, GuestConfig>> = {
  asks: ({ files }) => readGuestFiles(files).refused.flatMap((guest) => [pendingAsk(guest), snapshotAsk(guest)]),
  parse: (api, { files }) => {
    const { read, refused } = readGuestFiles(files);
    return sortedGuests([...read, ...refused.map((guest) => askedGuest(api, guest))]);
  },
};

const pendingAsk = ({ id, node }: GuestFile): ApiAsk => [`/nodes/${node}/qemu/${id}/pending`];
const snapshotAsk = ({ id, node }: GuestFile): ApiAsk => [`/nodes/${node}/qemu/${id}/snapshot`];

function askedGuest({ json }: ApiAnswers, guest: GuestFile): GuestConfig {
  const values: Record<string, string> = {};
  const pending: Record<string, string> = {};
  const deleted: string[] = [];
  let description = '';
  for (const item of entriesOf(json(pendingAsk(guest)), 'the configuration')) {
    const key = asText(item.key) ?? '';
    const value = asText(item.value);
    const next = asText(item.pending);
    if (key === 'digest' || key === '') continue;
    if (key === 'description') description = value ?? '';
    else if (value !== undefined) values[key] = value;
    if (next !== undefined) pending[key] = next;
    // 2 = even where it is in use, in the file with an exclamation mark
    const deletion = asNumber(item.delete) ?? 0;
    if (deletion > 0) deleted.push(deletion > 1 ? `!${key}` : key);
  }
  if (deleted.length > 0) pending.delete = deleted.join(',');
  const snapshots = entriesOf(json(snapshotAsk(guest)), 'the snapshots')
    .map((entry) => asText(entry.name) ?? '')
    .filter((name) => name !== '' && name !== 'current');
  return guestConfigOf({ id: guest.id, node: guest.node }, { values, description, pending, snapshots });
}
