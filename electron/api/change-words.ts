import type { Change } from './plan.ts';
import type { Language } from './text.ts';

/**
 * What a step changes is written once, in the field's words, and goes so into the journal and the plan's fingerprint. Here it is said
 * in Spanish where a person reads it: whole phrases only, names and values as they are. A phrase that is not known stays as it was
 * written, so that nothing is ever said wrong.
 */
type Phrase = readonly [RegExp, string];

/** Of what differs. */
const THINGS: readonly Phrase[] = [
  [/^cluster$/, 'clúster'],
  [/^cluster (\S+)$/, 'clúster $1'],
  [/^votes$/, 'votos'],
  [/^user$/, 'usuario'],
  [/^network$/, 'red'],
  [/^migration$/, 'migración'],
  [/^time zone$/, 'zona horaria'],
  [/^time source$/, 'fuente de hora'],
  [/^public time sources$/, 'fuentes de hora públicas'],
  [/^keys held for the join$/, 'claves guardadas para la unión'],
  [/^rights on (\S+)$/, 'permisos en $1'],
  [/^link (\d)$/, 'enlace $1'],
  [/^(\S+) \(link (\d)\)$/, '$1 (enlace $2)'],
  [/^priority of link (\d)$/, 'prioridad del enlace $1'],
  [/^ssh to (\S+)$/, 'ssh a $1'],
  [/^member (\S+)$/, 'miembro $1'],
  [/^witness (\S+)$/, 'testigo $1'],
  [/^vote of (\S+)$/, 'voto de $1'],
  [/^join of (\S+)$/, 'unión de $1'],
  [/^storage (\S+)$/, 'almacenamiento $1'],
  [/^volume group (\S+)$/, 'grupo de volúmenes $1'],
  [/^content of (\S+)$/, 'contenido de $1'],
  [/^nodes of (\S+)$/, 'nodos de $1'],
  [/^password of (\S+)$/, 'contraseña de $1'],
  [/^address of (\S+)$/, 'dirección de $1'],
  [/^disk of (\S+)$/, 'disco de $1'],
  [/^mode of (\S+)$/, 'modo de $1'],
  [/^certificate of (\S+)$/, 'certificado de $1'],
  [/^host key of (\S+)$/, 'clave de equipo de $1'],
  [/^role (\S+)$/, 'rol $1'],
  [/^template (\d+)$/, 'plantilla $1'],
  [/^machine (\d+)$/, 'máquina $1'],
  [/^(\S+): cores, memory, disk$/, '$1: núcleos, memoria, disco'],
  [/^(\S+): address$/, '$1: dirección'],
  [/^(\S+): nodes$/, '$1: nodos'],
  [/^replication (\S+)$/, 'replicación $1'],
  [/^backup (\S+)$/, 'copia $1'],
  [/^package (\S+)$/, 'paquete $1'],
  [/^image (\S+)$/, 'imagen $1'],
  [/^port (\d+)$/, 'puerto $1'],
];

/** Of what it is or becomes. */
const VALUES: readonly Phrase[] = [
  [/^running$/, 'en marcha'],
  [/^stopped$/, 'sin marcha'],
  [/^started$/, 'iniciado'],
  [/^enabled$/, 'habilitado'],
  [/^disabled$/, 'deshabilitado'],
  [/^not active$/, 'inactivo'],
  [/^removed$/, 'quitado'],
  [/^unknown$/, 'desconocido'],
  [/^never$/, 'nunca'],
  [/^on$/, 'activo'],
  [/^off$/, 'inactivo'],
  [/^enterprise on$/, 'enterprise activo'],
  [/^confirmed$/, 'confirmado'],
  [/^not confirmed$/, 'sin confirmar'],
  [/^broken off$/, 'interrumpido'],
  [/^made again$/, 'hecho de nuevo'],
  [/^done$/, 'hecho'],
  [/^installed$/, 'instalado'],
  [/^installed and running$/, 'instalado y en marcha'],
  [/^of the site$/, 'del sitio'],
  [/^of the vault$/, 'de la caja fuerte'],
  [/^other content$/, 'otro contenido'],
  [/^another authority$/, 'otra autoridad'],
  [/^own clock$/, 'reloj propio'],
  [/^blank disk$/, 'disco vacío'],
  [/^key authorised$/, 'clave autorizada'],
  [/^host key pinned$/, 'clave del equipo fijada'],
  [/^vendor data of the site$/, 'datos de arranque del sitio'],
  [/^asked for its health$/, 'se le pregunta por su estado'],
  [/^measured to (.+)$/, 'medida hacia $1'],
  [/^member (\S+)$/, 'miembro $1'],
  [/^marked (\S+)$/, 'marcado $1'],
  [/^(\d+) names$/, '$1 nombres'],
  [/^(\d+) packages$/, '$1 paquetes'],
  [/^(\d+) \(witness (\S+)\)$/, '$1 (testigo $2)'],
  [/^for (\S+:\d+)$/, 'para $1'],
  [/^leads to port (\d+)$/, 'lleva al puerto $1'],
  [/^(\S+) of the bundle$/, '$1 del paquete'],
  [/^(\S+-template) from (\S+)$/, '$1 a partir de $2'],
  [/^(\S+), full clone of (\d+) on (\S+)$/, '$1, clon completo de $2 en $3'],
  [/^(\S+), made and pinned$/, '$1, hecha y fijada'],
  [/^HA resource, started$/, 'recurso de HA, iniciado'],
  [/^(\S+) to (\S+), (\*\/\d+)$/, '$1 a $2, $3'],
];

/** A change as a person reads it. */
export function changeInWords(change: Change, language: Language): Change {
  if (language === 'en') return change;
  const { what, before, after } = change;
  // What is or is not running has a name of its own, and a service may be called `user`.
  const isNamed = !what.includes(' ') && [before, after].some((value) => value === 'running' || value === 'removed');
  return {
    what: isNamed ? what : said(what, THINGS),
    ...(before === undefined ? {} : { before: said(before, VALUES) }),
    after: said(after, VALUES),
  };
}

function said(text: string, phrases: readonly Phrase[]): string {
  const known = phrases.find(([pattern]) => pattern.test(text));
  return known ? text.replace(known[0], known[1]) : text;
}
