import type { PveVersion } from '../../api/site.ts';
import type { Answer, GlobalAnswer } from './answer.ts';
import { diskTraps } from './disk-traps.ts';
import { downloadTraps } from './download-traps.ts';
import { isInstallerFqdn } from './fqdn.ts';
import { networkTraps } from './network-traps.ts';
import { isSha512CryptHash } from './sha512-crypt.ts';
import type { AnswerSurroundings, Trap } from './trap.ts';

/** Traps that show in the answer alone (answer-schema.md names each). */
export function findAnswerTraps(
  answer: Answer,
  version: PveVersion,
  surroundings: AnswerSurroundings = {},
): readonly Trap[] {
  return [
    ...globalTraps(answer.global, version, surroundings),
    ...networkTraps(answer.network, version, surroundings),
    ...diskTraps(answer.disks, version),
    ...downloadTraps(answer, surroundings),
  ];
}

function globalTraps(global: GlobalAnswer, version: PveVersion, surroundings: AnswerSurroundings): readonly Trap[] {
  const traps: Trap[] = [];
  const hash = global.rootPasswordHashed;
  if (global.rootPassword !== undefined)
    traps.push({ code: 'answer.trap-password-plain', field: 'global.root-password' });
  if (hash === '') traps.push({ code: 'answer.trap-hash-empty', field: 'global.root-password-hashed' });
  else if (hash !== undefined && !isSha512CryptHash(hash)) {
    traps.push({ code: 'answer.trap-hash-form', field: 'global.root-password-hashed' });
  }
  traps.push(...fqdnTraps(global, version, surroundings));
  if (global.rebootMode === 'reboot') {
    traps.push({ code: 'answer.trap-reboot', field: 'global.reboot-mode', params: { key: 'reboot-mode = "reboot"' } });
  }
  if (global.rebootOnError) traps.push({ code: 'answer.trap-reboot-error', field: 'global.reboot-on-error' });
  for (const [index, key] of global.rootSshKeys.entries()) {
    if (isPublicKeyLine(key)) continue;
    const code = key.includes('PRIVATE KEY') ? 'answer.trap-ssh-private' : 'answer.trap-ssh-key';
    traps.push({ code, field: `global.root-ssh-keys[${index}]`, params: { number: index + 1 } });
  }
  const subscription = global.subscriptionKey;
  // The form that the first boot asks for; the parser asks for none.
  if (subscription !== undefined && !/^(?:pve[0-9]+|pbs|pmg)[cbsp]-[0-9a-f]{10}$/.test(subscription)) {
    traps.push({ code: 'answer.trap-subscription-form', field: 'global.subscription-key' });
  } else if (subscription !== undefined && !subscription.startsWith('pve')) {
    traps.push({ code: 'answer.trap-subscription-product', field: 'global.subscription-key' });
  }
  return traps;
}

function fqdnTraps(
  { fqdn }: GlobalAnswer,
  version: PveVersion,
  { hasDhcpServer }: AnswerSurroundings,
): readonly Trap[] {
  if (fqdn.kind === 'fixed') return [];
  const traps: Trap[] = [
    { code: hasDhcpServer === false ? 'answer.trap-fqdn-no-server' : 'answer.trap-fqdn-lease', field: 'global.fqdn' },
  ];
  const { domain } = fqdn;
  // 9.0.5 and later take an empty domain for none.
  const isUsed = domain !== undefined && (domain !== '' || version === '8.4');
  if (isUsed && !isInstallerFqdn(`host.${domain}`)) {
    traps.push({ code: 'answer.trap-fqdn-domain', field: 'global.fqdn.domain', params: { domain } });
  }
  return traps;
}

/** One line of authorized_keys: perhaps options, then a key type and base64. The text is written unchecked. */
function isPublicKeyLine(line: string): boolean {
  return /^(?:[^\r\n]* )?(?:ssh-|ecdsa-|sk-)[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,3}(?: [^\r\n]*)?$/.test(line.trim());
}
