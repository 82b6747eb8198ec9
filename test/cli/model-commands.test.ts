import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { instant, line } from '../../cli/arguments.ts';
import { definitionOf } from '../../cli/deployed-definitions.ts';
import { UsageError } from '../../cli/errors.ts';
import { createProgram, exitStatusOf } from '../../cli/program.ts';
import { definitionOf as aDefinition } from '../builders/definition.ts';

it('a model that is not known is a wrong call, which names the nearest', () => {
  const definitions = new Map(['clicks', 'churn'].map((model) => [model, aDefinition()]));
  const call = () => definitionOf('clcks', definitions, 'NAME');
  expect(call).toThrow(new UsageError('NAME: expected one of clicks, churn, got clcks; the nearest is clicks'));
});

describe('every command about models', () => {
  const models = createProgram().commands.find((command) => command.name() === 'models');
  const commands = models?.commands ?? [];

  it('is there', () => {
    expect(commands.map((command) => command.name()).sort()).toEqual(
      [
        'list',
        'show',
        'history',
        'diff',
        'rollback',
        'pin',
        'unpin',
        'promote',
        'drop',
        'pause',
        'resume',
        'restore',
        'reset',
      ].sort(),
    );
  });

  it.each(commands.map((command) => [command.name(), command] as const))(
    'has --stage and --json, and an example: %s',
    (name, command) => {
      const options = command.options.map(({ long }) => long);
      expect(options).toEqual(expect.arrayContaining(['--stage', '--json']));
      let help = '';
      command.configureOutput({
        writeOut: (text) => {
          help += text;
        },
      });
      command.outputHelp();
      expect(help).toContain(`For example:\n  sluice models ${name}`);
    },
  );

  it.each(
    commands
      .filter((command) => !['list', 'show', 'history', 'diff'].includes(command.name()))
      .map((command) => [command.name(), command] as const),
  )('that changes a model asks, and says who and why: %s', (_, command) => {
    expect(command.options.map(({ long }) => long)).toEqual(expect.arrayContaining(['--yes', '--actor', '--reason']));
  });

  it.each([
    [['models', 'rollback', 'clicks'], '--to'],
    [['models', 'pin', 'clicks', '--to', '0'], 'whole number'],
    [['models', 'pause', 'clicks', '--reason', 'two\nlines'], 'Expected one line of 1 to 200 characters'],
    [['models', 'history', 'clicks', '--at', 'yesterday'], 'Expected a time like 2026-11-24T10:00Z'],
  ])('is a wrong call without what it needs: %j', async (args, message) => {
    const program = createProgram();
    let said = '';
    const output = {
      writeErr: (text: string) => {
        said += text;
      },
    };
    const silence = (command: typeof program): void => {
      command.configureOutput(output).exitOverride();
      command.commands.forEach(silence as never);
    };
    silence(program);
    const error = await program.parseAsync(args, { from: 'user' }).catch((thrown) => thrown);
    expect(exitStatusOf(error)).toBe(2);
    expect(said).toContain(message);
  });
});

describe('an argument', () => {
  it('of a time has its zone', () => {
    expect(instant('2026-11-24T10:00Z')).toBe(Date.UTC(2026, 10, 24, 10));
    expect(instant('2026-11-24T11:00:30.5+01:00')).toBe(Date.UTC(2026, 10, 24, 10, 0, 30, 500));
    expect(instant('2026-11-24')).toBe(Date.UTC(2026, 10, 24));
    for (const text of ['2026-11-24T10:00', '2026-13-24T10:00Z', 'now', '']) {
      expect(() => instant(text)).toThrow(InvalidArgumentError);
    }
  });

  it('of one line has no control character, and a limit', () => {
    expect(line(10)('  late ones ')).toBe('late ones');
    for (const text of ['', ' ', 'a\nb', 'a\u001b[31mb', 'x'.repeat(11)])
      expect(() => line(10)(text)).toThrow(InvalidArgumentError);
  });
});
