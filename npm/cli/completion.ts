import type { Command, Option } from "commander";

/** Scripts that complete the words of a command line; they need not start the program. */
export const SHELLS: Readonly<Record<string, (program: Command) => string>> = {
  bash: bashScript,
  zsh: zshScript,
};

function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}

function flagsOf({ short, long }: Option): string[] {
  return [short, long].filter((flag) => flag !== undefined);
}

function choicesOf(command: Command): readonly string[] {
  return command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
}

/** In bash, nothing to offer means files. */
function bashScript(program: Command): string {
  const name = program.name();
  const commands = program.commands;
  const names = commands.map((command) => command.name());
  const values = commands.flatMap((command) =>
    optionsOf(command)
      .filter(({ required }) => required)
      .map((option) => {
        const cases = flagsOf(option).map((flag) => `'${command.name()} ${flag}'`);
        return `    ${cases.join(" | ")}) words='${(option.argChoices ?? []).join(" ")}' ;;`;
      }),
  );
  const flags = commands.map((command) => {
    const words = optionsOf(command).flatMap(flagsOf).join(" ");
    return `    '${command.name()} -') words='${words}' ;;`;
  });
  const others = commands
    .filter((command) => choicesOf(command).length > 0)
    .map((command) => `    '${command.name()} ') words='${choicesOf(command).join(" ")}' ;;`);
  return `# Completion of ${name} for bash: eval "$(${name} completion bash)"
_${name}() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  local dash='' words=''
  case $word in -*) dash=- ;; esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${names.join(" ")} help --help --version'
  else
    case "$command $previous" in
${values.join("\n")}
    *) case "$command $dash" in
    'help ') words='${names.join(" ")}' ;;
${[...flags, ...others].join("\n")}
    esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _${name} ${name}
`;
}

function zshScript(program: Command): string {
  const name = program.name();
  const commands = program.commands.map((command) => ({
    name: command.name(),
    about: quoted(`${command.name()}:${command.description()}`),
    lines: [...optionsOf(command).flatMap(zshOption), zshArguments(command)],
  }));
  return `#compdef ${name}
# Completion of ${name} for zsh: eval "$(${name} completion zsh)"
_${name}() {
  local -a commands=(
${commands.map(({ about }) => `    ${about}`).join("\n")}
    'help:print help for a command'
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${commands.map(({ name, lines }) => `  ${name}) _arguments -s \\\n${lines.map((line) => `    ${line}`).join(" \\\n")} ;;`).join("\n")}
  help) _describe command commands ;;
  esac
}
if [ "\${funcstack[1]}" = _${name} ]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function zshOption(option: Option): string[] {
  const { description, required, argChoices } = option;
  const about = description.replaceAll(/[[\]:]/g, "\\$&");
  const free = option.flags.endsWith("<file>") ? "_files" : " ";
  const value = argChoices === undefined ? free : `(${argChoices.join(" ")})`;
  const action = required ? `:value:${value}` : "";
  return flagsOf(option).map((flag) => quoted(`*${flag}[${about}]${action}`));
}

function zshArguments(command: Command): string {
  const choices = choicesOf(command);
  return quoted(choices.length > 0 ? `:word:(${choices.join(" ")})` : "*:file:_files");
}
