// What axe-core sees of WCAG 2.2 AA, on each tab, theme and width, and on each dialog; reflow at 320 pixels; forced
// colours and reduced motion. What it cannot see is a list in README.md.
import assert from "node:assert/strict";
import { after } from "node:test";
import { expectClean } from "./axe.mjs";
import {
  DIALOGS,
  expectVerdict,
  figure,
  journey,
  linkTo,
  open,
  openDialog,
  openWholeTab,
  RUNNING,
  TABS,
} from "./support.mjs";

const THEMES = { light: "Light", dark: "Dark", contrast: "High contrast" };

let pages = 0;
after(() => figure("pages on which axe found nothing", pages));

async function expectCleanPage(page, what) {
  await expectClean(page, what);
  pages += 1;
}

/** Fails where something is wider than the screen and does not scroll in a place of its own. */
async function expectReflow(page, what) {
  const wide = await page.evaluate(() => {
    const scrolls = (element) => {
      for (let at = element; at && !at.matches(".panel, body"); at = at.parentElement) {
        if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    const width = document.documentElement.clientWidth;
    const found = [document.documentElement, ...document.querySelectorAll(".panel")]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((element) => `${element.className || "page"} scrolls`);
    for (const element of document.querySelectorAll("#app *")) {
      const { right, width: own } = element.getBoundingClientRect();
      if (own > 1 && right > width + 1 && !scrolls(element)) {
        found.push(`${element.tagName}.${element.className}: ${element.textContent.slice(0, 40)}`);
      }
    }
    return found;
  });
  assert.deepEqual(wide, [], what);
}

const chooseTheme = (page, title) => page.getByLabel("Theme").selectOption({ label: title });

/** Several rules and events, of which some are broken: so there is something of everything to be seen. */
const work = await linkTo({
  rules: [
    { source: ["aws.ec2"], detail: { state: ["stopped"] } },
    { source: ["aws.ec2"], detail: { state: [{ "anything-but": "running" }] } },
    '{ "source": [',
    {
      source: [{ prefix: "aws." }],
      $or: [{ detail: { n: [{ numeric: [">", 3] }] } }, { account: ["1"] }],
    },
  ],
  events: [
    { ...RUNNING, detail: { state: "running", n: [1, 2, 3] } },
    { ...RUNNING, account: 12 },
    '{ "source": ',
  ],
});

journey("the panes of a narrow screen", { viewport: { width: 320, height: 800 } }, async (page) => {
  await open(page, work);
  for (const pane of ["Rules", "Events", "Result"]) {
    const panes = page.getByRole("navigation", { name: "Panes" });
    await panes.getByRole("button", { name: pane }).click();
    await expectCleanPage(page, `${pane}, 320`);
    await expectReflow(page, pane);
  }
});

for (const [theme, title] of Object.entries(THEMES)) {
  journey(`tabs and panes in the theme ${theme}`, async (page) => {
    await open(page, work);
    await chooseTheme(page, title);
    await expectVerdict(page, "No match");
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      for (const name of TABS) {
        await openWholeTab(page, name);
        await expectCleanPage(page, `${name}, ${theme}, ${width}`);
        if (width === 320) await expectReflow(page, name);
      }
      await openWholeTab(page, "Explain");
    }
  });

  journey(`dialogs in the theme ${theme}`, async (page) => {
    await open(page);
    await chooseTheme(page, title);
    for (const name of DIALOGS) {
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 });
        const dialog = await openDialog(page, name);
        await dialog.getByText("Loading").waitFor({ state: "detached" });
        await expectCleanPage(page, `${name}, ${theme}, ${width}`);
        if (width === 320) await expectReflow(page, name);
        await page.keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
      }
    }
  });
}

journey("forced colours keep what stands out", { forcedColors: "active" }, async (page) => {
  await open(page);
  await expectVerdict(page, "✗ No match");
  await expectCleanPage(page, "forced colours");
  await page.locator(".leaf").first().focus();
  const pointed = page.locator('[data-pane="event"] .mark-pointed').first();
  await pointed.waitFor();
  const { outlineStyle, outlineWidth } = await pointed.evaluate((element) => {
    const style = getComputedStyle(element);
    return { outlineStyle: style.outlineStyle, outlineWidth: style.outlineWidth };
  });
  assert.deepEqual([outlineStyle, outlineWidth], ["solid", "2px"]);
});

for (const [reducedMotion, expected] of [
  ["no-preference", true],
  ["reduce", false],
]) {
  journey(`motion where a visitor asks for ${reducedMotion}`, { reducedMotion }, async (page) => {
    await open(page);
    const moving = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("*")]
          .filter((element) => {
            const { transitionDuration, animationName } = getComputedStyle(element);
            const moves = transitionDuration.split(", ").some((time) => time !== "0s");
            // The caret of the editor blinks in steps, and stops where the system says so.
            return (moves || animationName !== "none") && !element.closest(".cm-editor");
          })
          .map(({ className }) => className),
      );
    const found = [];
    for (const name of TABS) {
      await openWholeTab(page, name);
      found.push(...(await moving()));
    }
    assert.equal(found.length > 0, expected, found.join());
  });
}
