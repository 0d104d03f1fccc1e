// Finds things on a page as a person would name them. Runs inside the page, also where its own scripts are off.
(() => {
  const words = (text) => (text || "").replace(/\s+/g, " ").trim();
  const shown = (element) => element.getClientRects().length > 0;
  const scope = (within) => {
    if (!within) return document;
    const named = [...document.querySelectorAll("fieldset")].filter(
      (fieldset) => words(fieldset.querySelector("legend")?.innerText) === words(within));
    if (named.length > 1) throw new Error(`${named.length} groups are called "${within}"`);
    if (named.length === 1) return named[0];
    const matching = select(document, within);
    if (matching.length === 0) throw new Error(`there is no group or place "${within}"`);
    return matching[0];
  };
  const select = (root, selector) => {
    try { return [...root.querySelectorAll(selector)]; } catch { return []; }
  };
  const called = (element, ignored = []) => {
    const referred = (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean)
      .map((id) => words(document.getElementById(id)?.innerText)).join(" ");
    const value = element.matches("input") ? element.value : "";
    return [words(element.getAttribute("aria-label")), referred, words(element.innerText), words(value)]
      .filter(Boolean).filter((name) => !ignored.includes(name));
  };
  const only = (found, name, what, nth) => {
    if (nth !== null && nth !== undefined) {
      if (!found[nth]) throw new Error(`there are only ${found.length} of ${what} "${name}"`);
      return found[nth];
    }
    if (found.length === 1) return found[0];
    if (found.length > 1) {
      throw new Error(`${found.length} of ${what} "${name}": say which with within= or nth=`);
    }
    return null;
  };
  const byName = (elements, name) => {
    const exact = elements.filter((element) => called(element).includes(words(name)));
    return exact.length ? exact : elements.filter((element) => called(element).some((one) => one.startsWith(words(name))));
  };
  const offered = (elements) =>
    [...new Set(elements.flatMap((element) => called(element).slice(0, 1)))].slice(0, 40).join(" | ");
  return {
    pressable(name, within, nth) {
      const all = select(scope(within),
        "a[href], button, summary, input[type=submit], input[type=button], input[type=reset], [role=button], [role=link], [role=tab]");
      const ones = all.filter(shown);
      const found = only(byName(ones, name), name, "links and buttons", nth)
        || only(select(scope(within), name).filter(shown), name, "places", nth);
      if (!found) throw new Error(`no link or button "${name}"; there are: ${offered(ones)}`);
      return found;
    },
    field(name, within, nth) {
      const root = scope(within);
      const labels = select(root, "label").filter((label) => label.control);
      const exact = labels.filter((label) => words(label.innerText) === words(name));
      const loose = exact.length ? exact : labels.filter((label) => words(label.innerText).startsWith(words(name)));
      const labelled = [...new Set(loose.map((label) => label.control))];
      const told = select(root, "input, textarea, select").filter((element) =>
        words(element.getAttribute("aria-label")) === words(name)
        || (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean)
          .map((id) => words(document.getElementById(id)?.innerText)).join(" ") === words(name));
      const found = only(labelled.length ? labelled : told, name, "fields", nth)
        || only(select(root, name), name, "places", nth);
      if (!found) {
        throw new Error(`no field "${name}"; there are: ${labels.map((label) => words(label.innerText)).join(" | ")}`);
      }
      return found;
    },
    target(field) {
      // The place a person would press to choose it: its label where it has one, else the field itself.
      const label = [...(field.labels || [])].find(shown);
      return label || field;
    },
    pointed(element, x, y) {
      // What really lies under the pointer, so that a button under something else does not count as pressed.
      const top = document.elementFromPoint(x, y);
      if (!top) return "nothing";
      const fits = element === top || element.contains(top) || top.contains(element)
        || [...(element.labels || [])].some((label) => label.contains(top))
        || (element.control && (element.control === top));
      return fits ? "" : `${top.tagName.toLowerCase()} "${words(top.innerText).slice(0, 60)}"`;
    },
  };
})()
