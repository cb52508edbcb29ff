import { Button, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { TrashIcon } from '@patternfly/react-icons';
import { useCallback, useState } from 'react';
import type { Site } from '../../../electron/api/site.ts';
import { useEngine } from '../../app/engine-context.ts';
import { useRoute } from '../../app/route.ts';
import { StopFrame } from '../../app/stop-frame.tsx';
import { OutOfService } from '../../smoke/out-of-service.tsx';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { Panel } from '../../ui/panel.tsx';
import { useAsked } from '../../ui/use-asked.ts';
import { LabelOffer } from '../label-offer.tsx';
import { ErasurePanel } from './erasure-panel.tsx';
import { InstallPanel } from './install-panel.tsx';
import { ListingPanel } from './listing-panel.tsx';
import { PortsPanel } from './ports/ports-panel.tsx';
import { NodeSheet } from './sheet/node-sheet.tsx';
import { removalEdits } from './sheet/sheet-edits.ts';
import type { Written } from './sheet/sheet-rows.ts';

/** Page 2: one row a machine in a spreadsheet; below it, for the chosen node, what the installer is told and what it will do. */
export function NodesPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const ref = useSite((state) => state.document?.ref ?? '');
  const text = useSite((state) => state.document?.text);
  const written = useSite((state) => state.document?.written);
  const rows = written ?? (site as unknown as Written);
  const field = useRoute().field;
  const [chosen, setChosen] = useState<number | undefined>(() => {
    const place = /^hosts\[(\d+)\]/.exec(field ?? '')?.[1];
    return place === undefined ? undefined : Number(place);
  });
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the site's text decides what the engine answers
  const erasure = useAsked(useCallback(() => engine.answers.erasure({ site: ref }), [engine, ref, text]));
  const installed = site.hosts.flatMap((host, index) => (host.install ? [{ host, index }] : []));
  const shown = installed.find(({ index }) => index === chosen) ?? installed[0];
  const view = erasure.value?.find((entry) => entry.node === shown?.host.name);
  return (
    <StopFrame page="nodes" title="nodes.title" lead="nodes.lead">
      <OutOfService siteRef={ref} />
      <LabelOffer />
      <Panel flush>
        <NodeSheet
          written={rows}
          onChoose={setChosen}
          onOpen={(index) => {
            setChosen(index);
            setAsked((times) => times + 1);
          }}
        />
      </Panel>
      {shown && (
        <>
          <div className="sw-buttons">
            <NodeChoice installed={installed} chosen={shown.index} onChoose={setChosen} />
            {installed.length > 1 && (
              <Button
                variant="link"
                icon={<TrashIcon />}
                onClick={() => void edit(engine, removalEdits(rows, shown.index))}
              >
                {say('sheet.remove', { node: shown.host.name })}
              </Button>
            )}
          </div>
          <PortsPanel site={site} written={rows} host={shown.index} name={shown.host.name} asked={asked} />
          <div className="sw-columns">
            <InstallPanel site={site} host={shown.host} index={shown.index} view={view} />
            <div className="sw-stack">
              <ErasurePanel host={shown.host.name} view={view} failure={erasure.failure} />
              <ListingPanel key={shown.index} host={shown.host.name} onBrought={erasure.ask} />
            </div>
          </div>
        </>
      )}
    </StopFrame>
  );
}

const AS_BUTTONS = 6;

/** Which node the panels below are about: buttons for a few, a list for many. */
function NodeChoice({
  installed,
  chosen,
  onChoose,
}: {
  readonly installed: readonly { readonly host: Site['hosts'][number]; readonly index: number }[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}) {
  const { say } = useSpeech();
  if (installed.length > AS_BUTTONS)
    return (
      <select
        className="sw-input sw-node-choice"
        aria-label={say('answers.node')}
        value={chosen}
        onChange={(event) => onChoose(Number(event.target.value))}
      >
        {installed.map(({ host, index }) => (
          <option key={host.name} value={index}>
            {host.name}
          </option>
        ))}
      </select>
    );
  return (
    <ToggleGroup isCompact aria-label={say('answers.node')}>
      {installed.map(({ host, index }) => (
        <ToggleGroupItem
          key={host.name}
          text={host.name}
          buttonId={`node-${index}`}
          isSelected={index === chosen}
          onChange={() => onChoose(index)}
        />
      ))}
    </ToggleGroup>
  );
}
