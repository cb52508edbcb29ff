import type { Diagnostic } from './diagnostic.ts';

/** The host that is away and that an item waits for (decision 0013): how it is there is not known. Undefined = it waits for none. */
export function waitsForHost({
  diagnostic,
  leftOut,
}: {
  readonly diagnostic?: Diagnostic | undefined;
  readonly leftOut?: boolean | undefined;
}): string | undefined {
  return diagnostic?.code === 'step.host-away' && !leftOut ? diagnostic.subject.host : undefined;
}
