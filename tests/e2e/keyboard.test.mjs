// The page by the keyboard alone.
import assert from "node:assert/strict";
import {
  DIALOGS,
  editor,
  expectVerdict,
  journey,
  open,
  TABS,
  tab,
  tabIsThere,
} from "./support.mjs";

/** The name of the pane that has the focus, and what has it there. */
const focus = (page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    return {
      pane: activeElement.closest("[data-pane]")?.dataset.pane,
      label: activeElement.getAttribute("aria-label"),
      name: activeElement.textContent.trim(),
      role: activeElement.getAttribute("role"),
    };
  });

journey("a rule and an event are written and judged", async (page) => {
  await open(page);
  await expectVerdict(page, "✗ No match");
  await page.keyboard.press("F6");
  assert.deepEqual([(await focus(page)).pane, (await focus(page)).label], ["rule", "Rule"]);
  await page.keyboard.press("ControlOrMeta+a");
  // Brackets and quotes are closed by themselves, and typed over.
  await page.keyboard.type('{"color": ["red"]}');
  await page.keyboard.press("F6");
  assert.deepEqual([(await focus(page)).pane, (await focus(page)).label], ["event", "Event"]);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type('{"color": "red"}');
  await expectVerdict(page, "✓ Match");
  assert.equal(await editor(page, "Rule").textContent(), '{"color": ["red"]}');

  await page.keyboard.press("F6");
  const result = await focus(page);
  assert.deepEqual([result.pane, result.role, result.name], ["result", "tab", "Explain"]);
  await page.keyboard.press("F6");
  assert.equal((await focus(page)).pane, "rule");
  await page.keyboard.press("Shift+F6");
  assert.equal((await focus(page)).pane, "result");
});

journey("Tab leaves an editor, forwards and backwards", async (page) => {
  await open(page);
  for (const label of ["Rule", "Event"]) {
    const text = await editor(page, label).textContent();
    for (const key of ["Tab", "Shift+Tab"]) {
      await editor(page, label).focus();
      await page.keyboard.press(key);
      assert.notEqual((await focus(page)).label, label);
    }
    assert.equal(await editor(page, label).textContent(), text);
  }
});

/** An editor shows it by a frame over all of it. */
function isOutlined() {
  const { activeElement } = document;
  const frame = activeElement.closest(".text-editor");
  const styles = [getComputedStyle(activeElement)];
  if (frame) styles.push(getComputedStyle(frame, "::after"));
  return styles.some(
    ({ content, outlineStyle, outlineWidth, borderTopStyle, borderTopWidth }) =>
      (outlineStyle !== "none" && outlineWidth !== "0px") ||
      (content === '""' && borderTopStyle !== "none" && borderTopWidth !== "0px"),
  );
}

journey("Tab goes through all of the page, and what has the focus shows it", async (page) => {
  await open(page);
  await expectVerdict(page, "✗ No match");
  const seen = [];
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const { pane, name, isBody } = await page.evaluate(() => {
      const { activeElement } = document;
      return {
        pane: activeElement.closest("[data-pane]")?.dataset.pane ?? "",
        name: activeElement.getAttribute("aria-label") ?? activeElement.textContent.trim(),
        isBody: activeElement === document.body,
      };
    });
    if (isBody) break;
    seen.push(pane);
    await page.waitForFunction(isOutlined, undefined, { timeout: 2000 }).catch(() => {
      assert.fail(`${pane} ${name} does not show that it has the focus`);
    });
  }
  // In the order in which they are read: the head, then pane by pane.
  assert.deepEqual(
    seen.filter((pane, place) => pane !== seen[place - 1]),
    ["", "rule", "event", "result"],
  );
});

journey("Alt and a number opens a tab; arrows, Home and End move among them", async (page) => {
  await open(page);
  for (const [index, title] of TABS.entries()) {
    await page.keyboard.press(`Alt+${index + 1}`);
    await tabIsThere(page, title);
  }
  await tab(page, "Facets").focus();
  const selected = () => page.locator("[role=tab][aria-selected=true]").textContent();
  for (const [key, title] of [
    ["ArrowRight", "Explain"],
    ["ArrowLeft", "Facets"],
    ["ArrowLeft", "Tests"],
    ["Home", "Explain"],
    ["End", "Facets"],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await selected(), title);
    assert.equal((await focus(page)).name, title);
  }
});

journey("dialogs open, keep the focus inside, and give it back", async (page) => {
  await open(page);
  for (const title of DIALOGS) {
    await page.getByRole("button", { name: title, exact: true }).first().focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press("Tab");
      const inside = await page.evaluate(
        () =>
          document.activeElement === document.body ||
          document.activeElement.closest("dialog") !== null,
      );
      assert.ok(inside, title);
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal((await focus(page)).name, title);
  }
});

journey("? is help outside of a text, and a letter inside of one", async (page) => {
  await open(page);
  await tab(page, "Explain").focus();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Help" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal((await focus(page)).name, "Explain");
  await editor(page, "Rule").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("?");
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.equal(await editor(page, "Rule").textContent(), "?");
});

journey("completion is offered, chosen and written without the mouse", async (page) => {
  await open(page);
  await editor(page, "Rule").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type('{"detail": {"state": [{');
  await page.keyboard.press("Control+Space");
  await page
    .getByRole("option", { name: /prefix/ })
    .first()
    .waitFor();
  await page.keyboard.type('"pre');
  await page
    .getByRole("option", { name: /prefix/ })
    .first()
    .waitFor();
  await page.waitForTimeout(150); // CodeMirror takes no choice that is younger than this.
  await page.keyboard.press("Enter");
  await page.waitForFunction(() =>
    document.querySelector('.cm-content[aria-label="Rule"]').textContent.includes('"prefix"'),
  );
});
