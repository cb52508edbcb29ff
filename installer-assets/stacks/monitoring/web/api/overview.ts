import { countOpenAlerts } from '../../db/alerts.ts';
import type { Database } from '../../db/database.ts';
import { readLatest } from '../../db/samples.ts';
import { type Dated, readContact, readLastBackups, readStates } from '../../db/states.ts';
import type { Overview } from '../../protocol/overview.ts';
import type { Sample } from '../../protocol/sample.ts';
import type { RuleSettings } from '../../protocol/settings.ts';
import type { GuestState, HaState } from '../../protocol/states.ts';
import { readSettings } from '../settings-store.ts';

/** The cluster at a glance, out of the newest states and samples. */
export async function readOverview(database: Database, now: Date): Promise<Overview> {
  const [settings, states, contact, latest, alerts] = await Promise.all([
    readSettings(database),
    readStates(database),
    readContact(database),
    readLatest(database, now),
    countOpenAlerts(database),
  ]);
  const backups = await readLastBackups(
    database,
    (states.guests?.value ?? []).map(({ source }) => source),
  );
  const newest = (source: string): Omit<Sample, 'source'> | null => {
    const sample = latest.get(source);
    if (!sample) return null;
    const { source: _, ...figures } = sample;
    return figures;
  };
  const silentMs = settings.rules.collectorSilentSeconds * 1000;
  return {
    now: now.toISOString(),
    collector: {
      lastContactAt: contact.lastContactAt?.toISOString() ?? null,
      lastError: contact.lastError,
      state: dated(states.collector),
      silent: contact.lastContactAt === null || now.getTime() - contact.lastContactAt.getTime() > silentMs,
    },
    cluster: states.cluster
      ? {
          takenAt: states.cluster.takenAt.toISOString(),
          value: { name: states.cluster.value.name, quorate: states.cluster.value.quorate },
        }
      : null,
    nodes: (states.cluster?.value.nodes ?? []).map((node) => ({
      ...node,
      source: `node/${node.name}`,
      latest: newest(`node/${node.name}`),
    })),
    guests: (states.guests?.value ?? []).map((guest) => ({
      ...guest,
      latest: newest(guest.source),
      haState: haStateOf(guest, states.ha?.value),
      lastGoodBackupAt: backups.get(guest.source)?.toISOString() ?? null,
    })),
    storages: (states.storages?.value ?? []).map((storage) => ({ ...storage, latest: newest(storage.source) })),
    ha: dated(states.ha),
    replication: states.replication.map(({ takenAt, value }) => ({
      ...value,
      takenAt: takenAt.toISOString(),
      lagSeconds:
        value.lastSyncAt === null
          ? null
          : Math.max(0, Math.round((now.getTime() - Date.parse(value.lastSyncAt)) / 1000)),
    })),
    readAt: {
      guests: states.guests?.takenAt.toISOString() ?? null,
      backups: states.backups?.takenAt.toISOString() ?? null,
      replication: states.replicationReadAt?.toISOString() ?? null,
    },
    limits: limitsOf(settings.rules),
    alerts,
  };
}

/** What everybody may see of the rules: whether a figure is fine follows from it. */
function limitsOf({
  replicationMaxAgeMinutes,
  diskFullRatio,
  backupMaxAgeHours,
  backupExempt,
  collectorSilentSeconds,
}: RuleSettings): Overview['limits'] {
  return { replicationMaxAgeMinutes, diskFullRatio, backupMaxAgeHours, backupExempt, collectorSilentSeconds };
}

/** High availability calls a virtual machine `vm:101` and a container `ct:101`. */
function haStateOf(guest: GuestState, ha: HaState | undefined): string | null {
  const [kind, id] = guest.source.split('/');
  const sid = `${kind === 'qemu' ? 'vm' : 'ct'}:${id}`;
  return ha?.services.find((service) => service.sid === sid)?.state ?? null;
}

function dated<Value>(state: Dated<Value> | undefined) {
  return state ? { takenAt: state.takenAt.toISOString(), value: state.value } : null;
}
