/** How a page looks, in the colours of `theme.ts`. Widths are the reader's: from a phone of 390 pixels on. */
export const stylesheet = `
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 40px 24px 64px; max-width: 1080px;
  background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%;
}
h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
h1 { font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 19px; line-height: 1.3; font-weight: 650; }
h3 { display: inline; font-size: 15px; font-weight: 650; }
section { margin-top: 48px; }
.eyebrow { color: var(--muted); font-size: 13px; }
.headline { margin-top: 6px; font-size: 19px; line-height: 1.4; }
.origin, .lead, .unit, .note { color: var(--muted); }
.origin { margin-top: 4px; }
.lead { max-width: 80ch; margin-top: 2px; }
.note { margin-top: 4px; font-size: 13px; }
#theme {
  float: right; padding: 3px 12px; border: 1px solid var(--rule); border-radius: 14px;
  background: var(--raised); color: var(--muted); font: inherit; font-size: 13px; cursor: pointer;
}
:focus-visible { outline: 2px solid var(--curve); outline-offset: 2px; }

.standing { margin-top: 16px; padding: 8px 12px; border-left: 4px solid var(--held); background: var(--raised); }

.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0 24px; margin-top: 28px; }
.tiles div { padding: 10px 0 14px; border-top: 1px solid var(--rule); }
.tiles dt, .tiles span { color: var(--muted); font-size: 13px; }
.tiles dd { font-size: 26px; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; }
.tiles span { display: block; font-weight: 400; letter-spacing: 0; line-height: 1.4; }

.key { display: flex; flex-wrap: wrap; gap: 2px 20px; margin-top: 12px; list-style: none; font-size: 13px; }
.key b { margin: 0 2px; font-weight: 600; }
.key .unit { margin-left: 2px; }
.symbol { margin-right: 6px; vertical-align: -1px; overflow: visible; }

figure { margin-top: 28px; }
figcaption { margin-bottom: 26px; }
.unit { font-size: 13px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 24px; }
.pair figcaption { margin-bottom: 12px; }
.plot { display: block; width: calc(100% - 116px); margin-left: 66px; overflow: visible; }
.pair .plot { width: calc(100% - 66px); margin-left: 48px; }
.plot text { fill: var(--muted); font-size: 12px; }
.bands text, .baseline text, .x-axis .title, .lane-names text { font-size: 11px; }
.y-axis line { stroke: var(--rule); shape-rendering: crispEdges; }
.y-axis text, .lane-names text, .baseline text, .x-axis .title { text-anchor: end; }
.x-axis line { stroke: var(--axis); shape-rendering: crispEdges; }
.x-axis text { text-anchor: middle; }
.baseline line, .dashes { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 4 3; }
.baseline .left { text-anchor: start; }
.baseline text { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
.curve, .pieces, .dots, .limit, .mark { fill: none; vector-effect: non-scaling-stroke; stroke-linecap: round; }
.curve { stroke: var(--curve); stroke-width: 1.75; stroke-linejoin: round; }
.curve[data-points="1"] { stroke-width: 6; }
.dots { stroke: var(--dots); stroke-width: 3; }
.pieces { stroke-width: 1; stroke-opacity: 0.6; stroke-linejoin: round; }
.dots.champion, .dots.challenger, .dots.suspicious { stroke-width: 4; }
.champion { stroke: var(--champion); } .challenger { stroke: var(--challenger); }
.suspicious { stroke: var(--held); }
.limit { stroke: var(--muted); stroke-width: 1.25; stroke-linecap: butt; }
.share { fill: var(--challenger); stroke: var(--challenger); vector-effect: non-scaling-stroke; }
.drawing { position: relative; }
.canvas { position: absolute; top: 0; left: 66px; width: calc(100% - 116px); cursor: crosshair; touch-action: pan-y; }
.canvas .uplot { position: absolute; font: inherit; }
.canvas .u-cursor-x { border-right-color: var(--axis) !important; }
.canvas .u-select { background: var(--dots); opacity: 0.5; }
.readout { float: right; color: var(--ink); font-size: 13px; }
#bar {
  position: sticky; bottom: 0; z-index: 1; display: flex; align-items: baseline; gap: 4px 20px; margin-top: 24px; padding: 8px 0;
  border-top: 1px solid var(--axis); background: var(--paper); font-size: 13px; line-height: 1.4;
}
#bar[hidden] { display: none; }
#bar .zoom { white-space: nowrap; }
#bar .zoom button { margin-right: 4px; }
#bar button { min-width: 28px; height: 24px; border: 1px solid var(--rule); border-radius: 12px; background: var(--raised); color: var(--ink); font: inherit; cursor: pointer; }
#chosen-line { flex: 1; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
#bar a { white-space: nowrap; }
a { color: var(--curve); }
.choose { padding: 0; border: 0; background: none; color: var(--curve); font: inherit; text-decoration: underline; cursor: pointer; }
tr.chosen { background: var(--raised); }
#chosen .verdict-line { margin-top: 6px; }
#chosen { outline: none; scroll-margin-top: 12px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.instant { white-space: nowrap; color: var(--muted); }
#live b { color: var(--promoted); }
#live.trouble b { color: var(--rejected); }
#live.ended b { color: var(--muted); }
.strip { position: absolute; left: 0; bottom: 44px; touch-action: pan-y; }
${[0, 1, 2, 3, 4, 5].map((i) => `.member-${i} { stroke: var(--member-${i}); }`).join(' ')}
.plot .last-value { fill: var(--curve); font-weight: 600; }
.mark { stroke-width: 7; pointer-events: stroke; }
.mark.held { stroke: var(--held); }
.mark.rejected { stroke: var(--rejected); stroke-width: 2.5; stroke-linecap: butt; }
.mark.promoted { stroke: var(--promoted); stroke-linecap: square; }
.mark.dropped { stroke: var(--muted); stroke-width: 8; stroke-linecap: butt; }
.mark.drift { stroke: var(--drift); stroke-width: 4; stroke-linecap: butt; }
.mark.told { stroke: var(--ink); stroke-width: 11; outline: none; }
#tip {
  position: absolute; width: max-content; max-width: min(340px, calc(100vw - 16px)); padding: 6px 10px;
  border: 1px solid var(--axis); border-radius: 6px; background: var(--raised); color: var(--ink);
  font-size: 13px; line-height: 1.4; pointer-events: none;
}
.plot .lane-names .drift { fill: var(--drift); }
.plot .lane-names .held, .verdict.held { fill: var(--held); color: var(--held); }
.plot .lane-names .rejected, .verdict.rejected { fill: var(--rejected); color: var(--rejected); }
.plot .lane-names .promoted, .verdict.promoted { fill: var(--promoted); color: var(--promoted); }
.concept-0 { fill: var(--concept-0); } .concept-1 { fill: var(--concept-1); } .concept-2 { fill: var(--concept-2); }
.harmful { fill: var(--harmful); }
.plot text.harmful { fill: var(--rejected); }
.bar { display: block; margin-top: 12px; }
.bar rect { stroke: var(--paper); stroke-width: 1; }
${[0, 1, 2, 3, 4, 5].map((i) => `.phase-${i} { fill: var(--phase-${i}); }`).join(' ')}

table { border-collapse: collapse; font-size: 13px; line-height: 1.4; text-align: left; }
th, td { padding: 5px 16px 5px 0; border-bottom: 1px solid var(--rule); vertical-align: top; font-weight: 400; }
thead th, .facts th, .members th { color: var(--muted); white-space: nowrap; }
caption { padding-bottom: 4px; font-size: 15px; font-weight: 650; text-align: left; }
.number { text-align: right; }
.segments { width: 100%; }
.came { stroke: var(--dots); stroke-width: 8; } .given { stroke: var(--ink); stroke-width: 1.5; }
.verdict { white-space: nowrap; }
.sentence { min-width: 240px; width: 50%; }
.scroll { margin-top: 10px; overflow-x: auto; }
#decisions .scroll { max-height: 420px; overflow-y: auto; }
#decisions .sentence { width: 100%; }
.columns { display: grid; grid-template-columns: repeat(3, 1fr); gap: 24px 32px; align-items: start; margin-top: 12px; }
.facts td { width: 100%; padding-right: 0; overflow-wrap: anywhere; }

@media (max-width: 760px) {
  body { padding: 20px 16px 48px; }
  .wide { display: none; }
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .tiles dd { font-size: 22px; }
  th, td { padding-right: 10px; }
  .sentence { min-width: 120px; }
  #versions .instant { white-space: normal; }
  #decisions .sentence { min-width: 0; }
  .pair, .columns { grid-template-columns: 1fr; }
  .plot { width: calc(100% - 78px); margin-left: 36px; }
  .canvas { width: calc(100% - 78px); left: 36px; }
  #bar { flex-wrap: wrap; }
  #bar a { margin-left: auto; }
  #chosen-line { flex: 1 0 100%; order: 2; -webkit-line-clamp: 2; }
  .readout { float: none; display: block; min-height: 1.5em; }
  .pair .plot { width: calc(100% - 56px); margin-left: 40px; }
}
@media print { #theme, #bar { display: none; } #decisions .scroll { max-height: none; } figure, tr { break-inside: avoid; } }
`;
