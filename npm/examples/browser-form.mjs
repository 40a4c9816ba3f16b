// The script of browser-form.html, which says what it does and how to run it.
import { explain, formatExplanation, http, validateCloudEvent } from "tidegate";

const form = document.querySelector("form");
const { event, rule, why, sent } = form.elements;

// One issue, which shows its place when it is clicked.
function item({ code, severity, message, path, line, column, offset, end }) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${line}:${column} ${severity} ${code} ${path} ${message}`;
  button.onclick = () => {
    event.focus();
    event.setSelectionRange(offset, end);
  };
  const li = document.createElement("li");
  li.append(button);
  return li;
}

function check() {
  const { issues } = validateCloudEvent(event.value);
  document.querySelector("#issues").replaceChildren(...issues.map(item));
  const error = issues.find(({ severity }) => severity === "error");
  event.setCustomValidity(error?.message ?? "");
  try {
    why.value = formatExplanation(explain(event.value, rule.value));
  } catch ({ code, message }) {
    why.value = `${code}: ${message}`;
  }
}

form.addEventListener("input", check);
form.addEventListener("submit", async (submission) => {
  submission.preventDefault();
  const response = await fetch(form.action, { method: "POST", ...http.structured(event.value) });
  sent.value = response.ok ? "Sent." : `Refused: ${response.status}`;
});
check();
