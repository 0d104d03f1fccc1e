"""The style of a framework's HTML edition: small, its own, for light and dark, forced colours, print and 320 pixels.

Every pair of colours has a contrast of 7 to 1 at least, and nothing is said by colour alone. Sides are logical, so that
Arabic and Hebrew need no rules of their own.
"""

STYLE = """\
:root {
  color-scheme: light dark;
  --paper: #fbf8f1; --ink: #1c1a33; --quiet: #4a4560; --pen: #4b1446; --edge: #7b7590; --focus: #1c1a33;
}
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #161528; --ink: #f4efe4; --quiet: #cac4d4; --pen: #f3cdee; --edge: #908aa8; --focus: #ffdf8a; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1rem; max-width: 46rem; background: var(--paper); color: var(--ink);
  font: 1.125rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2rem 0 0.5rem; text-wrap: balance; }
h1 { font-size: 1.875rem; margin-top: 0.5rem; }
h2 { font-size: 1.5rem; border-top: 2px solid var(--edge); padding-top: 0.75rem; }
h3 { font-size: 1.3125rem; }
h4 { font-size: 1.1875rem; }
h5, h6 { font-size: 1.125rem; }
h6 { font-style: italic; }
p { margin: 0.375rem 0; white-space: pre-wrap; }
ul { margin: 0.5rem 0; padding-inline-start: 1.25rem; }
li { margin: 0.625rem 0; }
li li { margin: 0.375rem 0; }
a { color: var(--pen); text-underline-offset: 0.15em; }
a:hover { text-decoration-thickness: 0.15em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
:target { outline: 2px solid var(--edge); outline-offset: 4px; }
main:focus { outline: none; }
.fact, .association { color: var(--quiet); font-size: 1rem; }
.companion { border-inline-start: 4px solid var(--edge); padding-inline-start: 0.75rem; margin-inline-start: 0.125rem; }
.skip { position: absolute; inset-inline-start: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--paper); }
.skip:focus { top: 0.5rem; z-index: 1; }
nav ul { list-style: none; padding-inline-start: 0; }
nav ul ul { padding-inline-start: 1.25rem; }
nav li, nav li li { margin: 0; }
nav a { display: inline-block; padding: 0.25rem 0; }
summary { cursor: pointer; padding: 0.5rem 0; }
@media (min-width: 64rem) {
  body { max-width: 76rem; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 46rem); column-gap: 3rem; }
  header, main { grid-column: 2; }
  nav { grid-column: 1; grid-row: 1 / span 2; font-size: 1rem; }
  body:not(:has(nav)) { display: block; max-width: 46rem; }
  nav > ul, nav details[open] > ul { max-height: calc(100vh - 9rem); overflow-y: auto; padding: 0.25rem; }
  nav { position: sticky; top: 1rem; align-self: start; }
  nav h2 { border-top: 0; margin-top: 0.5rem; }
}
@media (forced-colors: active) {
  .companion { border-inline-start-color: CanvasText; }
}
@media print {
  :root { --paper: #ffffff; --ink: #000000; --quiet: #000000; --pen: #000000; }
  body { display: block; max-width: none; padding: 0; font-size: 11pt; }
  nav { position: static; }
  nav > ul, nav details[open] > ul { max-height: none; overflow: visible; }
  .skip { display: none; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; }
  p { orphans: 3; widows: 3; }
  .stem > p { break-after: avoid; }
  main a[href^="http"] { text-decoration: none; }
}
"""
