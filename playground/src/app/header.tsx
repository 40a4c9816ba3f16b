import { type DialogId, dialog } from "./dialogs.js";
import { Dialogs } from "./dialogs-host.jsx";
import { THEMES, type Theme, theme } from "./theme.js";

const ACTIONS: readonly (readonly [DialogId, string])[] = [
  ["examples", "Examples"],
  ["import", "Import"],
  ["export", "Export"],
  ["share", "Share"],
  ["help", "Help"],
];

const THEME_TITLES: Record<Theme, string> = {
  system: "System",
  light: "Light",
  dark: "Dark",
  contrast: "High contrast",
};

export function Header() {
  return (
    <header class="top">
      <h1>
        <img src="./icon.svg" alt="" width="28" height="28" />
        Tidegate <span class="faint">playground</span>
      </h1>
      <nav aria-label="Playground" class="actions">
        {ACTIONS.map(([id, title]) => (
          <button
            key={id}
            type="button"
            class="quiet"
            onClick={() => {
              dialog.value = id;
            }}
          >
            {title}
          </button>
        ))}
        <a class="quiet" href="./docs/index.html">
          Docs
        </a>
        <label class="theme">
          <span class="visually-hidden">Theme</span>
          <select
            value={theme.value}
            onChange={({ currentTarget }) => {
              theme.value = currentTarget.value as Theme;
            }}
          >
            {THEMES.map((one) => (
              <option key={one} value={one}>
                {THEME_TITLES[one]}
              </option>
            ))}
          </select>
        </label>
      </nav>
      <Dialogs />
    </header>
  );
}
