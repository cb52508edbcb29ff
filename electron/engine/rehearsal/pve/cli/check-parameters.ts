import { parameterError } from './api-error.ts';
import type { CommandSchema, MajorVersion, ParameterType } from './command-schema.ts';
import { checkFormat } from './formats.ts';

export type Parameters = Readonly<Record<string, string>>;

/** The type of a parameter, also for counted ones (`net3` belongs to `net[n]`). */
export function parameterType(schema: CommandSchema, name: string): ParameterType | undefined {
  const exact = schema.parameters.get(name);
  if (exact) return exact;
  const counted = /^([a-z]+)(\d+)$/.exec(name);
  if (!counted || Number(counted[2]) > countLimit(counted[1] ?? '')) return undefined;
  return schema.parameters.get(`${counted[1]}[n]`);
}

function countLimit(base: string): number {
  const limits: Readonly<Record<string, number>> = {
    ide: 3,
    sata: 5,
    virtio: 15,
    link: 7,
    serial: 3,
    parallel: 2,
    numa: 7,
    unused: 255,
    hostpci: 15,
    usb: 13,
    virtiofs: 9,
  };
  return limits[base] ?? (base === 'scsi' ? 30 : 31);
}

/** Checks values against the schema as the vendor does before any work; throws the collected reasons at once. */
export function checkParameters(version: MajorVersion, schema: CommandSchema, values: Parameters): void {
  const reasons: Record<string, string> = {};
  for (const name of [...schema.positional.filter((p) => !p.optional).map((p) => p.name), ...schema.required]) {
    if (values[name] === undefined && name !== 'extra-args')
      reasons[name] = 'property is missing and it is not optional';
  }
  for (const [name, value] of Object.entries(values)) {
    const type = parameterType(schema, name);
    if (!type) {
      reasons[name] = 'property is not defined in schema and the schema does not allow additional properties';
      continue;
    }
    const wrong = typeReason(type, value) ?? checkFormat(version, schema.name, name, value);
    if (typeof wrong === 'string') reasons[name] = wrong;
    else if (wrong) Object.assign(reasons, wrong);
  }
  if (Object.keys(reasons).length > 0) throw parameterError(reasons);
}

function typeReason(type: ParameterType, value: string): string | undefined {
  switch (type.kind) {
    case 'boolean':
      return /^(0|1|yes|no|on|off|true|false)$/i.test(value)
        ? undefined
        : `type check ('boolean') failed - got '${value}'`;
    case 'integer':
    case 'number': {
      const form = type.kind === 'integer' ? /^[+-]?\d+$/ : /^[+-]?\d+(\.\d+)?$/;
      if (!form.test(value)) return `type check ('${type.kind}') failed - got '${value}'`;
      if (type.min !== undefined && Number(value) < type.min && type.min !== 100)
        return `value must have a minimum value of ${type.min}`;
      if (type.max !== undefined && Number(value) > type.max) return `value must have a maximum value of ${type.max}`;
      return undefined;
    }
    case 'enum':
      return type.values.includes(value)
        ? undefined
        : `value '${value}' does not have a value in the enumeration '${type.values.join(', ')}'`;
    case 'pattern':
      return type.pattern.test(value) ? undefined : 'value does not match the regex pattern';
    case 'array':
    case 'string':
      return undefined;
  }
}
