import type { ImageInspection } from '../../api/image.ts';
import type { Language, Text } from '../../api/text.ts';

const WORDS = {
  kind: { en: 'kind', es: 'clase' },
  iso: { en: 'image or stick', es: 'imagen o memoria' },
  overlay: { en: 'overlay', es: 'overlay' },
  size: { en: 'size', es: 'tamaño' },
  volume: { en: 'volume id', es: 'id. de volumen' },
  product: { en: 'product', es: 'producto' },
  layout: { en: 'layout', es: 'disposición' },
  patching: { en: 'takes answers', es: 'admite respuestas' },
  node: { en: 'for node', es: 'para el nodo' },
  site: { en: 'of site', es: 'del sitio' },
  base: { en: 'base', es: 'base' },
  answerFrom: { en: 'answer', es: 'respuesta' },
  onIt: { en: 'on the medium itself, for {name}', es: 'en el propio medio, para {name}' },
  fromServer: { en: 'asked from {url}', es: 'se pide a {url}' },
  firstBoot: { en: 'at the first start', es: 'en el primer arranque' },
  file: { en: 'holds', es: 'contiene' },
  grown: { en: 'grown by the vendor’s tool', es: 'ampliada por la herramienta del fabricante' },
} satisfies Record<string, Text>;

/** What is known of an image as lines of a table, for a person. Secrets are in none of it. */
export function inspectionLines(seen: ImageInspection, language: Language): readonly (readonly [string, string])[] {
  const word = (key: keyof typeof WORDS) => WORDS[key][language];
  const number = (value: number) => value.toLocaleString(language);
  const lines: (readonly [string, string | undefined])[] = [
    [word('kind'), word(seen.kind)],
    [word('size'), `${number(seen.imageBytes ?? seen.sizeBytes)} B`],
    [word('volume'), seen.volumeId],
    [word('product'), [seen.product, seen.release].filter(Boolean).join(' ') || undefined],
    [word('layout'), seen.layout],
    [word('patching'), seen.patching && `${seen.patching.place}, ${seen.patching.roots}`],
    [word('grown'), seen.grownByVendorTool ? '✔' : undefined],
    [word('node'), seen.node],
    [word('site'), seen.siteId],
    [word('base'), seen.base && `${seen.base.volumeId} ${seen.base.sha256}`],
    [word('answerFrom'), answerFrom(seen, language)],
    [word('firstBoot'), seen.installs?.firstBootBytes ? `${number(seen.installs.firstBootBytes)} B` : undefined],
    ...seen.answers.map(
      ({ path, sizeBytes, sha256 }) => [word('file'), `${path}  ${number(sizeBytes)} B  ${sha256}`] as const,
    ),
  ];
  return lines.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}

function answerFrom({ installs }: ImageInspection, language: Language): string | undefined {
  if (!installs) return undefined;
  if (installs.url)
    return WORDS.fromServer[language].replace(
      '{url}',
      installs.url.replace(/^https?:\/\//, '').replace(/\/\*\*\*$/, ''),
    );
  return WORDS.onIt[language].replace('{name}', installs.fqdn ?? '?');
}
