import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { Profile } from "tidegate";
import { version } from "../package.json";
import { Failure, isTidegateError } from "./problem.js";
import { endWithReader, formatProblem } from "./terminal.js";

// Typed, not imported: help must not load the package.
const PROFILES = Object.keys({
  eventbridge: 0,
  pipes: 0,
  "custom-bus": 0,
  "custom-bus-metadata": 0,
  "custom-bus-system-metadata": 0,
  "sns-attributes": 0,
  "sns-body": 0,
  "event-ruler": 0,
} satisfies Record<Profile, 0>);

const NEEDS = ["ordering", "dedupe", "filtering", "serverless", "pub/sub", "p2p", "push", "pull"];

const ENVELOPES = ["eventbridge", "put-events", "sns", "sqs", "event-grid"];
const PROTOCOLS = ["http", "kafka", "amqp", "mqtt", "nats"];

const program = new Command("tidegate")
  .description(
    "Matches JSON events against rules in the language of Amazon EventBridge, says why one does not match, turns AWS events into CloudEvents and back, and validates both.",
  )
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print help")
  .helpCommand("help [command]", "print help for a command")
  .configureHelp({ sortOptions: false })
  .showHelpAfterError("Try --help.")
  .exitOverride();

/** Adds a command with a text below its options, and examples by what they show. */
function command(
  name: string,
  about: string,
  details: string,
  examples: Readonly<Record<string, string>>,
): Command {
  const lines = Object.entries(examples).map(([shows, line]) => `  # ${shows}\n  $ ${line}`);
  return program
    .command(name)
    .description(about)
    .addHelpText("after", `\n${details}\n\nExamples:\n${lines.join("\n")}`);
}

const collect = (value: string, all: readonly string[] = []) => [...all, value];

function parameter(text: string, all: ReadonlyMap<string, string> = new Map()) {
  const end = text.indexOf("=");
  if (end < 1) throw new InvalidArgumentError("It is NAME=VALUE.");
  return new Map([...all, [text.slice(0, end), text.slice(end + 1)]]);
}

function count(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It is a whole number from 1.");
}

const profile = () =>
  new Option("--profile <name>", "whose language the patterns are in").choices(PROFILES);

function takesRules(to: Command): Command {
  return to
    .option("-r, --rules <file>", "a file of rules, or a glob; may come several times", collect)
    .option("-p, --pattern <json>", "a pattern, as a rule of the name pattern")
    .addOption(profile())
    .option("--param <name=value>", "the value of a parameter of a template", parameter);
}

function takesEvents(to: Command): Command {
  return to
    .addArgument(new Argument("[file...]", "files of events, globs, or - for standard input"))
    .addOption(
      new Option("--input <kind>", "how events come; auto looks at the first line")
        .choices(["auto", "ndjson", "json"])
        .default("auto"),
    )
    .addOption(
      new Option("--max-event-bytes <n>", "the size of the largest event").argParser(count),
    );
}

function prints(to: Command): Command {
  return to
    .addOption(
      new Option("--format <kind>", "what to print; human on a terminal, json elsewhere").choices([
        "human",
        "json",
      ]),
    )
    .option("--json", "the same as --format json");
}

const RULES = `Rules are a map of names to patterns in JSON or YAML, a template of CloudFormation, SAM or CDK,
Terraform in JSON (also what terraform show -json prints), or what aws events list-rules prints.`;

const EVENTS = `Events are lines of JSON (NDJSON), JSON documents, or a list of events, also packed by gzip.`;

takesEvents(
  prints(
    takesRules(
      command(
        "match",
        "say which rules match which events",
        `${RULES}
${EVENTS}

Prints a line for each event: {"index":0,"matches":["name"]}, with "file" where there are several, or
{"index":3,"error":{…}} for what is no event. Exit code: 0 where an event matches, 1 where none does,
2 where an event could not be read.`,
        {
          "which rules match each event of a file":
            "tidegate match --rules rules.json events.ndjson",
          "only the events that match a rule of a template":
            "tidegate match -r template.yaml --matching trail.ndjson.gz",
          "whether any event matches a pattern": `tidegate match -p '{"detail": {"state": ["stopped"]}}' -q 'events/**/*.json'`,
        },
      ),
    ),
  ),
)
  .option("-m, --matching", "print only events that match, and errors")
  .option("-q, --quiet", "print nothing; end at the first match")
  .action(async (files, options) => {
    const { match } = await import("./match.js");
    process.exitCode = await match(files, options);
  });

