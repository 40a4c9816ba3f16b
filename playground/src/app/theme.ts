import { effect, signal } from "@preact/signals";

export const THEMES = ["system", "light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "theme";

function kept(): Theme {
  try {
    const theme = localStorage.getItem(KEY) as Theme;
    return THEMES.includes(theme) ? theme : "system";
  } catch {
    return "system";
  }
}

export const theme = signal<Theme>("system");

/** Shows the theme that was chosen the last time, and keeps the one that is chosen from now on. */
export function startTheme(): void {
  theme.value = kept();
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    try {
      localStorage.setItem(KEY, theme.value);
    } catch {
      // A browser that keeps nothing asks again the next time.
    }
  });
}
