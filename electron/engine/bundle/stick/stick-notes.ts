/** What somebody reads who only has the stick: how to mount it, how to start, and what to do where it does not start. */
export function stickNotes(siteName: string): Readonly<Record<'README.txt' | 'LEAME.txt', string>> {
  return {
    'README.txt': lines([
      `Sitewright deployment stick of the site ${siteName}.`,
      '',
      'On the first node, as root:',
      '  mkdir -p /mnt/usb_datos',
      '  mount /dev/sdX1 /mnt/usb_datos        (lsblk shows the name of the stick)',
      '  /mnt/usb_datos/sitewright plan        (only looks)',
      '  /mnt/usb_datos/sitewright apply',
      '',
      'The first start reads the whole stick before it does anything: some minutes with a slow stick.',
      'It asks for the passphrase of the site. It may be started again at any time; it goes on where it stopped.',
      '"Permission denied" when it is started: the stick is mounted noexec. Either',
      '  mount -o remount,exec /mnt/usb_datos',
      'or copy only the program, and leave the stick mounted:',
      '  cp /mnt/usb_datos/sitewright /root/ && /root/sitewright apply',
      '',
      'Afterwards the folder "site" holds the journal and new secrets (encrypted): copy it back to the laptop.',
      'Unmount before pulling: umount /mnt/usb_datos',
    ]),
    'LEAME.txt': lines([
      `Memoria de despliegue de Sitewright para el sitio ${siteName}.`,
      '',
      'En el primer nodo, como root:',
      '  mkdir -p /mnt/usb_datos',
      '  mount /dev/sdX1 /mnt/usb_datos        (lsblk muestra el nombre de la memoria)',
      '  /mnt/usb_datos/sitewright plan        (solo mira)',
      '  /mnt/usb_datos/sitewright apply',
      '',
      'El primer inicio lee toda la memoria antes de hacer nada: unos minutos con una memoria lenta.',
      'Pide la frase de paso del sitio. Se puede iniciar de nuevo en cualquier momento; continúa donde se detuvo.',
      '«Permiso denegado» al iniciarlo: la memoria está montada con noexec. O bien',
      '  mount -o remount,exec /mnt/usb_datos',
      'o copie solo el programa y deje la memoria montada:',
      '  cp /mnt/usb_datos/sitewright /root/ && /root/sitewright apply',
      '',
      'Al terminar, la carpeta «site» contiene el diario y los secretos nuevos (cifrados): cópiela al portátil.',
      'Desmonte antes de extraer: umount /mnt/usb_datos',
    ]),
  };
}

/** CR LF: the stick is also read on Windows. */
function lines(text: readonly string[]): string {
  return `${text.join('\r\n')}\r\n`;
}
