import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../cli/program.ts';

/** Every command that does something, by the words that call it. */
function commandsIn(command: Command, words: readonly string[] = []): (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[words.join(' '), command]];
  return command.commands.flatMap((inner) => commandsIn(inner, [...words, inner.name()]));
}

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

async function complaintOf(...args: string[]): Promise<string> {
  let said = '';
  const quiet = (command: Command): void => {
    command.configureOutput({ writeErr: (text) => (said += text), writeOut: () => {} });
    command.commands.forEach(quiet);
  };
  const program = createProgram();
  quiet(program);
  await expect(program.parseAsync(['node', 'sluice', ...args])).rejects.toThrow();
  return said;
}

const commands = commandsIn(createProgram());

describe.each(commands)('sluice %s', (name, command) => {
  it('says what it does', () => {
    expect(command.description()).not.toBe('');
    const silent = command.options.filter(({ description }) => description === '');
    expect(silent.map(({ flags }) => flags)).toEqual([]);
  });

  it('shows an example of itself', () => {
    expect(helpOf(command)).toMatch(new RegExp(`\\nFor example:\\n.*sluice ${name}`));
  });

  it('says which options must be given, and of no switch that it is off', () => {
    const mandatory = command.options.filter((option) => option.mandatory);
    expect(helpOf(command).match(/must\s+be\s+given/g) ?? []).toHaveLength(mandatory.length);
    expect(helpOf(command)).not.toMatch(/default:\s+false/);
  });

  it.skipIf(name === 'completion')('has --json', () => {
    expect(command.options.map(({ long }) => long)).toContain('--json');
  });
});

describe('what is misspelt', () => {
  it('is answered with the nearest command', async () => {
    expect(await complaintOf('exprt', 'clicks')).toContain('Did you mean export?');
    expect(await complaintOf('models', 'rest')).toContain('Did you mean reset?');
  });

  it('is answered with the nearest option', async () => {
    expect(await complaintOf('redrive', '--modle', 'clicks')).toContain('Did you mean --model?');
  });

  it('is answered with what an option may be', async () => {
    expect(await complaintOf('export', 'clicks', '--format', 'onx')).toContain(
      'Allowed choices are json, onnx, sklearn',
    );
  });
});

it('groups of commands are described too', () => {
  const groups = createProgram().commands.filter(({ commands }) => commands.length > 0);
  expect(groups.map((group) => [group.name(), group.description() !== ''])).toContainEqual(['models', true]);
  expect(groups.every((group) => group.description() !== '')).toBe(true);
});
