import { Button } from '@patternfly/react-core';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { UNSAID_LABEL_CODES } from '../../electron/api/stand-in-labels.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';

const NONE: readonly Diagnostic[] = [];
const OPEN = new Set<string>(UNSAID_LABEL_CODES);

/**
 * As long as labels of machines are open: what they are, and for whoever has no machines at hand made-up ones for a rehearsal. They are
 * ordinary edits, put back as such. Afterwards it says that they are made up.
 */
export function LabelOffer({ isPrimary = false }: { /** The page's way on. */ readonly isPrimary?: boolean }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const site = useSite((state) => state.document?.ref ?? '');
  const diagnostics = useSite((state) => state.document?.diagnostics ?? NONE);
  const edit = useSite((state) => state.edit);
  const { failure, asking, attempt } = useAttempt();
  const open = diagnostics.filter(({ code }) => OPEN.has(code)).length;
  const made = diagnostics.filter(({ code }) => code === 'site.label-made-up').length;
  if (open + made === 0) return null;
  const fill = () => attempt(async () => edit(engine, (await engine.rehearsal.labels({ site })).edits));
  return (
    <section className="sw-panel sw-label-offer">
      <StateMark mark={open > 0 ? 'failed' : 'warning'}>
        <strong>{open > 0 ? say('labels.open', { count: open }) : say('labels.made', { count: made })}</strong>
      </StateMark>
      <p>{open > 0 ? `${say('labels.openWhat')} ${say('labels.noMachines')}` : say('labels.madeWhat')}</p>
      {open > 0 && (
        <Button variant={isPrimary ? 'primary' : 'secondary'} isDisabled={asking} onClick={() => void fill()}>
          {say('labels.fill')}
        </Button>
      )}
      <DiagnosticList diagnostics={failure} />
    </section>
  );
}