prints(
  takesRules(
    command(
      "test",
      "hold rules against events with what is expected of them",
      `A file of tests is JSON or YAML:

  rules: rules.json               # or rules by name; without it --rules
  profile: eventbridge            # or another; this is the default
  cases:
    - name: an instance that stops
      event: { source: aws.ec2, detail: { state: stopped } }
      matches: [stopped]          # these rules and no others, in any order
    - name: an order
      file: events/order.json     # relative to the file of tests
      matches: []
    - name: a comma too many
      text: '{"a": 1,}'           # an event as text
      error: ERR_INVALID_JSON     # the code of the error

Exit code: 0 where all is as expected, 1 where something is not, 2 where a file cannot be read.`,
      {
        "all tests of a folder": "tidegate test 'tests/*.yaml'",
        "for a CI that reads JUnit":
          "tidegate test tests.yaml --rules cdk.out/App.template.json --junit out.xml",
      },
    ),
  ),
)
  .argument("<file...>", "files of tests, or globs")
  .option("--junit <file>", "write the outcome as JUnit XML, too")
  .action(async (files, options) => {
    const { test } = await import("./test.js");
    process.exitCode = await test(files, options);
  });

takesEvents(
  prints(
    takesRules(
      command(
        "explain",
        "say why rules match events, or do not",
        `${RULES}
${EVENTS}

Without --rule all rules are ranked: those that match, then those that came closest. Exit code: 0
where one that is shown matches, 1 where none does, 2 where an event could not be read.`,
        {
          "why a rule does not match": "tidegate explain -r rules.json --rule stopped event.json",
          "the three rules that come closest":
            "tidegate explain -r rules.json --limit 3 event.json",
        },
      ),
    ),
  ),
)
  .option("--rule <name>", "explain this rule")
  .addOption(new Option("--limit <n>", "how many rules to explain (default: 10)").argParser(count))
  .action(async (files, options) => {
    const { explain } = await import("./explain.js");
    process.exitCode = await explain(files, options);
  });

takesEvents(
  command(
    "convert",
    "turn events into CloudEvents, and those into others",
    `${EVENTS}
What AWS hands to its consumers becomes CloudEvents: events of EventBridge, batches as Lambda and Pipes
deliver them, notifications. CloudEvents pass through. What they are turned into next is --to.

Prints a line of JSON for each event that comes of it; on stderr what could not be converted, and what
was lost. Exit code: 0 where all was converted, 1 where something was not, 2 where an event could not be
read.`,
    {
      "records of S3 in messages of SQS": "tidegate convert --to cloudevent --unwrap batch.json",
      "there and back": "tidegate convert --lossless e.json | tidegate convert --to eventbridge",
      "a request": "tidegate convert --to http --mode binary event.json",
    },
  ),
)
  .addOption(
    new Option("--to <kind>", "what to make")
      .choices(["cloudevent", ...ENVELOPES, ...PROTOCOLS])
      .default("cloudevent"),
  )
  .addOption(
    new Option("--profile <name>", "which mapping to CloudEvents").choices([
      "talk",
      "aws-docs",
      "spec-adapter",
      "arn",
    ]),
  )
  .addOption(
    new Option("--mode <mode>", "how a message carries an event (default: binary)").choices([
      "binary",
      "structured",
    ]),
  )
  .option("--unwrap", "open carriers: the events in messages and records")
  .option("--lossless", "keep all, to make the same event again")
  .addOption(
    new Option("--generate <what>", "make up what is missing; may come several times")
      .choices(["id", "time"])
      .argParser(collect),
  )
  .addOption(new Option("--specversion <version>", "of CloudEvents").choices(["1.0", "0.2"]))
  .addOption(new Option("--detail <what>", "what becomes the detail").choices(["event", "data"]))
  .option("--account <id>", "for --to eventbridge")
  .option("--region <name>", "for --to eventbridge")
  .option("--event-bus <name>", "for --to put-events, and --profile arn")
  .option("--subject <text>", "for --to event-grid")
  .option("--time <time>", "for --to event-grid")
  .option("--data-version <text>", "for --to event-grid")
  .option("-q, --quiet", "do not tell what was lost")
  .action(async (files, options) => {
    const { convert } = await import("./convert.js");
    process.exitCode = await convert(files, options);
  });

