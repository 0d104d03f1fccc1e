/* Selecting words in <div data-marking data-start="id" data-end="id"> writes where they begin and end into those two inputs,
   counted in characters as the server counts them (code points, not UTF-16 units). */
for (const passage of document.querySelectorAll("[data-marking]")) {
  const start = document.getElementById(passage.dataset.start);
  const end = document.getElementById(passage.dataset.end);
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!passage.contains(range.startContainer) || !passage.contains(range.endContainer)) return;
    start.value = offset(passage, range.startContainer, range.startOffset);
    end.value = offset(passage, range.endContainer, range.endOffset);
    start.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function offset(passage, node, place) {
  const before = document.createRange();
  before.selectNodeContents(passage);
  before.setEnd(node, place);
  const words = before.cloneContents();
  for (const number of words.querySelectorAll(".mark-number")) number.remove();
  return [...words.textContent].length;
}
