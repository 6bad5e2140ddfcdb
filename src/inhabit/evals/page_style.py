"""How the report looks: quiet in light and in dark, from a phone's width to a desk's, without anything
fetched."""

CSS = """
:root { color-scheme: light dark; --ink: #1d2329; --soft: #667079; --line: #d9dee3; --paper: #f6f7f8;
  --card: #ffffff; --world: #1f6feb; --truth: #1a8f5a; --floor: #b0553a; --other: #8f6bd1; --warn: #b07d1a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --soft: #98a2ab; --line: #333b43; --paper:
#14181c;
  --card: #1b2127; --world: #6ea8fe; --truth: #4cc38a; --floor: #e58a6b; --other: #b79cf0; --warn: #e0b04a; }
  }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 28px 24px 64px; }
header h1 { font-size: 27px; margin: 0 0 2px; letter-spacing: -.01em; }
header p, .note { color: var(--soft); margin: 0 0 6px; max-width: 78ch; }
nav { display: flex; flex-wrap: wrap; gap: 6px; margin: 16px 0 8px; }
nav a { color: inherit; text-decoration: none; border: 1px solid var(--line); border-radius: 999px; padding:
2px 12px;
  background: var(--card); font-size: 13px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px
20px;
  margin: 18px 0; }
h2 { font-size: 19px; margin: 0 0 4px; }
.head { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 12px; margin: 18px
0 4px; } .head div { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding:
10px 14px 12px; } .head b { display: block; font-size: 24px; font-weight: 600; font-variant-numeric:
tabular-nums; line-height: 1.3; } .head span { color: var(--soft); font-size: 13px; display: block; }
table { border-collapse: collapse; width: 100%; margin-top: 10px; font-variant-numeric: tabular-nums; }
th { font-weight: 500; color: var(--soft); font-size: 12.5px; text-align: right; padding: 4px 10px; }
td { border-top: 1px solid var(--line); text-align: right; padding: 5px 10px; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; }
td.figure { font-weight: 600; } td.bar, th.bar { width: 27%; min-width: 120px; padding-right: 0; text-align:
left; } .gauge { width: 100%; height: 12px; display: block; }
.gauge .way { fill: var(--line); } .gauge .done { fill: var(--world); opacity: .45; } .gauge .mark { fill:
var(--world); } .gauge.beyond .mark { fill: var(--warn); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 18px;
margin-top: 18px; } .chart { margin: 0; min-width: 0; } .chart svg { width: 100%; height: auto; display:
block; } .chart figcaption { font-weight: 600; font-size: 14px; } .chart small { color: var(--soft);
font-weight: 400; } .chart text { fill: var(--soft); font-size: 12px; } .chart .grid { stroke: var(--line);
stroke-width: 1; } .chart polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
.legend { margin: 2px 0 0; font-size: 13px; display: flex; flex-wrap: wrap; gap: 4px 14px; }
.legend span::before { content: ""; display: inline-block; width: 14px; height: 3px; border-radius: 2px;
margin-right: 6px;
  vertical-align: middle; background: currentColor; }
polyline.world { stroke: var(--world); } circle.world { fill: var(--world); } .legend .world { color:
var(--world); } polyline.truth { stroke: var(--truth); } circle.truth { fill: var(--truth); } .legend .truth
{ color: var(--truth); } polyline.floor { stroke: var(--floor); } circle.floor { fill: var(--floor); }
.legend .floor { color: var(--floor); } polyline.other { stroke: var(--other); } circle.other { fill:
var(--other); } .legend .other { color: var(--other); } polyline.truth, polyline.floor { stroke-dasharray: 5
4; } details { margin-top: 16px; } summary { cursor: pointer; color: var(--soft); font-size: 14px; }
.sheet { overflow-x: auto; margin-top: 10px; border-radius: 8px; }
.sheet .row { display: flex; gap: 8px; margin-bottom: 8px; }
.sheet figure { margin: 0; flex: 0 0 232px; min-width: 0; }
.sheet img { width: 100%; display: block; border-radius: 6px; }
.sheet figcaption { font-size: 12px; color: var(--soft); white-space: nowrap; overflow: hidden;
text-overflow: ellipsis; } footer { color: var(--soft); font-size: 13px; }
@media (max-width: 640px) {
  main { padding: 18px 12px 48px; } section { padding: 14px 12px; }
  .head { grid-template-columns: 1fr 1fr; gap: 8px; } .head b { font-size: 20px; }
  th, td { padding: 4px 5px; font-size: 13px; } td.bar, th.bar { display: none; } .sheet figure { flex-basis:
  190px; }
}
"""
