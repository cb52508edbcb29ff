import { AREAS, type DiagnosticArea } from '../../electron/api/help/areas.ts';
import { CODES } from '../../electron/api/help/code-page.ts';
import { HELP_PLACES } from '../../electron/api/help/place.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { CodeList } from './help-links.tsx';
import { Said } from './said.tsx';

/** All codes of one area. */
export function AreaView({ area }: { readonly area: DiagnosticArea }) {
  const { say, pick } = useSpeech();
  const { about, places } = AREAS[area];
  const codes = CODES.filter((code) => code.startsWith(`${area}.`));
  return (
    <div className="sw-stack">
      <Panel title={say('help.when')}>
        <div className="sw-help-text">
          <p>
            <Said text={about} />
          </p>
          <p className="sw-subtle">
            {say('help.places')}: {places.map((place) => pick(HELP_PLACES[place])).join(', ')}
          </p>
        </div>
      </Panel>
      <Panel title={say('help.codesOf')} aside={codes.length}>
        <CodeList codes={codes} />
      </Panel>
    </div>
  );
}
