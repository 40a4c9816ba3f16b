// Prints what llvm-cov has counted, by folder of src/, and the files with fewer lines than are wanted:
//
//   node coverage.mjs SUMMARY.json
import { readFileSync } from "node:fs";

/** Percent of the lines of a file. tests/README.md says why some have fewer. */
const WANTED = 95;

const { files } = JSON.parse(readFileSync(process.argv[2], "utf8")).data[0];

const folders = new Map();
for (const { filename, summary } of files) {
  const path = filename.replace(/^.*?\/src\//, "");
  const folder = path.split("/")[0];
  for (const key of [folder, "all of src/"]) {
    const sum = folders.get(key) ?? { lines: [0, 0], branches: [0, 0] };
    for (const [kind, total] of Object.entries(sum)) {
      total[0] += summary[kind].covered;
      total[1] += summary[kind].count;
    }
    folders.set(key, sum);
  }
}

const percent = ([covered, count]) => (count === 0 ? 100 : (covered / count) * 100);
const row = (name, lines, branches) =>
  `${name.padEnd(28)} ${percent(lines).toFixed(1).padStart(6)} ${percent(branches).toFixed(1).padStart(9)}`;

console.log(`${"percent of".padEnd(28)}  lines  branches`);
for (const [name, { lines, branches }] of folders) console.log(row(name, lines, branches));
console.log(`\nfiles with less than ${WANTED} % of lines:`);
for (const { filename, summary } of files) {
  const { lines, branches } = summary;
  if (lines.count === 0 || lines.percent >= WANTED) continue;
  const path = filename.replace(/^.*?\/src\//, "");
  console.log(
    `${row(path, [lines.covered, lines.count], [branches.covered, branches.count])}, ${lines.count - lines.covered} of ${lines.count} lines not run`,
  );
}
