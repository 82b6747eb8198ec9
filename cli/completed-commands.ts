import type { Command, Option } from 'commander';

/** What can be typed behind a command's name. */
export interface CompletedCommand {
  /** Its name with those of the commands it is in, a space before each; of the program itself nothing. */
  readonly place: string;
  /** Commands in it, and what its argument may be. */
  readonly words: readonly Described[];
  readonly options: readonly CompletedOption[];
  /** Its argument is a file. */
  readonly takesFile: boolean;
}

interface Described {
  readonly name: string;
  readonly description: string;
}

export interface CompletedOption extends Described {
  /** What comes behind it: nothing, one of the choices, a file, or what nobody can guess. */
  readonly value: 'none' | 'choice' | 'file' | 'other';
  readonly choices: readonly string[];
}

/** A command and all in it, as help shows them. */
export function completedCommands(command: Command, place = ''): CompletedCommand[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const choices = command.registeredArguments.flatMap(({ argChoices = [], description }) =>
    argChoices.map((name) => ({ name, description })),
  );
  const options = help.visibleOptions(command).map((option) => ({
    name: option.long ?? (option.short as string),
    description: option.description,
    value: valueKind(option),
    choices: option.argChoices ?? [],
  }));
  const words = [...commands.map((one) => ({ name: one.name(), description: one.description() })), ...choices];
  const takesFile = command.registeredArguments.some((argument) => argument.name() === 'file');
  const inner = command.commands.flatMap((one) => completedCommands(one, `${place} ${one.name()}`));
  return [{ place, words, options, takesFile }, ...inner];
}

function valueKind({ flags, required, optional, argChoices }: Option): CompletedOption['value'] {
  if (!required && !optional) return 'none';
  return argChoices !== undefined ? 'choice' : flags.endsWith('<file>') ? 'file' : 'other';
}
