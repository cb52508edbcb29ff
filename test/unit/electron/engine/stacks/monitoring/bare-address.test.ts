import { describe, expect, it } from 'vitest';
import {
  type BarePort,
  bareAddress,
  barePortFact,
} from '../../../../../../electron/engine/stacks/monitoring/bare-address.ts';
import { bare } from '../../../../../steps/stacks.support.ts';
import { viewOf } from '../../../../../steps/support/step-bench.ts';
import { site } from '../../../../../steps/support/two-node.ts';
import { stackInstance as first } from './rehearsed-project.ts';

describe('who has port 80 of a host', () => {
  it.each([
    ['front 0.0.0.0:80-81->80-81/tcp, :::80-81->80-81/tcp', 'front'],
    ['front 0.0.0.0:79-80->79-80/tcp', 'front'],
    ['front [::]:80->8080/tcp', 'front'],
    ['front 0.0.0.0:443->8443/tcp, 127.0.0.1:80->8080/tcp', 'front'],
    ['front 0.0.0.0:81-90->81-90/tcp', ''],
    ['front 0.0.0.0:8000-8080->8000-8080/tcp', ''],
    ['front 0.0.0.0:80->80/udp', ''],
    ['front 80/tcp', ''],
  ])('docker ps: %s', (line, container) => {
    const fact = barePortFact.parse({ code: 0, stdout: `${line}\n`, stderr: '' });
    expect(fact).toEqual({ known: true, value: { listens: false, container } });
  });
});

describe('of two dashboards on a machine', () => {
  const added = { ...first, id: 'added', options: { ...first.options, project: 'added', httpPort: 8001 } };
  const of = (barePort: BarePort, instance = first) => {
    const hosts = bare({ barePort });
    const view = viewOf(hosts);
    return bareAddress({ ...view, site: { ...site, stacks: [added, first] } }, instance, []);
  };

  it('the one that has the port keeps it, though the other one was added before it', () => {
    const has = { listens: true, container: 'municipal_project-web-1' };
    expect(of(has)).toEqual({ state: 'leads' });
    expect(of(has, added)).toEqual({ state: 'taken', by: 'municipal_project-web-1' });
  });

  it('the first of the file gets it while it is free', () => {
    const free = { listens: false, container: '' };
    expect(of(free, added)).toEqual({ state: 'leads' });
    expect(of(free)).toEqual({ state: 'taken', by: 'added' });
  });

  it('neither gets what a program has', () => {
    const taken = { listens: true, container: '' };
    expect([of(taken), of(taken, added)]).toEqual(Array(2).fill({ state: 'taken', by: undefined }));
  });

  it('another instance of the site that declares the port is named', () => {
    const held = { port: 80, protocol: 'tcp', address: '*', instanceId: 'shop' } as const;
    expect(bareAddress(viewOf(bare()), first, [held])).toEqual({ state: 'taken', by: 'shop' });
  });
});
