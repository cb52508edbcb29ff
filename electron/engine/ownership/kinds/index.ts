import type { OwnableKind } from '../kind.ts';
import { apiRoleKind, apiTokenKind, apiUserKind } from './accounts.ts';
import { machineKind, templateKind } from './guests.ts';
import { haGroupKind, haResourceKind, haRuleKind } from './ha.ts';
import { backupJobKind, replicationJobKind } from './jobs.ts';
import { memberKind } from './member.ts';
import { snippetKind } from './snippets.ts';
import { stackInstanceKind } from './stack-instance.ts';
import { storageKind } from './storage.ts';
import { witnessKind } from './witness.ts';

/** Everything we make that outlives its step, in the order in which it is taken away. */
export const ownableKinds: readonly OwnableKind[] = [
  stackInstanceKind,
  haResourceKind,
  haRuleKind,
  haGroupKind,
  replicationJobKind,
  backupJobKind,
  machineKind,
  templateKind,
  snippetKind,
  storageKind,
  apiUserKind,
  apiTokenKind,
  apiRoleKind,
  memberKind,
  witnessKind,
];
