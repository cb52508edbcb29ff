import { useCallback, useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { failureDiagnostics } from '../bridge/failure.ts';

export interface Attempt {
  readonly failure: readonly Diagnostic[];
  readonly asking: boolean;
  /** Asks the engine for something that changes what is so; resolves also when it is refused, with the reason in `failure`. */
  attempt(work: () => Promise<void>): Promise<void>;
}

/** What a person asks for with a button, one thing at a time: whether it is being asked, and why it was refused. */
export function useAttempt(): Attempt {
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const [asking, setAsking] = useState(false);
  const attempt = useCallback(async (work: () => Promise<void>) => {
    setFailure([]);
    setAsking(true);
    try {
      await work();
    } catch (error) {
      setFailure(failureDiagnostics(error));
    } finally {
      setAsking(false);
    }
  }, []);
  return { failure, asking, attempt };
}
