import type { Argument, Command, Option } from 'commander';

/** A shell that completion can be written for. */
export type Shell = 'bash' | 'zsh' | 'fish';

/** The script that makes a shell complete the command: its commands, their options, and the values that these know. */
export function completionScript(program: Command, shell: Shell): string {
  const commands = visibleCommands(program);
  if (shell === 'bash') return bashScript(program.name(), commands);
  return shell === 'zsh' ? zshScript(program.name(), commands) : fishScript(program.name(), commands);
}

/** Commands that help shows, `help` included. */
const visibleCommands = (program: Command): Command[] => program.createHelp().visibleCommands(program);

/** Options of a command and of the commands below it, each once. */
function optionsOf(command: Command): Option[] {
  const all = [command, ...command.commands].flatMap((each) => each.createHelp().visibleOptions(each));
  return [...new Map(all.map((option) => [option.long ?? option.short, option])).values()];
}

/** What can stand after a command, where that is known: the commands below it, or values of its arguments. */
const wordsOf = (command: Command): string[] => [
  ...command.commands.map((below) => below.name()),
  ...command.registeredArguments.flatMap(choicesOf),
];

const flagsOf = ({ short, long }: Option): string[] => [short, long].filter((flag) => flag !== undefined);

const takesValue = ({ required, optional }: Option): boolean => required || optional;

/** Whether what stands after an option, or as an argument, is a path. */
const isPath = (name: string): boolean => /^(file|dir|path|feed|data|root)$/.test(name);

/** Values that an argument, or an option, is restricted to. */
const choicesOf = ({ argChoices }: Option | Argument): string[] => argChoices ?? [];

function bashScript(name: string, commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const options = optionsOf(command);
    const words = options.flatMap(flagsOf).join(' ');
    const values = options.filter((option) => choicesOf(option).length > 0 || takesValue(option));
    const inner = values.map((option) => {
      const choices = choicesOf(option);
      const reply =
        choices.length > 0
          ? `mapfile -t COMPREPLY < <(compgen -W '${choices.join(' ')}' -- "$word")`
          : 'compopt -o default; COMPREPLY=()';
      return `        ${flagsOf(option).join('|')}) ${reply}; return ;;`;
    });
    const own = wordsOf(command).join(' ');
    return [
      `    ${command.name()})`,
      '      case "$before" in',
      ...inner,
      '      esac',
      `      words='${words}'; own='${own}' ;;`,
    ].join('\n');
  });
  return `# bash completion of ${name}; load it with: source <(${name} completion bash)
_${name}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words='' own=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W '${commands.map((command) => command.name()).join(' ')} --help --version' -- "$word")
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [[ "$word" == -* ]]; then mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  elif [ -n "$own" ]; then mapfile -t COMPREPLY < <(compgen -W "$own" -- "$word")
  else compopt -o default; COMPREPLY=()
  fi
}
complete -F _${name} ${name}
`;
}

/** Text inside single quotes of zsh and fish. */
const quoted = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll("'", "'\\''");

/** Text inside a description of zsh's \`_arguments\`, where brackets and colons mean something. */
const described = (text: string): string => quoted(text).replace(/[[\]:]/g, '\\$&');

function zshScript(name: string, commands: readonly Command[]): string {
  const list = commands.map(
    (command) => `    '${described(command.name())}:${quoted(command.summary() || command.description())}'`,
  );
  const cases = commands.map((command) => {
    const specs = optionsOf(command).flatMap((option) =>
      flagsOf(option).map((flag) => {
        const spec = `${flag}[${described(option.description)}]`;
        return `'${takesValue(option) ? `${spec}:${option.attributeName()}:${zshValues(option)}` : spec}'`;
      }),
    );
    const choices = wordsOf(command);
    const rest = choices.length > 0 ? `'*: :(${choices.join(' ')})'` : "'*: :_files'";
    return `    ${command.name()}) _arguments ${[...specs, rest].join(' \\\n      ')} ;;`;
  });
  return `#compdef ${name}
# zsh completion of ${name}; load it with: source <(${name} completion zsh)
_${name}() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local chosen=$words[2]
  shift words
  (( CURRENT-- ))
  case $chosen in
${cases.join('\n')}
  esac
}
# As a file of $fpath this is the function's body at its first call; sourced, it only announces the function.
if [[ "\${funcstack[1]}" == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function zshValues(option: Option): string {
  const choices = choicesOf(option);
  if (choices.length > 0) return `(${choices.join(' ')})`;
  return isPath(option.attributeName()) ? '_files' : ' ';
}

function fishScript(name: string, commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => {
    const words = quoted(command.summary() || command.description());
    const after = `-n '__fish_seen_subcommand_from ${command.name()}'`;
    return [
      `complete -c ${name} -f -n __fish_use_subcommand -a ${command.name()} -d '${words}'`,
      ...optionsOf(command).map((option) => {
        const flags = [
          option.short && `-s ${option.short.slice(1)}`,
          option.long && `-l ${option.long.slice(2)}`,
        ].filter(Boolean);
        const choices = choicesOf(option);
        const values = choices.length > 0 ? ` -x -a '${choices.join(' ')}'` : takesValue(option) ? ' -r' : '';
        return `complete -c ${name} ${after} ${flags.join(' ')}${values} -d '${quoted(option.description)}'`;
      }),
      ...(wordsOf(command).length > 0
        ? [`complete -c ${name} -f ${after} -a '${wordsOf(command).join(' ')}'`]
        : []),
    ];
  });
  return `# fish completion of ${name}; load it with: ${name} completion fish | source\n${lines.join('\n')}\n`;
}
