/* Single keys for the reader's desk. <button data-key="a"> and <a data-key="Enter"> answer to their key when nobody is typing.
   The list of keys stands on the page; the switch under it turns single keys off and is remembered (WCAG 2.1.4). */
const KEPT = "penholder-keys";
const switches = document.querySelectorAll(".keys-switch");
let on = kept() !== "off";

for (const line of switches) {
  const box = line.querySelector("input");
  line.hidden = false;
  box.checked = on;
  box.addEventListener("change", () => { on = box.checked; keep(on ? "on" : "off"); });
}

document.addEventListener("keydown", (event) => {
  if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || (isControl(event.target) && (event.key === "Enter" || event.key === " "))) return;
  const pressed = event.key.toLowerCase();
  const wanted = [...document.querySelectorAll("[data-key]")].find(
    (each) => each.dataset.key.toLowerCase() === pressed && !each.disabled && each.getClientRects().length);
  if (!wanted) return;
  event.preventDefault();
  wanted.focus();
  wanted.click();
});

function isTyping(target) {
  return target.isContentEditable || /^(textarea|select)$/i.test(target.tagName)
    || (target.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(target.type));
}

function isControl(target) {
  return Boolean(target.closest("a[href], button, summary, input"));
}

function kept() {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

function keep(value) {
  try { localStorage.setItem(KEPT, value); } catch { /* a browser that keeps nothing still has the switch for this page */ }
}
