import { isIP } from 'node:net';
import { isKnownPrivilege } from '../model/privileges.ts';
import { formatReason } from './api-error.ts';
import { calendarEventError } from './calendar-event.ts';
import type { MajorVersion } from './command-schema.ts';

/** Reason of a value that has a format, or reasons for several (nested) names; undefined where it is fine. */
export function checkFormat(
  version: MajorVersion,
  command: string,
  name: string,
  value: string,
): string | Readonly<Record<string, string>> | undefined {
  const tool = command.split(' ')[0] ?? '';
  switch (name) {
    case 'clustername':
      if (value.length > 15) return 'value may only be 15 characters long';
      return nodeName(value);
    case 'vmid':
    case 'newid':
      if (/[,;]/.test(value)) return undefined;
      return /^[1-9][0-9]{2,8}$/.test(value) ? undefined : formatReason('value does not look like a valid VM ID');
    case 'name':
      if (tool === 'qm') return dnsName(value);
      return tool === 'cluster' ? configId(value) : undefined;
    case 'node':
    case 'target':
      return tool === 'pvecm' || tool === 'qm' || tool === 'pvesr' || tool === 'ha-manager'
        ? nodeName(value)
        : undefined;
    case 'nodes':
      return tool === 'pvesm' ? listOf(value, nodeName) : undefined;
    case 'storage':
      if (tool === 'pvesm' || tool === 'qm') return storageId(value);
      return undefined;
    case 'path':
      if (tool !== 'pvesm') return undefined;
      return value.startsWith('/') ? undefined : formatReason('value does not look like a valid absolute path');
    case 'content':
      return tool === 'pvesm' ? contentTypes(value) : undefined;
    case 'address':
      return tool === 'pvecm' && isIP(value) === 0
        ? formatReason('value does not look like a valid IP address')
        : undefined;
    case 'memory':
      if (tool !== 'qm' || /^(current=)?\d+$/.test(value)) return undefined;
      return {
        memory: 'invalid format - format error',
        'memory.current': `type check ('integer') failed - got '${value}'\n`,
      };
    case 'userid':
      return userId(value);
    case 'password':
      return tool === 'pveum' && value.length < 8 ? 'value must be at least 8 characters long' : undefined;
    case 'roleid':
      return /^[A-Za-z0-9._-]+$/.test(value) ? undefined : formatReason(`invalid role name '${value}'`);
    case 'privs': {
      const unknown = value
        .split(/[,;\s]+/)
        .find((privilege) => privilege !== '' && !isKnownPrivilege(version, privilege));
      return unknown === undefined ? undefined : formatReason(`invalid privilege '${unknown}'`);
    }
    case 'id':
      if (tool === 'pvesr') {
        return /^[1-9][0-9]{2,8}-\d{1,9}$/.test(value)
          ? undefined
          : formatReason(`invalid replication job id '${value}'`);
      }
      return configId(value);
    case 'schedule': {
      const wrong = calendarEventError(value);
      return wrong === undefined ? undefined : formatReason(`invalid calendar event '${value}' - ${wrong}\n`);
    }
    case 'group':
      if (tool === 'ha-manager') return configId(value);
      return undefined;
    case 'rule':
      return tool === 'ha-manager' ? configId(value) : undefined;
    case 'tags':
      return undefined;
    default:
      if (/^link\d$/.test(name)) return linkAddress(name, value);
      return undefined;
  }
}

function nodeName(value: string): string | undefined {
  return /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(value)
    ? undefined
    : formatReason('value does not look like a valid node name');
}

function dnsName(value: string): string | undefined {
  return /^([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(value)
    ? undefined
    : formatReason('value does not look like a valid DNS name');
}

function storageId(value: string): string | undefined {
  return /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i.test(value)
    ? undefined
    : formatReason(`storage ID '${value}' contains illegal characters`);
}

function configId(value: string): string | undefined {
  return /^[a-z][a-z0-9_-]+$/i.test(value) ? undefined : formatReason(`invalid configuration ID '${value}'`);
}

function userId(value: string): string | undefined {
  const match = /^([^\s:/]+)@([A-Za-z][A-Za-z0-9.\-_]+)$/.exec(value);
  if (match) return undefined;
  if (value.length < 3) return formatReason(`user name '${value}' is too short`);
  return formatReason(`value '${value}' does not look like a valid user name`);
}

function contentTypes(value: string): string | undefined {
  const known = ['images', 'rootdir', 'vztmpl', 'iso', 'backup', 'snippets', 'import', 'none'];
  const wrong = value.split(/[,;\s]+/).find((type) => type !== '' && !known.includes(type));
  return wrong === undefined ? undefined : formatReason(`invalid content type '${wrong}'`);
}

function linkAddress(name: string, value: string): string | Readonly<Record<string, string>> | undefined {
  const first = value.split(',')[0] ?? '';
  const address = first.startsWith('address=') ? first.slice('address='.length) : first;
  if (isIP(address) !== 0 || /^[A-Za-z0-9.-]+$/.test(address)) return undefined;
  return { [name]: 'invalid format - format error', [`${name}.address`]: 'value does not look like a valid address\n' };
}

function listOf(value: string, check: (item: string) => string | undefined): string | undefined {
  for (const item of value.split(/[,;\s]+/)) {
    const wrong = item === '' ? undefined : check(item);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
