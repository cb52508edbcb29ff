import { hrefOf } from '../app/route.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { useNodeServices } from './use-node-services.ts';

/** Says over a page about nodes which of them were taken out of service from here, and leads to where they are brought back. */
export function OutOfService({
  siteRef,
  rehearsed,
}: {
  readonly siteRef: string;
  /** Only of the simulated or only of the real site; absent = both. */
  readonly rehearsed?: boolean;
}) {
  const { say } = useSpeech();
  const out = (useNodeServices(siteRef).value ?? []).filter(({ state }) => state === 'out');
  const lines = [false, true].flatMap((simulated) => {
    const nodes = out.filter((entry) => entry.rehearsed === simulated).map(({ node }) => node);
    if (nodes.length === 0 || (rehearsed !== undefined && rehearsed !== simulated)) return [];
    return [say(simulated ? 'maintenance.outNodesRehearsed' : 'maintenance.outNodes', { nodes: nodes.join(', ') })];
  });
  if (lines.length === 0) return null;
  return (
    <div className="sw-notice sw-out" role="status">
      <StateMark mark="warning">
        <span className="sw-wrapping">
          {lines.map((line) => (
            <strong key={line}>{line} </strong>
          ))}
          <a href={hrefOf(siteRef, 'smoke')}>{say('maintenance.toPage')}</a>
        </span>
      </StateMark>
    </div>
  );
}
