/* Words selected in the answer appear in the field for them, so that a reader sees what will be drawn. ui/passage.js writes
   where they begin and end; without script the words are typed, or their sentences ticked. */
const quote = document.querySelector("[data-quote]");
const start = document.getElementById("id_start");

if (quote && start) {
  start.addEventListener("change", () => {
    const words = document.getSelection().getRangeAt(0).cloneContents();
    for (const number of words.querySelectorAll(".mark-number")) number.remove();
    quote.value = words.textContent.trim();
  });
}
