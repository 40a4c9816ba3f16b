import type { NamedText, TabId } from "../workspace/workspace.js";
export interface Example {
  id: string;
  title: string;
  group: string;
  about: string;
  rules: NamedText[];
  events: NamedText[];
  tab?: TabId;
  expect: Record<string, string[]>;
}
export const examples: readonly Example[] = [];
