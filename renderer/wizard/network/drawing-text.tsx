import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';

/** What the drawing shows, as sentences: one network a line, with who is in it. */
export function DrawingText({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const { management, links, laptop } = site.network;
  const member = (name: string, address: string) => `${name} ${address}`;
  const inManagement = [
    member(say('network.gatewayBox'), management.gateway),
    ...(laptop ? [member(say('network.laptopBox'), laptop.address)] : []),
    ...site.hosts.map((host) => member(host.name, host.address)),
  ];
  return (
    <details className="sw-drawing-facts">
      <summary>{say('network.asText')}</summary>
      <ul>
        <li>
          {say('network.whoIsIn', {
            network: `${say('network.managementNetwork')} ${management.cidr}`,
            members: inManagement.join(', '),
          })}
        </li>
        {links.map((link) => (
          <li key={link.id}>
            {say('network.whoIsIn', {
              network: `${say('network.link', { id: link.id })} ${link.cidr}`,
              members: site.hosts
                .flatMap((host) => {
                  const address = host.links[String(link.id)];
                  return address === undefined ? [] : [member(host.name, address)];
                })
                .join(', '),
            })}
          </li>
        ))}
        {site.machines.map((machine) => (
          <li key={machine.id}>
            {say('network.machineIs', {
              machine: machine.name,
              address: machine.address,
              bridge: machine.bridge,
              node: machine.node,
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}
