import { writeFileSync } from "node:fs";
import { measure } from "./measure.mjs";
import { GROWTH_SHAPES, GROWTH_SIZES } from "./workloads.mjs";

const SECONDS = 0.5;

/**
 * Prints nanoseconds an event by the number of rules, a line for each shape, and writes them to
 * growth.csv and growth.json of a folder.
 */
export async function printGrowth(lab, folder) {
  const columns = GROWTH_SIZES.map((size) => size.toLocaleString("en-US"));
  console.log(`nanoseconds an event, by the number of rules\n${row("", columns)}`);
  const curves = {};
  for (const [name, shape] of Object.entries(GROWTH_SHAPES)) {
    curves[name] = [];
    for (const size of GROWTH_SIZES) {
      const [nanoseconds] = await measure([lab.match(`${shape}-${size}`)], SECONDS);
      lab.release();
      curves[name].push(Math.round(nanoseconds));
    }
    console.log(
      row(
        name,
        curves[name].map((time) => time.toLocaleString("en-US")),
      ),
    );
  }
  const lines = Object.entries(curves).map(([name, times]) => [JSON.stringify(name), ...times]);
  const table = [["shape", ...GROWTH_SIZES], ...lines].map((cells) => cells.join(","));
  writeFileSync(`${folder}/growth.csv`, `${table.join("\n")}\n`);
  writeFileSync(
    `${folder}/growth.json`,
    `${JSON.stringify({ rules: GROWTH_SIZES, nanoseconds: curves }, null, 2)}\n`,
  );
}

function row(name, cells) {
  return name.padEnd(38) + cells.map((cell) => cell.padStart(12)).join("");
}
