import type { FlasherEvent } from '../api/drive.ts';

const EVERY_MS = 200;
/** The rate told is that of the last seconds: a stick whose cache is full shows it. */
const RATE_WINDOW_MS = 3000;

type Phase = Extract<FlasherEvent, { event: 'progress' }>['phase'];

/** Tells progress of one drive in one phase: at most five times a second, and always the first step and the end. */
export function reporter(drive: number, emit: (event: FlasherEvent) => void, phase: Phase, totalBytes: number) {
  const seen: { readonly at: number; readonly doneBytes: number }[] = [{ at: performance.now(), doneBytes: 0 }];
  let lastAt = Number.NEGATIVE_INFINITY;
  return (doneBytes: number): void => {
    const now = performance.now();
    if (now - lastAt < EVERY_MS && doneBytes < totalBytes) return;
    lastAt = now;
    while (seen.length > 1 && now - (seen[1]?.at ?? now) > RATE_WINDOW_MS) seen.shift();
    const since = seen[0] ?? { at: now, doneBytes };
    seen.push({ at: now, doneBytes });
    const bytesPerSecond = Math.round(((doneBytes - since.doneBytes) / Math.max(1, now - since.at)) * 1000);
    const secondsLeft = bytesPerSecond > 0 ? Math.ceil((totalBytes - doneBytes) / bytesPerSecond) : 0;
    emit({ event: 'progress', drive, phase, doneBytes, totalBytes, bytesPerSecond, secondsLeft });
  };
}
