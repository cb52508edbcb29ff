import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { SITE_FOLDER_NAME, SITE_TEMPLATES, type SiteTemplate } from '../../electron/api/new-site.ts';
import { PVE_VERSIONS, type PveVersion } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo, hrefOf } from '../app/route.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { ClusterForm } from './cluster-form.tsx';
import { folderNameOf } from './folder-name-of.ts';

/** A template, or a cluster that runs. */
type Beginning = SiteTemplate | 'cluster';
const BEGINNINGS: readonly Beginning[] = [...SITE_TEMPLATES, 'cluster'];

const WORDS: Readonly<Record<Beginning, readonly [name: SentenceKey, why: SentenceKey]>> = {
  'two-node-witness': ['newSite.twoNodeWitness', 'newSite.twoNodeWitnessWhy'],
  'three-node': ['newSite.threeNode', 'newSite.threeNodeWhy'],
  'single-node': ['newSite.singleNode', 'newSite.singleNodeWhy'],
  cluster: ['cluster.choice', 'cluster.choiceWhy'],
};
/** An IPv4 address with its prefix; whether machines fit there is the engine's to say. */
const ADDRESS = /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/;

/** A new site from a template: what cannot be derived is asked for, four lines and a choice. */
export function NewSiteDialog({ onClose }: { readonly onClose: () => void }) {
  const { say, language } = useSpeech();
  const engine = useEngine();
  const id = useId();
  const [begin, setBegin] = useState<Beginning>('two-node-witness');
  const [isBegun, setBegun] = useState(false);
  const [name, setName] = useState('');
  const [folder, setFolder] = useState<string>();
  const [firstAddress, setFirstAddress] = useState('192.168.1.11/24');
  const [pve, setPve] = useState<PveVersion>(PVE_VERSIONS[PVE_VERSIONS.length - 1] ?? '9.2');
  const [place, setPlace] = useState<PlaceDraft>();
  const { failure, asking, attempt } = useAttempt();
  const folderName = folder ?? folderNameOf(name);
  const isReady = name.trim() !== '' && SITE_FOLDER_NAME.test(folderName) && ADDRESS.test(firstAddress.trim());
  const make = (template: SiteTemplate) =>
    attempt(async () => {
      const above = isFilled(place) ? (await placeOf(engine, place, 'folder')).handle : undefined;
      const asked = { template, name: name.trim(), id: folderName, firstAddress: firstAddress.trim(), pve, language };
      const { ref } = await engine.sites.create({ asked, ...(above === undefined ? {} : { place: above }) });
      goTo(hrefOf(ref, 'site'));
    });
  const choice = (
    <fieldset className="sw-templates">
      <legend>{say('newSite.template')}</legend>
      {BEGINNINGS.map((entry) => (
        <label key={entry} className={entry === begin ? 'sw-template sw-chosen' : 'sw-template'}>
          <input type="radio" name={`${id}-template`} checked={entry === begin} onChange={() => setBegin(entry)} />
          <span>
            <strong>{say(WORDS[entry][0])}</strong>
            <span className="sw-small sw-subtle">{say(WORDS[entry][1])}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
  const templateForm = (
    <form
      className="sw-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !asking && begin !== 'cluster') void make(begin);
      }}
    >
      <p>{say('newSite.lead')}</p>
      <TextField label={say('newSite.name')} value={name} onChange={setName} maxLength={80} />
      <TextField
        label={say('newSite.folder')}
        help={say('newSite.folderHelp')}
        value={folderName}
        onChange={setFolder}
        isWrong={folderName !== '' && !SITE_FOLDER_NAME.test(folderName)}
        mono
      />
      <div className="sw-two-fields">
        <TextField
          label={say('newSite.address')}
          help={say('newSite.addressHelp')}
          value={firstAddress}
          onChange={setFirstAddress}
          isWrong={!ADDRESS.test(firstAddress.trim())}
          mono
        />
        <div className="sw-field">
          <label htmlFor={`${id}-pve`}>{say('newSite.pve')}</label>
          <select
            id={`${id}-pve`}
            className="sw-input"
            value={pve}
            onChange={(event) => setPve(PVE_VERSIONS.find((entry) => entry === event.target.value) ?? pve)}
          >
            {PVE_VERSIONS.map((version) => (
              <option key={version}>{version}</option>
            ))}
          </select>
        </div>
      </div>
      <PlaceField
        label={say('newSite.place')}
        help={say('newSite.placeHelp')}
        kind="folder"
        value={place}
        onChange={setPlace}
      />
      <DiagnosticList diagnostics={failure} />
      <div className="sw-dialog-buttons">
        <Button variant="link" onClick={onClose}>
          {say('ui.cancel')}
        </Button>
        <Button type="submit" variant="primary" isDisabled={!isReady || asking}>
          {say('newSite.make')}
        </Button>
      </div>
    </form>
  );
  return (
    <Dialog title={say('newSite.title')} onClose={onClose}>
      {!isBegun && <div className="sw-stack sw-beginning">{choice}</div>}
      {begin === 'cluster' ? <ClusterForm onBegun={setBegun} onClose={onClose} /> : templateForm}
    </Dialog>
  );
}
