"""The layout of a framework's PDF, in typst's language: the same for every framework, whose words come in as data."""

SOURCE = rb"""
#let told = json(bytes(sys.inputs.told))

#set document(title: told.title, date: none)
#set page(paper: "a4", margin: (x: 22mm, y: 24mm), numbering: "1")
#set text(
  size: 12pt, fill: rgb("#1c1a33"), font: ("Libertinus Serif", "DejaVu Sans Mono"), hyphenate: false,
  lang: told.lang, region: told.at("region", default: none), dir: if told.direction == "rtl" { rtl } else { ltr },
)
#set par(linebreaks: "simple", leading: 0.7em, spacing: 0.85em)
#set list(tight: false, spacing: 1em, indent: 0.2em, body-indent: 0.6em, marker: ([\u{2022}], [\u{2013}]))
#show heading: set text(hyphenate: false, size: 12pt)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 17pt)
#show heading.where(level: 3): set text(size: 15pt)
#show heading.where(level: 4): set text(size: 13pt)
#show heading.where(level: 6): set text(style: "italic")
#show heading: set block(above: 1.5em, below: 0.8em)
#show link: set text(fill: rgb("#4b1446"))
#show link: underline

#let way(said) = if said.direction == "rtl" { rtl } else { ltr }

#let spoken(said, body) = if "lang" in said {
  text(lang: said.lang, region: said.at("region", default: none), body)
} else { body }

#let run(said) = {
  let body = spoken(said, text(said.text))
  if said.at("strong", default: false) { body = strong(body) }
  if "label" in said { link(label(said.label), body) }
  else if "address" in said { link(said.address, body) }
  else { body }
}

#let runs(said) = said.runs.map(run).join()

#let paragraph(said, sticky: false) = {
  set text(dir: way(said))
  if said.role in ("fact", "association") { set text(size: 11pt, fill: rgb("#4a4560")); block(sticky: sticky, par(runs(said))) }
  else if said.role == "companion" { block(sticky: sticky, inset: (x: 0.8em), par(runs(said))) }
  else { block(sticky: sticky, par(runs(said))) }
}

#let named(said, body) = if said.label == "" { body } else [#body#label(said.label)]

#let headed(said) = {
  set text(dir: way(said.first))
  named(said, heading(level: said.level, outlined: said.level <= told.depth, bookmarked: true, runs(said.first)))
  said.rest.map(paragraph).join()
}

#let listed(entries) = list(..entries.map(said => {
  named(said, paragraph(said.first, sticky: said.stem))
  said.rest.map(one => paragraph(one, sticky: said.stem)).join()
  if said.below.len() > 0 { listed(said.below) }
}))

#{
  set text(dir: way(told.heading))
  heading(level: 1, outlined: false, runs(told.heading))
}
#told.about.map(paragraph).join()
#if told.contents != "" {
  heading(level: 2, outlined: false, spoken(told.ours, told.contents))
  outline(title: none, depth: told.depth, indent: 1em)
}
#for part in told.parts {
  if "entries" in part { listed(part.entries) } else { headed(part) }
}
#if told.elsewhere != "" {
  heading(level: 2, outlined: false, spoken(told.ours, told.elsewhere))
  told.rest.map(paragraph).join()
}
"""
