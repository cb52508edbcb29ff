import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeInWords } from '../../../../electron/api/change-words.ts';

describe('what a step changes, in Spanish', () => {
  it.each([
    [
      ['public time sources', 'on', 'off'],
      ['fuentes de hora públicas', 'activo', 'inactivo'],
    ],
    [
      ['vm-dashboard', 'stopped', 'running'],
      ['vm-dashboard', 'sin marcha', 'en marcha'],
    ],
    [
      ['cluster municipal', undefined, 'member pve-node2'],
      ['clúster municipal', undefined, 'miembro pve-node2'],
    ],
    [
      ['enp2s0f0 (link 0)', undefined, '10.10.10.11/24'],
      ['enp2s0f0 (enlace 0)', undefined, '10.10.10.11/24'],
    ],
    [
      ['votes', '2', '3 (witness witness)'],
      ['votos', '2', '3 (testigo witness)'],
    ],
    [
      ['machine 100', undefined, 'vm-dashboard, full clone of 9000 on pve-node1'],
      ['máquina 100', undefined, 'vm-dashboard, clon completo de 9000 en pve-node1'],
    ],
    [
      ['10.10.10.0/24', undefined, 'measured to a, b'],
      ['10.10.10.0/24', undefined, 'medida hacia a, b'],
    ],
    [
      ['user', undefined, 'x@pve'],
      ['usuario', undefined, 'x@pve'],
    ],
    // a service of that name
    [
      ['user', undefined, 'running'],
      ['user', undefined, 'en marcha'],
    ],
    [
      ['something new', undefined, 'of a kind'],
      ['something new', undefined, 'of a kind'],
    ],
  ] as const)('%j', ([what, before, after], [what_, before_, after_]) => {
    const spanish = { what: what_, ...(before_ === undefined ? {} : { before: before_ }), after: after_ };
    expect(changeInWords({ what, ...(before === undefined ? {} : { before }), after }, 'es')).toEqual(spanish);
  });

  it('in English stays as it was written', () => {
    const text = fc.constantFrom('cluster', 'running', 'off', 'link 0');
    fc.assert(
      fc.property(text, text, (what, after) => {
        expect(changeInWords({ what, after }, 'en')).toEqual({ what, after });
      }),
    );
  });
});
