import type { Command } from 'commander';
import { type CompletedCommand, type CompletedOption, completedCommands } from './completed-commands.ts';
import type { Shell } from './shells.ts';

/** `sluice completion SHELL`: a script, made of the commands that there are; it starts nothing when a key is pressed. */
export function completion(program: Command, shell: Shell): void {
  const commands = completedCommands(program);
  process.stdout.write(shell === 'bash' ? bashScript(commands) : zshScript(commands));
}

function bashScript(commands: readonly CompletedCommand[]): string {
  const value = ({ value, choices }: CompletedOption): string =>
    value === 'file' ? 'files=1' : `words=${quoted(choices.join(' '))}`;
  const words = ({ words, options, takesFile }: CompletedCommand): string =>
    `words=${quoted([...words, ...options].map(({ name }) => name).join(' '))}${takesFile ? ' files=1' : ''}`;
  return `# completion of sluice in bash
_sluice() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" place='' words='' files='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$place \${COMP_WORDS[i]}" in
      ${placesOf(commands)}) place="$place \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$place $previous" in
${valuesOf(commands, value)}
    *)
      case "$place" in
${wordsOf(commands, words)}
      esac
      if [[ $current == -* ]]; then files=''; fi
      ;;
  esac
  if [[ -n $files ]]; then words="$(compgen -f -- "$current")"; fi
  local IFS=$' \\n'
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o filenames -F _sluice sluice
`;
}

function zshScript(commands: readonly CompletedCommand[]): string {
  const value = ({ value, choices }: CompletedOption): string =>
    value === 'file' ? '_files; return' : `compadd -- ${choices.map(quoted).join(' ')}; return`;
  const words = ({ words, options, takesFile }: CompletedCommand): string => {
    const described = [...words, ...options].map(({ name, description }) => quoted(`${name}:${description}`));
    return `${takesFile ? 'files=1 ' : ''}offered=(${described.join(' ')})`;
  };
  return `#compdef sluice
_sluice() {
  local place='' files='' i
  local -a offered
  for ((i = 2; i < CURRENT; i++)); do
    case "$place \${words[i]}" in
      ${placesOf(commands)}) place="$place \${words[i]}" ;;
    esac
  done
  case "$place \${words[CURRENT - 1]}" in
${valuesOf(commands, value)}
  esac
  case "$place" in
${wordsOf(commands, words)}
  esac
  if [[ -n $files && \${words[CURRENT]} != -* ]]; then _files; else _describe sluice offered; fi
}
if [[ \${funcstack[1]} == _sluice ]]; then _sluice; else compdef _sluice sluice; fi
`;
}

/** Every command that is in another: what a word may lead to. */
function placesOf(commands: readonly CompletedCommand[]): string {
  return commands.flatMap(({ place }) => (place === '' ? [] : [quoted(place)])).join(' | ');
}

/** A branch for each option that has a value. */
function valuesOf(commands: readonly CompletedCommand[], body: (option: CompletedOption) => string): string {
  return commands
    .flatMap(({ place, options }) =>
      options.flatMap((option) =>
        option.value === 'none' ? [] : [`    ${quoted(`${place} ${option.name}`)}) ${body(option)} ;;`],
      ),
    )
    .join('\n');
}

/** A branch for each command. */
function wordsOf(commands: readonly CompletedCommand[], body: (command: CompletedCommand) => string): string {
  return commands.map((command) => `        ${quoted(command.place)}) ${body(command)} ;;`).join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
