import { catalogue } from './catalogue.ts';

export const contractDiagnostics = catalogue({
  'contract.unknown-procedure': {
    severity: 'error',
    summary: { en: 'There is no procedure {path}.', es: 'No existe el procedimiento {path}.' },
    hint: {
      en: 'The page and the application are of different versions. Reload the page.',
      es: 'La página y la aplicación son de versiones distintas. Vuelva a cargar la página.',
    },
  },
  'contract.bad-input': {
    severity: 'error',
    summary: {
      en: 'The request {path} does not have the expected form.',
      es: 'La petición {path} no tiene la forma esperada.',
    },
    hint: {
      en: 'The fields named below are wrong; correct them and send the request again.',
      es: 'Los campos indicados abajo no son válidos; corríjalos y repita la petición.',
    },
  },
  'contract.not-allowed-here': {
    severity: 'error',
    summary: { en: '{path} is not allowed over {surface}.', es: '{path} no está permitido por {surface}.' },
    hint: {
      en: 'Use the application window or the command line on this laptop.',
      es: 'Use la ventana de la aplicación o la línea de comandos en este portátil.',
    },
  },
  'contract.internal': {
    severity: 'error',
    summary: {
      en: 'Sitewright made a mistake of its own in {path}.',
      es: 'Sitewright cometió un error propio en {path}.',
    },
    hint: {
      en: 'Nothing more was done. Run it again; if it returns, send the run folder to the makers.',
      es: 'No se hizo nada más. Repita la operación; si vuelve a ocurrir, envíe la carpeta de la ejecución a los autores.',
    },
  },
  'contract.unauthorised': {
    severity: 'error',
    summary: { en: 'The request carries no valid token.', es: 'La petición no lleva un testigo de acceso válido.' },
    hint: {
      en: 'Open the address that Sitewright printed, whole, with the part after #.',
      es: 'Abra la dirección que mostró Sitewright, completa, con la parte que sigue a #.',
    },
  },
  'contract.wrong-host': {
    severity: 'error',
    summary: {
      en: 'The request names the host {host}, which is not this server.',
      es: 'La petición nombra el equipo {host}, que no es este servidor.',
    },
    hint: {
      en: 'Open the address that Sitewright printed; other names for this laptop are refused.',
      es: 'Abra la dirección que mostró Sitewright; otros nombres de este portátil se rechazan.',
    },
  },
});
