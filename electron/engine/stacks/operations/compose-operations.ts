import { type Command, change, read } from '../../shell/command.ts';
import { STAMP } from '../compose/compose-facts.ts';
import { COMPOSE_FILES, OVERRIDE_FILE } from '../compose/compose-words.ts';
import type { InstancePlace, StackBackup, StackRemoval, StackRestore } from '../stack.ts';

/** Of a stack that has a command `backup` among its files (`backup --look`, `backup FILE`). */
export function scriptBackup({ folder }: InstancePlace): StackBackup {
  return {
    look: read`${`${folder}/backup`} --look`,
    save: (target) => change`${`${folder}/backup`} ${target}`,
  };
}

/** Of a stack that has a command `restore` among its files (`restore [--leave-stopped] FILE`). */
export function scriptRestore({ folder }: InstancePlace): StackRestore {
  return {
    from: (source, { leaveStopped }) =>
      change`${`${folder}/restore`} ${leaveStopped ? ['--leave-stopped', source] : [source]}`,
  };
}

/**
 * Containers and networks of a compose project go, then the files that were placed, `.env` last: as long as that one is there, what
 * is left shows as ours. Compose finds what belongs to a project by its labels: it needs none of its files, of which a try that was
 * cut off may have left a few. Volumes hold the data, and so does whatever services wrote into the folder (`./data`): both stay
 * unless the data are to go. Without a project, which another instance has taken over, the files alone go.
 * @param isAllOurs nothing but what was placed can lie in the folder
 */
export function composeRemoval(
  { project, folder }: InstancePlace,
  { isAllOurs = false }: { readonly isAllOurs?: boolean } = {},
): StackRemoval {
  const down = (withData: boolean) =>
    change`cd / && docker compose --project-name ${project} down --remove-orphans ${withData ? ['--volumes'] : []} || exit 1`;
  const volumes =
    project === ''
      ? read`true`
      : read`docker volume ls --quiet --filter label=com.docker.compose.project=${project} || exit 1`;
  return {
    data: isAllOurs || folder === '' ? volumes : read`${volumes}\n${writtenBesides(folder)}`,
    take: ({ withData }) =>
      change`${project === '' ? change`true` : down(withData)}
${withData || isAllOurs ? takeFolder(folder) : takePlaced(folder)}`,
  };
}

function takeFolder(folder: string): Command<'change'> {
  return change`if [ -d ${folder} ]; then
  find ${folder} -mindepth 1 -maxdepth 1 ! -name .env -exec rm -rf {} + || exit 1
  rm -rf ${folder} || exit 1
fi`;
}

/**
 * The shell's `placed`: names that we placed, a line each. None leads out of the folder, whatever became of `.env` on the machine.
 * Those that lay there before (`.previous`) may have been left by a try that was cut off.
 */
function namesPlaced(): Command<'read'> {
  return read`placed=$(
  sed -n 's/^SITEWRIGHT_FILES=//p' .env .previous/.env 2>/dev/null | tr , '\\n' | grep -E '^[A-Za-z0-9_.@+/-]+$' | grep -vE '^/|(^|/)\\.\\.(/|$)'
  printf '%s\\n' ${[...COMPOSE_FILES, OVERRIDE_FILE, STAMP]}
)`;
}

/** An `.env` that names no files is of a stack whose folder is all ours. */
function takePlaced(folder: string): Command<'change'> {
  return change`if [ -d ${folder} ]; then
  cd ${folder} || exit 1
  if [ -e .env ] && ! grep -q '^SITEWRIGHT_FILES=' .env; then
    cd / && rm -rf ${folder} || exit 1
  else
    ${namesPlaced()}
    for name in $placed; do
      [ -d "$name" ] || rm -f -- "$name" || exit 1
    done
    for name in $placed; do
      case "$name" in */*) rmdir -p -- "\${name%/*}" 2>/dev/null ;; esac
    done
    rm -rf .previous || exit 1
    find . -mindepth 1 -maxdepth 1 -type d -empty -delete || exit 1
    rm -f .env || exit 1
    cd / && rmdir ${folder} 2>/dev/null
    true
  fi
fi`;
}

/** What lies in the folder and was not placed, by the name at its top. */
function writtenBesides(folder: string): Command<'read'> {
  return read`if [ -d ${folder} ]; then
  cd ${folder} || exit 1
  if [ ! -e .env ] || grep -q '^SITEWRIGHT_FILES=' .env; then
    ${namesPlaced()}
    set -- -e .env
    for name in $placed; do set -- "$@" -e "$name"; done
    find . -mindepth 1 ! -type d ! -path './.previous/*' | sed 's,^\\./,,' | grep -vxF "$@" | sed 's,/.*,,' | sort -u | while read -r name; do
      printf '%s/%s\\n' ${folder} "$name"
    done
  fi
fi`;
}
