import { catalogue } from '../catalogue.ts';

/** Registries of container images. */
export const registryDiagnostics = catalogue({
  'registry.login-refused': {
    severity: 'error',
    summary: {
      en: 'The registry {registry} does not accept the login for {repository}.',
      es: 'El registro {registry} no acepta la identificación para {repository}.',
    },
    hint: {
      en: 'Set the credentials of {registry}, or correct them.',
      es: 'Configure las credenciales de {registry} o corríjalas.',
    },
  },
  'registry.denied': {
    severity: 'error',
    summary: {
      en: 'The registry {registry} does not allow this for {repository} (HTTP {status}).',
      es: 'El registro {registry} no permite esto para {repository} (HTTP {status}).',
    },
    hint: {
      en: 'Check the name of the image. Let the account read (or write) {repository}.',
      es: 'Compruebe el nombre de la imagen. Permita que la cuenta lea (o escriba) {repository}.',
    },
  },
  'registry.login-unknown': {
    severity: 'error',
    summary: {
      en: 'The registry {registry} asks for a kind of login that is not known here: {scheme}.',
      es: 'El registro {registry} pide un tipo de identificación que aquí no se conoce: {scheme}.',
    },
    hint: {
      en: 'Use a registry with basic or token login, or a mirror of this one.',
      es: 'Use un registro con identificación básica o por token, o una réplica de este.',
    },
  },
  'registry.not-there': {
    severity: 'error',
    summary: {
      en: 'The registry {registry} has no {what}.',
      es: 'El registro {registry} no tiene {what}.',
    },
    hint: {
      en: 'Check the name and the tag of the image; look for it on the registry’s page.',
      es: 'Compruebe el nombre y la etiqueta de la imagen; búsquela en la página del registro.',
    },
  },
  'registry.answer-unexpected': {
    severity: 'error',
    summary: {
      en: 'The registry {registry} answers {what} in a way that is not understood: {why}.',
      es: 'El registro {registry} responde a {what} de un modo que no se entiende: {why}.',
    },
    hint: {
      en: 'Check that {registry} is a container registry (distribution API, v2) and that no proxy answers in its place.',
      es: 'Compruebe que {registry} es un registro de contenedores (API de distribución, v2) y que ningún proxy responde en su lugar.',
    },
  },
  'registry.busy': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The registry {registry} cannot answer at the moment (HTTP {status}).',
      es: 'El registro {registry} no puede responder en este momento (HTTP {status}).',
    },
    hint: {
      en: 'Repeat later. Docker Hub limits downloads by the hour: credentials or a mirror raise the limit.',
      es: 'Repita más tarde. Docker Hub limita las descargas por hora: las credenciales o una réplica amplían el límite.',
    },
  },
  'registry.push-refused': {
    severity: 'error',
    summary: {
      en: 'The registry {registry} does not take {what} (HTTP {status}).',
      es: 'El registro {registry} no acepta {what} (HTTP {status}).',
    },
    hint: {
      en: 'See what the registry says below; check the free space of its disk.',
      es: 'Vea abajo lo que dice el registro; compruebe el espacio libre de su disco.',
    },
  },
});
