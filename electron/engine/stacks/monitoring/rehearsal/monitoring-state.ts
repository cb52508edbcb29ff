import type { ProjectSight } from '../../../rehearsal/docker/application.ts';

/** A sample as the simulated database keeps it; times are simulated epoch milliseconds. */
export interface Sample {
  readonly takenAt: number;
  readonly receivedAt: number;
  readonly source: string;
  readonly cpuRatio: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly diskUsedBytes: number | null;
  readonly diskTotalBytes: number | null;
}

/** What is in the simulated database volume. Plain JSON. */
export interface MonitoringState {
  samples: Sample[];
  /** Rounds of the collector up to this moment are done. */
  collectedUntil: number;
  lastContactAt: number | null;
  lastError: { at: number; code: string; text: string } | null;
  /** Digests of session cookies -> end of the session. */
  sessions: Record<string, number>;
  /** Version of the form in which it is stored; 0 = web has not made it yet. */
  schemaVersion: number;
  /** The image with which web was last healthy. */
  provenWeb?: string;
}

/** The state of a project, laid out on first use. */
export function monitoringState(project: ProjectSight): MonitoringState {
  const state = project.state as unknown as MonitoringState;
  state.samples ??= [];
  state.collectedUntil ??= 0;
  state.lastContactAt ??= null;
  state.lastError ??= null;
  state.sessions ??= {};
  state.schemaVersion ??= 0;
  return state;
}
