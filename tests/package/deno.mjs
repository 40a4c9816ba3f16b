// Deno, which is allowed nothing.
import { consumer, loading, processRows, runtime } from "./support.mjs";

const call = (file) => [
  process.execPath,
  [runtime("deno/bin.cjs"), "run", "--no-prompt", "--quiet", file],
  { env: { DENO_DIR: `${consumer}/deno`, DENO_NO_UPDATE_CHECK: "1" } },
];

const ways = loading.map((way) => ({ ...way, how: `${way.how}, no permissions` }));

export const rows = processRows("deno", "Deno", call, ways);
