// Works out, inside a page, what an eye and a finger meet: contrast, sizes, focus, clipped words.
// Every function answers with a list of sentences; an empty list is what we want.
(() => {
  const PRESSABLE = "a[href], button, summary, input:not([type=hidden]), select, textarea";
  const CONTROLS = "input:not([type=hidden]), select, textarea, .button, progress";

  const named = (one) => {
    const words = (one.innerText || one.value || one.getAttribute("aria-label") || one.name || "").trim().slice(0, 40);
    return `${one.tagName.toLowerCase()}${one.className ? "." + String(one.className).split(" ").join(".") : ""} “${words}”`;
  };
  const hiddenFromEyes = (one) => {
    const style = getComputedStyle(one);
    if (style.opacity === "0" || style.visibility !== "visible") return true;
    for (let each = one; each; each = each.parentElement) if (getComputedStyle(each).clipPath === "inset(50%)") return true;
    return false;
  };
  const shown = (selector) => [...document.querySelectorAll(selector)].filter(
    (one) => one.getClientRects().length && !hiddenFromEyes(one) && !one.matches(":disabled, .skip"));

  const colour = (text) => {
    const parts = (text.match(/[\d.]+/g) || []).map(Number);
    const whole = text.startsWith("color(srgb") ? parts.slice(0, 3).map((part) => part * 255) : parts.slice(0, 3);
    return { rgb: whole, alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const over = (front, back) => front.rgb.map((part, place) => part * front.alpha + back[place] * (1 - front.alpha));
  const ground = (one) => {
    const painted = [];
    for (let each = one; each; each = each.parentElement) painted.push(colour(getComputedStyle(each).backgroundColor));
    return painted.reverse().reduce((back, front) => over(front, back), colour(getComputedStyle(document.documentElement).colorScheme
      && matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(18, 18, 18)" : "rgb(255, 255, 255)").rgb);
  };
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((part) => part / 255).map(
      (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const edge = (style, behind) => {
    const sides = ["Top", "Right", "Bottom", "Left"].filter(
      (side) => parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== "none");
    if (!sides.length) return 0;
    return Math.min(...sides.map((side) => contrast(over(colour(style[`border${side}Color`]), behind), behind)));
  };
  // A tick box that lies unseen under its words is drawn by its label.
  const drawnBy = (one) => (hiddenFromEyes(one) && one.labels?.length ? one.labels[0] : one);

  const target = (one) => {
    const boxes = [one, ...(one.matches("[type=radio], [type=checkbox]") ? one.labels || [] : [])]
      .filter((each) => !hiddenFromEyes(each)).map((each) => each.getBoundingClientRect());
    return {
      width: Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left)),
      height: Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top)),
    };
  };
  // WCAG 2.5.8 lets a link be as small as its line where it stands in a sentence: an inline box whose paragraph
  // also has words that can't be pressed.
  const inSentence = (one) => {
    if (getComputedStyle(one).display !== "inline") return false;
    let block = one.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    const bare = block.cloneNode(true);
    bare.querySelectorAll("a, button, .unseen, svg").forEach((each) => each.remove());
    return /\p{L}{2}/u.test(bare.textContent);
  };

  return {
    open() {
      document.querySelectorAll("details").forEach((one) => { one.open = true; });
      return [];
    },

    borders() {
      return shown(`${CONTROLS}, .markable label`).flatMap((one) => {
        const found = edge(getComputedStyle(one), ground(one.parentElement));
        return found >= 3 ? [] : [`${named(one)}: its border has a contrast of ${found.toFixed(2)}`];
      });
    },

    chosen() {
      return shown(".choice input:checked").flatMap((one) => {
        const [mark, box] = [getComputedStyle(one, "::before"), colour(getComputedStyle(one).backgroundColor)];
        const behind = over(box, ground(one.parentElement));
        const sides = ["Right", "Bottom"].map((side) => contrast(over(colour(mark[`border${side}Color`]), behind), behind));
        return Math.min(...sides) >= 3 ? [] : [`${named(one)}: it can't be seen that it is chosen`];
      });
    },

    targets(least, large) {
      return shown(PRESSABLE).flatMap((one) => {
        if (inSentence(one)) return [];
        const wanted = one.matches(".button, input, select, textarea") ? large : least;
        const { width, height } = target(one);
        const narrow = one.matches(".keys-switch input") ? least : wanted;
        return width >= least - 0.5 && height >= narrow - 0.5
          ? [] : [`${named(one)}: ${width.toFixed(1)} by ${height.toFixed(1)} pixels`];
      });
    },

    focus() {
      const found = [];
      for (const one of document.querySelectorAll(`${PRESSABLE}, [tabindex]`)) {
        if (!one.getClientRects().length || one.disabled || one.tabIndex < 0) continue;
        one.focus();
        if (document.activeElement !== one || !one.matches(":focus-visible")) {
          found.push(`${named(one)}: it can't be focused`);
          continue;
        }
        const places = [one, ...(one.labels || [])].filter((each) => !hiddenFromEyes(each));
        const seen = places.some((each) => {
          const style = getComputedStyle(each);
          const behind = ground(parseFloat(style.outlineOffset) < 0 ? each : each.parentElement);
          return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
            && contrast(over(colour(style.outlineColor), behind), behind) >= 3;
        });
        if (!seen) found.push(`${named(one)}: nothing shows that it has the focus`);
      }
      return found;
    },

    wide() {
      const beyond = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      if (beyond <= 0) return [];
      return [`the page is ${beyond} pixels too wide`, ...[...document.querySelectorAll("body *")].filter(
        (one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5 && !one.children.length).map(named).slice(0, 5)];
    },

    clipped() {
      return shown("body *").flatMap((one) => {
        if (one.matches("svg, svg *, textarea, select, input, progress, option")) return [];
        const style = getComputedStyle(one);
        const cut = (style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1)
          || (style.overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1);
        // Words that run out of a box of fixed size are not cut, but lie over whatever comes next.
        const spills = one.matches(".button, .seat, .key, kbd, .pill") && one.scrollWidth > one.clientWidth + 1;
        return cut || spills ? [`${named(one)}: its words do not fit in`] : [];
      });
    },
  };
})()
