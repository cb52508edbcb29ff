import { Fragment, type ReactNode } from 'react';
import type { Site } from '../../../electron/api/site.ts';
import { diskSerials } from '../../../electron/api/site-storage.ts';
import { useSpeech } from '../../text/text.ts';
import { Panel } from '../../ui/panel.tsx';

/** Networks, storages, machines and applications as they are planned: what was typed, and nothing else. */
export function SiteFacts({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const { management, links, ntpServers, laptop, domain } = site.network;
  const host = (name: string) => site.hosts.find((entry) => entry.name === name);
  return (
    <>
      <Panel title={say('nav.network')}>
        <Facts
          rows={[
            [say('network.managementNetwork'), management.cidr],
            [say('network.gateway'), management.gateway],
            [say('network.dns'), management.dns.join(', ')],
            [say('network.domain'), domain],
            [say('network.ntp'), ntpServers.length > 0 ? ntpServers.join(', ') : say('review.firstNode')],
            ...links.map(({ id, cidr, purpose }) => [say('network.link', { id }), join(cidr, purpose)] as const),
            ...(laptop ? [[say('network.laptopAddress'), laptop.address] as const] : []),
          ]}
        />
      </Panel>
      <Panel title={say('nav.storage')}>
        <Facts
          rows={[
            ...(site.cluster
              ? [
                  [say('review.cluster'), site.cluster.name] as const,
                  [
                    say('storage.witness'),
                    site.cluster.witness === undefined
                      ? say('review.noWitness')
                      : join(site.cluster.witness, host(site.cluster.witness)?.address),
                  ] as const,
                ]
              : []),
            ...site.storages.map(
              (storage) =>
                [
                  storage.id,
                  join(
                    storage.type,
                    ...site.hosts.flatMap(({ name }) => {
                      const serials = diskSerials(storage, name);
                      return serials.length > 0 ? [`${name}: ${serials.join(' ')}`] : [];
                    }),
                  ),
                ] as const,
            ),
          ]}
        />
      </Panel>
      {site.machines.length + site.stacks.length > 0 && (
        <Panel title={say('nav.machines')}>
          <Facts
            rows={[
              ...site.machines.map(
                (machine) =>
                  [
                    `${machine.name} (${machine.id})`,
                    join(
                      say('review.resources', {
                        cores: machine.cores,
                        memory: machine.memoryMib,
                        disk: machine.diskGib,
                        node: machine.node,
                      }),
                      machine.replication &&
                        say('review.copied', {
                          to: machine.replication.to.join(', '),
                          minutes: machine.replication.everyMinutes,
                        }),
                      machine.ha?.enabled ? 'HA' : undefined,
                    ),
                  ] as const,
              ),
              ...site.stacks.map(({ id, stack, on }) => [id, say('review.stackOn', { stack, on })] as const),
            ]}
          />
        </Panel>
      )}
    </>
  );
}

const join = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join('; ');

function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="sw-facts">
      {rows.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
