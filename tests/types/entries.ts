// The types of the entries beside the first, used as their users do.
import type * as all from "tidegate";
import * as match from "tidegate/match";
import * as slim from "tidegate/slim";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Equal<A, B> extends true ? [] : ["the types differ"]): void {}

// What two entries have is of the same type, and no entry has less than it says.
same<keyof typeof slim, keyof typeof all | "init">();
same<
  keyof typeof match,
  "RuleSet" | "TidegateError" | "explain" | "formatExplanation" | "matches"
>();
same<Pick<typeof all, keyof typeof match>, Pick<typeof match, keyof typeof match>>();
same<slim.Pattern, all.Pattern>();
same<match.Explanation, all.Explanation>();

declare const bytes: Uint8Array;
const sources: slim.WasmSource[] = [
  "/core.wasm",
  new URL("https://example.com/core.wasm"),
  new Response(),
  bytes,
  new ArrayBuffer(8),
  new WebAssembly.Module(new ArrayBuffer(8)),
];
same<Promise<void>, ReturnType<typeof slim.init>>();
for (const source of sources) void slim.init(source);
void slim.init(fetch("/core.wasm"));

const rules: match.RuleSet = match.RuleSet.from({ one: { a: [{ prefix: "x" }] } });
same<string[], ReturnType<typeof rules.match>>();

// @ts-expect-error: the bytes are missing
slim.init();
// @ts-expect-error: nothing is no source
slim.init(null);
// @ts-expect-error: only matching is there
match.toCloudEvent("{}");
// @ts-expect-error: no such operator
match.matches({}, { a: [{ prefx: "x" }] });
