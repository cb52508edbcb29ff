import { Button } from '@patternfly/react-core';
import { PlusIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import type { SiteListEntry } from '../../electron/api/sites.ts';
import { useSpeech } from '../text/text.ts';
import { CompareSitesDialog } from './compare-sites-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { NewSiteDialog } from './new-site-dialog.tsx';
import { OpenSite } from './open-site.tsx';

/** Ways to a site that is not on the list yet, and two beside each other. */
export function SitesActions({ list }: { readonly list: readonly SiteListEntry[] }) {
  const { say } = useSpeech();
  const [open, setOpen] = useState<'new' | 'import' | 'compare'>();
  const close = () => setOpen(undefined);
  const readable = list.filter(({ state }) => state !== 'broken');
  return (
    <div className="sw-buttons sw-sites-actions">
      <Button variant="link" onClick={() => setOpen('compare')} isDisabled={readable.length < 2}>
        {say('carry.compare')}
      </Button>
      <Button variant="link" onClick={() => setOpen('import')}>
        {say('carry.import')}
      </Button>
      <OpenSite />
      <Button variant="secondary" icon={<PlusIcon />} onClick={() => setOpen('new')}>
        {say('newSite.open')}
      </Button>
      {open === 'new' && <NewSiteDialog onClose={close} />}
      {open === 'import' && <ImportDialog onClose={close} />}
      {open === 'compare' && <CompareSitesDialog entries={readable} onClose={close} />}
    </div>
  );
}
