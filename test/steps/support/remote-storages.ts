import type { Site } from '../../../electron/api/site.ts';

/** Storages of another machine that ask for a password; each by the name of its kind. */
export const remoteStorages = {
  cifs: {
    type: 'cifs',
    id: 'office',
    server: '192.168.1.41',
    share: 'backup',
    username: 'pve',
    password: 'secret:office-share',
    content: ['backup'],
  },
  pbs: {
    type: 'pbs',
    id: 'pbs',
    server: '192.168.1.42',
    datastore: 'main',
    username: 'pve@pbs!node',
    password: 'secret:pbs-token',
    content: ['backup'],
  },
} as const satisfies Readonly<Record<string, Site['storages'][number]>>;
