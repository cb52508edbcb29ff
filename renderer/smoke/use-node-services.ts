import { useCallback } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { useRun } from '../state/run.ts';
import { type Asked, useAsked } from '../ui/use-asked.ts';
import { type NodeService, nodeServices } from './node-service.ts';

/** Which nodes were taken out of service from here; asked again when a run of maintenance ends. */
export function useNodeServices(siteRef: string): Asked<readonly NodeService[]> {
  const engine = useEngine();
  const ended = useRun((state) => state.at.maintenance?.finishedAt);
  return useAsked(
    // biome-ignore lint/correctness/useExhaustiveDependencies: the end of a run is why it is asked again
    useCallback(() => nodeServices(engine, siteRef), [engine, siteRef, ended]),
  );
}
