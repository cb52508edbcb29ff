import type { Site } from '../../../../electron/api/site.ts';
import { useSpeech } from '../../../text/text.ts';
import type { PortRole } from './port-rows.ts';

/** What a port carries, chosen from what the site has. */
export function RoleSelect({
  site,
  label,
  value,
  onChange,
}: {
  readonly site: Site;
  readonly label: string;
  readonly value: PortRole;
  readonly onChange: (role: PortRole) => void;
}) {
  const { say } = useSpeech();
  const links = site.network.links.map(({ id }) => id);
  const numbers = typeof value === 'number' && !links.includes(value) ? [...links, value] : links;
  return (
    <select
      className="sw-input"
      aria-label={label}
      value={String(value)}
      onChange={({ target }) => {
        const chosen = target.value;
        onChange(chosen === 'management' || chosen === 'none' ? chosen : Number(chosen));
      }}
    >
      <option value="management">{say('ports.management')}</option>
      {numbers.map((id) => (
        <option key={id} value={id}>
          {say('network.link', { id })}
        </option>
      ))}
      <option value="none">{say('ports.none')}</option>
    </select>
  );
}
