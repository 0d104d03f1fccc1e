/* Two buttons that only work with JavaScript, and so only appear with it: copy the receipt code, print the page. */
for (const slip of document.querySelectorAll(".code-slip")) {
  const actions = slip.querySelector("[data-slip-actions]");
  const copy = actions.querySelector("[data-copy]");
  const code = slip.querySelector("[data-code]").dataset.code;
  actions.hidden = false;
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code);
    copy.textContent = copy.dataset.copied;
  });
  actions.querySelector("[data-print]").addEventListener("click", () => window.print());
}
