import type { MachineInventory } from '../../../../../electron/api/inventory.ts';
import type { Answer } from '../../../../../electron/engine/answers/answer.ts';
import {
  type ErasureJudgement,
  type ErasurePlan,
  judgeErasure,
} from '../../../../../electron/engine/answers/judge-erasure.ts';
import { parseAnswer } from '../../../../../electron/engine/answers/parse-answer.ts';

/** Parts of an answer, to be put together. */
export const STATIC = 'source = "from-answer"\ncidr = "10.0.0.2/24"\ngateway = "10.0.0.1"\ndns = "10.0.0.1"\n';
export const BY_MAC = `${STATIC}filter.ID_NET_NAME_MAC = "*3cecef000001"`;
export const EXT4 = 'filesystem = "ext4"\nfilter.ID_SERIAL_SHORT = "BTYF00000001240AGN"';
export const MIRROR =
  'filesystem = "zfs"\nzfs.raid = "raid1"\nfilter.ID_SERIAL_SHORT = "S64FNE0R600001"\nfilter.ID_SERIAL = "*S64FNE0R600002*"\nfilter-match = "any"';

export function answerOf(disks: string, network = BY_MAC): Answer {
  const global =
    'keyboard = "es"\ncountry = "ar"\nfqdn = "a.b"\nmailto = "a@b.c"\ntimezone = "UTC"\nroot-password-hashed = "x"';
  const { answer, diagnostics } = parseAnswer(`[global]\n${global}\n[network]\n${network}\n[disk-setup]\n${disks}`, {
    version: '9.2',
  });
  if (!answer) throw new Error(diagnostics.map(({ code }) => code).join());
  return answer;
}

/** What is judged of these disks and this network, with the rest of the answer as it always is. */
export function judge(
  disks: string,
  inventory: MachineInventory | undefined,
  plan?: ErasurePlan,
  network?: string,
): ErasureJudgement {
  return judgeErasure({
    answer: answerOf(disks, network),
    version: '9.2',
    node: 'pve-1',
    ...(inventory ? { inventory } : {}),
    ...(plan ? { plan } : {}),
  });
}