takesEvents(
  prints(
    command(
      "validate",
      "hold events against the rules of CloudEvents or EventBridge",
      `${EVENTS}

Exit code: 0 where all are valid, 1 where one is not, 2 where a file cannot be read.`,
      {
        "whatever they are": "tidegate validate events.ndjson",
        "one's own events, before they are sent":
          "tidegate validate --as eventbridge --custom --strict 'events/*.json'",
      },
    ),
  ),
)
  .addOption(
    new Option("--as <kind>", "what they should be; auto looks at each")
      .choices(["auto", "cloudevent", "eventbridge"])
      .default("auto"),
  )
  .addOption(
    new Option("--spec <version>", "of CloudEvents (default: 1.0.2)").choices(["1.0.2", "1.0.3"]),
  )
  .option("--custom", "events are one's own: no source of aws.")
  .option("--strict", "warnings count as errors")
  .action(async (files, options) => {
    const { validate } = await import("./validate.js");
    process.exitCode = await validate(files, options);
  });

prints(
  takesRules(
    command(
      "lint",
      "look for mistakes in rules",
      `${RULES}

Exit code: 0 where there is no error, 1 where there is one, 2 where a file cannot be read.`,
      {
        "the rules of a template": "tidegate lint template.yaml",
        "mend what can be mended in JSON files": "tidegate lint --fix 'rules/*.json'",
        "against the schemas of the registry": "tidegate lint rules.json --schema 'schemas/*.json'",
      },
    ),
  ),
)
  .argument("[file...]", "files of rules, or globs")
  .option("--schema <file>", "a schema of the events, or a glob; may come several times", collect)
  .option("--fix", "mend what can be mended, in the files; JSON only")
  .option("--strict", "warnings count as errors")
  .action(async (files, options) => {
    const { lint } = await import("./lint.js");
    process.exitCode = await lint(files, options);
  });

takesEvents(
  prints(
    takesRules(
      command(
        "bench",
        "measure rules on events",
        `${RULES}
${EVENTS}

Times all events (64 MB at most) by each way to match them, by JSON.parse() alone, and by a loop over
rules, after all of them have found the same. What counts is the ratios; the times are the best of
several.`,
        { "rules on events of yesterday": "tidegate bench -r rules.json yesterday.ndjson.gz" },
      ),
    ),
  ),
)
  .addOption(
    new Option("--time <ms>", "how long to measure each way (default: 500)").argParser(count),
  )
  .action(async (files, options) => {
    const { bench } = await import("./bench.js");
    process.exitCode = await bench(files, options);
  });

prints(
  command(
    "facets",
    "say which eventing service does what is needed",
    `Of nine services of 2019 and eight later ones: those that fit first, then those where it depends, with
the reasons. Without a need, the whole table. Exit code: 0 where a service fits, 1 where none does.`,
    {
      "who keeps events in order and filters them, without a cluster to run":
        "tidegate facets ordering filtering serverless",
      "the table of 2019": "tidegate facets --edition 2019 --format human",
    },
  ),
)
  .addArgument(new Argument("[need...]", "what a service must do").choices(NEEDS))
  .addOption(
    new Option("--edition <year>", "whose answers count").choices(["2019", "2026"]).default("2026"),
  )
  .action(async (needs, options) => {
    const { facets } = await import("./facets.js");
    process.exitCode = await facets(needs, options);
  });

command(
  "completion",
  "print a script that completes commands and options in a shell",
  "The script is for the start-up file of the shell.",
  {
    "in ~/.bashrc": 'eval "$(tidegate completion bash)"',
    "in ~/.zshrc, behind compinit": 'eval "$(tidegate completion zsh)"',
  },
)
  .addArgument(new Argument("<shell>", "which shell").choices(["bash", "zsh"]))
  .action(async (shell) => {
    const { SHELLS } = await import("./completion.js");
    process.stdout.write(SHELLS[shell]?.(program) ?? "");
  });

async function run(): Promise<void> {
  endWithReader();
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else if (error instanceof Failure) {
      process.stderr.write(`${error.problems.map(formatProblem).join("\n")}\n`);
      process.exitCode = 2;
    } else if (isTidegateError(error)) {
      process.stderr.write(`${formatProblem(error)}\n`);
      process.exitCode = 2;
    } else {
      throw error;
    }
  }
}

await run();
