import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { TypedDialog } from '../ui/typed-dialog.tsx';

/** Troubles as a person reads them, each with its way out where it has one. Without ways it is only a list. */
export function Troubles({
  diagnostics,
  ways,
}: {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent = not now. */
  readonly ways: Omit<WayOutProps, 'diagnostic'> | undefined;
}) {
  return diagnostics.map((entry, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two diagnostics may be equal in every field
    <div key={`${entry.code}-${index}`} className="sw-trouble">
      <DiagnosticList diagnostics={[entry]} />
      {ways && <WayOut diagnostic={entry} {...ways} />}
    </div>
  ));
}

export interface WayOutProps {
  readonly diagnostic: Diagnostic;
  readonly onTakeLock: () => Promise<void>;
  /** Absent = no work on the disks. */
  readonly onWipe?: (serial: string) => Promise<void>;
}

/**
 * The way out that some refusals have, each behind a typed name: a lock that nobody renews is taken, a disk that holds
 * something is erased. Nothing for all others.
 */
export function WayOut({ diagnostic, onTakeLock, onWipe }: WayOutProps) {
  const { say } = useSpeech();
  const [open, setOpen] = useState(false);
  const text = (name: string) => String(diagnostic.params[name] ?? '');
  const close = () => setOpen(false);
  // One that is renewed is never taken: its sentence says who to talk to.
  if (diagnostic.code === 'run.site-lock-stale') {
    const laptop = text('laptop');
    return (
      <>
        <Button variant="secondary" isDanger onClick={() => setOpen(true)}>
          {say('install.takeLock')}
        </Button>
        {open && (
          <TypedDialog
            title={say('install.takeLockTitle', { laptop })}
            name={laptop}
            label={say('install.takeLockType', { laptop })}
            ways={[{ label: say('install.takeLockGo'), isDanger: true, go: onTakeLock }]}
            onClose={close}
          >
            <p>{say('install.takeLockWhat', { laptop, user: text('user') })}</p>
          </TypedDialog>
        )}
      </>
    );
  }
  if (diagnostic.code !== 'storage.disk-in-use' || !onWipe) return null;
  const what = { serial: text('serial'), host: text('host'), storage: text('storage') };
  return (
    <>
      <Button variant="secondary" isDanger onClick={() => setOpen(true)}>
        {say('install.wipe')}
      </Button>
      {open && (
        <TypedDialog
          title={say('install.wipeTitle', what)}
          name={what.serial}
          label={say('install.wipeType', what)}
          ways={[{ label: say('install.wipeGo'), isDanger: true, go: () => onWipe(what.serial) }]}
          onClose={close}
        >
          <p>{say('install.wipeWhat', what)}</p>
          {diagnostic.evidence.length > 0 && <pre className="sw-evidence mono">{diagnostic.evidence.join('\n')}</pre>}
        </TypedDialog>
      )}
    </>
  );
}
