import { makeAnswer } from '../../../electron/engine/answers/make-answer.ts';
import { sha512Crypt } from '../../../electron/engine/answers/sha512-crypt.ts';

/** The answer of a node as Sitewright makes it, long lines included. */
export function exampleAnswer(node: string, hasFirstBoot = false): string {
  const { text, diagnostics } = makeAnswer({
    version: '9.1',
    siteName: 'Boot test',
    nodeName: node,
    global: {
      keyboard: 'es',
      country: 'ar',
      fqdn: `${node}.site.example`,
      mailto: 'ops@site.example',
      timezone: 'UTC',
      rootPasswordHash: sha512Crypt('correct horse', 'abcdefgh'),
    },
    network: {
      source: 'from-answer',
      cidr: '192.168.10.11/24',
      gateway: '192.168.10.1',
      dns: '192.168.10.1',
      filter: { ID_NET_NAME_MAC: '*b42e99acadb4' },
    },
    disks: { filesystem: 'ext4', selection: { by: 'list', disks: ['sda'] } },
    ...(hasFirstBoot ? { firstBoot: { source: 'from-iso', ordering: 'fully-up' } as const } : {}),
  });
  if (text === '') throw new Error(JSON.stringify(diagnostics));
  return text;
}
